"""Databases with the tables of the log, and the three stores on them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

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


def migrate(url: str) -> None:
    """Migrate from where no loop may be running, or one may."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, schema.migrate(url)).result()


@pytest.fixture(scope="session")
def postgres_template(postgres: Postgres) -> str:
    """A migrated database to clone: cheaper than to migrate for every test."""
    name = "template_with_log"
    postgres.create_database(name)
    migrate(postgres.url(name))
    return name


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy."""
    path = tmp_path_factory.mktemp("template") / "log.sqlite3"
    migrate(f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture
def make_url(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """Make a migrated database of a dialect, for this test alone."""

    def make(dialect: str) -> str:
        if dialect == "sqlite":
            path = tmp_path / "log.sqlite3"
            path.write_bytes(request.getfixturevalue("sqlite_template").read_bytes())
            return f"sqlite+aiosqlite:///{path}"
        server: Postgres = request.getfixturevalue("postgres")
        template: str = request.getfixturevalue("postgres_template")
        make_database: Callable[[str], str] = request.getfixturevalue("make_database")
        return server.url(make_database(template))

    return make


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
