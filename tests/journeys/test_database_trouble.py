"""A database that is locked, full or read-only: nobody waits for ever, and /readyz says why."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import httpx
import pytest
from sqlalchemy import make_url

from app.api import problems
from app.events import database as database_module
from app.events import readiness
from app.events.database import POOL, DatabaseUnavailable, libpq_url
from tests.journeys.conftest import Founded
from tests.support.service import RECEIPT, Service, service_on

DISK_FULL = """
    CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
    $$BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END$$
"""
FILL = "CREATE TRIGGER full_disk BEFORE INSERT ON events EXECUTE FUNCTION full_disk()"


@asynccontextmanager
async def stranger(url: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    connection = await asyncpg.connect(libpq_url(make_url(url)))
    yield connection
    await connection.close()


@asynccontextmanager
async def locked(url: str, table: str) -> AsyncIterator[None]:
    """Hold a table as a migration or an administrator does."""
    async with stranger(url) as other, other.transaction():
        await other.execute(f"LOCK TABLE {table}")
        yield


def is_not_now(answer: httpx.Response, code: str = "unavailable") -> bool:
    return (
        answer.status_code == httpx.codes.SERVICE_UNAVAILABLE
        and answer.json()["code"] == code
        and int(answer.headers["Retry-After"]) > 0
    )


@pytest.fixture
async def impatient(
    database_url: str, founded: Founded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Service]:
    """The service, whose limits are so short that a test can meet them."""
    monkeypatch.setattr(database_module, "LOCK_SECONDS", 1)
    monkeypatch.setattr(database_module, "CONNECTION_SECONDS", 0.5)
    async with service_on(database_url, tmp_path, founded.tokens) as running:
        yield running


async def test_readers_behind_a_foreign_lock_are_answered_and_readiness_is_not_among_them(
    impatient: Service, database_url: str
) -> None:
    assert (await impatient.get("handler", "/v1/complaints")).is_success
    async with locked(database_url, "case_state"):
        readers = [
            asyncio.create_task(impatient.get("handler", "/v1/complaints")) for _ in range(3 * POOL)
        ]
        ready = await impatient.client.get("/readyz")
        assert ready.status_code == httpx.codes.OK
        assert not any(reader.done() for reader in readers)
        assert all(map(is_not_now, await asyncio.gather(*readers)))
    assert (await impatient.get("handler", "/v1/complaints")).is_success


async def test_who_finds_no_free_connection_is_told_so(impatient: Service) -> None:
    database = impatient.services.database
    held = [await database.pool.acquire() for _ in range(POOL)]
    assert is_not_now(await impatient.get("handler", "/v1/complaints"))
    assert (await impatient.client.get("/readyz")).is_success
    for connection in held:
        await database.pool.release(connection)
    assert (await impatient.get("handler", "/v1/complaints")).is_success

    engine = [await database.writer.connect() for _ in range(15)]
    with pytest.raises(DatabaseUnavailable):
        async with database.begin():
            pass
    for other in engine:
        await other.close()


async def test_readiness_has_a_limit_of_its_own(
    service: Service, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "LIMIT_SECONDS", 0.3)
    async with locked(database_url, "alembic_version"):
        for _ in range(2):
            assert is_not_now(await service.client.get("/readyz"))
    monkeypatch.setattr(readiness, "LIMIT_SECONDS", 30)
    assert (await service.client.get("/readyz")).is_success


async def test_a_full_disk_is_said_until_a_write_goes_well_again(
    service: Service,
    database_url: str,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(problems._told, "at", float("-inf"))  # one line a second, at most
    async with stranger(database_url) as administrator:
        await administrator.execute(DISK_FULL)
        await administrator.execute(FILL)
        assert is_not_now(await service.post("front-desk", "/v1/complaints", RECEIPT))
        ready = await service.client.get("/readyz")
        assert is_not_now(ready, "not-ready")
        assert "disk" in ready.json()["detail"]
        assert "53100" in caplog.text
        await administrator.execute("DROP TRIGGER full_disk ON events")
    await service.receive()
    assert (await service.client.get("/readyz")).is_success


async def test_a_database_that_is_read_only_is_not_ready(
    database_url: str, founded: Founded, tmp_path: Path
) -> None:
    async with stranger(database_url) as administrator:
        name = make_url(database_url).database
        await administrator.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    async with service_on(database_url, tmp_path, founded.tokens) as service:
        ready = await service.client.get("/readyz")
        assert is_not_now(ready, "not-ready")
        assert "read-only" in ready.json()["detail"]
        assert is_not_now(await service.post("front-desk", "/v1/complaints", RECEIPT))
