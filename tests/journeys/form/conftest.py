"""A house on the policy that every organisation starts with: new, or after a month of work."""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.journeys.conftest import Open
from tests.journeys.form.month import march_and_april
from tests.journeys.trades.business import (
    Business,
    Overnight,
    business,
    closed_for_the_night,
    reopened,
)
from tests.support.postgres import Postgres

TEMPLATE = "template_after_a_month"


class Worked(NamedTuple):
    """A house in which a month was worked: its database, to be cloned, and what else there is."""

    name: str
    kept: Overnight


class Known(NamedTuple):
    """A house with its address and folder, for programs beside it."""

    house: Business
    url: str
    folder: Path


@pytest.fixture
async def house(open_business: Open) -> AsyncIterator[Business]:
    """The house, on a database of its own, on a Monday morning."""
    async with open_business("default") as opened:
        yield opened


@pytest.fixture(scope="session")
def worked(postgres: Postgres, migrated: str, tmp_path_factory: pytest.TempPathFactory) -> Worked:
    """The story of March and April, told once; a loop may be running in this thread."""
    postgres.create_database(TEMPLATE, migrated)
    folder = tmp_path_factory.mktemp("worked")

    async def work() -> Overnight:
        async with business(postgres.url(TEMPLATE), folder, "default") as opened:
            await march_and_april(opened)
            return closed_for_the_night(opened)

    with ThreadPoolExecutor(1) as thread:
        return Worked(TEMPLATE, thread.submit(asyncio.run, work()).result())


@pytest.fixture
async def known(
    postgres: Postgres,
    worked: Worked,
    make_database: Callable[[str | None], str],
    tmp_path: Path,
) -> AsyncIterator[Known]:
    """The house in April, on a clone of its own."""
    url = postgres.url(make_database(worked.name))
    async with reopened(url, tmp_path, worked.kept) as opened:
        yield Known(opened, url, tmp_path)


@pytest.fixture
def april(known: Known) -> Business:
    """The house in April."""
    return known.house
