"""A projection of complaints: what is written of a state, and which parts of the state it reads."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from app.domain.complaint import Complaint
from app.projections.document_parts import Columns, Document, Envelope


def _no_tombstone(_complaint: Complaint, _envelope: Envelope) -> Document | None:
    return None


@dataclass(frozen=True, kw_only=True)
class Projection:
    """Pure functions of a complaint: one row in a table, and lines below it."""

    name: str
    """Of the table and of the subscription."""
    reads: tuple[str, ...]
    """Parts of the state, such as `receipt` or `clocks.misses`; nothing else is read."""
    columns: Callable[[Complaint, Envelope], Columns]
    """Values of the table's own columns."""
    document: Callable[[Complaint, Envelope], Document] | None = None
    extend: Callable[[Complaint, Envelope, Document | None], Document] | None = None
    """In place of `document`: continues the document as stored, None for the first."""
    lines: Callable[[Complaint, Envelope], list[Columns]] | None = None
    """Rows below it, in order; they are replaced as a whole."""
    tombstone: Callable[[Complaint, Envelope], Document | None] = _no_tombstone
    """What is stored in place of the document of a destroyed copy; None of one that was not."""

    def is_changed(self, before: Complaint, after: Complaint) -> bool:
        """Whether an event changed what it reads: only then is it written again.

        To be asked for every event, so that the place in the feed does not depend on batches. By
        value where objects differ: the same unit is another text in every event.
        """
        parts = zip(self._parts(before), self._parts(after), strict=True)
        return any(one is not other and one != other for one, other in parts)

    @cached_property
    def _parts(self) -> Callable[[Complaint], tuple[object, ...]]:
        """Read the parts; the receipt stands first so that they are a tuple always."""
        return attrgetter("receipt", *self.reads)
