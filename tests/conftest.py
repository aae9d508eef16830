"""Fixtures for every test: a PostgreSQL for those who ask, started once."""

import os
from collections.abc import Callable, Iterator
from itertools import count

import pytest
from hypothesis import settings

from tests.support.postgres import Postgres

pytest_plugins = ("tests.support.databases",)

numbers = count(1)

# pytest-xdist sets it in its processes, and a console that begins with it keeps its width.
os.environ.pop("COLUMNS", None)

# A test promises no time: on a busy machine a time limit for each example fails at random.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs PostgreSQL, so that `make test-fast` can leave it out."""
    for item in items:
        if "postgres" in getattr(item, "fixturenames", ()):
            item.add_marker("postgres")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One server for all tests; it fails, and never skips, where there is no PostgreSQL."""
    with Postgres() as server:
        yield server


@pytest.fixture
def make_database(postgres: Postgres) -> Iterator[Callable[[str | None], str]]:
    """Make databases of this test's own, empty or cloned from a template, and drop them after."""
    made: list[str] = []

    def make(template: str | None = None) -> str:
        name = f"test_{next(numbers)}"
        postgres.create_database(name, template)
        made.append(name)
        return name

    yield make
    for name in made:
        postgres.drop_database(name)
