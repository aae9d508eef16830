"""Setting the demo up: every house is there, once, and what it tells people to try works."""

import asyncio
import io
import json
import re
import shlex
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from rich.cells import cell_len
from rich.console import Console

from app.demo import prepare, setting_up, show
from app.demo.acts.receipt import dismissed
from app.demo.entering import Refused
from app.demo.house import House
from app.demo.houses import DEMO, HOUSES
from app.demo.houses.general.people import LIN, ZHAO
from app.demo.keeping import FILE, kept
from app.demo.people import Person
from app.demo.story import Story, ago
from app.domain.complaint import Status
from app.domain.values import Capability, Place
from app.events.schema import migrate
from app.events.wall_clock import wall_clock
from app.main import running
from app.policies import load
from app.settings import Settings
from tests.support.contract import CONTRACT
from tests.support.lending import opened

# Setting up the houses with all their stories takes seconds.
pytestmark = pytest.mark.slow

README = Path(__file__).parents[1] / "README.md"
STORIES = DEMO.stories
TRADES = [house for house in HOUSES if house is not DEMO]
EVERY_STORY = [story for house in HOUSES for story in house.stories]


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


def only(monkeypatch: pytest.MonkeyPatch, *stories: Story) -> None:
    """Let the demo organisation be the only house, with these stories."""
    monkeypatch.setattr(setting_up, "HOUSES", (DEMO._replace(stories=stories),))


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


async def test_every_house_has_complaints_at_different_stages_of_life(demo: Settings) -> None:
    tokens = await prepare(demo, console())
    for house in TRADES:
        reader = next(person.role for person in house.people if sees_all(house, person))
        mine = tokens[house.organisation][reader]
        all_of_them = await ask(demo, mine, "/v1/complaints?limit=200")
        statuses = [case["status"] for case in all_of_them]
        assert {Status.OPEN, Status.CLOSED} <= set(statuses), house.organisation


async def test_a_trade_with_numbers_of_its_own_shows_them_beside_those_on_paper(
    demo: Settings,
) -> None:
    tokens = (await prepare(demo, console()))["shopping-centre"]
    numbers = [case["number"] for case in await cases(demo, tokens["department-head"])]
    assert numbers
    assert all(re.fullmatch("客诉[0-9]{4}-[0-9]{4}", number) for number in numbers)
    [case] = await ask(demo, tokens["department-head"], "/v1/complaints?q=A-004417")
    assert case["number"] in numbers


def sees_all(house: House, person: Person) -> bool:
    able = load(house.policy).roles[person.role].capabilities
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
            house.organisation: await services.clockwork.tick(house.organisation)
            for house in TRADES
        }
    assert all(missed.values()), missed


async def test_an_interrupted_run_is_completed_without_doubling_anything(
    empty: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    half = [
        Story(story.key, "-", story.began, who, receipt, *steps[: len(steps) // 2])
        for story in STORIES[:4]
        for (_, who, receipt), *steps in [story.steps]
    ]
    only(monkeypatch, *half, a_refused_story())
    with pytest.raises(Refused):
        await prepare(empty, console())
    only(monkeypatch, *STORIES[:6])
    on = console()
    tokens = await prepare(empty, on)
    found = {case["number"] for case in await cases(empty, tokens["demo"]["handler"])}
    assert len(found) == 6 + 1
    assert "Entered 6 complaints" in said(on)


async def test_a_house_that_is_done_is_not_entered_again_after_another_failed(
    empty: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = TRADES[0]._replace(stories=TRADES[0].stories[:1])
    failing = DEMO._replace(stories=(a_refused_story(),))
    monkeypatch.setattr(setting_up, "HOUSES", (done, failing))
    with pytest.raises(Refused):
        await prepare(empty, console())
    complaints = {name: house.complaints for name, house in kept(empty.data_dir).items()}
    assert complaints == {done.organisation: 1, DEMO.organisation: 0}


async def test_what_an_earlier_version_set_up_is_kept_and_the_houses_are_added(
    empty: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(monkeypatch, *STORIES[:2])
    before = await prepare(empty, console())
    old = {"tokens": before["demo"], "complaints": 2}
    (empty.data_dir / FILE).write_text(json.dumps(old))
    two = DEMO._replace(stories=STORIES[:2])
    monkeypatch.setattr(setting_up, "HOUSES", (two, TRADES[0]))
    on = console()
    after = await prepare(empty, on)
    assert after["demo"] == before["demo"]
    assert f"Entered {len(TRADES[0].stories)} complaints" in said(on)
    assert len(await cases(empty, after["demo"]["handler"])) == 2


def a_refused_story() -> Story:
    """The front desk may not dismiss."""
    receipt = STORIES[0].steps[0][2]
    return Story("refused", "-", ago("1m"), ZHAO, receipt, ("0m", LIN, dismissed("没有权限")))


async def test_a_refused_command_is_shown_with_its_problem(
    empty: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(monkeypatch, a_refused_story())
    with pytest.raises(Refused, match=r"demo-refused-01: .* was answered 40[34]: .*\"code\""):
        await prepare(empty, console())


async def test_the_tokens_are_for_nobody_elses_eyes(demo: Settings) -> None:
    path = demo.data_dir / FILE
    assert path.stat().st_mode & 0o777 == 0o600


async def test_the_tokens_are_by_role_and_those_of_the_houses_by_organisation(
    demo: Settings,
) -> None:
    written = json.loads((demo.data_dir / FILE).read_text())
    tokens = await prepare(demo, console())
    assert written["tokens"] == tokens["demo"]
    houses = {name: house["tokens"] for name, house in written["houses"].items()}
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
    assert kept(tmp_path) == {}


async def test_lost_tokens_are_made_anew(empty: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, *STORIES[:2])
    before = (await prepare(empty, console()))["demo"]
    (empty.data_dir / FILE).unlink()
    after = (await prepare(empty, console()))["demo"]
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


async def test_it_fits_on_a_hundred_columns_and_says_where_every_house_is(demo: Settings) -> None:
    on = console()
    tokens = await prepare(demo, console())
    show(demo, tokens, on)
    assert all(token in said(on) for token in tokens["demo"].values())
    assert all(f'.houses["{house.organisation}"].tokens' in said(on) for house in TRADES)
    assert [line for line in said(on).splitlines() if cell_len(line) > 100] == []


def test_no_token_is_shown_where_others_reach_the_service(tmp_path: Path) -> None:
    tokens: dict[str, dict[str, str]] = {
        house.organisation: {person.role: f"tri_{person.role}" for person in house.people}
        for house in HOUSES
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


async def test_the_organisations_are_the_houses(demo: Settings) -> None:
    async with running(demo) as services:
        founded = await services.store.organisations()
    assert sorted(founded) == sorted(house.organisation for house in HOUSES)
