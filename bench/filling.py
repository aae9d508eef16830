"""A program that appends to several logs at once, in small batches, until each is long enough.

Some batches begin complaints, some go on with older ones, and some come too late for the version
that they expect, as when two people work on the same complaint.
"""

import asyncio
import random
import sys
from uuid import UUID, uuid4

import msgspec
import uvloop

from app.domain.values import OrganisationId
from app.events.database import Database
from app.events.postgres import PostgresStore
from app.events.store import Appended, Entry, NewEvent, Write
from bench.appending import DATA, FINGERPRINT, META
from bench.triplicate import now

MOST_ENTRIES = 60
MOST_EVENTS = 4
"""Of an entry."""
REMEMBERED = 500
"""Complaints of a writer that may go on."""
TOO_LATE = 0.02


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """Fill logs with so many events each."""

    url: str
    organisations: list[OrganisationId]
    events: int
    writers: int
    """For each log."""
    seed: int


class Filled(msgspec.Struct, frozen=True):
    """What was written."""

    events: int
    refused: int


async def fill(job: Job) -> Filled:
    """Fill the logs."""
    database = await Database.open(job.url)
    store = PostgresStore(database)
    numbers = range(job.writers)
    writers = [Writer(store, name, job, n) for name in job.organisations for n in numbers]
    try:
        await asyncio.gather(*(writer.run() for writer in writers))
    finally:
        await store.close()
        await database.close()
    return Filled(
        sum(writer.written for writer in writers), sum(writer.refused for writer in writers)
    )


class Writer:
    """Writes batches into one log."""

    def __init__(
        self, store: PostgresStore, organisation: OrganisationId, job: Job, number: int
    ) -> None:
        self._store = store
        self._organisation = organisation
        self._random = random.Random(f"{job.seed} {organisation} {number}")
        self._versions: dict[UUID, int] = {}
        self._wanted = job.events // job.writers
        self.written = self.refused = 0

    async def run(self) -> None:
        """Write until there is enough."""
        while self.written < self._wanted:
            most = min(MOST_ENTRIES, self._wanted - self.written)
            entries = [self._entry() for _ in range(self._random.randint(1, most))]
            for entry, outcome in zip(
                entries, await self._store.append_many(self._organisation, entries), strict=True
            ):
                if isinstance(outcome, Appended):
                    self.written += len(entry.writes[0].events)
                    self._remember(outcome)
                else:
                    self.refused += 1

    def _entry(self) -> Entry:
        stream, version = uuid4(), 0
        if self._versions and self._random.random() < 0.7:
            stream = self._random.choice(list(self._versions))
            version = self._versions.pop(stream)
        late = version > 0 and self._random.random() < TOO_LATE
        event = NewEvent("complaint.apologised", 1, DATA, META, now())
        events = (event,) * self._random.randint(1, MOST_EVENTS)
        return Entry(uuid4(), FINGERPRINT, (Write(stream, version - late, events),))

    def _remember(self, outcome: Appended) -> None:
        if len(self._versions) < REMEMBERED:
            self._versions[outcome.stream_id] = outcome.version


if __name__ == "__main__":
    the_job = msgspec.json.decode(sys.stdin.buffer.read(), type=Job)
    sys.stdout.buffer.write(msgspec.json.encode(uvloop.run(fill(the_job))))
