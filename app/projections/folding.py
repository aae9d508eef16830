"""One batch of events folded into complaints, and the rows that change by it. No I/O."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple
from uuid import UUID

import msgspec

from app.domain.complaint import Fact
from app.domain.values import OrganisationId
from app.events.projection import PLACES
from app.events.store import Recorded
from app.projections.document_parts import Document, Envelope
from app.projections.projection import Projection, Row, Written
from app.projections.stored_state import FoldedComplaint, StateCodec

STATES: Final = "complaints"
"""The name of the states where they stand beside projections: as subscription, as parked."""

_decode: Final = msgspec.json.Decoder(Document).decode

Read = tuple[Recorded, Fact | Exception]
"""An event, or why it cannot be decoded."""


class Fault(NamedTuple):
    """A row that could not be made or written."""

    name: str
    complaint_id: UUID
    position: int
    error: str
    """Never the message of the exception: it may quote what the customer said."""


@dataclass
class Changes:
    """What one batch writes."""

    states: list[Row] = field(default_factory=list)
    rows: dict[str, list[Written]] = field(default_factory=dict)
    """By projection."""
    faults: list[Fault] = field(default_factory=list)
    cleared: list[tuple[str, UUID]] = field(default_factory=list)
    """Parked before; what still fails stands among the faults again."""

    def add(self, other: "Changes") -> None:
        """Take in what another writes, but for its faults and what it clears."""
        self.states += other.states
        for name, rows in other.rows.items():
            self.rows.setdefault(name, []).extend(rows)

    def by_complaint(self) -> "list[Changes]":
        """Part the rows by complaint."""
        parts: dict[UUID, Changes] = {}
        for state in self.states:
            parts.setdefault(state["complaint_id"], Changes()).states.append(state)
        for name, rows in self.rows.items():
            for one in rows:
                part = parts.setdefault(one.row["complaint_id"], Changes())
                part.rows.setdefault(name, []).append(one)
        return [*parts.values()]

    def by_row(self) -> "list[Changes]":
        """Part them one by one, the states first."""
        states = [Changes(states=[one]) for one in self.states]
        return states + [
            Changes(rows={name: [one]}) for name, rows in self.rows.items() for one in rows
        ]

    def fault(self, error: Exception) -> Fault:
        """Describe the fault of one row, which is all there is."""
        if self.states:
            (row,) = self.states
            return fault_of(STATES, row["complaint_id"], row["position"], error)
        ((name, (written,)),) = self.rows.items()
        row = written.row
        return fault_of(name, row["complaint_id"], row["position"] // PLACES, error)


class Folding:
    """Folds one batch."""

    def __init__(
        self,
        organisation: OrganisationId,
        projections: Sequence[Projection],
        complaints: dict[UUID, FoldedComplaint],
    ) -> None:
        """Begin with complaints as they stand; one that is missing begins in this batch."""
        self.complaints = complaints
        self.last: dict[UUID, int] = {}
        """By complaint: the position of its last event in the batch."""
        self._organisation = organisation
        self._projections = projections
        self._changed: dict[tuple[str, UUID], int] = {}
        """By row: the complaint's version as of the last change of what is read."""
        self._extending = [one for one in projections if one.extend is not None]
        self._faults: list[Fault] = []
        self._cleared: list[tuple[str, UUID]] = []

    def take(self, entries: Iterable[Read]) -> None:
        """Fold events in, in the order of the log. One that fails holds its complaint."""
        for entry, fact in entries:
            stream = entry.stream_id
            folded = self.complaints.get(stream)
            if folded is None:
                folded = self.complaints[stream] = self._new(stream)
            if STATES in folded.parked:
                continue
            before = folded.complaint
            try:
                folded.apply(fact, entry)
            except Exception as error:  # noqa: BLE001 - one event must not stop the log
                self.hold(stream, entry.position, error)
                continue
            self.last[stream] = entry.position
            for projection in self._projections:
                if projection.is_changed(before, folded.state):
                    self._changed[projection.name, stream] = len(folded.positions)

    def _new(self, stream: UUID) -> FoldedComplaint:
        return FoldedComplaint(stream, documents={one.name: None for one in self._extending})

    def to_read(self) -> Iterator[tuple[Projection, list[UUID]]]:
        """Name the stored documents that are continued, and not known yet."""
        for projection in self._extending:
            name = projection.name
            changed = {stream for one, stream in self._changed if one == name}
            parked = {stream for stream in self.last if name in self.complaints[stream].parked}
            streams = (changed | parked) & self.last.keys()
            unknown = [one for one in streams if name not in self.complaints[one].documents]
            if unknown:
                yield projection, unknown

    def hold(self, stream: UUID, position: int, error: Exception) -> None:
        """Fold nothing more into a complaint."""
        folded = self.complaints[stream]
        folded.parked |= {STATES}
        self._faults.append(fault_of(STATES, stream, position, error))

    def release(self, stream: UUID) -> None:
        """Have every parked row of a complaint computed, as it stands."""
        folded = self.complaints[stream]
        folded.documents = {one.name: None for one in self._extending}
        if STATES in folded.parked:
            self._cleared.append((STATES, stream))
            folded.parked = frozenset(one.name for one in self._projections)
        self.last[stream] = folded.positions[-1]

    def changes(self, codec: StateCodec, place: int | None = None) -> Changes:
        """Compute every row that has changed; one that fails is parked by itself.

        Rows stand in the feed at `place`, or else where they changed.
        """
        made = Changes(faults=[*self._faults], cleared=[*self._cleared])
        for stream in self.last:
            made.states.append(codec.write(self._organisation, self.complaints[stream]))
        for projection in self._projections:
            made.rows[projection.name] = []
        for (name, stream), version in self._changed.items():
            self._compute(made, self._named(name), self.complaints[stream], version, place)
        for folded in (self.complaints[stream] for stream in self.last):
            for name in folded.parked - {STATES}:
                if (name, folded.complaint_id) not in self._changed:
                    self._compute(made, self._named(name), folded, len(folded.positions), place)
        return made

    def _named(self, name: str) -> Projection:
        return next(one for one in self._projections if one.name == name)

    def _compute(
        self,
        made: Changes,
        projection: Projection,
        folded: FoldedComplaint,
        version: int,
        place: int | None,
    ) -> None:
        envelope = Envelope(folded.complaint_id, folded.number, folded.positions[:version])
        row = (projection.name, folded.complaint_id)
        known = folded.documents.get(projection.name)
        stored = None if known is None else _decode(known)
        was_parked = projection.name in folded.parked
        try:
            written = projection.write(folded.state, envelope, stored=stored, place=place)
        except Exception as error:  # noqa: BLE001 - one row must not stop the others
            made.faults.append(fault_of(*row, envelope.positions[-1], error))
            folded.parked |= {projection.name}
        else:
            made.rows[projection.name].append(written)
            if projection.extend is not None:
                folded.documents[projection.name] = written.row["document"]
            folded.parked -= {projection.name}
        if was_parked:
            made.cleared.append(row)


def fault_of(name: str, stream: UUID, position: int, error: Exception) -> Fault:
    """Describe a fault."""
    return Fault(name, stream, position, f"{type(error).__name__} at {position}")
