"""Adds the figures of complaints up, one at a time, into a review."""

from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import ceil
from typing import Any, Final, TypeVar

from app.events.lateness import is_late
from app.reviews.review import (
    AXES,
    MOST_LISTED,
    UNKNOWN,
    OpenImprovement,
    RemedySum,
    Review,
    Score,
    Spread,
    Unplanned,
)

Figures = Mapping[str, Any]
"""The document of the projection of that name."""

T = TypeVar("T")

_OPEN: Final = "open"
_NUMBERS: Final = {
    "complaints": (
        "received",
        "closed",
        "withdrawn",
        "dismissed",
        "reopened",
        "open",
        "overdue",
    ),
    "promises": ("made", "kept", "late", "deferred"),
    "follow_ups": ("made", "unreached", "missed"),
    "improvements": ("planned", "made", "late", "open", "unplanned"),
}
_SINCE_RECEIPT: Final = {"apology": "first_apology_at", "reply": "first_reply_at"}


@dataclass
class Tally:
    """What happened from `since` on and before `until`.

    It remembers numbers, not complaints: however many there are, it does not grow with them but by
    the different minutes that things took.
    """

    since: datetime
    until: datetime
    occasions: Collection[str] = ()
    """Of the policy: a deadline of one of these that passed is a follow-up that was not made."""
    _counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    _minutes: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    _scores: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    _remedies: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    _improvements: list[OpenImprovement] = field(default_factory=list)
    _unplanned: list[Unplanned] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Write the bounds as the figures write instants, which sort as texts."""
        self._since, self._until = _text(self.since), _text(self.until)

    def take(self, figures: Figures) -> None:
        """Add a complaint; one that was received later is none yet."""
        if figures["received_at"] >= self._until:
            return
        self._take_turns(figures)
        self._take_times(figures)
        self._take_promises(figures)
        self._take_missed(figures)
        self._take_remedies(figures)
        self._take_contacts(figures)
        self._take_improvements(figures)

    def _now(self, at: str | None) -> bool:
        return at is not None and self._since <= at < self._until

    def _by_then(self, at: str | None) -> bool:
        return at is not None and at < self._until

    def _take_turns(self, figures: Figures) -> None:
        complaints = self._counts["complaints"]
        status = _OPEN
        for turn in figures["turns"]:
            status = turn["status"] if self._by_then(turn["at"]) else status
        for turn in figures["turns"][1:]:
            if self._now(turn["at"]):
                complaints["reopened" if turn["status"] == _OPEN else turn["status"]] += 1
                if turn["status"] == "closed":
                    self._counts["outcomes"][turn["outcome"] or UNKNOWN] += 1
                    self._since_receipt("closing", figures, turn["at"])
        if self._now(figures["received_at"]):
            complaints["received"] += 1
            for axis in AXES:
                word = figures["handling_unit" if axis == "unit" else axis]
                self._counts[axis][UNKNOWN if word is None else str(word)] += 1
        if status == _OPEN:
            complaints["open"] += 1
            complaints["overdue"] += any(
                self._by_then(one["at"]) and not self._by_then(one["settled_at"])
                for one in figures["missed"]
            )

    def _take_times(self, figures: Figures) -> None:
        for name, key in _SINCE_RECEIPT.items():
            if self._now(figures[key]):
                self._since_receipt(name, figures, figures[key])

    def _since_receipt(self, name: str, figures: Figures, at: str) -> None:
        """Count whole minutes; what was entered before the receipt itself came at once."""
        took = datetime.fromisoformat(at) - datetime.fromisoformat(figures["received_at"])
        self._minutes[name][max(0, int(took.total_seconds() // 60))] += 1

    def _take_promises(self, figures: Figures) -> None:
        promises = self._counts["promises"]
        for one in figures["promises"]:
            promises["made"] += self._now(one["at"])
            if self._now(one["answered_at"]):
                late = is_late(one["due"], one["answered_at"])
                promises["deferred" if one["deferred"] else "late" if late else "kept"] += 1

    def _take_missed(self, figures: Figures) -> None:
        for one in figures["missed"]:
            if self._now(one["at"]):
                self._counts["missed"][one["clock"]] += 1
                self._counts["follow_ups"]["missed"] += one["clock"] in self.occasions

    def _take_remedies(self, figures: Figures) -> None:
        for one in figures["remedies"]:
            if self._now(one["at"]):
                cost = one["cost"]
                total = self._remedies.setdefault((one["remedy"], cost["currency"]), [0, 0])
                total[0] += one["times"]
                total[1] += cost["amount"]

    def _take_contacts(self, figures: Figures) -> None:
        for one in figures["contacts"]:
            if self._now(one["at"]):
                self._counts["follow_ups"]["made" if one["reached"] else "unreached"] += 1
                for name in ("outcome", "handling"):
                    if one[f"with_{name}"] is not None:
                        self._scores[name][one[f"with_{name}"]] += 1

    def _take_improvements(self, figures: Figures) -> None:
        improvements = self._counts["improvements"]
        for one in figures["improvements"]:
            improvements["planned"] += self._now(one["at"])
            if self._now(one["made_at"]):
                improvements["made"] += 1
                improvements["late"] += is_late(one["due"], one["made_at"])
            elif self._by_then(one["at"]) and not self._by_then(one["made_at"]):
                improvements["open"] += 1
                _list(self._improvements, self._open_improvement(figures, one), lambda x: x.due)
        if self._is_unplanned(figures):
            improvements["unplanned"] += 1
            _list(self._unplanned, _unplanned(figures), lambda x: x.found)

    def _open_improvement(self, figures: Figures, one: Mapping[str, Any]) -> OpenImprovement:
        return OpenImprovement(
            complaint_id=figures["id"],
            complaint=figures["number"],
            improvement=one["number"],
            unit=one["unit"],
            category=figures["category"],
            due=one["due"],
            overdue=self._by_then(one["due"]),
        )

    def _is_unplanned(self, figures: Figures) -> bool:
        return (
            figures["cause_class"] == "systemic"
            and self._by_then(figures["cause_found_at"])
            and figures["turns"][-1]["status"] != "dismissed"
            and not any(self._by_then(one["at"]) for one in figures["improvements"])
        )

    def review(self) -> Review:
        """Tell what was counted; what is always asked for is there, and zero."""
        numbers = {
            name: {word: self._counts[name][word] for word in words}
            for name, words in _NUMBERS.items()
        }
        return Review(
            complaints=numbers["complaints"],
            received_by={axis: _sorted(self._counts[axis]) for axis in AXES},
            outcomes=_sorted(self._counts["outcomes"]),
            times={name: spread(self._minutes[name]) for name in (*_SINCE_RECEIPT, "closing")},
            promises=numbers["promises"],
            missed=_sorted(self._counts["missed"]),
            remedies=tuple(
                RemedySum(remedy=remedy, number=number, cost=cost, currency=currency)
                for (remedy, currency), (number, cost) in sorted(self._remedies.items())
            ),
            satisfaction={name: score(self._scores[name]) for name in ("outcome", "handling")},
            follow_ups=numbers["follow_ups"],
            improvements=numbers["improvements"],
            open_improvements=tuple(self._improvements),
            unplanned=tuple(self._unplanned),
        )


def review_of(
    figures: Iterable[Figures], since: datetime, until: datetime, occasions: Collection[str] = ()
) -> Review:
    """Review what is at hand."""
    tally = Tally(since, until, occasions)
    for one in figures:
        tally.take(one)
    return tally.review()


def spread(minutes: Mapping[int, int]) -> Spread:
    """Tell the middle and the ninetieth percentile of minutes, each with how often it was given."""
    number = sum(minutes.values())
    if not number:
        return Spread(number=0, median=None, ninetieth=None)
    middle = (_nth(minutes, (number + 1) // 2) + _nth(minutes, number // 2 + 1)) / 2
    ninetieth = _nth(minutes, ceil(number * 0.9))
    return Spread(number=number, median=_hours(middle), ninetieth=_hours(ninetieth))


def score(given: Mapping[int, int]) -> Score:
    """Tell the mean of scores, each with how often it was given."""
    number = sum(given.values())
    total = sum(value * times for value, times in given.items())
    return Score(number=number, mean=round(total / number, 2) if number else None)


def _nth(minutes: Mapping[int, int], n: int) -> int:
    """Find the one at the n-th place, of the shortest first."""
    passed = 0
    for value in sorted(minutes):
        passed += minutes[value]
        if passed >= n:
            return value
    raise IndexError(n)


def _hours(minutes: float) -> float:
    return round(minutes / 60, 2)


def _sorted(counted: Counter[str]) -> dict[str, int]:
    """The most first; what is not known last."""
    ordered = sorted(counted.items(), key=lambda item: (item[0] == UNKNOWN, -item[1], item[0]))
    return dict(ordered)


def _list(items: list[T], item: T, key: Callable[[T], str]) -> None:
    """Keep the first few."""
    insort(items, item, key=key)
    del items[MOST_LISTED:]


def _unplanned(figures: Figures) -> Unplanned:
    return Unplanned(
        complaint_id=figures["id"],
        complaint=figures["number"],
        unit=figures["handling_unit"],
        category=figures["category"],
        found=figures["cause_found_at"],
    )


def _text(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"
