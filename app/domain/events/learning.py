"""What is learnt from it: responsibility, improvements, and the case written up."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, TypeAlias

from app.domain.changing import change_numbered, replace
from app.domain.complaint.act import Act
from app.domain.complaint.event import Event, Signal
from app.domain.complaint.learning import Attribution, CaseStudy, Improvement
from app.domain.complaint.state import Complaint
from app.domain.values import Actor, Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Attributed(Event):
    """Responsibility was attributed (LC-27, LC-35, LC-36, AS-09, AS-27, AS-28)."""

    key: ClassVar[str] = "complaint.attributed"
    gives: ClassVar[tuple[str, ...]] = ("attributed",)
    shares: tuple[Share, ...]
    reason: str

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        learning = complaint.learning
        attribution = Attribution(act=act, shares=self.shares, reason=self.reason)
        learning = replace(learning, attributions=(*learning.attributions, attribution))
        return replace(complaint, learning=learning)


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

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        learning = complaint.learning
        improvement = Improvement(
            number=self.improvement,
            act=act,
            what=self.what,
            owner=self.owner,
            unit=self.unit,
            due=self.due,
        )
        learning = replace(learning, improvements=(*learning.improvements, improvement))
        return replace(complaint, learning=learning)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImprovementMade(Event):
    """It was done (WS-44, PC-79)."""

    key: ClassVar[str] = "complaint.improvement-made"
    gives: ClassVar[tuple[str, ...]] = ("improvement-made",)
    improvement: int
    result: str

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"improvement:{self.improvement}")

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        learning = complaint.learning
        improvements = change_numbered(
            learning.improvements,
            self.improvement,
            lambda one: replace(one, made=act, result=self.result),
        )
        return replace(complaint, learning=replace(learning, improvements=improvements))


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWritten(Event):
    """It was written up as a case to learn from, without personal data (AS-30)."""

    key: ClassVar[str] = "complaint.case-written"
    gives: ClassVar[tuple[str, ...]] = ("case-written",)
    title: str
    text: str

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        # What was approved was the text before.
        learning = complaint.learning
        study = CaseStudy(act=act, title=self.title, text=self.text)
        learning = replace(learning, case_studies=(*learning.case_studies, study))
        return replace(complaint, learning=learning)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationApproved(Event):
    """The case as written may be published (AS-29)."""

    key: ClassVar[str] = "complaint.publication-approved"
    gives: ClassVar[tuple[str, ...]] = ("publication-approved",)
    remark: str | None = None

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        learning = complaint.learning.with_last_study(
            lambda study: replace(study, approved=act, remark=self.remark)
        )
        return replace(complaint, learning=learning)


@dataclass(frozen=True, slots=True, kw_only=True)
class Published(Event):
    """The case was published in the house (AS-29)."""

    key: ClassVar[str] = "complaint.published"
    gives: ClassVar[tuple[str, ...]] = ("published",)
    where: str

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        learning = complaint.learning.with_last_study(
            lambda study: replace(study, published=act, where=self.where)
        )
        return replace(complaint, learning=learning)


LearningEvent: TypeAlias = (
    Attributed
    | ImprovementPlanned
    | ImprovementMade
    | CaseWritten
    | PublicationApproved
    | Published
)
