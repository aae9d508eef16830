"""A server that is asked to end answers what is under way, takes nothing new, and ends well."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import httpx
import pytest
from sqlalchemy import make_url

from app.events.database import Database, libpq_url
from app.events.postgres import PostgresStore
from tests.journeys.conftest import Founded
from tests.journeys.lives import beginning
from tests.journeys.processes import LOOK_SECONDS, Program, serving
from tests.support.patience import PATIENCE_SECONDS
from tests.support.service import HERE

COMMANDS = 12
STOPS = (signal.SIGTERM, signal.SIGHUP)


@asynccontextmanager
async def nobody_can_write(url: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    """Hold the lock that every append to the log takes, and give it back at the end."""
    connection = await asyncpg.connect(libpq_url(make_url(url)))
    async with connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", HERE)
        yield connection
    await connection.close()


@pytest.mark.parametrize("stop", STOPS, ids=[stop.name for stop in STOPS])
async def test_what_is_under_way_is_answered_before_the_server_ends(
    database_url: str, founded: Founded, tmp_path: Path, stop: signal.Signals
) -> None:
    receipt = next(beginning("收到")).act.body
    token = founded.tokens[HERE, "front-desk"]
    async with (
        serving(database_url, tmp_path) as server,
        httpx.AsyncClient(base_url=server.address, timeout=PATIENCE_SECONDS) as line,
    ):
        written = asyncio.Semaphore(0)

        async def receive(key: str) -> httpx.Response:
            async def watch(event: str, _: object) -> None:
                if event == "http11.send_request_body.complete":
                    written.release()

            headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
            return await line.post(
                "/v1/complaints", json=receipt, headers=headers, extensions={"trace": watch}
            )

        assert (await receive("before")).status_code == httpx.codes.CREATED
        async with nobody_can_write(database_url) as watcher:
            sent = [asyncio.create_task(receive(f"key-{n}")) for n in range(COMMANDS)]
            await somebody_waits_for_the_lock(watcher)
            for _ in range(1 + COMMANDS):  # the one before, too
                await written.acquire()
            await all_have_been_read(server.address)
            server.terminate(stop)
            await nobody_listens(server.address)
            assert not any(one.done() for one in sent)
        answers = await asyncio.gather(*sent)
        assert await server.ended() == 0

    assert [answer.status_code for answer in answers] == [httpx.codes.CREATED] * COMMANDS
    assert len({answer.json()["complaint_id"] for answer in answers}) == COMMANDS
    database = await Database.open(database_url)
    record = await PostgresStore(database).read_log(HERE, after=0, limit=1000)
    await database.close()
    assert {answer.json()["position"] for answer in answers} <= {event.position for event in record}


@pytest.mark.parametrize("stop", STOPS, ids=[stop.name for stop in STOPS])
async def test_a_projector_that_is_asked_to_end_ends_well(
    database_url: str, tmp_path: Path, stop: signal.Signals
) -> None:
    with Program("project", database_url, tmp_path) as projector:
        projector.launch()
        await projector.said("Projecting")
        projector.terminate(stop)
        assert await projector.ended() == 0


async def somebody_waits_for_the_lock(watcher: "asyncpg.Connection[asyncpg.Record]") -> None:
    while True:
        if await watcher.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted"):
            return


async def all_have_been_read(address: str) -> None:
    """An answer to what was sent later tells that what was sent before has been read."""
    async with httpx.AsyncClient(base_url=address, timeout=PATIENCE_SECONDS) as other:
        for _ in range(3):
            assert (await other.get("/livez")).status_code == httpx.codes.OK


async def nobody_listens(address: str) -> None:
    while True:
        async with httpx.AsyncClient(base_url=address, timeout=PATIENCE_SECONDS) as other:
            try:
                await other.get("/livez")
            except httpx.ConnectError:
                return
            except httpx.TransportError:
                pass  # it was just closing
        await asyncio.sleep(LOOK_SECONDS)
