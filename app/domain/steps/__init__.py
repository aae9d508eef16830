"""The procedure, one file per step: its commands and how each is decided."""
