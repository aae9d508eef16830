"""The words that stories are told in: each makes the body of one command."""
