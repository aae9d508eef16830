"""The clock of this process, which must be right before anything is recorded.

Deadlines, default times and years of numbers follow it. `occurred_at` of a command is another
matter: what happened on another day may be entered at any time.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

from app.events.database import DatabaseUnavailable

TOLERANCE: Final = timedelta(minutes=5)
"""More than clocks kept by NTP differ, and less than harms a deadline."""


def wall_clock() -> datetime:
    """Tell the time of this machine."""
    return datetime.now(UTC)


class WrongClock(DatabaseUnavailable):
    """The clock of this process is wrong, or the database's is; nothing was written."""

    @classmethod
    def beside(cls, now: datetime, database: datetime) -> "WrongClock":
        """Compare it with the database's clock."""
        apart, way = abs(now - database), "ahead of" if now > database else "behind"
        return cls(f"the clock of the service is {_span(apart)} {way} that of the database")

    @classmethod
    def behind(cls, now: datetime, last: datetime) -> "WrongClock":
        """Compare it with the last event."""
        return cls(f"the clock of the service is {_span(last - now)} behind the last event")


def time_to_record(now: datetime, last: datetime | None) -> datetime:
    """Tell the time of an event, where the process has the only clock: never before the last one.

    So what the log held at an instant is always its beginning.

    Raises:
        WrongClock: the clock lies further than TOLERANCE before the last event.

    """
    if last is None:
        return now
    if now < last - TOLERANCE:
        raise WrongClock.behind(now, last)
    return max(now, last)


def _span(apart: timedelta) -> str:
    """Write a span of time, in whole seconds: 9:00:00."""
    return str(timedelta(seconds=round(apart.total_seconds())))
