"""The day, week, month or half-year of a review, as the house's own calendar has them.

A half-year is the six months before the days on which it is totalled, the first ten of June and of
December (AS-26): `2026-H1` is from 1 December 2025 to 31 May 2026, `2026-H2` from 1 June to 30
November 2026. Halves of the calendar year would still have a month to run on those days.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from app.domain.policy import Every

FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2199

_LABELS: Final = {
    Every.DAY: re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII),
    Every.WEEK: re.compile(r"(\d{4})-W(\d\d)", re.ASCII),
    Every.MONTH: re.compile(r"(\d{4})-(\d\d)", re.ASCII),
    Every.HALF_YEAR: re.compile(r"(\d{4})-H([12])", re.ASCII),
}
EXAMPLES: Final = {
    Every.DAY: "2026-03-02",
    Every.WEEK: "2026-W10",
    Every.MONTH: "2026-03",
    Every.HALF_YEAR: "2026-H1",
}
_JUNE: Final = 6
_DECEMBER: Final = 12


class NoSuchPeriod(ValueError):
    """There is no such day, week, month or half-year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days of a calendar, the first and the last among them."""

    every: Every
    label: str
    first: date
    last: date

    def bounds(self, zone: str) -> tuple[datetime, datetime]:
        """Tell the instants at which it begins and, no longer in it, ends."""
        return _midnight(self.first, zone), _midnight(self.last + timedelta(days=1), zone)

    def due(self, within_days: int) -> tuple[date, date]:
        """Tell the first and the last day on which its review is due, after it is over."""
        return self.last + timedelta(days=1), self.last + timedelta(days=within_days)

    def before(self) -> "Period":
        """Give the one that ends where this one begins, of the same kind."""
        return containing(self.every, self.first - timedelta(days=1))


def read(every: Every, label: str) -> Period:
    """Read the name of a period.

    Raises:
        NoSuchPeriod: says what such a name looks like.

    """
    found = _LABELS[every].fullmatch(label)
    message = f"a {every} is named such as {EXAMPLES[every]}"
    if found is None or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        raise NoSuchPeriod(message)
    year, *rest = (int(part) for part in found.groups())
    try:
        return containing(every, _a_day(every, year, rest))
    except ValueError:
        raise NoSuchPeriod(message) from None


def _a_day(every: Every, year: int, rest: list[int]) -> date:
    match every:
        case Every.DAY:
            return date(year, rest[0], rest[1])
        case Every.WEEK:
            return date.fromisocalendar(year, rest[0], 1)
        case Every.MONTH:
            return date(year, rest[0], 1)
        case Every.HALF_YEAR:
            return date(year, 1 if rest[0] == 1 else _JUNE, 1)


def containing(every: Every, day: date) -> Period:
    """Find the period that a day lies in."""
    match every:
        case Every.DAY:
            return Period(every=every, label=day.isoformat(), first=day, last=day)
        case Every.WEEK:
            year, week, weekday = day.isocalendar()
            first = day - timedelta(days=weekday - 1)
            last = first + timedelta(days=6)
            return Period(every=every, label=f"{year:04}-W{week:02}", first=first, last=last)
        case Every.MONTH:
            first = day.replace(day=1)
            return Period(
                every=every, label=f"{day:%Y-%m}", first=first, last=_day_before(first, months=1)
            )
        case Every.HALF_YEAR:
            return _half_year(day)


def _half_year(day: date) -> Period:
    second = _JUNE <= day.month < _DECEMBER
    year = day.year + (day.month == _DECEMBER)
    first = date(year, _JUNE, 1) if second else date(year - 1, _DECEMBER, 1)
    label = f"{year:04}-H{2 if second else 1}"
    return Period(
        every=Every.HALF_YEAR, label=label, first=first, last=_day_before(first, months=6)
    )


def _day_before(first: date, *, months: int) -> date:
    """Return the last day of a number of months."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1) - timedelta(days=1)


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(zone)).astimezone(UTC)
