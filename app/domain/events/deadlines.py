"""What is due, and what was missed."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, TypeAlias

from app.domain.changing import replace
from app.domain.complaint.act import Act
from app.domain.complaint.clocks import Miss
from app.domain.complaint.event import Event
from app.domain.complaint.rescheduling import reschedule
from app.domain.complaint.state import Complaint
from app.domain.values import Actor, Deadline, Lifted


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescheduled(Event):
    """What the command before changed about what is due, and when."""

    key: ClassVar[str] = "complaint.rescheduled"
    gives: ClassVar[tuple[str, ...]] = ()
    deadlines: tuple[Deadline, ...] = ()
    """New, or moved: one of a number that stands already takes its place."""
    lifted: tuple[Lifted, ...] = ()

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        clocks = reschedule(complaint.clocks, self.deadlines, self.lifted, act)
        return replace(complaint, clocks=clocks)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineMissed(Event):
    """A deadline passed, and what it was for had not happened (WS-37, WS-39, SC-33)."""

    key: ClassVar[str] = "complaint.deadline-missed"
    gives: ClassVar[tuple[str, ...]] = ()
    deadline: int
    clock: str
    due: datetime
    about: str | None = None

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        miss = Miss(act=act, number=self.deadline, clock=self.clock, about=self.about, due=self.due)
        return replace(complaint, clocks=complaint.clocks.with_miss(miss).counted(act.at))


DeadlineEvent: TypeAlias = Rescheduled | DeadlineMissed
