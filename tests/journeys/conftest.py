"""The service on PostgreSQL, on a clone of a database where two organisations are founded.

Or where nobody is yet, for a business with a clock of its own.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import NamedTuple

import pytest

from app.events.schema import migrate
from tests.journeys.procedure import Case
from tests.journeys.trades.business import Business, business
from tests.support.postgres import Postgres
from tests.support.service import Service, service_on

TEMPLATE = "template_with_organisations"
EMPTY = "template_migrated"

Open = Callable[[str], AbstractAsyncContextManager[Business]]


class Founded(NamedTuple):
    """A database with two organisations, to be cloned, and the tokens of their people."""

    name: str
    tokens: dict[tuple[str, str], str]


def found_organisations(url: str, folder: Path) -> dict[tuple[str, str], str]:
    """Migrate a database and found the organisations, from where a loop may be running."""

    async def prepare() -> dict[tuple[str, str], str]:
        await migrate(url)
        async with service_on(url, folder) as running:
            return running.tokens

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, prepare()).result()


@pytest.fixture(scope="session")
def founded(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Founded:
    postgres.create_database(TEMPLATE)
    folder = tmp_path_factory.mktemp("founded")
    return Founded(TEMPLATE, found_organisations(postgres.url(TEMPLATE), folder))


@pytest.fixture
def database_url(
    postgres: Postgres, founded: Founded, make_database: Callable[[str | None], str]
) -> str:
    """The address of a database of this test's own."""
    return postgres.url(make_database(founded.name))


@pytest.fixture
async def service(database_url: str, founded: Founded, tmp_path: Path) -> AsyncIterator[Service]:
    """The service in process, with the projector beside it as it runs by default."""
    async with service_on(database_url, tmp_path, founded.tokens, projector="inside") as running:
        yield running


@pytest.fixture
async def case(service: Service) -> Case:
    """A complaint by telephone that the front desk has just received."""
    return await Case.received(service)


@pytest.fixture(scope="session")
def durable_postgres() -> Iterator[Postgres]:
    """A server whose commits wait for the disk, to be killed."""
    with Postgres(fsync=True) as server:
        yield server


@pytest.fixture(scope="session")
def durably_founded(
    durable_postgres: Postgres, tmp_path_factory: pytest.TempPathFactory
) -> Founded:
    durable_postgres.create_database(TEMPLATE)
    folder = tmp_path_factory.mktemp("durably-founded")
    return Founded(TEMPLATE, found_organisations(durable_postgres.url(TEMPLATE), folder))


@pytest.fixture(scope="session")
def migrated(postgres: Postgres) -> str:
    """A migrated database to be cloned; a loop may be running in this thread."""
    postgres.create_database(EMPTY)
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, migrate(postgres.url(EMPTY))).result()
    return EMPTY


@pytest.fixture
def open_business(
    postgres: Postgres,
    migrated: str,
    make_database: Callable[[str | None], str],
    tmp_path: Path,
) -> Open:
    """Found a business of a trade: `async with open_business("beauty") as salon`."""

    def opened(trade: str) -> AbstractAsyncContextManager[Business]:
        return business(postgres.url(make_database(migrated)), tmp_path, trade)

    return opened
