"""A database that is migrated and empty, for a business to be founded on."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from app.events.schema import migrate
from tests.journeys.trades.business import Business, business
from tests.support.postgres import Postgres

TEMPLATE = "template_migrated"

Open = Callable[[str], AbstractAsyncContextManager[Business]]


@pytest.fixture(scope="session")
def migrated(postgres: Postgres) -> str:
    """A migrated database to be cloned; a loop may be running in this thread."""
    postgres.create_database(TEMPLATE)
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, migrate(postgres.url(TEMPLATE))).result()
    return TEMPLATE


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
