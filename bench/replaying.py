"""A program that goes through a log once, in one of several ways, and tells how fast.

The plain ways have no database: they read the same events from a file, one as JSON in each line.
"""

import os
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import IO, Any, Literal
from uuid import UUID

import msgspec
import uvloop

from app.domain.values import OrganisationId
from app.events.codec import decode
from app.events.database import Database
from app.events.postgres import PostgresStore
from app.events.projections import ALL, audit_copy
from app.events.rebuild import rebuild
from app.events.store import Recorded
from app.events.subscriptions import Projector
from bench.processor import Reading
from bench.slices import Slice

PAGE = 5000


class Way(StrEnum):
    """How to go through it."""

    WRITE = "JSON lines written"
    PLAIN = "JSON lines folded into dicts"
    PROJECT = "JSON lines folded into audit copies"
    REBUILD = "audit copies rebuilt"
    CATCH_UP = "all projections caught up"


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One pass."""

    way: Way
    url: str
    organisation: OrganisationId
    lines: str
    """The path of the file."""
    events: int
    """How many there are."""
    family: int
    watched: dict[str, int]


class Line(msgspec.Struct):
    """An event in the file."""

    position: int
    stream_id: UUID
    version: int
    event_id: UUID
    type: str
    schema_version: int
    data: msgspec.Raw
    meta: msgspec.Raw
    occurred_at: datetime
    recorded_at: datetime
    number: str | None

    @classmethod
    def of(cls, event: Recorded) -> "Line":
        texts = {"data": msgspec.Raw(event.data.encode()), "meta": msgspec.Raw(event.meta.encode())}
        return cls(**{**event._asdict(), **texts})

    def recorded(self) -> Recorded:
        values = msgspec.structs.astuple(self)
        data, meta = bytes(self.data).decode(), bytes(self.meta).decode()
        return Recorded._make((*values[:6], data, meta, *values[8:]))


def open_lines(job: Job, mode: Literal["rb", "wb"]) -> IO[bytes]:
    """Open the file; nothing else is going on that reading it could hold up."""
    return Path(job.lines).open(mode)


async def write(job: Job) -> None:
    """Write the events of complaints into the file."""
    database = await Database.open(job.url)
    store = PostgresStore(database)
    after = 0
    with open_lines(job, "wb") as file:
        while page := await store.read_log(job.organisation, after=after, limit=PAGE):
            after = page[-1].position
            for event in page:
                if event.type.startswith("complaint."):
                    file.write(msgspec.json.encode(Line.of(event)) + b"\n")
    await store.close()
    await database.close()


async def fold_plainly(job: Job) -> None:
    """Do the least that anything made from these events could do."""
    states: dict[str, dict[str, Any]] = {}
    read = msgspec.json.Decoder(dict[str, Any]).decode
    with open_lines(job, "rb") as file:
        for line in file:
            event = read(line)
            stream = event["stream_id"]
            state = states.get(stream)
            if state is None:
                state = states[stream] = {}
            state["version"] = event["version"]
            state["position"] = event["position"]
            state.update(event["data"])


async def fold_copies(job: Job) -> None:
    """Do what a rebuild does, without a database."""
    project = audit_copy.PROJECTION.project
    documents: dict[UUID, Any] = {}
    read = msgspec.json.Decoder(Line).decode
    with open_lines(job, "rb") as file:
        for line in file:
            event = read(line).recorded()
            stream = event.stream_id
            documents[stream] = project(documents.get(stream), decode(event), event)


async def rebuild_copies(job: Job) -> None:
    """Rebuild one projection."""
    database = await Database.open(job.url)
    store = PostgresStore(database)
    await rebuild(database, store, job.organisation, audit_copy.PROJECTION)
    await store.close()
    await database.close()


async def catch_up(job: Job) -> None:
    """Bring all projections from the beginning to the end."""
    database = await Database.open(job.url)
    store = PostgresStore(database)
    await Projector(database, store, ALL).catch_up(job.organisation)
    await store.close()
    await database.close()


WAYS: Mapping[Way, Callable[[Job], Awaitable[None]]] = {
    Way.WRITE: write,
    Way.PLAIN: fold_plainly,
    Way.PROJECT: fold_copies,
    Way.REBUILD: rebuild_copies,
    Way.CATCH_UP: catch_up,
}


async def measure(job: Job) -> Slice:
    """Run a job."""
    before, begin = Reading(job.family, job.watched), time.perf_counter()
    await WAYS[job.way](job)
    seconds = time.perf_counter() - begin
    use = Reading(job.family, job.watched).since(before)
    return Slice(
        rate=job.events / seconds,
        operations=job.events,
        seconds=seconds,
        foreign=use.foreign,
        cores=use.own,
    )


if __name__ == "__main__":
    the_job = msgspec.json.decode(sys.stdin.buffer.read(), type=Job)
    the_job = msgspec.structs.replace(the_job, watched={**the_job.watched, "reader": os.getpid()})
    sys.stdout.buffer.write(msgspec.json.encode(uvloop.run(measure(the_job))))
