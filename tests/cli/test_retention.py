"""`triplicate retention`: what is kept until when, and destroying what must go (SC-46)."""

import asyncio
import json
import shutil
from collections.abc import Awaitable, Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from tests.api.conftest import Founded, founded
from tests.support import terminal
from tests.support.service import HERE, Service, service_on

__all__ = ["founded"]

LONG_AGO = "2020-03-02T10:00:00+08:00"
KEYS = count(1000)

Work = Callable[[Service], Awaitable[Any]]


@pytest.fixture
def house(
    founded: Founded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Work], Any]:
    """A house on SQLite, in which something is done whenever it is called; projections follow."""
    path = tmp_path / "triplicate.db"
    shutil.copyfile(founded.path, path)
    monkeypatch.setenv("TRIPLICATE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")

    async def inside(work: Work) -> Any:
        url = f"sqlite+aiosqlite:///{path}"
        async with service_on(url, tmp_path, founded.tokens) as service:
            service.keys = KEYS
            done = await work(service)
            await service.services.projector.catch_up()
            return done

    return lambda work: asyncio.run(inside(work))


async def ended(service: Service, at: str = LONG_AGO, **changes: Any) -> str:
    """A complaint that was dismissed at a time; its number."""
    complaint = await service.receive(occurred_at=at, **changes)
    body = {"reason": "咨询", "customer_informed": True, "occurred_at": at}
    await service.do("handler", complaint, "dismissals", **body)
    return complaint


async def number(service: Service, complaint: str) -> str:
    return str((await service.show(complaint))["number"])


def run(command: str, *arguments: str, code: int = 0, answer: str | None = None) -> Result:
    given = ("--organisation", "here", *arguments)
    return terminal.run("retention", command, *given, code=code, answer=answer)


def rows(result: Result) -> list[list[str]]:
    return [line.split(maxsplit=6) for line in result.stdout.splitlines()[1:]]


def test_a_plan_says_of_each_copy_what_is_to_become_of_it_sc_46(
    house: Callable[[Work], Any],
) -> None:
    async def fill(service: Service) -> None:
        await ended(service)
        held = await ended(service)
        await service.do("audit", held, "legal-holds", reason="顾客起诉")
        await service.do("audit", held, "legal-holds", reason="税务稽查")
        await ended(service, at="2026-01-05T10:00:00+08:00")
        await service.receive()

    house(fill)
    result = run("plan", "--until", "2026-11-01")
    found = rows(result)
    assert [row[1] for row in found] == ["handler", "audit", "planning"] * 3
    assert found[0][2:] == [
        "with-handling-unit",
        "record",
        "2022-03-02",
        "2023-03-02",
        "must-go (by the archive)",
    ]
    # The third copy has no upper bound.
    assert found[2][2:] == ["with-planning", "record", "2022-03-02", "may-go", "(by the archive)"]
    assert found[3][6] == "held 1, 2"
    assert found[6][6] == "kept"
    assert "On 2026-11-01: " in result.stderr
    assert "3 kept" in result.stderr
    later = rows(run("plan", "--until", "2028-01-05"))
    assert "may-go (by the archive)" in later[6]


def test_a_plan_is_json_for_scripts_sc_46(house: Callable[[Work], Any]) -> None:
    complaint = house(ended)
    [line] = run("plan", "--json").stdout.splitlines()
    case = json.loads(line)
    assert (case["id"], case["ended_on"], case["holds"]) == (complaint, "2020-03-02", [])
    assert [one["fate"] for one in case["copies"]] == ["must-go", "must-go", "may-go"]
    assert case["copies"][0]["way"] == ["retained", "destroyed"]


def test_what_must_go_is_destroyed_once_on_the_word_of_somebody_sc_46(
    house: Callable[[Work], Any],
) -> None:
    complaint = house(ended)
    assert "Destroyed 2 copies, skipped 0." in run("apply", "--by", "高明", "--yes").stdout

    async def look(service: Service) -> Any:
        await service.services.projector.catch_up()
        log = await service.services.store.read_log(HERE, after=0, limit=100)
        answer = await service.get("audit", "/v1/copies/audit", custody="destroyed")
        [left] = answer.json()["items"]
        kept = await service.get("planning", f"/v1/complaints/{complaint}/copies/planning")
        return left, kept.status_code, len(log)

    left, kept, length = house(look)
    assert (left["id"], left["destruction"]["by"]) == (complaint, "高明")
    assert left["destruction"]["must_go_by"] == "2023-03-02"
    assert kept == 200
    assert "Nothing has to go." in run("apply", "--by", "高明", "--yes").stdout
    assert house(look)[2] == length


def test_what_may_go_goes_when_it_is_asked_for_sc_46(house: Callable[[Work], Any]) -> None:
    house(ended)
    result = run("apply", "--by", "高明", "--yes", "--also-what-may-go")
    assert "Destroyed 3 copies, skipped 0." in result.stdout
    house(_nothing)
    assert rows(run("plan")) == []


async def _nothing(_service: Service) -> None:
    return None


def test_what_is_held_does_not_go_sc_46(house: Callable[[Work], Any]) -> None:
    async def fill(service: Service) -> None:
        complaint = await ended(service)
        await service.do("audit", complaint, "legal-holds", reason="顾客起诉")

    house(fill)
    assert "Nothing has to go." in run("apply", "--by", "高明", "--yes").stdout


def test_who_is_asked_can_say_no(house: Callable[[Work], Any]) -> None:
    house(ended)
    result = run("apply", "--by", "高明", code=1, answer="n\n")
    assert "Destroy 2 copies, on the word of 高明?" in result.stdout
    assert "Nothing was destroyed." in result.stderr
    assert "Destroyed 2 copies" in run("apply", "--by", "高明", answer="y\n").stdout


def test_what_cannot_go_is_skipped_and_named_sc_46(house: Callable[[Work], Any]) -> None:
    async def fill(service: Service) -> str:
        complaint = await ended(service, about=["gao"])
        await ended(service)
        return await number(service, complaint)

    about_him = house(fill)
    result = run("apply", "--by", "gao", "--yes", code=1)
    assert "Destroyed 2 copies, skipped 2." in result.stdout
    assert f"skipped {about_him} handler: the complaint is about you" in result.stderr


def test_a_name_is_needed_and_an_organisation_that_is_there(house: Callable[[Work], Any]) -> None:
    house(ended)
    assert "--by" in run("apply", "--by", " ", "--yes", code=1).stderr
    run("apply", code=2)
    run("plan", "--until", "tomorrow", code=2)
    assert "No such organisation" in run("plan", "--organisation", "nowhere", code=1).stderr


def test_nothing_is_told_while_the_copies_are_behind_the_log(
    house: Callable[[Work], Any], founded: Founded, tmp_path: Path
) -> None:
    house(ended)

    async def more() -> None:
        url = f"sqlite+aiosqlite:///{tmp_path / 'triplicate.db'}"
        async with service_on(url, tmp_path, founded.tokens) as service:
            service.keys = KEYS
            await ended(service)

    asyncio.run(more())
    assert "behind the log" in run("plan", code=1).stderr
