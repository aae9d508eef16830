"""What a few seconds of measuring give, and how several of them are summed up."""

import math
from collections.abc import Sequence
from statistics import median

import msgspec


class Slice(msgspec.Struct, frozen=True, kw_only=True):
    """One variant, measured once for a few seconds."""

    rate: float
    """Operations per second."""
    p50: float | None = None
    """Milliseconds."""
    p99: float | None = None
    """Milliseconds."""
    operations: int = 0
    seconds: float = 0.0
    errors: int = 0
    first_error: str = ""
    foreign: float = 0.0
    """Cores that other programs, or the machine's host, used meanwhile."""
    cores: dict[str, float] = {}
    """Cores that each of our own programs used."""
    answered: int = 0
    """All operations, those of the warm-up too."""
    spent: dict[str, float] = {}
    """Microseconds of processor time that each of our own programs spent on an operation, until
    nothing was left to do. It moves with the machine, but not with who else has a share of it."""
    drain: float | None = None
    """Seconds that work put off (projections) went on after the last request."""
    steps: dict[str, float] = {}
    """p50 in milliseconds by kind of request."""


class Spread(msgspec.Struct, frozen=True):
    """The median of some rounds, the least and the most."""

    median: float
    least: float
    most: float

    def __str__(self) -> str:
        """Show with as many digits as mean something."""
        return f"{short(self.median)} [{short(self.least)}-{short(self.most)}]"


def short(number: float) -> str:
    """Write a number so that it can be compared at a glance."""
    if math.isnan(number):
        return "-"
    if abs(number) >= 100:
        return f"{number:,.0f}"
    return f"{number:.2f}" if abs(number) < 10 else f"{number:.1f}"


def spread(numbers: Sequence[float]) -> Spread:
    """Sum up rounds."""
    return Spread(median(numbers), min(numbers), max(numbers))


def ratio(above: Sequence[float], below: Sequence[float]) -> Spread:
    """Divide round by round, so that what disturbs a whole round cancels out; then sum up."""
    return spread([a / b for a, b in zip(above, below, strict=True)])


def percentile(ordered: Sequence[float], share: float) -> float:
    """Pick from sorted numbers the one that `share` of them do not exceed."""
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
