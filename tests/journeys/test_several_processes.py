"""Several servers on one database, with a projector of its own, look like one to a client."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.journeys.clients import read_log
from tests.journeys.conftest import Founded
from tests.journeys.lives import Command, with_cost
from tests.journeys.processes import Program
from tests.support.commands.receipt import memo
from tests.support.patience import PATIENCE_SECONDS
from tests.support.postgres import Postgres
from tests.support.service import HERE, RECEIPT


@dataclass
class Servers:
    """Two servers, neither of which projects, and who may ask them."""

    lines: tuple[httpx.AsyncClient, ...]
    tokens: dict[tuple[str, str], str]
    name: str = field(default_factory=lambda: str(uuid4()))
    """Begins every key of a test: the servers have seen those of others."""

    def token(self, role: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.tokens[HERE, role]}"}

    async def send(
        self, line: httpx.AsyncClient, path: str, role: str, body: Any, key: str, **headers: str
    ) -> httpx.Response:
        given = {"Idempotency-Key": f"{self.name}-{key}", **self.token(role), **headers}
        return await line.post(path, json=body, headers=given)

    async def command(
        self, line: httpx.AsyncClient, what: Command, key: str, seen: dict[str, Any]
    ) -> dict[str, Any]:
        """Send a command with what was seen last, on whichever server; it must succeed."""
        path = what.path.format(seen.get("complaint_id"))
        match = {"If-Match": f'"{seen["version"]}"'} if seen else {}
        response = await self.send(line, path, what.role, what.act.body, key, **match)
        assert response.is_success, response.text
        answer: dict[str, Any] = response.json()
        return answer

    async def get(
        self, line: httpx.AsyncClient, role: str, path: str, **parameters: Any
    ) -> dict[str, Any]:
        response = await line.get(path, params=parameters, headers=self.token(role))
        assert response.status_code == httpx.codes.OK, response.text
        found: dict[str, Any] = response.json()
        return found


@pytest.fixture(scope="module")
def addresses(
    postgres: Postgres, founded: Founded, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[str]]:
    """Two servers and a projector for all tests: each takes seconds to start."""
    postgres.create_database("several", founded.name)
    url, folder = postgres.url("several"), tmp_path_factory.mktemp("several")
    with ExitStack() as stack, ThreadPoolExecutor(1) as thread:
        projector = stack.enter_context(Program("project", url, folder))
        projector.launch()
        both = [
            stack.enter_context(Program("serve", url, folder, projector="off")) for _ in range(2)
        ]

        async def start() -> None:
            await asyncio.gather(*(one.start() for one in both), projector.said("Projecting"))

        thread.submit(asyncio.run, start()).result()
        yield [server.address for server in both]
        projector.terminate()
        assert thread.submit(asyncio.run, projector.ended()).result() == 0
    postgres.drop_database("several")


@pytest.fixture
async def servers(addresses: list[str], founded: Founded) -> AsyncIterator[Servers]:
    async with AsyncExitStack() as stack:
        lines = [
            await stack.enter_async_context(
                httpx.AsyncClient(base_url=address, timeout=PATIENCE_SECONDS)
            )
            for address in addresses
        ]
        yield Servers(tuple(lines), founded.tokens)


async def test_commands_on_one_complaint_may_go_to_any_server(servers: Servers) -> None:
    here, there = servers.lines
    seen: dict[str, Any] = {}
    for nth, (what, line) in enumerate(zip(with_cost("话"), cycle((here, there)))):
        seen = await servers.command(line, what, f"key-{nth}", seen)
        other = there if line is here else here
        case = await servers.get(other, "supervisor", f"/v1/complaints/{seen['complaint_id']}")
        assert case["version"] == seen["version"]
        again = await servers.command(other, what, f"key-{nth}", seen)  # a retry goes astray
        assert again == seen

    listed = {"/v1/complaints": "supervisor", "/v1/copies/audit": "finance"}
    for path, role in listed.items():
        for line in servers.lines:
            page = await servers.get(line, role, path, min_position=seen["position"])
            assert page["items"][0]["id"] == seen["complaint_id"]
            assert page["items"][0]["version"] == seen["version"]


async def test_what_was_written_on_one_server_is_read_on_the_other(servers: Servers) -> None:
    """And nobody who has seen something sees less of it later, wherever he looks."""
    here, there = servers.lines
    answer = (await servers.send(here, "/v1/complaints", "front-desk", RECEIPT, "new")).json()
    path = f"/v1/complaints/{answer['complaint_id']}/memos"
    highest = 0
    for nth, (writes, reads) in enumerate([(here, there), (there, here)] * 5):
        done = await servers.send(writes, path, "handler", memo(f"第 {nth} 次").body, f"m-{nth}")
        position = done.json()["position"]
        page = await servers.get(reads, "supervisor", "/v1/complaints", min_position=position)
        assert page["items"][0]["version"] == done.json()["version"] > highest
        highest = page["items"][0]["version"]
        later = await servers.get(writes, "supervisor", "/v1/complaints")
        assert later["items"][0]["version"] >= highest


async def test_servers_that_write_at_the_same_time_refuse_nobody_and_lose_nothing(
    servers: Servers,
) -> None:
    here, there = servers.lines
    answer = (await servers.send(here, "/v1/complaints", "front-desk", RECEIPT, "new")).json()
    path = f"/v1/complaints/{answer['complaint_id']}/memos"
    answers = await asyncio.gather(
        *(
            servers.send(line, path, "handler", memo(f"备忘 {nth}").body, f"m-{nth}")
            for nth in range(15)
            for line in servers.lines  # the same command on both
        )
    )
    assert {answer.status_code for answer in answers} == {httpx.codes.OK}
    assert sorted({answer.json()["version"] for answer in answers}) == list(range(2, 17))
    record = await read_log(str(there.base_url), servers.tokens[HERE, "administrator"])
    own = [event for event in record if event["stream_id"] == answer["complaint_id"]]
    texts = [event["data"].get("text") for event in own if event["type"] == "complaint.noted"]
    assert sorted(texts) == sorted(f"备忘 {nth}" for nth in range(15))


async def test_a_page_begun_on_one_server_goes_on_on_the_other(servers: Servers) -> None:
    here, there = servers.lines
    answers = [
        (await servers.send(here, "/v1/complaints", "front-desk", RECEIPT, f"new-{nth}")).json()
        for nth in range(3)
    ]
    first = await servers.get(
        here, "supervisor", "/v1/complaints", limit=2, min_position=answers[-1]["position"]
    )
    rest = await servers.get(there, "supervisor", "/v1/complaints", limit=2, cursor=first["next"])
    ids = [item["id"] for item in (*first["items"], *rest["items"])]
    assert ids[:3] == [answer["complaint_id"] for answer in reversed(answers)]
