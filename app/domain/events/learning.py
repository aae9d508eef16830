"""What is learnt from it: responsibility, improvements, and the case written up."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, TypeAlias

from app.domain.events.event import Event, Signal
from app.domain.values import Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Attributed(Event):
    """Responsibility was attributed (LC-27, LC-35, LC-36, AS-09, AS-27, AS-28)."""

    key: ClassVar[str] = "complaint.attributed"
    gives: ClassVar[tuple[str, ...]] = ("attributed",)
    shares: tuple[Share, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImprovementPlanned(Event):
    """Something will be done so that it does not happen again (WS-44, WS-46, PC-79)."""

    key: ClassVar[str] = "complaint.improvement-planned"
    gives: ClassVar[tuple[str, ...]] = ("improvement-planned",)
    timed: ClassVar[bool] = True
    improvement: int
    """1, 2, 3 ... within the complaint."""
    what: str
    owner: str
    unit: str
    due: datetime

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"improvement:{self.improvement}", self.due)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImprovementMade(Event):
    """It was done (WS-44, PC-79)."""

    key: ClassVar[str] = "complaint.improvement-made"
    gives: ClassVar[tuple[str, ...]] = ("improvement-made",)
    improvement: int
    result: str

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"improvement:{self.improvement}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWritten(Event):
    """It was written up as a case to learn from, without personal data (AS-30)."""

    key: ClassVar[str] = "complaint.case-written"
    gives: ClassVar[tuple[str, ...]] = ("case-written",)
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationApproved(Event):
    """The case as written may be published (AS-29)."""

    key: ClassVar[str] = "complaint.publication-approved"
    gives: ClassVar[tuple[str, ...]] = ("publication-approved",)
    remark: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Published(Event):
    """The case was published in the house (AS-29)."""

    key: ClassVar[str] = "complaint.published"
    gives: ClassVar[tuple[str, ...]] = ("published",)
    where: str


LearningEvent: TypeAlias = (
    Attributed
    | ImprovementPlanned
    | ImprovementMade
    | CaseWritten
    | PublicationApproved
    | Published
)
