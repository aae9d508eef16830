"""A checkpoint as prints and tables show it, so that the person who holds one can find it again.

It is the beginning of the text that was signed: enough to compare with a checkpoint that was kept,
or with the archive (`triplicate verify --seal`).
"""

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.proof.notes import Checkpoint, Note, NoteFault

SHOWN: Final = 16
"""Characters of the root, 96 bits: nobody finds another log that begins so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A checkpoint, and when it was signed."""

    checkpoint: Checkpoint
    signed_at: datetime

    @property
    def short(self) -> str:
        """Size and the beginning of the root, as they stand on paper."""
        return f"{self.checkpoint.size} {root_of(self.checkpoint)[:SHOWN]}"

    @property
    def line(self) -> str:
        """Log, size and root, as in the checkpoint itself, but on one line."""
        return " ".join(self.checkpoint.text.split("\n")[:3])


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How much of a log something shows, and the first checkpoint over that, if there is one."""

    position: int
    stamp: Stamp | None


def stamp_of(note: str, signed_at: datetime) -> Stamp | None:
    """Make a stamp of a stored checkpoint; none of one that cannot be read."""
    try:
        return Stamp(checkpoint=Note.parse(note).checkpoint, signed_at=signed_at)
    except NoteFault:
        return None


def root_of(checkpoint: Checkpoint) -> str:
    """Write the root as it stands in the checkpoint."""
    return b64encode(checkpoint.root).decode("ascii")
