"""What is due, and what was missed."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, TypeAlias

from app.domain.events.event import Event
from app.domain.values import Deadline, Lifted


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescheduled(Event):
    """What the command before changed about what is due, and when."""

    key: ClassVar[str] = "complaint.rescheduled"
    gives: ClassVar[tuple[str, ...]] = ()
    deadlines: tuple[Deadline, ...] = ()
    """New, or moved: one of a number that stands already takes its place."""
    lifted: tuple[Lifted, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineMissed(Event):
    """A deadline passed, and what it was for had not happened (WS-37, WS-39, SC-33)."""

    key: ClassVar[str] = "complaint.deadline-missed"
    gives: ClassVar[tuple[str, ...]] = ()
    deadline: int
    clock: str
    due: datetime
    about: str | None = None


DeadlineEvent: TypeAlias = Rescheduled | DeadlineMissed
