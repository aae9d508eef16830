"""On PostgreSQL the service runs as a role that owns no table, by the SQL of its how-to page."""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import asyncpg
import httpx
import pytest
from sqlalchemy import make_url

from app.api import problems
from app.domain.values import Actor
from app.events.database import DatabaseUnavailable, libpq_url
from app.events.schema import migrate
from tests.support.postgres import Postgres
from tests.support.service import HERE, Service, service_on

PAGE: Final = Path(__file__).parents[2] / "docs" / "how-to" / "run-on-postgresql.md"
OWNER, SERVICE = "triplicate_owner", "triplicate_service"
DENIED: Final = "42501"


def sql_of_the_page() -> list[list[str]]:
    """Give the statements of each block of SQL under "Two roles"."""
    section = PAGE.read_text("utf-8").split("\n## Two roles\n")[1].split("\n## ")[0]
    blocks = re.findall(r"^```sql\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    return [[one.strip() for one in block.split(";") if one.strip()] for block in blocks]


def address(postgres: Postgres, role: str) -> str:
    return postgres.url("triplicate").replace("postgres@", f"{role}@")


@pytest.fixture
def roles(postgres: Postgres) -> Iterator[None]:
    """The roles and the database of the page."""
    create, _ = sql_of_the_page()
    try:
        for statement in create:
            postgres.sql(statement)
        yield
    finally:
        postgres.drop_database("triplicate")
        for role in (SERVICE, OWNER):
            postgres.sql(f"DROP ROLE IF EXISTS {role}")


@asynccontextmanager
async def session(
    postgres: Postgres, role: str
) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    connection = await asyncpg.connect(libpq_url(make_url(address(postgres, role))))
    try:
        yield connection
    finally:
        await connection.close()


async def as_owner(postgres: Postgres, *statements: str) -> None:
    async with session(postgres, OWNER) as owner:
        for statement in statements:
            await owner.execute(statement)


async def grant(postgres: Postgres) -> None:
    _, grants = sql_of_the_page()
    await as_owner(postgres, *grants)


@pytest.fixture
async def service(
    postgres: Postgres,
    roles: None,  # noqa: ARG001 - they must be there first
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Service]:
    """The service with the rights that the page gives it."""
    monkeypatch.setitem(problems._told, "at", float("-inf"))  # one line a second, at most
    await migrate(address(postgres, OWNER))
    await grant(postgres)
    async with service_on(address(postgres, SERVICE), tmp_path) as running:
        yield running


def is_not_now(answer: httpx.Response) -> bool:
    return answer.status_code == httpx.codes.SERVICE_UNAVAILABLE and (
        answer.json()["code"] == "unavailable"
    )


async def test_the_service_works_with_the_rights_of_the_page_and_cannot_rewrite_the_log(
    service: Service, postgres: Postgres
) -> None:
    await service.receive()
    await service.services.projector.catch_up()
    listed = await service.get("handler", "/v1/complaints")
    assert len(listed.json()["items"]) == 1
    assert (await service.client.get("/readyz")).is_success

    async with session(postgres, SERVICE) as role:
        for refused in (
            "UPDATE events SET number = NULL",
            "DELETE FROM events",
            "TRUNCATE events",
            "ALTER TABLE events DISABLE TRIGGER ALL",
            "UPDATE alembic_version SET version_num = ''",
            "DELETE FROM schema_compatibility",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await role.execute(refused)


async def test_a_table_of_a_later_migration_is_granted_by_itself_and_the_log_stays_closed(
    service: Service, postgres: Postgres
) -> None:
    await as_owner(postgres, "CREATE TABLE of_a_newer_program (id INTEGER PRIMARY KEY)")
    await grant(postgres)  # the page may be followed again
    await as_owner(postgres, "CREATE TABLE of_the_newest_program (id INTEGER PRIMARY KEY)")

    async with session(postgres, SERVICE) as role:
        for granted in (
            "INSERT INTO of_a_newer_program VALUES (1)",
            "INSERT INTO of_the_newest_program VALUES (1)",
            "UPDATE of_the_newest_program SET id = 2",
            "DELETE FROM of_the_newest_program",
        ):
            await role.execute(granted)
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await role.execute("DELETE FROM events")
    await service.receive()


async def test_a_table_that_was_not_granted_yet_is_waited_for_and_nothing_is_parked(
    service: Service, postgres: Postgres, caplog: pytest.LogCaptureFixture
) -> None:
    await service.receive()
    await as_owner(postgres, f"REVOKE ALL ON assisting_units FROM {SERVICE}")
    bound = Actor("hall-person", ("handler",), ("front-hall",))
    of_unit = (await service.services.tokens.create(HERE, bound)).secret
    headers = {"Authorization": f"Bearer {of_unit}"}

    with pytest.raises(DatabaseUnavailable):
        await service.services.projector.catch_up()
    assert is_not_now(await service.client.get("/v1/complaints", headers=headers))
    assert DENIED in caplog.text
    assert await service.services.projector.parked(HERE) == []

    await grant(postgres)
    await service.services.projector.catch_up()
    listed = await service.client.get("/v1/complaints", headers=headers)
    assert len(listed.json()["items"]) == 1


async def test_a_process_that_may_not_read_the_schema_of_a_newer_program_is_not_ready(
    service: Service, postgres: Postgres, caplog: pytest.LogCaptureFixture
) -> None:
    await as_owner(
        postgres,
        "UPDATE alembic_version SET version_num = 'newer'",
        f"REVOKE ALL ON schema_compatibility FROM {SERVICE}",
    )
    assert is_not_now(await service.client.get("/readyz"))
    assert DENIED in caplog.text

    await grant(postgres)
    assert (await service.client.get("/readyz")).is_success
