"""The stories of the demo fit the policy of their organisation, whatever the time of the day."""

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from app.api.routes import BEGIN, STEPS
from app.application.command_handler import in_reach
from app.demo import scenario as scenario_module
from app.demo.scenario import (
    NAMES,
    OtherStory,
    Person,
    Request,
    Scenario,
    read_stories,
    scenarios,
)
from app.demo.times import ZONE, span
from app.domain.complaint import Complaint, Fact
from app.domain.procedure import decide, open_with
from app.domain.steps.deadline import DeadlineMissed
from app.domain.steps.receipt import ReceiveComplaint
from app.policies import load, shipped
from tests.rules.catalogue import rules

EVERY_HOUR = [
    datetime(2026, 3, 29, hour, minute, tzinfo=ZONE) for hour in range(24) for minute in (0, 59)
]
EVERY_SEASON = [
    datetime(2026, 3, 29, 0, 0, tzinfo=ZONE),
    datetime(2026, 2, 18, 9, 30, tzinfo=ZONE),
    datetime(2026, 10, 9, 15, 0, tzinfo=ZONE),
    datetime(2026, 12, 31, 23, 59, tzinfo=ZONE),
]
"""At night, at the Spring Festival, after a week of holidays, at the end of the year."""

BODIES = {step.command.key: step.body for step in STEPS}
SOME_OTHER = UUID(int=1)

every_scenario = pytest.mark.parametrize("scenario", scenarios(), ids=lambda one: one.organisation)


def test_every_shipped_policy_has_a_scenario() -> None:
    assert sorted(scenario.policy for scenario in scenarios()) == sorted(shipped())


def test_every_scenario_is_listed_under_the_name_of_its_organisation() -> None:
    files = (Path(scenario_module.__file__).parent / "scenarios").iterdir()
    assert sorted(file.stem for file in files) == sorted(NAMES)
    assert tuple(scenario.organisation for scenario in scenarios()) == NAMES


def test_the_scenario_of_a_trade_is_named_after_its_policy() -> None:
    others = [one.policy for one in scenarios() if one.organisation != one.policy]
    assert others == ["default"]


def test_every_command_occurs_in_some_story() -> None:
    told = {step.command for one in scenarios() for story in one.stories for step in story.steps}
    assert told == {ReceiveComplaint.key, *BODIES}


@every_scenario
def test_everybody_has_a_role_of_the_policy_and_every_role_somebody(scenario: Scenario) -> None:
    policy = load(scenario.policy)
    assert sorted(person.role for person in scenario.people) == sorted(policy.roles)
    assert {unit for person in scenario.people for unit in person.units} <= policy.units.keys()
    assert len({person.subject for person in scenario.people}) == len(scenario.people)


def test_what_stands_for_a_value_becomes_the_value_when_the_demo_is_set_up() -> None:
    written = """
    [[stories]]
    key = "album"
    rules = []
    began = { ago = "1h" }
    received_by = "lin"
    receipt.due = { within = "1d" }
    steps = [
      ["5m", "lin", "reply", { offers = [{ cost = { yuan = 15 } }], due = { due_in = "2h" } }],
      ["5m", "lin", "link", { other = { story = "album" }, due = { overdue_by = "3h" } }],
      ["5m", "lin", "reply", { due = { today_in = "3d" } }],
    ]
    """
    now = datetime(2026, 3, 29, 12, 0, tzinfo=ZONE)
    [story] = read_stories(tomllib.loads(written), [Person("林", "lin", "handler")])
    receipt, reply, link, again = (request.body for request in story.requests(now))
    assert receipt == {
        "due": "2026-03-30T11:00:00+08:00",
        "occurred_at": "2026-03-29T11:00:00+08:00",
    }
    assert reply["offers"] == [{"cost": {"amount": 1500, "currency": "CNY"}}]
    assert (reply["due"], again["due"]) == (
        "2026-03-29T14:00:00+08:00",
        "2026-03-29T23:59:00+08:00",
    )
    assert (link["other"], link["due"]) == (OtherStory("album"), "2026-03-29T09:00:00+08:00")


def test_a_story_with_a_step_by_a_stranger_is_refused() -> None:
    story = {"key": "-", "rules": [], "began": {"ago": "1h"}, "received_by": "lin"}
    written = {"stories": [{**story, "receipt": {}, "steps": [["5m", "somebody", "reply", {}]]}]}
    with pytest.raises(KeyError, match="somebody"):
        read_stories(written, [Person("林", "lin", "handler")])


@every_scenario
def test_no_two_stories_of_an_organisation_have_the_same_key(scenario: Scenario) -> None:
    assert len({story.key for story in scenario.stories}) == len(scenario.stories)


@every_scenario
def test_a_story_names_rules_that_exist(scenario: Scenario) -> None:
    assert {rule for story in scenario.stories for rule in story.rules} <= set(rules())


@every_scenario
def test_a_story_links_to_one_that_began_before(scenario: Scenario) -> None:
    now = EVERY_SEASON[0]
    for story in scenario.stories:
        for request in story.requests(now):
            for value in request.body.values():
                if isinstance(value, OtherStory):
                    [other] = [one for one in scenario.stories if one.key == value.key]
                    assert other.began.time(now) < request.at


@every_scenario
@pytest.mark.parametrize("now", EVERY_HOUR, ids=lambda now: f"{now:%H:%M}")
def test_everything_has_happened_whatever_the_time_of_the_day(
    scenario: Scenario, now: datetime
) -> None:
    late = [
        request.key
        for story in scenario.stories
        for request in story.requests(now.astimezone(UTC))
        if request.at > now
    ]
    assert late == []


@pytest.mark.parametrize("now", EVERY_HOUR, ids=lambda now: f"{now:%H:%M}")
def test_the_tour_finds_the_same_whatever_the_time_of_the_day(now: datetime) -> None:
    """The README shows the newest complaints, and what the wedding studio promised for today."""
    stories = {story.key: story for story in scenarios()[0].stories}
    newest = sorted(stories, key=lambda key: next(stories[key].requests(now)).at)[-3:]
    assert newest == ["lipstick-too-dark", "whining-fridge", "slippery-floor"]
    [studio] = [one for one in scenarios() if one.organisation == "wedding-studio"]
    due = [
        datetime.fromisoformat(str(request.body["due"]))
        for story in studio.stories
        for request in story.requests(now)
        if request.command == "make-promise"
    ]
    assert len(due) == 2
    assert all(promised.astimezone(ZONE).date() <= now.date() for promised in due)


@every_scenario
@pytest.mark.parametrize("now", EVERY_SEASON, ids=lambda now: f"{now:%m-%d %H:%M}")
def test_the_policy_accepts_every_story_and_nothing_is_missed_on_entering(
    scenario: Scenario, now: datetime
) -> None:
    for story in scenario.stories:
        facts = list(lived(scenario, tuple(story.requests(now.astimezone(UTC)))))
        assert all(before.at <= after.at for before, after in pairwise(facts)), story.key
        assert not [fact for fact in facts if isinstance(fact.event, DeadlineMissed)], story.key


def lived(scenario: Scenario, requests: tuple[Request, ...]) -> Iterator[Fact]:
    """Decide every command of a story as the service would, and give what happened."""
    policy = load(scenario.policy)
    complaint: Complaint | None = None
    for request in requests:
        by, clock = request.person.actor, partial(getattr, request, "at")
        if complaint is None:
            opening = BEGIN.body.read(sent(request), by, clock)
            happened = open_with(opening, policy)
        else:
            assert in_reach(by, complaint.units), request.key
            step = BODIES[request.command].read(sent(request), by, clock)
            happened = decide(complaint, step, policy)
        complaint = happened.complaint
        yield from happened.facts


def sent(request: Request) -> bytes:
    """Write the body as it is sent; which other complaint is linked does not matter here."""
    body = {
        name: str(SOME_OTHER) if isinstance(value, OtherStory) else value
        for name, value in request.body.items()
    }
    return msgspec.json.encode(body)


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
