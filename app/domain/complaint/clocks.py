"""What is due, what was missed, and which deadlines no longer stand (ADR 0012)."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.changing import replace
from app.domain.complaint.act import Act
from app.domain.values import Deadline, LiftReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A deadline that stands, and when it was missed."""

    deadline: Deadline
    missed_at: datetime | None = None

    @property
    def missed(self) -> bool:
        """Whether it was missed already."""
        return self.missed_at is not None

    def is_overdue(self, at: datetime) -> bool:
        """Whether it has passed; what is done at the due time is in time.

        A reminder cannot pass, nor can a deadline that is held.
        """
        deadline = self.deadline
        return not deadline.held and not deadline.reminder and at > deadline.due


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """A deadline that passed before what it was for had happened, on record or not."""

    act: Act
    number: int
    clock: str
    about: str | None
    due: datetime
    settled: Act | None = None
    """When it was done after all, or was not asked for any more."""

    @property
    def past(self) -> "PastDeadline":
        """The deadline as one that passed."""
        return PastDeadline(
            number=self.number,
            clock=self.clock,
            about=self.about,
            due=self.due,
            missed_at=self.act.at,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PastDeadline:
    """A deadline that was missed, or no longer stands, or both: then it was done late."""

    number: int
    clock: str
    about: str | None
    due: datetime
    missed_at: datetime | None
    lifted_at: datetime | None = None
    because: LiftReason | None = None
    late: bool = False
    """What it was for has happened, after the due time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """The deadlines that stand, and the history of the others."""

    deadlines: tuple[Standing, ...] = ()
    scheduled: int = 0
    """The number given to a deadline last."""
    counted_until: datetime | None = None
    """The last miss, resumption or reopening: time counted until then stays counted."""
    misses: tuple[Miss, ...] = ()
    """In the order in which they came to be known."""
    past: tuple[PastDeadline, ...] = ()
    """In the order of what happened to each last."""

    def deadline(self, number: int) -> Standing | None:
        """Find a deadline that stands."""
        return next((item for item in self.deadlines if item.deadline.number == number), None)

    def counted(self, at: datetime) -> "Clocks":
        """Let the time that was counted until now stay counted."""
        return replace(self, counted_until=max(self.counted_until or at, at))

    def with_miss(self, miss: Miss) -> "Clocks":
        """Add what passed; its deadline stands, and is not missed twice."""
        deadlines = tuple(
            replace(one, missed_at=miss.act.at) if one.deadline.number == miss.number else one
            for one in self.deadlines
        )
        return replace(
            self,
            deadlines=deadlines,
            misses=(*self.misses, miss),
            past=(*self.past, miss.past),
        )
