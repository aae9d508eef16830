"""When the house works: opening hours, public holidays and make-up workdays of its place.

The holidays come from the library `holidays`. Taiwan's and Hong Kong's follow from their laws,
for as long as the lunar calendar is computed. In mainland China the State Council publishes each
autumn which days off of the next year are worked for (调休); until then only the holidays
themselves are known, and what is counted over them is provisional.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from functools import cache
from itertools import pairwise
from typing import NamedTuple, TypeAlias

import holidays
from pydantic import BeforeValidator, StrictBool

from app.domain.calendar import Calendar
from app.policies.faults import Fault, Wrong
from app.policies.values import (
    annotated,
    checked,
    made,
    mapping,
    read_by,
    several,
    table,
    text,
    word,
)

Interval: TypeAlias = tuple[time, time]

YEARS = range(2020, 2051)
LANGUAGE = {"CN": "zh_CN", "TW": "zh_TW", "HK": "zh_HK"}
NOWHERE = "none"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CLOSED = "closed"

_CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9]"
_EXPECTED = 'hours such as "09:00-18:00", at the latest until "24:00"'


class PublicHolidays(NamedTuple):
    """The public holidays of a place, and how far they are known."""

    days: Mapping[date, str]
    make_up: frozenset[date]
    """Days of the weekend that are worked for days off."""
    known_until: date


@cache
def public_holidays(region: str) -> PublicHolidays:
    """Tell the public holidays of a place."""
    found = holidays.country_holidays(region, years=YEARS, language=LANGUAGE[region])
    make_up = frozenset(day for day in found.weekend_workdays if day.year in YEARS)
    # No year has been without make-up workdays since there are any: the last one that has them
    # is the last one that is published.
    last = max(day.year for day in make_up) if region == "CN" else YEARS[-1]
    return PublicHolidays(dict(found), make_up, date(last, 12, 31))


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """The table `hours` of a document."""

    region: str
    days: Mapping[int, tuple[Interval, ...]] = field(default_factory=dict)
    make_up_days: tuple[Interval, ...] = ()
    open_on_holidays: bool = False
    closed: frozenset[date] = frozenset()
    contact: Interval = (time.min, time.max)

    def calendar(self, zone: str) -> Calendar:
        """Make the calendar of it, in a time zone."""
        own = dict.fromkeys(self.closed, CLOSED)
        if self.region == NOWHERE or self.open_on_holidays:
            return Calendar(zone, self.days, own)
        public = public_holidays(self.region)
        return Calendar(
            zone,
            self.days,
            {**public.days, **own},
            public.make_up - self.closed,
            self.make_up_days,
            public.known_until,
        )


def _time(written: str) -> time:
    return time.max if written == "24:00" else time.fromisoformat(written)


def _interval(written: str) -> Interval:
    opens, _, closes = written.partition("-")
    if _time(opens) >= _time(closes):
        wrong = f"{written!r} ends before it begins"
        right = f"{_EXPECTED}; what goes on after midnight belongs to the next day"
        raise Wrong(Fault("", wrong, right))
    return _time(opens), _time(closes)


def _overlaps(hours: tuple[Interval, ...]) -> Iterator[Fault]:
    for at, (before, after) in enumerate(pairwise(hours), 1):
        if after[0] <= before[1]:
            wrong = "it begins before the hours ahead of it have ended"
            yield Fault(f"[{at}]", wrong, "hours in the order of the day, apart from each other")


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Wrong(Fault("", f"there is no day {written!r}")) from None


def _idle(hours: Opening) -> Iterator[Fault]:
    """Find what has no effect on an organisation that is open round the clock."""
    for name in ("make_up_days", "open_on_holidays", "closed"):
        if not hours.days and getattr(hours, name):
            wrong = "it has no effect on a house that is open round the clock"
            yield Fault(name, wrong, "hours.days beside it, or nothing")


def _written(value: object) -> object:
    """Take a day that stands in TOML without quotation marks as one with them."""
    return value.isoformat() if type(value) is date else value


_INTERVAL = read_by(text(rf"^({_CLOCK}-({_CLOCK}|24:00))$", _EXPECTED), _interval)
_DAY = checked(several(_INTERVAL, tuple, least=1), _overlaps)
_WEEKDAY = read_by(word(WEEKDAYS), WEEKDAYS.index)
_DATE = annotated(
    read_by(text(r"^([0-9]{4}-[0-9]{2}-[0-9]{2})$", 'a day such as "2027-02-06"'), _day),
    BeforeValidator(_written),
)
_ENTRIES = {
    "region": word((*LANGUAGE, NOWHERE)),
    "days": mapping(_WEEKDAY, _DAY, least=1),
    "make_up_days": _DAY,
    "open_on_holidays": StrictBool,
    "closed": several(_DATE, frozenset),
    "contact": _INTERVAL,
}
HOURS = checked(made(Opening, table(_ENTRIES, optional={*_ENTRIES} - {"region"})), _idle)
