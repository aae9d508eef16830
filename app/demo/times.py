"""Times in a scenario, relative to the setup of the demo or to another step."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Final

ZONE: Final = timezone(timedelta(hours=8))
"""Time zone of the clock times in scenarios: China."""

_SPAN: Final = re.compile(r"(?:(\d+)d)?\s*(?:(\d+)h)?\s*(?:(\d+)m)?")


def span(text: str) -> timedelta:
    """Parse a span of time such as "2d", "1h 30m" or "5m".

    Raises:
        ValueError: the text is no span.

    """
    match = _SPAN.fullmatch(text)
    if match is None or not any(match.groups()):
        message = f"no span of time: {text!r}"
        raise ValueError(message)
    days, hours, minutes = (int(part or 0) for part in match.groups())
    return timedelta(days=days, hours=hours, minutes=minutes)


@dataclass(frozen=True, slots=True)
class Began:
    """Start of a story: a time of the day some days ago, or a span `ago`."""

    days_ago: int = 0
    at: str = ""
    ago: str = ""

    def time(self, now: datetime) -> datetime:
        """Return the instant, for a demo set up `now`."""
        if self.ago:
            return now - span(self.ago)
        hour, minute = map(int, self.at.split(":"))
        day = now.astimezone(ZONE) - timedelta(days=self.days_ago)
        return day.replace(hour=hour, minute=minute, second=0, microsecond=0)


@dataclass(frozen=True, slots=True)
class Due:
    """Time by which something is promised."""

    after: timedelta
    from_now: bool
    """Counted from the setup of the demo, not from the step."""
    today: bool = False
    """No later than the last minute of the day of the setup."""

    def time(self, step: datetime, now: datetime) -> datetime:
        """Return the instant, for a promise made at `step` in a demo set up `now`."""
        due = (now if self.from_now else step) + self.after
        return min(due, _last_minute(now)) if self.today else due


def _last_minute(now: datetime) -> datetime:
    return now.astimezone(ZONE).replace(hour=23, minute=59, second=0, microsecond=0)


def within(text: str) -> Due:
    """Count from the step."""
    return Due(span(text), from_now=False)


def due_in(text: str) -> Due:
    """Count from now: the time is still to come."""
    return Due(span(text), from_now=True)


def today_in(text: str) -> Due:
    """Count from now, but end with the day."""
    return Due(span(text), from_now=True, today=True)


def overdue_by(text: str) -> Due:
    """Count back from now: the time has passed."""
    return Due(-span(text), from_now=True)
