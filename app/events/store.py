"""The log as the rest of the service sees it: entries in, recorded events out.

Each organisation has one log with its own gapless positions 1, 2, 3 ... in commit order, so a
reader's whole memory is one integer. An entry is written whole or not at all, once for ever: the
same command sent again answers what it answered first.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol, TypeAlias
from uuid import UUID

from app.domain.values import OrganisationId
from app.events.growth import Growth
from app.events.uuids import name_based


class NewEvent(NamedTuple):
    """An event on its way into the log; `data` and `meta` are JSON texts."""

    type: str
    schema_version: int
    data: str
    meta: str
    occurred_at: datetime
    """Aware."""


class Numbering(NamedTuple):
    """The series that a number is taken of, and how it is written."""

    series: str
    prefix: str
    width: int
    """So many digits, filled up with zeros; a number that has more is longer."""
    suffix: str = ""

    def write(self, ordinal: int) -> str:
        """Write a number of the series."""
        return f"{self.prefix}{ordinal:0{self.width}d}{self.suffix}"


class Write(NamedTuple):
    """Events for one stream, at the version its writer saw (0: the stream does not exist yet)."""

    stream_id: UUID
    expected_version: int
    events: tuple[NewEvent, ...]
    numbering: Numbering | None = None
    """Take the next consecutive number of a series for the stream's first event."""


class Entry(NamedTuple):
    """One command's writes: all or nothing, once.

    `fingerprint` tells the same command from another one under the same id; the store keeps it in
    every event's metadata (`fingerprint`), beside `command`, the id itself.
    """

    command_id: UUID
    fingerprint: str
    writes: tuple[Write, ...]


class Recorded(NamedTuple):
    """An event as it stands in the log."""

    position: int
    stream_id: UUID
    version: int
    event_id: UUID
    type: str
    schema_version: int
    data: str
    meta: str
    occurred_at: datetime
    recorded_at: datetime
    number: str | None
    """The form number, on the first event of a numbered stream, such as `2026-000001`."""


class Appended(NamedTuple):
    """The entry stands in the log; all figures are of its last event."""

    stream_id: UUID
    version: int
    position: int
    number: str | None
    """The number taken by this entry, if it took one."""
    recorded_at: datetime


class Duplicate(NamedTuple):
    """The same command stood in the log already; this is what was answered then."""

    first: Appended


class Conflict(NamedTuple):
    """A stream was not at the expected version, too low or too high; nothing was written."""

    stream_id: UUID
    actual_version: int


class Reused(NamedTuple):
    """The command id stands in the log with another fingerprint; nothing was written."""

    command_id: UUID


Outcome: TypeAlias = Appended | Duplicate | Conflict | Reused


def event_id_of(command_id: UUID, index: int) -> UUID:
    """Name the events of a command: the same command gives the same ids, so a retry is seen."""
    return name_based(command_id, str(index))


class EventStore(Protocol):
    """A log per organisation. Memory, SQLite and PostgreSQL pass one contract suite."""

    async def append(self, organisation: OrganisationId, entry: Entry) -> Outcome:
        """Write one entry."""

    async def append_many(
        self, organisation: OrganisationId, entries: Sequence[Entry]
    ) -> list[Outcome]:
        """Write entries in one transaction, each with an outcome of its own, in their order.

        An entry that conflicts leaves the others alone.
        """

    async def find(
        self, organisation: OrganisationId, command_id: UUID, fingerprint: str
    ) -> Duplicate | Reused | None:
        """Look a command up that may have been written before."""

    async def read_stream(
        self, organisation: OrganisationId, stream_id: UUID, *, after_version: int = 0
    ) -> list[Recorded]:
        """Read a stream in version order; empty when there is none."""

    async def read_log(
        self, organisation: OrganisationId, *, after: int, limit: int
    ) -> list[Recorded]:
        """Read on after a position, in position order; nothing lower can appear later."""

    async def head(self, organisation: OrganisationId) -> int:
        """Tell the last position; 0 for an empty log."""

    async def organisations(self) -> list[OrganisationId]:
        """Name the organisations that have a log."""

    @property
    def growth(self) -> Growth:
        """Whom to ask for news of logs that have grown."""

    async def listen(self) -> None:
        """Hear of growth from other processes too, from now on; again after a lost connection.

        Raises:
            DatabaseUnavailable: it cannot be heard of now.

        """

    async def close(self) -> None:
        """Let connections go."""
