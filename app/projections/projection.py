"""A projection of complaints: what is written of a state, and which parts of the state it reads."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any, Final, NamedTuple, TypeAlias

import msgspec
from sqlalchemy import Table

from app.domain.complaint import Complaint
from app.events.projection import PLACES, REMAINS
from app.projections.document_parts import Columns, Document, Envelope

Row: TypeAlias = dict[str, Any]

_encode: Final = msgspec.json.Encoder().encode


def _no_tombstone(_complaint: Complaint, _envelope: Envelope) -> Document | None:
    return None


def _whole(node: object) -> object:
    return node


class Written(NamedTuple):
    """A row of a projection's table, and the lines below it; None of a projection without lines."""

    row: Row
    lines: list[Row] | None


@dataclass(frozen=True, kw_only=True)
class Projection:
    """Pure functions of a complaint: one row in a table, and lines below it."""

    name: str
    """A public key: of the table, of the subscription and of what is parked."""
    table: Table
    version: int
    """To be raised with every change of what the functions give: rows of another version are
    filled again from the stored states."""
    reads: tuple[str, ...]
    """Parts of the state, such as `receipt` or `clocks.misses`; nothing else is read."""
    columns: Callable[[Complaint, Envelope], Columns]
    """Values of the table's own columns."""
    document: Callable[[Complaint, Envelope], Document] | None = None
    extend: Callable[[Complaint, Envelope, Document | None], Document] | None = None
    """In place of `document`: continues the document as stored, None for the first."""
    lines: Callable[[Complaint, Envelope], list[Columns]] | None = None
    """Rows below it, in order; they are replaced as a whole."""
    lines_table: Table | None = None
    tombstone: Callable[[Complaint, Envelope], Document | None] = _no_tombstone
    """What is stored in place of the document of a destroyed copy; None of one that was not."""

    def is_changed(self, before: Complaint | None, after: Complaint) -> bool:
        """Whether an event changed what it reads: only then is it written again.

        To be asked for every event, so that the place in the feed does not depend on batches. By
        value where objects differ: the same unit is another text in every event.
        """
        if before is None:
            return True
        for node, parts in self._nodes:
            one, other = getattr(before, node), getattr(after, node)
            # Most nodes are the same object: nothing in them needs a look.
            if one is not other and any(part(one) != part(other) for part in parts):
                return True
        return False

    @cached_property
    def _nodes(self) -> tuple[tuple[str, tuple[Callable[[object], object], ...]], ...]:
        """By node of the state, the parts of it that are read."""
        nodes: dict[str, list[Callable[[object], object]]] = {}
        for path in self.reads:
            node, _, part = path.partition(".")
            nodes.setdefault(node, []).append(attrgetter(part) if part else _whole)
        return tuple((node, tuple(parts)) for node, parts in nodes.items())

    def write(
        self,
        complaint: Complaint,
        envelope: Envelope,
        *,
        stored: Document | None = None,
        place: int | None = None,
    ) -> Written:
        """Compute the rows, without organisation and generation.

        Args:
            complaint: the state.
            envelope: with the positions of the events up to the last change of what is read.
            stored: the document that `extend` continues.
            place: in the feed; unless it is given, that of the envelope's last event.

        """
        left = self.tombstone(complaint, envelope)
        document = self._document(complaint, envelope, stored) if left is None else left
        row = {
            "complaint_id": envelope.complaint_id,
            "position": envelope.positions[-1] * PLACES if place is None else place,
            "stream_version": len(envelope.positions),
            "shape": self.version if left is None else REMAINS,
            **self.columns(complaint, envelope),
            "document": _encode(document).decode(),
        }
        if self.lines is None:
            return Written(row, None)
        listed = [] if left is not None else self.lines(complaint, envelope)
        key = {"complaint_id": envelope.complaint_id}
        return Written(row, [{**key, "nth": nth, **one} for nth, one in enumerate(listed, 1)])

    def _document(
        self, complaint: Complaint, envelope: Envelope, stored: Document | None
    ) -> Document | None:
        if self.extend is not None:
            return self.extend(complaint, envelope, stored)
        return None if self.document is None else self.document(complaint, envelope)
