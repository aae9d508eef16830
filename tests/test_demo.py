"""The demo: every kind of complaint is there, once, and what it tells people to try works."""

import asyncio
import io
import json
import re
import shlex
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from rich.cells import cell_len
from rich.console import Console

from app.api.copies import Place
from app.demo import prepare, setting_up, show
from app.demo.acts import dismissed
from app.demo.keeping import FILE
from app.demo.people import EVERYBODY, LIN, ZHAO
from app.demo.setting_up import ORGANISATION, Refused
from app.demo.stories import STORIES
from app.demo.story import RECEIPT, ZONE, Story, ago, span
from app.domain.complaint import Status
from app.events.schema import migrate
from app.main import STEPS, create_app, running
from app.policies import load
from app.settings import Settings

README = Path(__file__).parents[1] / "README.md"
EVERY_HOUR = [
    datetime(2026, 3, 29, hour, minute, tzinfo=ZONE) for hour in range(24) for minute in (0, 59)
]


def settings_of(folder: Path, **more: Any) -> Settings:
    return Settings(data_dir=folder, database_url=None, projector="off", **more)


def console() -> Console:
    return Console(file=io.StringIO(), width=80)


def said(on: Console) -> str:
    assert isinstance(on.file, io.StringIO)
    return on.file.getvalue()


@asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(settings)
    async with running(settings) as services:
        app.state.services = services
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:8000"
        ) as client:
            yield client


async def ask(settings: Settings, token: str, path: str) -> list[dict[str, Any]]:
    async with serving(settings) as client:
        answer = await client.get(path, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 200, answer.text
        items: list[dict[str, Any]] = answer.json()["items"]
        return items


async def cases(settings: Settings, token: str) -> list[dict[str, Any]]:
    return await ask(settings, token, "/v1/complaints?limit=200")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A demo that one test reads as well as another."""
    settings = settings_of(tmp_path_factory.mktemp("demo"))

    async def set_up() -> None:
        await migrate(settings.url)
        await prepare(settings, console())

    asyncio.run(set_up())
    return settings


@pytest.fixture
async def empty(tmp_path: Path) -> Settings:
    settings = settings_of(tmp_path)
    await migrate(settings.url)
    return settings


async def test_preparing_again_adds_nothing(demo: Settings) -> None:
    on = console()
    tokens = await prepare(demo, on)
    assert said(on) == f"{len(STORIES)} complaints are there already.\n"
    assert tokens == await prepare(demo, console())
    assert len(await cases(demo, tokens["handler"])) == len(STORIES)


async def test_every_status_and_every_place_of_the_audit_copy_occurs(demo: Settings) -> None:
    tokens = await prepare(demo, console())
    statuses = {case["status"] for case in await cases(demo, tokens["handler"])}
    copies = await ask(demo, tokens["audit"], "/v1/copies/audit?limit=200")
    assert statuses == set(Status)
    assert {copy["custody"] for copy in copies} == set(Place)


async def test_an_interrupted_run_is_completed_without_doubling_anything(
    empty: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    half = [
        Story(story.key, "-", story.began, who, receipt, *steps[: len(steps) // 2])
        for story in STORIES[:4]
        for (_, who, receipt), *steps in [story.steps]
    ]
    monkeypatch.setattr(setting_up, "STORIES", [*half, a_refused_story()])
    with pytest.raises(Refused):
        await prepare(empty, console())
    monkeypatch.setattr(setting_up, "STORIES", STORIES[:6])
    on = console()
    tokens = await prepare(empty, on)
    found = {case["number"] for case in await cases(empty, tokens["handler"])}
    assert len(found) == 6 + 1
    assert "Entered 6 complaints" in said(on)


def a_refused_story() -> Story:
    """The front desk may not dismiss."""
    receipt = STORIES[0].steps[0][2]
    return Story("refused", "-", ago("1m"), ZHAO, receipt, ("0m", LIN, dismissed("没有权限")))


async def test_a_refused_command_is_shown_with_its_problem(
    empty: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setting_up, "STORIES", [a_refused_story()])
    with pytest.raises(Refused, match=r"demo-refused-01: .* was answered 40[34]: .*\"code\""):
        await prepare(empty, console())


async def test_the_tokens_are_for_nobody_elses_eyes(demo: Settings) -> None:
    path = demo.data_dir / FILE
    assert path.stat().st_mode & 0o777 == 0o600
    assert json.loads(path.read_text())["tokens"] == await prepare(demo, console())


async def test_lost_tokens_are_made_anew(empty: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setting_up, "STORIES", STORIES[:2])
    before = await prepare(empty, console())
    (empty.data_dir / FILE).unlink()
    after = await prepare(empty, console())
    assert after.keys() == before.keys()
    assert set(after.values()).isdisjoint(before.values())
    assert len(await cases(empty, after["handler"])) == 2


async def test_what_it_tells_people_to_try_works(demo: Settings) -> None:
    on = console()
    show(demo, await prepare(demo, on), on)
    parts = said(on).split("\n# ")[1:]
    commands = [shlex.split(part.split("\n", 1)[1].replace("\\\n", "")) for part in parts]
    assert len(commands) == 3
    async with serving(demo) as client:
        for _, _, url, *rest in commands:
            options = list(zip(rest[::2], rest[1::2], strict=True))
            headers = dict(value.split(": ", 1) for option, value in options if option == "-H")
            data = next((value for option, value in options if option == "-d"), None)
            answer = await client.request(
                "GET" if data is None else "POST", url, headers=headers, content=data
            )
            assert answer.is_success, answer.text
            assert data is not None or answer.json()["items"]


async def test_it_fits_on_a_hundred_columns(demo: Settings) -> None:
    on = console()
    tokens = await prepare(demo, console())
    show(demo, tokens, on)
    assert all(token in said(on) for token in tokens.values())
    assert [line for line in said(on).splitlines() if cell_len(line) > 100] == []


def test_no_token_is_shown_where_others_reach_the_service(tmp_path: Path) -> None:
    tokens = {person.role: f"tri_{person.role}" for person in EVERYBODY}
    on = console()
    show(settings_of(tmp_path, host="192.0.2.7"), tokens, on)
    text = said(on).replace("\n", "")
    assert "tri_" not in text
    assert str(tmp_path / FILE) in text
    assert "http://192.0.2.7:8000/docs" in text


def test_every_command_occurs_in_some_story() -> None:
    nouns = {act.noun for story in STORIES for _, _, act in story.steps}
    assert nouns == {RECEIPT, *(step.noun for step in STEPS)}


def test_everybody_has_a_role_of_the_policy_and_every_role_somebody() -> None:
    assert {person.role for person in EVERYBODY} == load("default").roles.keys()


def test_no_two_stories_have_the_same_key() -> None:
    assert len({story.key for story in STORIES}) == len(STORIES)


@pytest.mark.parametrize("now", EVERY_HOUR, ids=lambda now: f"{now:%H:%M}")
def test_everything_has_happened_whatever_the_time_of_the_day(now: datetime) -> None:
    late = [
        command.key
        for story in STORIES
        for command in story.commands(now.astimezone(UTC))
        if command.at > now
    ]
    assert late == []


@pytest.mark.parametrize(
    ("text", "length"),
    [("5m", timedelta(minutes=5)), ("1d 2h", timedelta(days=1, hours=2)), ("0m", timedelta())],
)
def test_a_span_is_read(text: str, length: timedelta) -> None:
    assert span(text) == length


@pytest.mark.parametrize("text", ["", "5", "2h 1d", "soon"])
def test_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no span"):
        span(text)


def test_the_readme_sends_its_readers_to_routes_that_are_there() -> None:
    text = README.read_text("utf-8")
    # `tell <noun> <key> <body>` is the README's own abbreviation.
    targets = [
        *re.findall(r"\$API(/[^ ?\"]*)", text.replace("/$1", "/memos")),
        *(
            f"/complaints/$ID/{noun}"
            for noun in re.findall(r"^tell +([a-z-]+)", text, re.MULTILINE)
        ),
    ]
    paths = create_app(settings_of(Path("var"))).openapi()["paths"]
    known = {path.replace("{complaint_id}", "$ID") for path in paths}
    assert len(targets) > 5
    assert [target for target in targets if f"/v1{target}" not in known] == []


def test_the_readme_counts_the_complaints() -> None:
    assert re.findall(r"(\d+) complaints", README.read_text("utf-8")) == [str(len(STORIES))] * 2


async def test_the_organisation_is_the_demo(demo: Settings) -> None:
    async with running(demo) as services:
        assert await services.store.organisations() == [ORGANISATION]
