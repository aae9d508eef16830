"""Case studies: a serious complaint is written up, approved and published (AS-29, AS-30)."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from app.domain.changing import replace
from app.domain.command import Command
from app.domain.complaint import Complaint, Event
from app.domain.complaint.act import Act
from app.domain.complaint.learning import CaseStudy
from app.domain.fields import Doc, Line, Text
from app.domain.guards import require_ended, require_separate
from app.domain.policy import Policy
from app.domain.refusals import AgainstPolicy, NotOpenItem, StepsMissing
from app.domain.values import Actor, Capability, Severity


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
class WriteCase(Command):
    """Write it up as a case to learn from; name no customer and no employee.

    Rules: AS-30
    """

    key: ClassVar[str] = "write-case"
    after_end: ClassVar[bool] = True
    needs: ClassVar[Capability] = Capability.PLAN
    title: Line
    text: Text

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[CaseWritten, ...]:
        """Write it after the end; a new text replaces the one before, and its approval."""
        require_ended(complaint)
        least = policy.publication_from
        if least is None:
            message = "the policy publishes no cases"
            raise AgainstPolicy(message)
        if (complaint.severity or Severity.ORDINARY) < least:
            message = f"the policy publishes cases from the severity {int(least)} up"
            raise AgainstPolicy(message)
        return (CaseWritten(title=self.title, text=self.text),)


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
class ApprovePublication(Command):
    """Let the case as it is written be published.

    Rules: AS-29
    """

    key: ClassVar[str] = "approve-publication"
    after_end: ClassVar[bool] = True
    needs: ClassVar[Capability] = Capability.APPROVE
    remark: Text | None = None

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[PublicationApproved, ...]:
        """Approve a text once, and not one's own where duties are separate."""
        require_ended(complaint)
        if complaint.learning.case_writer is None:
            message = "there is no case yet: write it first"
            raise StepsMissing(message, missing=("case",))
        if complaint.learning.publication_approved:
            message = "the case as it is written is approved already"
            raise NotOpenItem(message)
        duties = "writing a case and approving it"
        require_separate(policy, self.by, complaint.learning.case_writer, duties=duties)
        return (PublicationApproved(remark=self.remark),)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishCase(Command):
    """Record that the approved case was published.

    Rules: AS-29
    """

    key: ClassVar[str] = "publish-case"
    after_end: ClassVar[bool] = True
    needs: ClassVar[Capability] = Capability.PLAN
    where: Annotated[Line, Doc("Where in the house: a notice board, a meeting ...")]

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Published, ...]:
        """Publish the text that was approved, in as many places as need be."""
        require_ended(complaint)
        if not complaint.learning.publication_approved:
            message = "the case as it is written must be approved first (AS-29)"
            raise StepsMissing(message, missing=("publication-approval",))
        return (Published(where=self.where),)
