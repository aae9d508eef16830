"""The service in process, on a SQLite database of its own for every test."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

import pytest

from app.events.schema import migrate
from tests.support.service import Service, service_on


class Founded(NamedTuple):
    """A database with two organisations, to be copied."""

    path: Path
    tokens: dict[tuple[str, str], str]


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Founded:
    """Found the organisations once for all tests."""
    folder = tmp_path_factory.mktemp("founded")
    url = f"sqlite+aiosqlite:///{folder / 'founded.db'}"

    async def prepare() -> dict[tuple[str, str], str]:
        await migrate(url)
        async with service_on(url, folder) as running:
            return running.tokens

    return Founded(folder / "founded.db", asyncio.run(prepare()))


@pytest.fixture
async def service(founded: Founded, tmp_path: Path) -> AsyncIterator[Service]:
    """The service with two organisations."""
    path = tmp_path / "triplicate.db"
    shutil.copyfile(founded.path, path)
    url = f"sqlite+aiosqlite:///{path}"
    async with service_on(url, tmp_path, founded.tokens) as running:
        yield running
