"""What happens by when: clocks, contacts after the end, reviews."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from app.domain.fields import Doc, Length, Range
from app.domain.policy.fields import (
    ClockLength,
    Days,
    OneOrMore,
    PlannerRole,
    RoleKeys,
    Rule,
    Signal,
    Some,
    Tier,
    Titles,
)
from app.domain.values import Channel, Severity, WaitingFor


class TimeKind(StrEnum):
    """How a clock counts."""

    ELAPSED = "elapsed"
    WORKING = "working"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """By when something must have happened, and what it means if it has not."""

    key: str
    title: Titles
    start: Some[Signal]
    stop: frozenset[Signal]
    length: Annotated[ClockLength | None, Doc("Null: what starts it brings the time.")] = None
    """See `vocabulary.TIMED_SIGNALS`."""
    otherwise: Annotated[ClockLength | None, Doc("So long where what starts it brings none.")] = (
        None
    )
    """Help can be asked for without a time."""
    grace: Annotated[ClockLength | None, Doc("So long after that time it is not missed yet.")] = (
        None
    )
    """A visit is written down afterwards."""
    time: TimeKind = TimeKind.ELAPSED
    restarts: bool = False
    """A starting signal moves the deadline when the clock runs already."""
    pauses_for: frozenset[WaitingFor] = frozenset()
    severities: Some[Severity] = frozenset(Severity)
    """Which complaints it is for; one that is not classified is ordinary."""
    tiers: Annotated[Some[Tier], Doc("Empty is every tier.")] = frozenset()
    channels: Annotated[Some[Channel], Doc("Empty is every channel.")] = frozenset()
    only_high_value: bool = False
    after_end: bool = False
    """It goes on when the complaint has ended."""
    reminder: Annotated[bool, Doc("A date to look at, which nobody can miss.")] = False
    """No event, no consequence."""
    report_to: Annotated[RoleKeys, Doc("Who is told when it is missed.")] = ()
    escalate: Annotated[bool, Doc("When it is missed the complaint goes up a tier.")] = False
    """LC-43, LC-44."""
    rule: Rule = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """A contact after the end.

    Rules: PC-41.
    """

    key: str
    title: Titles
    after_days: Days
    starts: Annotated[Some[Signal], OneOrMore(), Doc("What the days are counted from.")] = (
        frozenset({"closed"})
    )
    within_days: Annotated[Days, Doc("Days that may pass before it counts as missed.")] = 0
    report_to: RoleKeys = ()
    """Who is told when it is missed (PC-83)."""


class Every(StrEnum):
    """What span of time a review is of (WS-43, PC-43, AS-26)."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    HALF_YEAR = "half-year"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDuty:
    """Who totals and discusses the complaints of a span of time: `GET /v1/reviews`.

    Rules: WS-43, PC-43, AS-26.
    """

    key: str
    title: Titles
    every: Every
    roles: Annotated[tuple[PlannerRole, ...], Length(1)]
    """They hold it."""
    within_days: Annotated[
        int | None,
        Range(1, 60),
        Doc("Within this number of days after the span; null is no day in particular."),
    ] = None
    """After 60 days nobody would call it a review of that span."""
    rule: Rule = ""
