"""`python -m bench.sheets`: how long the audit copies take as tables, and in how much memory.

Each file is written by a process of its own, from an SQLite database with so many copies, each of
a complaint that cost money. What counts is the peak: it must not grow with the number of rows.
"""

import asyncio
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

import msgspec
from rich.console import Console
from rich.progress import track

from app.access.organisations import Policies, found
from app.documents.sheet.audit_copies import Export, Kind
from app.documents.sheet.tables import Made, Rows
from app.documents.words import Words
from app.domain.values import Actor, OrganisationId
from app.events.database import Database
from app.events.documents import Generation, rows_of
from app.events.exporting import Wanted
from app.events.projections.audit_copy import PROJECTION, AuditCopy
from app.events.schema import migrate
from app.events.sqlite import SqliteStore
from app.events.subscriptions import Projector
from app.policies import text_of
from app.proof.stamp import Extent
from tests.events.projections.examples import (
    CLASSIFIED,
    INVESTIGATED,
    RECEIVED,
    SIGNED,
    confirmed,
    paid,
    requested,
)
from tests.events.projections.lives import fold, life

HOUSE = OrganisationId("bench")
SIZES = (10_000, 100_000)
BATCH = 1_000


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What a process is to write."""

    url: str
    kind: Kind
    output: str


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """How it went."""

    seconds: float
    peak: int
    """KiB."""


async def fill(url: str, size: int) -> None:
    """Make a database with so many copies."""
    await migrate(url)
    database = await Database.open(url)
    store = SqliteStore(database)
    founder = Actor("bench")
    now = datetime.now(UTC)
    await found(store, HOUSE, title=HOUSE, policy_text=text_of("default"), at=now, by=founder)
    await Projector(database, store, (PROJECTION,)).catch_up(HOUSE)
    events = (RECEIVED, CLASSIFIED, INVESTIGATED, requested(), confirmed(), paid(), SIGNED)
    pattern: AuditCopy = fold(PROJECTION.project, life(*events))
    for first in track(range(0, size, BATCH), f"filling with {size:,}"):
        rows = []
        for nth in range(first, min(first + BATCH, size)):
            stream = uuid4()
            copy: AuditCopy = {
                **pattern,
                "id": str(stream),
                "number": f"2026-{nth + 1:06d}",
                "position": pattern["position"] + nth,
            }
            rows.append(rows_of(PROJECTION, stream, copy))
        async with database.begin() as connection:
            await Generation(connection, PROJECTION, HOUSE, 1).save(rows)
    await store.close()
    await database.close()


async def write(job: Job, file: BinaryIO) -> None:
    """Write a file, as the service does."""
    database = await Database.open(job.url)
    policy = await Policies(SqliteStore(database)).of(HOUSE)
    export = Export(
        database=database,
        organisation=HOUSE,
        wanted=Wanted(),
        words=Words(policy),
        pace=nullcontext,
    )
    if job.kind is Kind.CSV:
        async for page in export.csv(Rows.COMPLAINTS):
            file.write(page)
    else:
        with tempfile.TemporaryDirectory() as folder:
            await export.xlsx(
                file,
                Path(folder),
                Made(at=datetime.now(UTC), extent=Extent(position=0, stamp=None)),
            )
    await database.close()


def measure(job: Job) -> Written:
    """Write in a process of its own."""
    command = [sys.executable, "-m", "bench.sheets", "write"]
    done = subprocess.run(
        command, input=msgspec.json.encode(job), stdout=subprocess.PIPE, check=True
    )
    return msgspec.json.decode(done.stdout, type=Written)


def main() -> None:
    """Measure every size in both kinds."""
    console = Console(highlight=False)
    with tempfile.TemporaryDirectory(prefix="triplicate-bench-") as folder:
        for size in SIZES:
            url = f"sqlite+aiosqlite:///{folder}/{size}.db"
            asyncio.run(fill(url, size))
            for kind in Kind:
                output = Path(folder, f"{size}.{kind}")
                done = measure(Job(url=url, kind=kind, output=str(output)))
                console.print(
                    f"{size:>9,} complaints as {kind:<4}: {done.seconds:6.1f} s,"
                    f" peak {done.peak / 1024:6.1f} MiB,"
                    f" file {output.stat().st_size / 2**20:6.1f} MiB"
                )


def child() -> None:
    """Do the job that comes in."""
    job = msgspec.json.decode(sys.stdin.buffer.read(), type=Job)
    begun = time.perf_counter()
    with Path(job.output).open("w+b") as file:
        asyncio.run(write(job, file))
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sys.stdout.buffer.write(msgspec.json.encode(Written(seconds=seconds, peak=peak)))


if __name__ == "__main__":
    child() if sys.argv[1:] == ["write"] else main()
