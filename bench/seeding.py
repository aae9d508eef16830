"""A program that fills a log: the one life that stands in it, again and again, mingled.

It writes through the store, as commands do, but many at a time. In a block of complaints all have
their first event before any has its second, so a reader meets each complaint again after others.
"""

import asyncio
import sys
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

import msgspec
import uvloop

from app.domain.numbering import PLAIN, place_of
from app.domain.values import OrganisationId
from app.events.database import Database
from app.events.postgres import PostgresStore
from app.events.store import Appended, Entry, NewEvent, Numbering, Recorded, Write

BLOCK = 1000
"""Complaints that are handled at the same time."""
WRITERS = 2
STAYS_OPEN = 5
"""Every so manieth complaint is not closed yet; its last event is a memo."""
STAMP = ("command", "fingerprint")


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """The pattern is the first complaint in the organisation's log."""

    url: str
    organisation: OrganisationId
    complaints: int


async def seed(job: Job) -> list[str]:
    """Fill a log; give the ids of the new complaints."""
    database = await Database.open(job.url)
    store = PostgresStore(database)
    try:
        pattern = await _pattern(store, job.organisation)
        streams = [uuid4() for _ in range(job.complaints)]
        blocks = [streams[at : at + BLOCK] for at in range(0, len(streams), BLOCK)]
        writers = (
            _write(store, job.organisation, pattern, blocks[nth::WRITERS]) for nth in range(WRITERS)
        )
        await asyncio.gather(*writers)
    finally:
        await store.close()
        await database.close()
    return [str(stream) for stream in streams]


async def _pattern(store: PostgresStore, organisation: OrganisationId) -> list[Recorded]:
    """Find the events of the first complaint."""
    log = await store.read_log(organisation, after=0, limit=100)
    first = next(event.stream_id for event in log if event.number is not None)
    return await store.read_stream(organisation, first)


async def _write(
    store: PostgresStore,
    organisation: OrganisationId,
    pattern: Sequence[Recorded],
    blocks: Sequence[Sequence[UUID]],
) -> None:
    memo = next(event for event in pattern if event.type == "complaint.noted")
    for block in blocks:
        for event in pattern:
            closing = event is pattern[-1]
            entries = [
                _entry(memo if closing and nth % STAYS_OPEN == 0 else event, stream, event.version)
                for nth, stream in enumerate(block)
            ]
            outcomes = await store.append_many(organisation, entries)
            assert all(isinstance(outcome, Appended) for outcome in outcomes)


def _entry(event: Recorded, stream: UUID, version: int) -> Entry:
    """Copy an event onto another stream, at its time of day on another day."""
    meta = msgspec.json.decode(event.meta)
    plain = {name: value for name, value in meta.items() if name not in STAMP}
    new = NewEvent(
        event.type,
        event.schema_version,
        event.data,
        msgspec.json.encode(plain).decode(),
        event.occurred_at - timedelta(minutes=stream.int % 500_000),
    )
    write = Write(stream, version - 1, (new,), _numbering(event) if version == 1 else None)
    return Entry(uuid4(), "0" * 32, (write,))


def _numbering(event: Recorded) -> Numbering | None:
    """Go on in the year of the pattern, with plain numbers."""
    if event.number is None:
        return None
    year, _ = place_of(event.number)
    prefix, suffix = PLAIN.around(year)
    return Numbering(str(year), prefix, PLAIN.width, suffix)


if __name__ == "__main__":
    the_job = msgspec.json.decode(sys.stdin.buffer.read(), type=Job)
    sys.stdout.buffer.write(msgspec.json.encode(uvloop.run(seed(the_job))))
