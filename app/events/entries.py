"""What every store does with entries before and after its own way of writing them."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

import msgspec

from app.events.store import (
    Appended,
    Conflict,
    Duplicate,
    Entry,
    Recorded,
    Reused,
    event_id_of,
)

BAR = "|"
"""Parts a numbering where it has to be one text."""


def check(entries: Sequence[Entry]) -> None:
    """Refuse what no store can take, before anything is written.

    Raises:
        ValueError: an entry without writes, a write without events, two writes of one entry to
            the same stream, a numbering with a bar, a naive datetime, or metadata that is not a
            JSON object.

    """
    for entry in entries:
        if not entry.writes:
            raise ValueError("an entry needs a write")
        if len(entry.writes) > 1 and len({w.stream_id for w in entry.writes}) < len(entry.writes):
            raise ValueError("an entry writes to a stream once")
        for write in entry.writes:
            if not write.events:
                raise ValueError("a write needs an event")
            if any(BAR in str(part) for part in write.numbering or ()):
                raise ValueError("a numbering has no bar in it")
            for event in write.events:
                if event.occurred_at.utcoffset() is None:
                    raise ValueError(f"naive datetime: {event.occurred_at}")
                if event.meta[:1] != "{":
                    raise ValueError("the metadata of an event is a JSON object")


def rounds(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Cut a batch, in order, so that within a round no two entries share a stream or a command."""
    current: list[Entry] = []
    taken: set[UUID] = set()
    for entry in entries:
        wanted = {entry.command_id, *(write.stream_id for write in entry.writes)}
        if not taken.isdisjoint(wanted):
            yield current
            current, taken = [], set()
        current.append(entry)
        taken |= wanted
    if current:
        yield current


def stamp(entry: Entry) -> str:
    """Begin the metadata of an entry's events: the command and its fingerprint."""
    fingerprint = msgspec.json.encode(entry.fingerprint).decode()
    return f'{{"command":"{entry.command_id}","fingerprint":{fingerprint}'


def stamped(stamp: str, meta: str) -> str:
    """Put the stamp in front of what the writer says of an event."""
    return stamp + "}" if meta.strip("{} \t\r\n") == "" else f"{stamp},{meta[1:]}"


@dataclass(frozen=True)
class Known:
    """The command of an entry stands in the log already."""


class Standing(NamedTuple):
    """What the log has of a write's stream, and of its first event."""

    version: int
    known: bool


def judge(entry: Entry, standings: Sequence[Standing]) -> Known | Conflict | None:
    """Tell why an entry cannot be written, given how things stand for each of its writes."""
    if any(standing.known for standing in standings):
        return Known()
    for write, standing in zip(entry.writes, standings, strict=True):
        if write.expected_version != standing.version:
            return Conflict(write.stream_id, standing.version)
    return None


def records(
    entry: Entry, *, after: int, at: datetime, numbers: Sequence[str | None]
) -> list[Recorded]:
    """Write an entry's events out as they will stand after a position, a number per write."""
    mark = stamp(entry)
    out: list[Recorded] = []
    for write, number in zip(entry.writes, numbers, strict=True):
        for nth, event in enumerate(write.events):
            index = len(out)
            out.append(
                Recorded(
                    position=after + index + 1,
                    stream_id=write.stream_id,
                    version=write.expected_version + nth + 1,
                    event_id=event_id_of(entry.command_id, index),
                    type=event.type,
                    schema_version=event.schema_version,
                    data=event.data,
                    meta=stamped(mark, event.meta),
                    occurred_at=event.occurred_at.astimezone(UTC),
                    recorded_at=at,
                    number=number if nth == 0 else None,
                )
            )
    return out


def answer(events: Sequence[Recorded]) -> Appended:
    """Answer an entry, from its events."""
    last = events[-1]
    number = next((event.number for event in events if event.number is not None), None)
    return Appended(last.stream_id, last.version, last.position, number, last.recorded_at)


def answer_again(
    command_id: UUID, fingerprint: str, events: Sequence[Recorded]
) -> Duplicate | Reused:
    """Answer a command that stands in the log, from its events and perhaps what follows them.

    An entry's events stand together, so they end where the next event has another id.
    """
    if msgspec.json.decode(events[0].meta)["fingerprint"] != fingerprint:
        return Reused(command_id)
    own = itertools.takewhile(
        lambda one: one[1].event_id == event_id_of(command_id, one[0]), enumerate(events)
    )
    return Duplicate(answer([event for _, event in own]))
