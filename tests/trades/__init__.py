"""The shipped policies, each with the procedure of its own source."""
