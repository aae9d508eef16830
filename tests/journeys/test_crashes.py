"""Whatever is killed and when: what was answered stands in the record, once, and nothing else.

The clients send every command twice, several at once, and again until they are answered.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.journeys.clients import Crowd, read_log
from tests.journeys.conftest import Founded, found_organisations
from tests.journeys.processes import Program, serving
from tests.journeys.record import faults
from tests.support.patience import PATIENCE_SECONDS
from tests.support.postgres import Postgres
from tests.support.service import HERE

LAST_ANSWERS = 50
"""Trouble comes before these, so that it always meets somebody."""


@pytest.fixture
def durable_url(durable_postgres: Postgres, durably_founded: Founded) -> Iterator[str]:
    durable_postgres.create_database("crash", durably_founded.name)
    yield durable_postgres.url("crash")
    durable_postgres.drop_database("crash")


async def troubled(crowd: Crowd, times: int, trouble: Callable[[], Awaitable[None]]) -> None:
    """Let the crowd live, and make trouble at moments that the dice say."""
    dice = random.Random(crowd.seed)
    moments = sorted(dice.sample(range(10, crowd.answers_to_come - LAST_ANSWERS), times))

    async def make_trouble() -> None:
        for moment in moments:
            await crowd.until(moment)
            for _ in range(dice.randrange(30)):  # not always right after an answer
                await asyncio.sleep(0)
            await trouble()

    async with asyncio.timeout(PATIENCE_SECONDS), asyncio.TaskGroup() as tasks:
        tasks.create_task(crowd.live())
        tasks.create_task(make_trouble())


async def record_is_sound(crowd: Crowd) -> None:
    record = await read_log(crowd.address, crowd.tokens[HERE, "administrator"])
    assert faults(crowd.done, record) == []
    assert 2 * len(crowd.done) == crowd.answers_to_come
    assert crowd.answered == crowd.answers_to_come


async def crash(server: Program) -> None:
    server.kill()
    await server.start()


@pytest.mark.postgres
@pytest.mark.slow
async def test_the_server_is_killed_on_postgresql(
    durable_url: str, durably_founded: Founded, tmp_path: Path
) -> None:
    async with serving(durable_url, tmp_path) as server:
        crowd = Crowd(server.address, durably_founded.tokens, seed=1)
        await troubled(crowd, 5, lambda: crash(server))
        assert crowd.unanswered > 0
        assert crowd.unavailable == 0
        await record_is_sound(crowd)
        await lists_are_complete(crowd)


@pytest.mark.slow
async def test_the_server_is_killed_on_sqlite(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'triplicate.db'}"
    tokens = found_organisations(url, tmp_path)
    async with serving(url, tmp_path) as server:
        crowd = Crowd(server.address, tokens, seed=2)
        await troubled(crowd, 3, lambda: crash(server))
        assert crowd.unanswered > 0
        assert crowd.unavailable == 0
        await record_is_sound(crowd)


@pytest.mark.postgres
async def test_postgresql_is_killed_under_the_server(
    durable_postgres: Postgres, durable_url: str, durably_founded: Founded, tmp_path: Path
) -> None:
    async with serving(durable_url, tmp_path) as server:
        crowd = Crowd(server.address, durably_founded.tokens, seed=3)

        async def trouble() -> None:
            refused = crowd.unavailable
            durable_postgres.kill()
            await crowd.until_unavailable(refused + 1)
            await asyncio.to_thread(durable_postgres.start)

        await troubled(crowd, 3, trouble)
        assert "Traceback" not in server.log.read_text()
        assert crowd.unavailable >= 3
        assert crowd.unanswered == 0  # the server itself answers all the time
        await record_is_sound(crowd)
        await lists_are_complete(crowd)


async def lists_are_complete(crowd: Crowd) -> None:
    """The projector, too, has found its way back: the list holds the last of what was written."""
    last = max(one.answers[0]["position"] for one in crowd.done)
    headers = {"Authorization": f"Bearer {crowd.tokens[HERE, 'supervisor']}"}
    async with httpx.AsyncClient(
        base_url=crowd.address, headers=headers, timeout=PATIENCE_SECONDS
    ) as line:
        while True:
            page = await line.get("/v1/complaints", params={"min_position": last, "limit": 200})
            if page.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                break
    items = {item["id"]: item["version"] for item in page.json()["items"]}
    written = {one.answers[0]["complaint_id"]: one.answers[0]["version"] for one in crowd.done}
    assert items == written
