"""Migrations make exactly the tables the code expects, and can be taken back."""

import asyncio
import stat
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import asyncpg
import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from app.events import schema
from app.events.database import Database, DatabaseUnavailable, libpq_url
from tests.support.postgres import Postgres

DIALECTS = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))


@pytest.fixture(params=DIALECTS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'empty.sqlite3'}"
    server: Postgres = request.getfixturevalue("postgres")
    make: Callable[[], str] = request.getfixturevalue("make_database")
    return server.url(make())


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    """An empty database."""
    database = await Database.open(url)
    yield database
    await database.close()


async def tables_of(database: Database) -> set[str]:
    def names(connection: Connection) -> list[str]:
        return inspect(connection).get_table_names()

    async with database.begin() as connection:
        found = await connection.run_sync(names)
    # SQLite's own index of words, and the tables that it lies in.
    return {name for name in found if not name.startswith("search_words")}


async def test_a_new_database_gets_the_tables_the_code_expects(
    database: Database, url: str
) -> None:
    assert await schema.revision(database) is None

    await schema.migrate(url)

    assert await schema.revision(database) == schema.head_revision()
    await schema.check(url)
    assert await tables_of(database) == {*schema.metadata().tables, "alembic_version"}


async def test_migrations_can_be_taken_back(database: Database, url: str) -> None:
    await schema.migrate(url)
    await schema.run(url, lambda config: command.downgrade(config, "base"))

    assert await tables_of(database) == {"alembic_version"}
    assert await schema.revision(database) is None

    await schema.migrate(url)
    assert await schema.revision(database) == schema.head_revision()


async def test_the_revision_can_be_read_while_another_writes(database: Database, url: str) -> None:
    await schema.migrate(url)

    async with database.begin():
        async with asyncio.timeout(2):
            assert await schema.revision(database) == schema.head_revision()


@pytest.mark.postgres
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_a_migration_does_not_wait_long_for_a_table(database: Database, url: str) -> None:
    await schema.migrate(url)

    stranger = await asyncpg.connect(libpq_url(database.url))
    async with stranger.transaction():
        await stranger.execute("LOCK TABLE case_state IN ACCESS SHARE MODE")
        async with asyncio.timeout(30):
            with pytest.raises(DatabaseUnavailable, match="lock timeout"):
                await schema.run(url, lambda config: command.downgrade(config, "base"))
    await stranger.close()
    assert await schema.revision(database) == schema.head_revision()


@pytest.mark.postgres
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_the_program_before_own_numbers_goes_on_taking_them(
    database: Database, url: str
) -> None:
    async def taken(wanted: str) -> list[str | None]:
        async with database.begin() as connection:
            found = await connection.exec_driver_sql(f"SELECT take_numbers('house', {wanted})")
            numbers: list[str | None] = found.scalar_one()
            return numbers

    await schema.migrate(url)
    assert await taken("ARRAY['2026', NULL, '2026|客诉2026-|4|', '2026']") == [
        "2026-000001",
        None,
        "客诉2026-0002",
        "2026-000003",
    ]
    await schema.run(url, lambda config: command.downgrade(config, "0007"))
    assert await taken("ARRAY['2026']") == ["2026-000004"]


async def test_of_two_live_generations_the_one_that_is_furthest_stays(
    database: Database, url: str
) -> None:
    await schema.run(url, lambda config: command.upgrade(config, "0009"))
    rows = [
        ("here", "ledger", 2, 900, "live"),
        ("here", "ledger", 3, 800, "live"),
        ("here", "ledger", 4, 990, "rebuilding"),
        ("here", "figures", 2, 900, "live"),
        ("here", "figures", 3, 900, "live"),
        ("here", "audit_copy", 1, 5, "live"),
        ("there", "ledger", 1, 7, "live"),
    ]
    async with database.begin() as connection:
        for organisation, name, version, position, status in rows:
            await connection.exec_driver_sql(
                "INSERT INTO subscriptions (organisation_id, name, version, position, status,"  # noqa: S608 - rows of this test
                f" updated_at) VALUES ('{organisation}', '{name}', {version}, {position},"
                f" '{status}', '2026-11-28T00:00:00+00:00')"
            )

    await schema.migrate(url)

    async with database.begin() as connection:
        found = await connection.exec_driver_sql(
            "SELECT organisation_id, name, version FROM subscriptions WHERE status = 'live'"
        )
        live = {tuple(row) for row in found}
    assert live == {
        ("here", "ledger", 2),
        ("here", "figures", 3),
        ("here", "audit_copy", 1),
        ("there", "ledger", 1),
    }


CASE = """
INSERT INTO case_state (organisation_id, version, complaint_id, position, stream_version, shape,
    unit, handling_unit, opened_position, status, owner, channel, received_at, line, assisting,
    document)
VALUES ('house', 1, '00000000000000000000000000000001', 1, 1, 7, 'hall', 'hall', 1, 'open', 'li',
    'fax', '2026-03-02T00:00:00+00:00', '{}', 'studio', '{"assistance": [
    {"unit": "laundry", "assisted_at": null, "lapsed_at": "2026-03-02T00:00:00+00:00"},
    {"unit": "kitchen", "assisted_at": null, "lapsed_at": null},
    {"unit": "kitchen", "assisted_at": null, "lapsed_at": null},
    {"unit": "garden", "assisted_at": "2026-03-02T00:00:00+00:00", "lapsed_at": null},
    {"unit": "studio", "assisted_at": null, "lapsed_at": null}]}')
"""


async def test_all_units_that_were_asked_for_help_are_found_after_the_migration_sc_44(
    database: Database, url: str
) -> None:
    await schema.run(url, lambda config: command.upgrade(config, "0009"))
    async with database.begin() as connection:
        await connection.exec_driver_sql(CASE)

    await schema.migrate(url)
    async with database.begin() as connection:
        found = await connection.exec_driver_sql(
            "SELECT nth, unit, opened_position FROM assisting_units ORDER BY nth"
        )
        assert [tuple(row) for row in found] == [(1, "kitchen", 1), (2, "studio", 1)]


PROCESS = (
    "import asyncio, sys; from app.events import schema; asyncio.run(schema.migrate(sys.argv[1]))"
)


@pytest.mark.slow
async def test_several_processes_may_migrate_at_once(database: Database, url: str) -> None:
    command = (sys.executable, "-c", PROCESS, url)
    root = schema.MIGRATIONS.parent
    processes = [await asyncio.create_subprocess_exec(*command, cwd=root) for _ in range(3)]

    assert [await one.wait() for one in processes] == [0, 0, 0]
    assert await schema.revision(database) == schema.head_revision()


def test_migrations_stand_in_one_line() -> None:
    scripts = ScriptDirectory.from_config(schema.configuration())

    assert len(scripts.get_heads()) == 1
    assert len(scripts.get_bases()) == 1


def modes_in(folder: Path) -> dict[str, int]:
    return {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}


async def test_a_new_sqlite_file_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "private.sqlite3"
    await schema.migrate(f"sqlite+aiosqlite:///{path}")

    database = await Database.open(f"sqlite+aiosqlite:///{path}")
    async with database.begin():
        modes = modes_in(tmp_path)
    await database.close()

    assert set(modes) == {path.name, f"{path.name}-wal", f"{path.name}-shm"}
    assert set(modes.values()) == {0o600}
