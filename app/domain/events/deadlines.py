"""What is due, and what was missed."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, TypeAlias

from app.domain.values import Deadline, Lifted


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescheduled:
    """What the command before changed about what is due, and when."""

    NAME: ClassVar[str] = "complaint.rescheduled"
    deadlines: tuple[Deadline, ...] = ()
    """New, or moved: one of a number that stands already takes its place."""
    lifted: tuple[Lifted, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineMissed:
    """A deadline passed, and what it was for had not happened (WS-37, WS-39, SC-33)."""

    NAME: ClassVar[str] = "complaint.deadline-missed"
    deadline: int
    clock: str
    due: datetime
    about: str | None = None


DeadlineEvent: TypeAlias = Rescheduled | DeadlineMissed
