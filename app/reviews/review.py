"""What a review says: numbers, and lists of what somebody should do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

UNKNOWN: Final = "-"
"""Not said yet: no word of a policy looks like it."""

Counts: TypeAlias = Mapping[str, int]

AXES: Final = ("unit", "category", "channel", "tier", "severity", "cause_class", "fault")
"""What the complaints received are told apart by; the parts of each add up to all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How long something took, in hours; None where it never happened."""

    number: int
    median: float | None
    ninetieth: float | None
    """Nine of ten took no longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How content customers were, from 1 to 5 (BE-07, PC-83)."""

    number: int
    mean: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedySum:
    """How often a remedy was given, and what it cost; what came back is taken off."""

    remedy: str
    number: int
    cost: int
    """Minor units."""
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenImprovement:
    """Planned and not made yet (WS-44)."""

    complaint_id: str
    complaint: str
    improvement: int
    unit: str
    category: str | None
    due: str
    overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplanned:
    """A systemic cause for which nobody has planned an improvement yet (WS-46)."""

    complaint_id: str
    complaint: str
    unit: str
    category: str | None
    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What happened in a span of time, and what stands open at its end."""

    complaints: Counts
    """received, closed, withdrawn, dismissed, reopened; and at the end open, overdue."""
    received_by: Mapping[str, Counts]
    """By `AXES`, as the complaints are judged now."""
    outcomes: Counts
    """Of those closed."""
    times: Mapping[str, Spread]
    """From receipt to apology, reply and closing."""
    promises: Counts
    """made; and of those answered, each once: kept, late, deferred."""
    missed: Counts
    """By clock, how many deadlines passed in vain."""
    remedies: tuple[RemedySum, ...]
    satisfaction: Mapping[str, Score]
    """With the outcome and with the handling."""
    follow_ups: Counts
    """made, unreached (tried in vain), missed."""
    improvements: Counts
    """planned, made, late (of those made); and at the end open, unplanned."""
    open_improvements: tuple[OpenImprovement, ...]
    """The one due first first, and no more than `MOST_LISTED`; `improvements` counts all."""
    unplanned: tuple[Unplanned, ...]
    """The one found first first, and no more than `MOST_LISTED`."""


MOST_LISTED: Final = 50
