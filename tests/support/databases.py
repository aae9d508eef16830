"""Databases with the tables of the log, and the three stores on them."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from app.events import schema
from app.events.database import Database
from app.events.memory import MemoryStore
from app.events.postgres import PostgresStore
from app.events.sqlite import SqliteStore
from app.events.store import EventStore
from app.events.wall_clock import wall_clock
from tests.support.postgres import Postgres

SQLITE_AND_POSTGRESQL = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))

Fill = Callable[[Database], Awaitable[None]]
Template = Callable[[str, Fill | None], str]
NUMBERS = count(1)


@pytest.fixture(scope="session")
def templates(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Template:
    """Migrated databases to copy, cheaper than to migrate and to fill one for every test.

    Gives the path of a SQLite file or the name of a database on PostgreSQL; made when first used.
    """

    @cache
    def template(dialect: str, fill: Fill | None) -> str:
        name = f"template_{next(NUMBERS)}"
        base = template(dialect, None) if fill else None
        if dialect == "sqlite":
            made = str(tmp_path_factory.mktemp("template") / name)
            url = f"sqlite+aiosqlite:///{made}"
            if base:
                shutil.copyfile(base, made)
        else:
            server: Postgres = request.getfixturevalue("postgres")
            server.create_database(name, base)
            made, url = name, server.url(name)
        _in_a_thread(_filled(url, fill) if fill else schema.migrate(url))
        return made

    return template


async def _filled(url: str, fill: Fill) -> None:
    database = await Database.open(url)
    await fill(database)
    await database.close()


def _in_a_thread(work: Coroutine[Any, Any, None]) -> None:
    """Do work from where no loop may be running, or one may."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


@pytest.fixture
def copy_of(request: pytest.FixtureRequest, templates: Template, tmp_path: Path) -> Template:
    """Copy a template for this test alone, and give its address."""

    def copy(dialect: str, fill: Fill | None) -> str:
        template = templates(dialect, fill)
        if dialect == "sqlite":
            path = tmp_path / "log.sqlite3"
            shutil.copyfile(template, path)
            return f"sqlite+aiosqlite:///{path}"
        server: Postgres = request.getfixturevalue("postgres")
        make_database: Callable[[str], str] = request.getfixturevalue("make_database")
        return server.url(make_database(template))

    return copy


@pytest.fixture
def make_url(copy_of: Template) -> Callable[[str], str]:
    """Make a migrated database of a dialect, for this test alone."""
    return lambda dialect: copy_of(dialect, None)


def filled_by(fill: Fill) -> Any:
    """Give a fixture: a database of each dialect that is filled once and copied for each test."""

    @pytest.fixture(params=SQLITE_AND_POSTGRESQL)
    async def filled(request: pytest.FixtureRequest, copy_of: Template) -> AsyncIterator[Database]:
        database = await Database.open(copy_of(request.param, fill))
        yield database
        await database.close()

    return filled


@pytest.fixture(params=SQLITE_AND_POSTGRESQL)
def url(request: pytest.FixtureRequest, make_url: Callable[[str], str]) -> str:
    """The address of a migrated database."""
    return make_url(request.param)


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    """A migrated database."""
    database = await Database.open(url)
    yield database
    await database.close()


class Clock:
    """The clock of a process, which may be wrong."""

    def __init__(self) -> None:
        self.wrong_by = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.wrong_by


@pytest.fixture
def clock() -> Clock:
    """The clock of the process that has `store`."""
    return Clock()


@pytest.fixture(params=("memory", *SQLITE_AND_POSTGRESQL))
async def store(
    request: pytest.FixtureRequest, make_url: Callable[[str], str], clock: Clock
) -> AsyncIterator[EventStore]:
    """Each store in turn."""
    if request.param == "memory":
        yield MemoryStore(clock=clock)
        return
    database = await Database.open(make_url(request.param))
    store = store_on(database, clock)
    yield store
    await store.close()
    await database.close()


def store_on(
    database: Database, clock: Callable[[], datetime] = wall_clock
) -> SqliteStore | PostgresStore:
    """The store for a database's dialect."""
    kind = SqliteStore if database.dialect == "sqlite" else PostgresStore
    return kind(database, clock=clock)
