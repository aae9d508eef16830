"""Scenarios of the demo: organisations with their people and the stories of their complaints.

Each TOML file in `scenarios` is one scenario. A story has the body of its receipt, and steps:

    [span after the step before, subject of the person, key of the command, body of the command]

Five tables in a body stand for values that are known only when the demo is set up:

    { yuan = 15 }         amount of money
    { story = "key" }     id of the complaint of another story
    { within = "1d" }     time, counted from the step
    { due_in = "2h" }     time, counted from now; `today_in`: at the latest the end of today
    { overdue_by = "3h" } time in the past, counted back from now
"""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple, TypeAlias

from app.demo.times import Began, Due, due_in, overdue_by, span, today_in, within
from app.domain.steps.receipt import ReceiveComplaint
from app.domain.values import Actor, OrganisationId

NAMES: Final = (
    "demo",
    "wedding-studio",
    "shopping-centre",
    "leisure-club",
    "photo-chain",
    "beauty",
    "after-sales",
)
"""Scenarios in the order in which they are shown; the README's tour goes through the first."""

Body: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """An employee with a token: one for each role of the policy."""

    name: str
    subject: str
    """Name of the person in events."""
    role: str
    units: tuple[str, ...] = ()
    """The person sees complaints of these units only; empty: of all units."""

    @property
    def actor(self) -> Actor:
        """The person as the author of events."""
        return Actor(self.subject, (self.role,), self.units)


@dataclass(frozen=True, slots=True)
class OtherStory:
    """Stands for the id of the complaint of another story."""

    key: str


class Step(NamedTuple):
    """A command of a story."""

    after: timedelta
    """Since the step before."""
    person: Person
    command: str
    """Key of the command."""
    body: Body


class Request(NamedTuple):
    """A command as it is sent."""

    story: str
    key: str
    """Idempotency key: a second run of the seeder repeats nothing."""
    at: datetime
    person: Person
    command: str
    body: Body


@dataclass(frozen=True, slots=True)
class Story:
    """A complaint from its receipt to its present state, and the rules that it shows."""

    key: str
    rules: tuple[str, ...]
    began: Began
    steps: tuple[Step, ...]

    def requests(self, now: datetime) -> Iterator[Request]:
        """Yield the requests of a demo that is set up `now`; their keys are always the same."""
        at = self.began.time(now)
        for number, step in enumerate(self.steps):
            at += step.after
            body = {
                name: value.time(at, now).isoformat() if isinstance(value, Due) else value
                for name, value in step.body.items()
            }
            body["occurred_at"] = at.isoformat()
            key = f"demo-{self.key}-{number:02d}"
            yield Request(self.key, key, at, step.person, step.command, body)


@dataclass(frozen=True, slots=True)
class Scenario:
    """An organisation of the demo."""

    organisation: OrganisationId
    title: str
    policy: str
    """Shipped policy that the organisation is founded with."""
    people: tuple[Person, ...]
    stories: tuple[Story, ...]

    def requests(self, now: datetime) -> tuple[Request, ...]:
        """Return the requests of all stories, in the order of their times."""
        told = (request for story in self.stories for request in story.requests(now))
        return tuple(sorted(told, key=lambda request: (request.at, request.key)))


@cache
def scenarios() -> tuple[Scenario, ...]:
    """Load all scenarios. The first one is the organisation of the README's tour."""
    folder = files(__package__) / "scenarios"
    texts = [(folder / f"{name}.toml").read_text(encoding="utf-8") for name in NAMES]
    return tuple(_scenario(tomllib.loads(text)) for text in texts)


def _scenario(written: Mapping[str, Any]) -> Scenario:
    people = tuple(
        Person(one["name"], one["subject"], one["role"], tuple(one.get("units", ())))
        for one in written["people"]
    )
    return Scenario(
        OrganisationId(written["organisation"]),
        written["title"],
        written["policy"],
        people,
        read_stories(written, people),
    )


def read_stories(written: Mapping[str, Any], people: Iterable[Person]) -> tuple[Story, ...]:
    """Read the stories of a parsed scenario.

    Raises:
        KeyError: a story lacks a key, or names a person who is not one of `people`.

    """
    by_subject = {person.subject: person for person in people}
    return tuple(_story(one, by_subject) for one in written["stories"])


def _story(written: Mapping[str, Any], people: Mapping[str, Person]) -> Story:
    receipt = ["0m", written["received_by"], ReceiveComplaint.key, written["receipt"]]
    steps = tuple(
        Step(span(after), people[subject], command, _value(body))
        for after, subject, command, body in (receipt, *written["steps"])
    )
    return Story(written["key"], tuple(written["rules"]), Began(**written["began"]), steps)


def _yuan(amount: int) -> Body:
    return {"amount": amount * 100, "currency": "CNY"}


_STAND_INS: Final[Mapping[str, Callable[[Any], object]]] = {
    "yuan": _yuan,
    "story": OtherStory,
    "within": within,
    "due_in": due_in,
    "today_in": today_in,
    "overdue_by": overdue_by,
}


def _value(written: Any) -> Any:  # noqa: ANN401 - any part of a body
    """Replace the tables that stand for other values."""
    match written:
        case dict():
            [*names] = written
            if len(names) == 1 and names[0] in _STAND_INS:
                return _STAND_INS[names[0]](written[names[0]])
            return {name: _value(value) for name, value in written.items()}
        case list():
            return [_value(value) for value in written]
        case _:
            return written
