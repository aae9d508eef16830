"""How a story is told: when it began, and who did what how much later.

A story is data. Its acts are the bodies of the real commands, made by one word each, so that the
case books in `app.demo.houses` can be read from top to bottom.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Final, NamedTuple, TypeAlias

from app.demo.people import Person

ZONE: Final = timezone(timedelta(hours=8))
"""Clock times in stories are those of China."""

RECEIPT: Final = ""
"""The noun of the act that begins a complaint: its route has none."""

Body: TypeAlias = Mapping[str, object]

_SPAN = re.compile(r"(?:(\d+)d)?\s*(?:(\d+)h)?\s*(?:(\d+)m)?")


def span(text: str) -> timedelta:
    """Read a span of time such as "2d", "1h 30m" or "5m".

    Raises:
        ValueError: it is none.

    """
    match = _SPAN.fullmatch(text)
    if match is None or not any(match.groups()):
        message = f"no span of time: {text!r}"
        raise ValueError(message)
    days, hours, minutes = (int(part or 0) for part in match.groups())
    return timedelta(days=days, hours=hours, minutes=minutes)


@dataclass(frozen=True, slots=True)
class Began:
    """When a story began, seen from the day on which the demo is set up."""

    days: int = 0
    clock: str = ""
    ago: str = ""

    def at(self, now: datetime) -> datetime:
        """Tell the instant."""
        if self.ago:
            return now - span(self.ago)
        hour, minute = map(int, self.clock.split(":"))
        day = now.astimezone(ZONE) - timedelta(days=self.days)
        return day.replace(hour=hour, minute=minute, second=0, microsecond=0)


def days_ago(days: int, clock: str) -> Began:
    """Begin some days ago at a time of the day."""
    return Began(days=days, clock=clock)


def ago(text: str) -> Began:
    """Begin a span before now."""
    return Began(ago=text)


@dataclass(frozen=True, slots=True)
class Due:
    """A time by which something is promised."""

    after: timedelta
    from_now: bool
    """Counted from the setting up of the demo, not from the act."""
    today: bool = False
    """No later than the last minute of the day on which the demo is set up."""

    def at(self, act: datetime, now: datetime) -> datetime:
        """Tell the instant."""
        due = (now if self.from_now else act) + self.after
        return min(due, _last_minute(now)) if self.today else due


def _last_minute(now: datetime) -> datetime:
    return now.astimezone(ZONE).replace(hour=23, minute=59, second=0, microsecond=0)


def within(text: str) -> Due:
    """Promise something for a span after the act itself."""
    return Due(span(text), from_now=False)


def due_in(text: str) -> Due:
    """Promise something for a span after now: it is still to come."""
    return Due(span(text), from_now=True)


def today_in(text: str) -> Due:
    """Promise something for a span after now, or for the end of today if that is sooner."""
    return Due(span(text), from_now=True, today=True)


def overdue_by(text: str) -> Due:
    """Promise something for a span before now: it should have come."""
    return Due(-span(text), from_now=True)


@dataclass(frozen=True, slots=True)
class Other:
    """The complaint of another story, whose id is known when it has been received."""

    story: str


class Act(NamedTuple):
    """What is done: the noun of a command's route, and the body."""

    noun: str
    body: Body


Step: TypeAlias = tuple[str, Person, Act]
"""How much later than the step before, who, and what."""


class Command(NamedTuple):
    """A command as it is sent."""

    story: str
    key: str
    at: datetime
    who: Person
    noun: str
    body: Body


class Story:
    """A complaint from its receipt to where it stands today, and the rules that it shows."""

    def __init__(
        self, key: str, rules: str, began: Began, who: Person, receipt: Act, *steps: Step
    ) -> None:
        """Tell it: key and rules, when it began, who received what, and what followed."""
        self.key = key
        self.rules = tuple(rules.split(", "))
        self.began = began
        self.steps: tuple[Step, ...] = (("0m", who, receipt), *steps)

    def commands(self, now: datetime) -> Iterator[Command]:
        """Give its commands as of a day, always under the same keys."""
        at = self.began.at(now)
        for number, (later, who, act) in enumerate(self.steps):
            at += span(later)
            body = {
                name: value.at(at, now).isoformat() if isinstance(value, Due) else value
                for name, value in act.body.items()
            }
            key = f"demo-{self.key}-{number:02d}"
            yield Command(self.key, key, at, who, act.noun, {**body, "occurred_at": at.isoformat()})
