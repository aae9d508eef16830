"""The log in memory, for tests: lost when the process ends."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from app.domain.values import OrganisationId
from app.events.entries import Standing, answer, answer_again, check, judge, records
from app.events.growth import Growth
from app.events.store import (
    Appended,
    Conflict,
    Duplicate,
    Entry,
    Outcome,
    Recorded,
    Reused,
    Write,
    event_id_of,
)
from app.events.wall_clock import time_to_record, wall_clock


@dataclass
class Log:
    """One organisation's events, and where to find them."""

    events: list[Recorded] = field(default_factory=list)
    streams: defaultdict[UUID, list[Recorded]] = field(default_factory=lambda: defaultdict(list))
    positions: dict[UUID, int] = field(default_factory=dict)
    """By event id."""
    numbers: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    """The last of each series."""


class MemoryStore:
    """A log per organisation in memory. No method waits in the middle, so none is interrupted."""

    def __init__(self, *, clock: Callable[[], datetime] = wall_clock) -> None:
        """Record times by `clock`."""
        self._clock = clock
        self._logs: defaultdict[OrganisationId, Log] = defaultdict(Log)
        self.growth = Growth()

    async def append(self, organisation: OrganisationId, entry: Entry) -> Outcome:
        """Write one entry."""
        return (await self.append_many(organisation, (entry,)))[0]

    async def append_many(
        self, organisation: OrganisationId, entries: Sequence[Entry]
    ) -> list[Outcome]:
        """Write entries in one go, each with an outcome of its own, in their order.

        Raises:
            ValueError: an entry is not fit to be written; none was.
            WrongClock: the clock of this process lies too far before the last event.

        """
        check(entries)
        outcomes = [self._append(self._logs[organisation], entry) for entry in entries]
        self.growth.tell(organisation)
        return outcomes

    def _append(self, log: Log, entry: Entry) -> Outcome:
        if before := self._find(log, entry.command_id, entry.fingerprint):
            return before
        standings = [Standing(len(log.streams[w.stream_id]), known=False) for w in entry.writes]
        if isinstance(verdict := judge(entry, standings), Conflict):
            return verdict
        return self._write(log, entry)

    def _write(self, log: Log, entry: Entry) -> Appended:
        written = records(
            entry,
            after=len(log.events),
            at=time_to_record(self._clock(), log.events[-1].recorded_at if log.events else None),
            numbers=[self._number(log, write) for write in entry.writes],
        )
        for event in written:
            log.events.append(event)
            log.streams[event.stream_id].append(event)
            log.positions[event.event_id] = event.position
        return answer(written)

    def _number(self, log: Log, write: Write) -> str | None:
        if (numbering := write.numbering) is None:
            return None
        log.numbers[numbering.series] += 1
        return numbering.write(log.numbers[numbering.series])

    def _find(self, log: Log, command_id: UUID, fingerprint: str) -> Duplicate | Reused | None:
        position = log.positions.get(event_id_of(command_id, 0))
        if position is None:
            return None
        return answer_again(command_id, fingerprint, log.events[position - 1 :])

    async def find(
        self, organisation: OrganisationId, command_id: UUID, fingerprint: str
    ) -> Duplicate | Reused | None:
        """Look a command up that may have been written before."""
        return self._find(self._logs[organisation], command_id, fingerprint)

    async def read_stream(
        self, organisation: OrganisationId, stream_id: UUID, *, after_version: int = 0
    ) -> list[Recorded]:
        """Read a stream in version order; empty when there is none."""
        return self._logs[organisation].streams.get(stream_id, [])[after_version:]

    async def read_log(
        self, organisation: OrganisationId, *, after: int, limit: int
    ) -> list[Recorded]:
        """Read on after a position, in position order; nothing lower can appear later."""
        return self._logs[organisation].events[after : after + limit]

    async def head(self, organisation: OrganisationId) -> int:
        """Tell the last position; 0 for an empty log."""
        return len(self._logs[organisation].events)

    async def organisations(self) -> list[OrganisationId]:
        """Name the organisations that have a log."""
        return sorted(name for name, log in self._logs.items() if log.events)

    async def listen(self) -> None:
        """Hear of nobody: no other process has this log."""

    async def close(self) -> None:
        """Let go of nothing."""
