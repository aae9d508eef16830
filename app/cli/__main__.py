"""`python -m app.cli` is `triplicate`."""

from app.cli import app

app()
