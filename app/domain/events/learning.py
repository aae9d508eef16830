"""What is learnt from it: responsibility, improvements, and the case written up."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, TypeAlias

from app.domain.values import Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Attributed:
    """Responsibility was attributed (LC-27, LC-35, LC-36, AS-09, AS-27, AS-28)."""

    NAME: ClassVar[str] = "complaint.attributed"
    shares: tuple[Share, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImprovementPlanned:
    """Something will be done so that it does not happen again (WS-44, WS-46, PC-79)."""

    NAME: ClassVar[str] = "complaint.improvement-planned"
    improvement: int
    """1, 2, 3 ... within the complaint."""
    what: str
    owner: str
    unit: str
    due: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ImprovementMade:
    """It was done (WS-44, PC-79)."""

    NAME: ClassVar[str] = "complaint.improvement-made"
    improvement: int
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWritten:
    """It was written up as a case to learn from, without personal data (AS-30)."""

    NAME: ClassVar[str] = "complaint.case-written"
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationApproved:
    """The case as written may be published (AS-29)."""

    NAME: ClassVar[str] = "complaint.publication-approved"
    remark: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The case was published in the house (AS-29)."""

    NAME: ClassVar[str] = "complaint.published"
    where: str


LearningEvent: TypeAlias = (
    Attributed
    | ImprovementPlanned
    | ImprovementMade
    | CaseWritten
    | PublicationApproved
    | Published
)
