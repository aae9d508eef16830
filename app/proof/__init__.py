"""The proof that the record is what it was: a Merkle log of events under signed checkpoints.

Everything here is a function of what it is given: no database, no settings, no network. That is
what lets an auditor check an archive on another computer, without us.
"""
