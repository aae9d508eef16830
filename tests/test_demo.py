"""Setting the demo up: every organisation is there, once, and the requests it prints work."""

import asyncio
import io
import json
import re
import shlex
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from rich.cells import cell_len
from rich.console import Console

from app.demo import prepare, show
from app.demo.requests import Refused
from app.demo.scenario import Person, Scenario, Step, Story, scenarios
from app.demo.times import Began
from app.demo.tokens_file import FILE, read_seeded
from app.domain.complaint import Status
from app.domain.values import Capability, Place
from app.events.schema import migrate
from app.events.wall_clock import wall_clock
from app.main import running
from app.policies import load
from app.settings import Settings
from tests.support.contract import CONTRACT
from tests.support.lending import opened

# Setting up the organisations with all their stories takes seconds.
pytestmark = pytest.mark.slow

README = Path(__file__).parents[1] / "README.md"
DEMO, *TRADES = scenarios()
STORIES = DEMO.stories
EVERY_STORY = [story for scenario in scenarios() for story in scenario.stories]


def settings_of(folder: Path, **more: Any) -> Settings:
    return Settings(data_dir=folder, database_url=None, projector="off", **more)


def console() -> Console:
    return Console(file=io.StringIO(), width=80)


def said(on: Console) -> str:
    assert isinstance(on.file, io.StringIO)
    return on.file.getvalue()


@asynccontextmanager
async def serving(
    settings: Settings, clock: Callable[[], datetime] = wall_clock
) -> AsyncIterator[httpx.AsyncClient]:
    here = "http://127.0.0.1:8000"
    async with opened(settings, clock=clock, base_url=here, raise_app_exceptions=True) as (
        *_,
        client,
    ):
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


def only(*stories: Story) -> Scenario:
    """The demo organisation with these stories."""
    return replace(DEMO, stories=stories)


async def test_preparing_again_adds_nothing(demo: Settings) -> None:
    on = console()
    tokens = await prepare(demo, on)
    assert said(on) == f"{len(EVERY_STORY)} complaints are there already.\n"
    assert tokens == await prepare(demo, console())
    assert len(await cases(demo, tokens["demo"]["handler"])) == len(STORIES)


async def test_every_status_and_every_place_of_the_audit_copy_occurs(
    demo: Settings, tmp_path: Path
) -> None:
    tokens = (await prepare(demo, console()))["demo"]
    statuses = {case["status"] for case in await cases(demo, tokens["handler"])}
    copies = await ask(demo, tokens["audit"], "/v1/copies/audit?limit=200")
    assert statuses == set(Status)
    places = {copy["custody"] for copy in copies}
    # Nothing in a demo is old enough to be destroyed: that takes years, on a copy of its database.
    later = await years_later(demo, tmp_path / "later")
    [retained] = [copy["id"] for copy in copies if copy["custody"] == Place.RETAINED]
    places |= {await destroyed(later, tokens["audit"], retained)}
    assert places == set(Place) - {Place.WITH_PLANNING}


async def years_later(demo: Settings, folder: Path) -> Settings:
    """Copy what is there, so that others find it as it was."""
    shutil.copytree(demo.data_dir, folder)
    return settings_of(folder)


async def destroyed(settings: Settings, token: str, complaint: str) -> str:
    """Let audit destroy a copy when its time is over; tell where it is then."""
    url = f"/v1/complaints/{complaint}/hand-overs"
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "destroyed"}
    body = {"copy": "audit", "origin": "retained", "to": "destroyed"}
    soon = await hand_over(settings, wall_clock(), url, headers, body)
    assert (soon.status_code, soon.json()["code"]) == (409, "still-kept")
    then = await hand_over(settings, wall_clock() + timedelta(days=3 * 366), url, headers, body)
    assert then.status_code == 200, then.text
    listed = await ask(settings, token, "/v1/copies/audit?custody=destroyed")
    assert [copy["id"] for copy in listed] == [complaint]
    return str(listed[0]["custody"])


async def hand_over(
    settings: Settings, at: datetime, url: str, headers: dict[str, str], body: dict[str, str]
) -> httpx.Response:
    """Hand a copy on at an instant, and let the lists take that in."""
    async with serving(settings, lambda: at) as client:
        answer = await client.post(url, headers=headers, json=body)
    async with running(settings) as services:
        await services.projector.catch_up()
    return answer


async def test_every_organisation_has_complaints_at_different_stages_of_life(
    demo: Settings,
) -> None:
    tokens = await prepare(demo, console())
    for scenario in TRADES:
        reader = next(person.role for person in scenario.people if sees_all(scenario, person))
        mine = tokens[scenario.organisation][reader]
        all_of_them = await ask(demo, mine, "/v1/complaints?limit=200")
        statuses = [case["status"] for case in all_of_them]
        assert {Status.OPEN, Status.CLOSED} <= set(statuses), scenario.organisation


async def test_a_trade_with_numbers_of_its_own_shows_them_beside_those_on_paper(
    demo: Settings,
) -> None:
    tokens = (await prepare(demo, console()))["shopping-centre"]
    numbers = [case["number"] for case in await cases(demo, tokens["department-head"])]
    assert numbers
    assert all(re.fullmatch("客诉[0-9]{4}-[0-9]{4}", number) for number in numbers)
    [case] = await ask(demo, tokens["department-head"], "/v1/complaints?q=A-004417")
    assert case["number"] in numbers


def sees_all(scenario: Scenario, person: Person) -> bool:
    able = load(scenario.policy).roles[person.role].capabilities
    return Capability.APPROVE in able and not person.units


async def test_audit_sees_why_cash_above_the_ceiling_was_given_lc_33(demo: Settings) -> None:
    tokens = await prepare(demo, console())
    copies = await ask(demo, tokens["leisure-club"]["audit"], "/v1/copies/audit")
    [unusual] = [plan for copy in copies for plan in copy["unusual_plans"]]
    assert unusual["breaches"] == ["beyond-ladder", "cash-ceiling"]
    assert unusual["approved"]["by"] == "sheng.hua"


async def test_what_is_late_is_noticed_by_the_service_and_not_on_entering_ws_37(
    demo: Settings,
) -> None:
    soon = datetime.now(UTC) + timedelta(minutes=20)
    async with running(demo, clock=lambda: soon) as services:
        missed = {
            scenario.organisation: await services.clockwork.tick(scenario.organisation)
            for scenario in TRADES
        }
    assert all(missed.values()), missed


async def test_an_interrupted_run_is_completed_without_doubling_anything(
    empty: Settings,
) -> None:
    half = [replace(one, steps=one.steps[: (len(one.steps) + 1) // 2]) for one in STORIES[:4]]
    with pytest.raises(Refused):
        await prepare(empty, console(), [only(*half, a_refused_story())])
    on = console()
    tokens = await prepare(empty, on, [only(*STORIES[:6])])
    found = {case["number"] for case in await cases(empty, tokens["demo"]["handler"])}
    assert len(found) == 6 + 1
    assert "Entered 6 complaints" in said(on)


async def test_an_organisation_that_is_done_is_not_entered_again_after_another_failed(
    empty: Settings,
) -> None:
    done = replace(TRADES[0], stories=TRADES[0].stories[:1])
    with pytest.raises(Refused):
        await prepare(empty, console(), [done, only(a_refused_story())])
    complaints = {name: one.complaints for name, one in read_seeded(empty.data_dir).items()}
    assert complaints == {done.organisation: 1, DEMO.organisation: 0}


async def test_what_an_earlier_version_set_up_is_kept_and_the_other_organisations_are_added(
    empty: Settings,
) -> None:
    two = only(*STORIES[:2])
    before = await prepare(empty, console(), [two])
    old = {"tokens": before["demo"], "complaints": 2}
    (empty.data_dir / FILE).write_text(json.dumps(old))
    on = console()
    after = await prepare(empty, on, [two, TRADES[0]])
    assert after["demo"] == before["demo"]
    assert f"Entered {len(TRADES[0].stories)} complaints" in said(on)
    assert len(await cases(empty, after["demo"]["handler"])) == 2


def a_refused_story() -> Story:
    """The front desk may not dismiss."""
    receipt = STORIES[0].steps[0]
    [desk] = [person for person in DEMO.people if person.role == "front-desk"]
    body = {"reason": "没有权限", "customer_informed": True}
    steps = (receipt, Step(timedelta(), desk, "dismiss", body))
    return Story("refused", (), Began(ago="1m"), steps)


async def test_a_refused_command_is_shown_with_its_problem(empty: Settings) -> None:
    with pytest.raises(Refused, match=r"demo-refused-01: .* was answered 40[34]: .*\"code\""):
        await prepare(empty, console(), [only(a_refused_story())])


async def test_the_tokens_are_for_nobody_elses_eyes(demo: Settings) -> None:
    path = demo.data_dir / FILE
    assert path.stat().st_mode & 0o777 == 0o600


async def test_the_tokens_are_by_role_and_those_of_the_others_by_organisation(
    demo: Settings,
) -> None:
    written = json.loads((demo.data_dir / FILE).read_text())
    tokens = await prepare(demo, console())
    assert written["tokens"] == tokens["demo"]
    houses = {name: one["tokens"] for name, one in written["houses"].items()}
    assert {"demo": written["tokens"], **houses} == tokens


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"tokens": [], "complaints": 1}',
        '{"tokens": {}, "complaints": "1"}',
        '{"tokens": {}, "complaints": 1, "houses": []}',
        '{"tokens": {}, "complaints": 1, "houses": {"beauty": 1}}',
    ],
)
def test_a_file_that_is_not_ours_tells_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    assert read_seeded(tmp_path) == {}


async def test_lost_tokens_are_created_again(empty: Settings) -> None:
    two = only(*STORIES[:2])
    before = (await prepare(empty, console(), [two]))["demo"]
    (empty.data_dir / FILE).unlink()
    after = (await prepare(empty, console(), [two]))["demo"]
    assert after.keys() == before.keys()
    assert set(after.values()).isdisjoint(before.values())
    assert len(await cases(empty, after["handler"])) == 2


async def test_what_it_tells_people_to_try_works(demo: Settings) -> None:
    on = console()
    show(demo, await prepare(demo, on), on)
    parts = said(on).split("\n# ")[1:]
    commands = [shlex.split(part.split("\n", 1)[1].replace("\\\n", "")) for part in parts]
    assert len(commands) == 5
    async with serving(demo) as client:
        for _, _, url, *rest in commands:
            options = list(zip(rest[::2], rest[1::2], strict=True))
            headers = dict(value.split(": ", 1) for option, value in options if option == "-H")
            data = next((value for option, value in options if option == "-d"), None)
            answer = await client.request(
                "GET" if data is None else "POST", url, headers=headers, content=data
            )
            assert answer.is_success, answer.text
            found = answer.json()
            assert data is not None or found.get("items") or found.get("say")


async def test_it_fits_on_a_hundred_columns_and_says_where_every_organisation_is(
    demo: Settings,
) -> None:
    on = console()
    tokens = await prepare(demo, console())
    show(demo, tokens, on)
    assert all(token in said(on) for token in tokens["demo"].values())
    assert all(f'.houses["{scenario.organisation}"].tokens' in said(on) for scenario in TRADES)
    assert [line for line in said(on).splitlines() if cell_len(line) > 100] == []


def test_no_token_is_shown_where_others_reach_the_service(tmp_path: Path) -> None:
    tokens: dict[str, dict[str, str]] = {
        scenario.organisation: {person.role: f"tri_{person.role}" for person in scenario.people}
        for scenario in scenarios()
    }
    on = console()
    show(settings_of(tmp_path, host="192.0.2.7"), tokens, on)
    text = said(on).replace("\n", "")
    assert "tri_" not in text
    assert str(tmp_path / FILE) in text
    assert "http://192.0.2.7:8000/docs" in text


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
    paths = CONTRACT["paths"]
    known = {path.replace("{complaint_id}", "$ID") for path in paths}
    assert len(targets) > 5
    assert [target for target in targets if f"/v1{target}" not in known] == []


def test_the_readme_counts_the_complaints() -> None:
    counted = re.findall(r"(\d+) complaints", README.read_text("utf-8"))
    assert counted == [str(len(EVERY_STORY)), str(len(STORIES))]


async def test_the_organisations_are_those_of_the_scenarios(demo: Settings) -> None:
    async with running(demo) as services:
        founded = await services.store.organisations()
    assert sorted(founded) == sorted(scenario.organisation for scenario in scenarios())
