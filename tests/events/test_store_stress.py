"""Readers miss nothing and see nothing twice, whatever the writers do.

A control shows that the same reader does miss events of a log made the usual way.
"""

import asyncio
import random
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import pytest
from sqlalchemy import make_url as parse

from app.domain.values import OrganisationId
from app.events.database import Database, libpq_url
from app.events.postgres import APPEND, LINE_SETTINGS, arrays_of
from app.events.sqlite import SqliteStore
from app.events.store import Appended, Conflict, Entry, EventStore, NewEvent, Recorded, Write
from app.events.wall_clock import TOLERANCE
from tests.support.databases import store_on
from tests.support.growth import grows

HERE = OrganisationId("mall")
WRITERS = 16
BATCHES = 12
READERS = 4


def entry(stream: UUID, expected: int = 0, n: int = 1) -> Entry:
    event = NewEvent("complaint.received", 1, "{}", "{}", datetime.now(UTC))
    return Entry(uuid4(), "print", (Write(stream, expected, (event,) * n),))


async def write(store: EventStore, seed: int, shared: list[UUID]) -> int:
    """Write batches, to streams of its own and to those everyone fights for; count the events."""
    dice = random.Random(seed)
    written = 0
    for _ in range(BATCHES):
        batch = [
            entry(uuid4(), n=dice.randint(1, 3)),
            entry(dice.choice(shared), dice.randint(0, 5)),
            entry(uuid4(), expected=dice.randint(0, 1)),
        ]
        for one, outcome in zip(batch, await store.append_many(HERE, batch), strict=True):
            assert isinstance(outcome, Appended | Conflict)
            if isinstance(outcome, Appended):
                written += len(one.writes[0].events)
    return written


async def read(store: EventStore, start: int, ended: asyncio.Event) -> list[Recorded]:
    """Begin when the log has come to a position, then read on until it has ended."""
    await grows(store, HERE, after=start, timeout=30)
    seen: list[Recorded] = []
    while not ended.is_set() or len(seen) < await store.head(HERE):
        after = seen[-1].position if seen else 0
        if await grows(store, HERE, after=after, timeout=0.05):
            seen += await store.read_log(HERE, after=after, limit=7)
    return seen


@pytest.mark.slow
async def test_readers_see_every_event_once_and_in_order(database: Database) -> None:
    store, ended = store_on(database), asyncio.Event()
    shared = [uuid4() for _ in range(3)]
    await store.listen()
    readers = [asyncio.create_task(read(store, 60 * n, ended)) for n in range(READERS)]
    async with strangers(database):
        written = await asyncio.gather(*(write(store, seed, shared) for seed in range(WRITERS)))
    ended.set()

    head = await store.head(HERE)
    assert sum(written) == head > WRITERS * BATCHES
    for seen in await asyncio.gather(*readers):
        assert [one.position for one in seen] == list(range(1, head + 1))
        assert len({one.event_id for one in seen}) == head
        assert versions_are_whole(seen)
    await store.close()


def versions_are_whole(events: list[Recorded]) -> bool:
    versions: dict[UUID, int] = {}
    for one in events:
        if one.version != versions.get(one.stream_id, 0) + 1:
            return False
        versions[one.stream_id] = one.version
    return True


def strangers(database: Database) -> AbstractAsyncContextManager[None]:
    if database.dialect == "postgresql":
        return strangers_of_postgresql(database)
    return strangers_of_sqlite(database)


@asynccontextmanager
async def strangers_of_sqlite(database: Database) -> AsyncIterator[None]:
    """Hold a reading transaction open all the time."""
    async with database.reader.connect() as connection:
        await connection.exec_driver_sql("SELECT count(*) FROM events")
        yield


@asynccontextmanager
async def strangers_of_postgresql(database: Database) -> AsyncIterator[None]:
    """Hold a writing transaction open all the time, and append in others only to roll back."""
    open_all_the_time = await asyncpg.connect(libpq_url(database.url))
    fickle = await asyncpg.connect(libpq_url(database.url), server_settings=LINE_SETTINGS)
    ended = asyncio.Event()

    async def append_and_roll_back() -> None:
        while not ended.is_set():
            transaction = fickle.transaction()
            await transaction.start()
            await fickle.fetchrow(
                APPEND, HERE, datetime.now(UTC), TOLERANCE, *arrays_of([entry(uuid4(), n=5)])
            )
            await transaction.rollback()

    async with open_all_the_time.transaction():
        await open_all_the_time.execute("INSERT INTO form_numbers VALUES ('stranger', '2026', 1)")
        task = asyncio.create_task(append_and_roll_back())
        yield
        ended.set()
        await task
    await fickle.close()
    await open_all_the_time.close()


@pytest.fixture
async def connections(
    make_url: Callable[[str], str],
) -> AsyncIterator[tuple["asyncpg.Connection[asyncpg.Record]", ...]]:
    """Three connections to one database with the log."""
    url = libpq_url(parse(make_url("postgresql")))
    three = [await asyncpg.connect(url, server_settings=LINE_SETTINGS) for _ in range(3)]
    yield tuple(three)
    for one in three:
        await one.close()


@pytest.mark.postgres
async def test_control_a_reader_of_a_serial_column_misses_what_is_committed_late(
    connections: tuple["asyncpg.Connection[asyncpg.Record]", ...],
) -> None:
    slow, fast, reader = connections
    await reader.execute("CREATE TABLE naive (position bigserial PRIMARY KEY, name text)")

    async def read_on(after: int) -> list[str]:
        rows = await reader.fetch(
            "SELECT name FROM naive WHERE position > $1 ORDER BY position", after
        )
        return [row["name"] for row in rows]

    async with slow.transaction():
        await slow.execute("INSERT INTO naive (name) VALUES ('slow')")  # position 1
        await fast.execute("INSERT INTO naive (name) VALUES ('fast')")  # position 2
        seen = await read_on(0)
    seen += await read_on(2)

    assert seen == ["fast"]


@pytest.mark.postgres
async def test_in_the_log_who_comes_later_is_committed_later(
    connections: tuple["asyncpg.Connection[asyncpg.Record]", ...],
) -> None:
    slow, fast, reader = connections
    streams = [uuid4(), uuid4()]

    async def append(connection: "asyncpg.Connection[asyncpg.Record]", stream: UUID) -> None:
        await connection.fetchrow(
            APPEND, HERE, datetime.now(UTC), TOLERANCE, *arrays_of([entry(stream)])
        )

    async def read_all() -> list[UUID]:
        rows = await reader.fetch("SELECT stream_id FROM events ORDER BY position")
        return [row["stream_id"] for row in rows]

    async with slow.transaction():
        await append(slow, streams[0])
        later = asyncio.create_task(append(fast, streams[1]))
        while not await reader.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted"):
            assert not later.done()
        assert await read_all() == []
    await later

    assert await read_all() == streams


PROCESS = """
import asyncio, sys
from tests.events.test_store_stress import write_alone
asyncio.run(write_alone(sys.argv[1]))
"""


async def write_alone(url: str) -> None:
    """Do what each of two processes does."""
    database = await Database.open(url)
    store = SqliteStore(database)
    for _ in range(50):
        assert isinstance(await store.append(HERE, entry(uuid4(), n=2)), Appended)
    await database.close()


@pytest.mark.slow
async def test_two_processes_write_to_one_sqlite_file(make_url: Callable[[str], str]) -> None:
    url = make_url("sqlite")
    root = Path(__file__).parents[2]
    processes = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", PROCESS, url, cwd=root)
        for _ in range(2)
    ]
    database = await Database.open(url)
    store = SqliteStore(database)
    ended = asyncio.Event()
    reader = asyncio.create_task(read(store, 0, ended))
    ends = [await one.wait() for one in processes]
    ended.set()

    assert ends == [0, 0]
    assert [one.position for one in await reader] == list(range(1, 201))
    await database.close()
