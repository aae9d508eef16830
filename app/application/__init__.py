"""Use cases that HTTP and the command line share: commands, deadlines, retention, key rotation."""
