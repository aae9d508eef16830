"""Callers that append through the log's one door; a program of its own, as the load generator."""

import asyncio
import os
import sys
import time
from uuid import uuid4

import msgspec
import uvloop

from app.domain.values import OrganisationId
from app.events.appender import Appender
from app.events.database import Database
from app.events.postgres import PostgresStore
from app.events.store import Appended, Entry, NewEvent, Write
from bench.processor import Reading
from bench.slices import Slice, percentile
from bench.triplicate import now

DATA = (
    '{"kind":"conditional","words":"I am sorry that you had to wait; if the fault is ours we will'
    ' put it right."}'
)
META = (
    '{"actor":{"subject":"chen.jing","roles":["handler","audit"],"units":[]},"channel":"http",'
    '"correlation":"7d2f1a0e-52c3-4c2e-9d1b-6f0f6c1f9a11","policy":"bench@0a3c2f1e77b4"}'
)
FINGERPRINT = "0123456789abcdef0123456789abcdef"


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """Each caller appends one event to a new stream, again and again."""

    url: str
    organisation: OrganisationId
    callers: int
    warm_up: float
    """Seconds."""
    seconds: float
    family: int
    watched: dict[str, int]


class Run:
    """What all callers share."""

    def __init__(self) -> None:
        self.latencies: list[float] = []
        self.measuring = False
        self.stopping = False
        self.errors = 0
        self.first_error = ""


async def _call(appender: Appender, job: Job, run: Run) -> None:
    while not run.stopping:
        event = NewEvent("complaint.apologised", 1, DATA, META, now())
        entry = Entry(uuid4(), FINGERPRINT, (Write(uuid4(), 0, (event,)),))
        begin = time.perf_counter()
        outcome = await appender.append(job.organisation, entry)
        if run.measuring:
            run.latencies.append(time.perf_counter() - begin)
        if not isinstance(outcome, Appended):
            run.errors += 1
            run.first_error = repr(outcome)


async def measure(job: Job) -> Slice:
    """Run a job."""
    database = await Database.open(job.url)
    store = PostgresStore(database)
    appender, run = Appender(store), Run()
    callers = [asyncio.create_task(_call(appender, job, run)) for _ in range(job.callers)]
    await asyncio.sleep(job.warm_up)
    before, begin = Reading(job.family, job.watched), time.perf_counter()
    run.measuring = True
    await asyncio.sleep(job.seconds)
    run.measuring = False
    seconds = time.perf_counter() - begin
    use = Reading(job.family, job.watched).since(before)
    run.stopping = True
    await asyncio.gather(*callers)
    await appender.close()
    await store.close()
    await database.close()
    latencies = sorted(run.latencies)
    return Slice(
        rate=len(latencies) / seconds,
        p50=1000 * percentile(latencies, 0.5),
        p99=1000 * percentile(latencies, 0.99),
        operations=len(latencies),
        seconds=seconds,
        errors=run.errors,
        first_error=run.first_error,
        foreign=use.foreign,
        cores=use.own,
    )


if __name__ == "__main__":
    the_job = msgspec.json.decode(sys.stdin.buffer.read(), type=Job)
    the_job = msgspec.structs.replace(the_job, watched={**the_job.watched, "callers": os.getpid()})
    sys.stdout.buffer.write(msgspec.json.encode(uvloop.run(measure(the_job))))
