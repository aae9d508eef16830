"""What happens by when: clocks, contacts after the end, reviews."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.values import Channel, Severity, Span, WaitingFor


class TimeKind(StrEnum):
    """How a clock counts."""

    ELAPSED = "elapsed"
    WORKING = "working"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """By when something must have happened, and what it means if it has not."""

    key: str
    title: Mapping[str, str]
    start: frozenset[str]
    """Any of `vocabulary.SIGNALS`."""
    stop: frozenset[str]
    length: Span | None
    """None: the starting signal brings its own time (`vocabulary.TIMED_SIGNALS`)."""
    otherwise: Span | None = None
    """How long it runs where that signal brings none: help can be asked for without a time."""
    grace: Span | None = None
    """So long after a time of its own it is not missed yet: a visit is written down afterwards."""
    time: TimeKind = TimeKind.ELAPSED
    restarts: bool = False
    """A starting signal moves the deadline when the clock runs already."""
    pauses_for: frozenset[WaitingFor] = frozenset()
    severities: frozenset[Severity] = frozenset(Severity)
    """Which complaints it is for; one that is not classified is ordinary."""
    tiers: frozenset[str] = frozenset()
    """Empty is every tier."""
    channels: frozenset[Channel] = frozenset()
    """Empty is every channel."""
    only_high_value: bool = False
    after_end: bool = False
    """It goes on when the complaint has ended."""
    reminder: bool = False
    """A date to look at, which nobody can miss: no event, no consequence."""
    report_to: tuple[str, ...] = ()
    """Who is told when it is missed."""
    escalate: bool = False
    """When it is missed the complaint goes up a tier (LC-43, LC-44)."""
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """A contact with the customer after the end (PC-41)."""

    key: str
    title: Mapping[str, str]
    after_days: int
    starts: frozenset[str] = frozenset({"closed"})
    """The signals, of `vocabulary.SIGNALS`, that the days are counted from."""
    within_days: int = 0
    """So many days may pass before it counts as missed."""
    report_to: tuple[str, ...] = ()
    """Who is told when it is missed (PC-83)."""


class Every(StrEnum):
    """What span of time a review is of (WS-43, PC-43, AS-26)."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    HALF_YEAR = "half-year"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDuty:
    """Who totals and discusses the complaints of a span of time (WS-43, PC-43, AS-26)."""

    key: str
    title: Mapping[str, str]
    every: Every
    roles: tuple[str, ...]
    """They hold it."""
    within_days: int | None = None
    """In the first so many days after the span; None is no day in particular."""
    rule: str = ""
