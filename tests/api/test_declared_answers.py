"""What is sent is what the contract declares: over the demo's data and every event ever written."""

import asyncio
import io
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import httpx
import msgspec
import pytest
from pydantic import ValidationError
from rich.console import Console

from app.api.answers.events import EventList
from app.demo import prepare
from app.events.schema import migrate
from app.settings import Settings
from tests.support.contract import CONTRACT
from tests.support.lending import opened

pytestmark = pytest.mark.slow

GOLDEN: Final = sorted((Path(__file__).parents[1] / "events" / "golden").glob("*.json"))
READS: Final = [
    path
    for path, item in CONTRACT["paths"].items()
    if "get" in item and "application/json" in item["get"]["responses"]["200"]["content"]
]
QUERIES: Final = {
    "/v1/complaints": "?limit=200",
    "/v1/complaints/{complaint_id}": "?version=1",
    "/v1/guidance": "?stage=reception",
    "/v1/log": "?limit=200",
    "/v1/ledger": "?from=2020-01-01",
    "/v1/retention": "?until=2040-01-01",
    "/v1/worklist": "?kind=unowned",
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, Mapping[str, Any]]:
    """Set up every organisation of the demo, and give the tokens."""
    folder = tmp_path_factory.mktemp("demo")
    settings = Settings(data_dir=folder, database_url=None, projector="off")

    async def set_up() -> Mapping[str, Any]:
        await migrate(settings.url)
        return await prepare(settings, Console(file=io.StringIO()))

    return settings, asyncio.run(set_up())


@pytest.mark.slow
async def test_every_read_of_the_demo_answers_as_declared(
    demo: tuple[Settings, Mapping[str, Any]],
) -> None:
    """The client of `opened` holds each answer to the contract."""
    settings, tokens = demo
    answered: Counter[str] = Counter()
    async with opened(settings) as (*_, client):
        for people in tokens.values():
            complaints = await _complaints(client, people)
            for path in READS:
                for url in _urls(path, complaints):
                    answered[path] += await _ask(client, people, url)
    assert len(complaints) > 1
    assert [path for path in READS if answered[path] == 0] == []


async def _complaints(client: httpx.AsyncClient, people: Mapping[str, str]) -> list[str]:
    found: set[str] = set()
    for token in people.values():
        answer = await client.get("/v1/complaints?limit=200", headers=_bearer(token))
        found |= {one["id"] for one in answer.json().get("items", ())}
    return sorted(found)


def _urls(path: str, complaints: list[str]) -> list[str]:
    if "{complaint_id}" in path:
        plain = [path.replace("{complaint_id}", one) for one in complaints]
        return [*plain, *(url + QUERIES[path] for url in plain if path in QUERIES)]
    if path.startswith("/v1/reviews"):
        year = datetime.now(UTC).year
        labels = ("month", f"{year}-{datetime.now(UTC):%m}"), ("week", f"{year}-W02")
        return [f"/v1/reviews/{every}/{label}" for every, label in labels]
    return [path + QUERIES.get(path, "")]


async def _ask(client: httpx.AsyncClient, people: Mapping[str, str], url: str) -> int:
    """Ask as everybody, and count who was answered."""
    answered = 0
    for token in people.values():
        response = await client.get(url, headers=_bearer(token))
        assert response.status_code in {200, 403, 404}, response.text
        answered += response.status_code == 200
    return answered


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def log_of(path: Path) -> bytes:
    """Write an answer with the one event of a golden file."""
    name, _, version = path.stem.rpartition("-")
    meta = {
        "command": str(UUID(int=1)),
        "fingerprint": "0",
        "actor": {"subject": "wu.min", "roles": ["handler"], "units": []},
        "channel": "http",
        "correlation": "1",
        "causation": None,
        "policy": "default@1",
    }
    event = {
        "position": 1,
        "stream_id": str(UUID(int=2)),
        "version": 1,
        "event_id": str(UUID(int=3)),
        "type": name,
        "schema_version": int(version),
        "occurred_at": "2026-03-02T00:00:00.000000Z",
        "recorded_at": "2026-03-02T00:00:00.000000Z",
        "data": msgspec.Raw(path.read_bytes()),
        "meta": meta,
    }
    return msgspec.json.encode({"items": [event]})


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_every_form_of_an_event_that_was_ever_written_is_declared(path: Path) -> None:
    EventList.model_validate_json(log_of(path), strict=True, extra="forbid")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"schema_version":2', '"schema_version":1'),
        ('"schema_version":2', '"schema_version":3'),
        ('"channel":"telephone"', '"channel":"telegraph"'),
        ('"unit":"front-desk"', '"unit":"front-desk","floor":"second"'),
        ('"unit":"front-desk",', ""),
        ('"reference":"VIP-0815"', '"reference":null'),
        ('"complaint.received"', '"complaint.noted"'),
    ],
)
def test_an_event_of_another_form_is_not_declared(before: str, after: str) -> None:
    [path] = [path for path in GOLDEN if path.stem == "complaint.received-2"]
    content = log_of(path).decode()
    assert before in content
    with pytest.raises(ValidationError):
        EventList.model_validate_json(
            content.replace(before, after, 1), strict=True, extra="forbid"
        )
