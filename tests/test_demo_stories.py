"""The stories of the demo fit the policy of their house, whatever the time of the day."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from uuid import UUID

import msgspec
import pytest

from app.api.routes import BEGIN, STEPS
from app.application.command_handler import in_reach
from app.demo.house import House
from app.demo.houses import DEMO, HOUSES
from app.demo.story import RECEIPT, ZONE, Command, Other, span
from app.domain.complaint import Complaint, Fact
from app.domain.procedure import decide, open_with
from app.domain.steps.deadline import DeadlineMissed
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

BY_NOUN = {step.noun: step for step in STEPS}
SOME_OTHER = UUID(int=1)

houses = pytest.mark.parametrize("house", HOUSES, ids=lambda house: house.organisation)


def test_every_shipped_policy_has_a_house() -> None:
    assert sorted(house.policy for house in HOUSES) == sorted(shipped())


def test_a_house_of_a_trade_is_named_after_its_policy() -> None:
    assert [house.policy for house in HOUSES if house.organisation != house.policy] == ["default"]


def test_every_command_occurs_in_some_story() -> None:
    nouns = {act.noun for house in HOUSES for story in house.stories for _, _, act in story.steps}
    assert nouns == {RECEIPT, *(step.noun for step in STEPS)}


@houses
def test_everybody_has_a_role_of_the_policy_and_every_role_somebody(house: House) -> None:
    policy = load(house.policy)
    assert sorted(person.role for person in house.people) == sorted(policy.roles)
    assert {unit for person in house.people for unit in person.units} <= policy.units.keys()
    assert len({person.subject for person in house.people}) == len(house.people)


@houses
def test_only_people_of_the_house_act_in_its_stories(house: House) -> None:
    acting = {who for story in house.stories for _, who, _ in story.steps}
    assert acting <= set(house.people)


@houses
def test_no_two_stories_of_a_house_have_the_same_key(house: House) -> None:
    assert len({story.key for story in house.stories}) == len(house.stories)


@houses
def test_a_story_names_rules_that_exist(house: House) -> None:
    assert {rule for story in house.stories for rule in story.rules} <= set(rules())


@houses
def test_a_story_links_to_one_that_began_before(house: House) -> None:
    now = EVERY_SEASON[0]
    for story in house.stories:
        for command in story.commands(now):
            for value in command.body.values():
                if isinstance(value, Other):
                    [other] = [one for one in house.stories if one.key == value.story]
                    assert other.began.at(now) < command.at


@houses
@pytest.mark.parametrize("now", EVERY_HOUR, ids=lambda now: f"{now:%H:%M}")
def test_everything_has_happened_whatever_the_time_of_the_day(house: House, now: datetime) -> None:
    late = [
        command.key
        for story in house.stories
        for command in story.commands(now.astimezone(UTC))
        if command.at > now
    ]
    assert late == []


@pytest.mark.parametrize("now", EVERY_HOUR, ids=lambda now: f"{now:%H:%M}")
def test_the_tour_finds_the_same_whatever_the_time_of_the_day(now: datetime) -> None:
    """The README shows the newest complaints, and what the wedding studio promised for today."""
    stories = {story.key: story for story in DEMO.stories}
    newest = sorted(stories, key=lambda key: next(stories[key].commands(now)).at)[-3:]
    assert newest == ["lipstick-too-dark", "whining-fridge", "slippery-floor"]
    [studio] = [house for house in HOUSES if house.organisation == "wedding-studio"]
    due = [
        datetime.fromisoformat(str(command.body["due"]))
        for story in studio.stories
        for command in story.commands(now)
        if command.noun == "promises"
    ]
    assert len(due) == 2
    assert all(promised.astimezone(ZONE).date() <= now.date() for promised in due)


@houses
@pytest.mark.parametrize("now", EVERY_SEASON, ids=lambda now: f"{now:%m-%d %H:%M}")
def test_the_policy_accepts_every_story_and_nothing_is_missed_on_entering(
    house: House, now: datetime
) -> None:
    for story in house.stories:
        facts = list(lived(house, tuple(story.commands(now.astimezone(UTC)))))
        assert all(before.at <= after.at for before, after in pairwise(facts)), story.key
        assert not [fact for fact in facts if isinstance(fact.event, DeadlineMissed)], story.key


def lived(house: House, commands: tuple[Command, ...]) -> Iterator[Fact]:
    """Decide every command of a story as the service would, and give what happened."""
    policy = load(house.policy)
    complaint: Complaint | None = None
    for command in commands:
        by, clock = command.who.actor, partial(getattr, command, "at")
        if complaint is None:
            opening = BEGIN.body.read(sent(command), by, clock)
            happened = open_with(opening, policy)
        else:
            assert in_reach(by, complaint.units), command.key
            step = BY_NOUN[command.noun].body.read(sent(command), by, clock)
            happened = decide(complaint, step, policy)
        complaint = happened.complaint
        yield from happened.facts


def sent(command: Command) -> bytes:
    """Write the body as it is sent; which other complaint is linked does not matter here."""
    body = {
        name: str(SOME_OTHER) if isinstance(value, Other) else value
        for name, value in command.body.items()
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
