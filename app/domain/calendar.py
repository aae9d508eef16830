"""Working time: opening hours and holidays, given in as data; spans counted in either time."""

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from app.domain.values import Span, TimeUnit

_ELAPSED = {
    TimeUnit.MINUTES: timedelta(minutes=1),
    TimeUnit.HOURS: timedelta(hours=1),
    TimeUnit.DAYS: timedelta(days=1),
    TimeUnit.WEEKS: timedelta(weeks=1),
}
_MONTHS = {TimeUnit.MONTHS: 1, TimeUnit.YEARS: 12}
_LONGEST_CLOSURE = 60
"""Days without an opening after which the house counts as always open: a deadline must end."""
HORIZON = timedelta(days=365 * 30)
"""Nobody counts openings any further."""


@dataclass(frozen=True)
class Calendar:
    """When a house works. Times of the day are in its time zone; instants come and go in UTC."""

    zone: str
    hours: Mapping[int, tuple[tuple[time, time], ...]] = field(default_factory=dict)
    """Opening intervals by weekday, Monday is 0; none at all is round the clock."""
    holidays: Mapping[date, str] = field(default_factory=dict)
    """Days off, with their names."""
    workdays: frozenset[date] = frozenset()
    """Days that are worked although they would be off: make-up workdays."""
    workday_hours: tuple[tuple[time, time], ...] = ()
    """The hours of a make-up workday; none given are those of its weekday, else Monday's."""
    known_until: date | None = None
    """The last day whose holidays are published; None is for ever."""

    @cached_property
    def _tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def local(self, instant: datetime) -> datetime:
        """Tell the wall clock."""
        return instant.astimezone(self._tz)

    def instant(self, day: date, at: time) -> datetime:
        """Find the first instant at which the wall clock shows this time of this day or more.

        A time that a clock change skips begins where the gap ends; one that comes twice is the
        first of the two.
        """
        wall = datetime.combine(day, at.replace(fold=0), tzinfo=self._tz)
        found = wall.astimezone(UTC)
        if self.local(found).replace(tzinfo=None) == wall.replace(tzinfo=None):
            return found
        return self._clock_change(wall.replace(fold=1).astimezone(UTC), found)

    def is_provisional(self, instant: datetime) -> bool:
        """Tell whether the holidays up to an instant may still change."""
        return self.known_until is not None and self.local(instant).date() > self.known_until

    def intervals(self, day: date) -> tuple[tuple[time, time], ...]:
        """Tell the opening intervals of a day."""
        if not self.hours:
            return ((time.min, time.max),)
        if day in self.workdays:
            return self.workday_hours or self.hours.get(day.weekday()) or self.hours.get(0, ())
        return () if day in self.holidays else self.hours.get(day.weekday(), ())

    def works(self, day: date) -> bool:
        """Tell whether a day is worked at all."""
        return bool(self.intervals(day))

    def elapsed(self, since: datetime, span: Span) -> datetime:
        """Add a span by the wall clock: a day later is the same time of the next day.

        A later start never gives an earlier end. So a month after 31 January ends with February,
        at midnight, whatever the time of the day: a month after 28 February's 18:00 must not end
        behind it.
        """
        step = _ELAPSED.get(span.unit)
        if span.unit in {TimeUnit.MINUTES, TimeUnit.HOURS} and step is not None:
            return since + span.count * step
        wall = self._wall_clock(since)
        if step is not None:
            return self.instant(wall.date() + span.count * step, wall.time())
        day = months_later(wall.date(), span.count * _MONTHS[span.unit])
        if day.day < wall.day:
            return self.instant(day + timedelta(days=1), time.min)
        return self.instant(day, wall.time())

    def working(self, since: datetime, span: Span) -> datetime:
        """Add a span of working time. A later start never gives an earlier end.

        Counting begins with the next opening if `since` is outside the opening hours. Minutes and
        hours are counted while the house is open. Of days, only working days count, and the time
        of day stays, moved into the opening hours; weeks are seven days on the calendar, months
        and years theirs, moved on to a working day.
        """
        step = _ELAPSED.get(span.unit)
        if span.unit in {TimeUnit.MINUTES, TimeUnit.HOURS} and step is not None:
            return self.add_working(since, span.count * step)
        begins = self.into_opening(since)
        if span.unit is not TimeUnit.DAYS:
            return self.into_opening(self.elapsed(begins, span))
        wall = self._wall_clock(begins)
        day = wall.date()
        for _ in range(span.count):
            day = self._next_working_day(day)
        return self.into_opening(self.instant(day, wall.time()))

    def add_working(self, since: datetime, length: timedelta) -> datetime:
        """Count opening time from an instant on."""
        left, at = length, since
        for begins, ends in self._openings(since):
            there = ends - begins
            if left <= there:
                return begins + left
            left, at = left - there, ends
        return at + left

    def working_between(self, since: datetime, until: datetime) -> timedelta:
        """Tell how much opening time lies between two instants; nothing if they are reversed."""
        total = timedelta()
        for begins, ends in self._openings(since):
            if begins >= until:
                break
            total += min(ends, until) - begins
        return total

    def into_opening(self, instant: datetime) -> datetime:
        """Move an instant outside the opening hours on to the next opening."""
        return next((begins for begins, _ in self._openings(instant)), instant)

    def _wall_clock(self, instant: datetime) -> datetime:
        """Read the wall clock, without a zone; while it repeats an hour it stands at its end.

        Read as it is, it would go back, and a later start would give an earlier end.
        """
        local = self.local(instant)
        if not local.fold:
            return local.replace(tzinfo=None)
        first = local.replace(fold=0)
        change = self._clock_change(first.astimezone(UTC), instant)
        turned_back = first.replace(tzinfo=None) + (change - first.astimezone(UTC))
        # Where clocks are turned back at midnight it is still the day before.
        return min(turned_back, datetime.combine(local.date(), time.max))

    def _clock_change(self, before: datetime, after: datetime) -> datetime:
        """Find the one change of the offset from UTC between two instants; it is a whole second."""
        offset = self.local(after).utcoffset()
        seconds = range(int(before.timestamp()), int(after.timestamp()) + 1)

        def changed(second: int) -> int:
            return int(datetime.fromtimestamp(second, self._tz).utcoffset() == offset)

        return datetime.fromtimestamp(seconds[bisect_left(seconds, 1, key=changed)], UTC)

    def _next_working_day(self, day: date) -> date:
        for ahead in range(1, _LONGEST_CLOSURE):
            found = day + timedelta(days=ahead)
            if self.works(found):
                return found
        return day + timedelta(days=1)

    def _openings(self, since: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Give the openings from an instant on, the first one cut; ends where none is in sight."""
        day, closed = self.local(since).date(), 0
        last = day + min(HORIZON, date.max - day - timedelta(days=1))
        while closed < _LONGEST_CLOSURE and day < last:
            intervals = self.intervals(day)
            closed = 0 if intervals else closed + 1
            for opens, closes in intervals:
                begins = max(self.instant(day, opens), since)
                ends = self._end(day, closes)
                if begins < ends:
                    yield begins, ends
            day += timedelta(days=1)

    def _end(self, day: date, closes: time) -> datetime:
        """The end of the day is the beginning of the next."""
        if closes == time.max:
            return self.instant(day + timedelta(days=1), time.min)
        return self.instant(day, closes)


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
