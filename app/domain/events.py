"""Every event that can happen to a complaint: the vocabulary, on one page.

An event is a fact in the past, worded as the past participle of the complaint, and never changes.
Who and when stand beside it (`Fact`), so that no event repeats them. `NAME` is what is stored; it
never changes either, whatever becomes of the class.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, TypeAlias
from uuid import UUID

from app.domain.values import (
    FLAGS,
    Actor,
    ApologyKind,
    Breach,
    CauseClass,
    Channel,
    Complainant,
    ContactMethod,
    Copy,
    Deadline,
    Directness,
    Emotion,
    Fault,
    Lifted,
    LinkKind,
    Mindset,
    Money,
    Offer,
    Place,
    PromiseKind,
    ReferralTarget,
    ReopenCause,
    Severity,
    Share,
    Signature,
    Term,
    WaitingFor,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A complaint was received (WS-01..17, SC-39..42, LC-18, BE-01, AS-02)."""

    NAME: ClassVar[str] = "complaint.received"
    channel: Channel
    unit: str
    complainant: Complainant
    statement: str
    """What was said, in the complainant's words (SC-42)."""
    directness: Directness = Directness.DIRECT
    place: str | None = None
    stage: str | None = None
    reason: str | None = None
    """Why it arose (WS-14, 因何而起)."""
    subject: str | None = None
    """What it is about (WS-14, 所怨何事)."""
    demand: str | None = None
    """What is demanded (WS-14, 有何要求)."""
    emotion: Emotion | None = None
    order_reference: str | None = None
    confidential: bool = False
    high_value: bool = False
    paper_number: str | None = None
    """The number of a preprinted paper form."""
    about: tuple[str, ...] = ()
    """The employees it is about (WS-06, 当事员工), as tokens name them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A memo was taken; it may complete the facts (WS-15, WS-16, WS-28, WS-30)."""

    NAME: ClassVar[str] = "complaint.noted"
    text: str
    reason: str | None = None
    subject: str | None = None
    demand: str | None = None
    complainant: Complainant | None = None
    about: tuple[str, ...] = ()
    """Employees it turned out to be about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernedCorrected:
    """Whom it is about was put right (WS-06)."""

    NAME: ClassVar[str] = "complaint.concerned-corrected"
    about: tuple[str, ...]
    """All of them, in place of those named before."""
    roles: tuple[str, ...] = ()
    """Positions that nobody holds who is not concerned."""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """The unit head confirmed the record (SC-40)."""

    NAME: ClassVar[str] = "complaint.confirmed"
    unit: str
    remark: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Classified:
    """Category, tier, severity and flags were settled (SC-16..30, LC-37, LC-45, BE-02)."""

    NAME: ClassVar[str] = "complaint.classified"
    category: str
    tier: str
    severity: Severity
    mindset: Mindset | None = None
    legal: bool = False
    supplier: bool = False
    uniform_explanation: bool = False
    technical_dispute: bool = False
    unprofessional_demand: bool = False
    """What is asked goes against professional common sense (WS-22..24, LC-45)."""
    reason: str | None = None
    """Why it is taken less seriously than before, or than its category is."""

    @property
    def flags(self) -> tuple[str, ...]:
        """The flags that are raised, of `FLAGS` and in that order."""
        return tuple(flag for flag in FLAGS if getattr(self, flag))


@dataclass(frozen=True, slots=True, kw_only=True)
class Dismissed:
    """It was judged not to be a complaint (SC-48)."""

    NAME: ClassVar[str] = "complaint.dismissed"
    reason: str
    customer_informed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Apologised:
    """We apologised (WS-11, WS-18, WS-25, WS-39, LC-20, LC-24)."""

    NAME: ClassVar[str] = "complaint.apologised"
    kind: ApologyKind
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """A person of a unit now owns it (AS-01, SC-51, LC-26, PC-59)."""

    NAME: ClassVar[str] = "complaint.assigned"
    handler: str
    unit: str
    reason: str | None = None
    contact: str | None = None
    """How both sides reach each other (SC-51)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """It was reported upward; ownership stays (WS-20, WS-21, WS-24, WS-28, LC-39, LC-40)."""

    NAME: ClassVar[str] = "complaint.reported"
    to_roles: tuple[str, ...]
    reason: str
    skip_level: bool = False
    asks_instruction: bool = False
    """Not only told: somebody of them is to say what is done (WS-27, WS-32, 请示)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalated:
    """A higher tier now decides (SC-21..28, LC-40, LC-43, LC-44)."""

    NAME: ClassVar[str] = "complaint.escalated"
    tier: str
    to_role: str
    reason: str
    to_unit: str | None = None
    skip_level: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Instructed:
    """A superior said what is to be done (WS-27, WS-29, WS-32)."""

    NAME: ClassVar[str] = "complaint.instructed"
    text: str
    to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """The customer was promised something by a time (WS-31, WS-34, WS-39, PC-21)."""

    NAME: ClassVar[str] = "complaint.promised"
    promise: int
    """1, 2, 3 ... within the complaint."""
    kind: PromiseKind
    what: str
    due: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Replied:
    """The customer was answered (WS-33, WS-39, LC-28)."""

    NAME: ClassVar[str] = "complaint.replied"
    text: str
    promise: int | None = None
    """The promise that this reply keeps, or puts off."""
    deferred_because: str | None = None
    """Why the solution is put off (WS-39)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Investigated:
    """Findings were recorded (AS-09, WS-46, PC-55)."""

    NAME: ClassVar[str] = "complaint.investigated"
    findings: str
    cause: str
    cause_class: CauseClass
    fault: Fault
    established: bool
    """Whether the facts are clear; an admission may need it (AS-24)."""
    loss: Money | None = None
    """The loss established, which an adequate remedy covers."""
    price: Money | None = None
    """What the customer paid for it: some legal floors are multiples of the price."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A plan was proposed (LC-30..33, BE-04, AS-19, PC-27)."""

    NAME: ClassVar[str] = "complaint.proposed"
    plan: int
    """1, 2, 3 ... within the complaint."""
    explanation: str
    offers: tuple[Offer, ...]
    alternatives: tuple[Offer, ...] = ()
    beyond_order_terms: bool = False
    """The customer asks for more than the order terms give (WS-40)."""
    breaches: tuple[Breach, ...] = ()
    """What is unusual about it, under the policy of the time."""
    override_reason: str | None = None
    """Why it is proposed all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanApproved:
    """A plan was approved by somebody with the authority (BE-05, WS-40)."""

    NAME: ClassVar[str] = "complaint.plan-approved"
    plan: int
    remark: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRefused:
    """A plan was refused on review (BE-05)."""

    NAME: ClassVar[str] = "complaint.plan-refused"
    plan: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """The customer agreed to a plan (BE-06)."""

    NAME: ClassVar[str] = "complaint.agreed"
    plan: int
    words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined:
    """The customer declined a plan (AS-17)."""

    NAME: ClassVar[str] = "complaint.declined"
    plan: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpenseRequested:
    """Money was asked for; the audit copy goes to finance (SC-36, SC-40)."""

    NAME: ClassVar[str] = "complaint.expense-requested"
    expense: int
    """1, 2, 3 ... within the complaint."""
    amount: Money
    purpose: str
    plan: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpenseConfirmed:
    """Finance confirmed an expense (SC-36, SC-45)."""

    NAME: ClassVar[str] = "complaint.expense-confirmed"
    expense: int
    voucher: str | None = None
    remark: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpenseRefused:
    """Finance refused an expense (SC-36)."""

    NAME: ClassVar[str] = "complaint.expense-refused"
    expense: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpenseQueried:
    """Finance asked back; the audit copy returns to the handling unit (SC-36)."""

    NAME: ClassVar[str] = "complaint.expense-queried"
    expense: int
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryAnswered:
    """Finance has its answer, and the audit copy again (SC-36)."""

    NAME: ClassVar[str] = "complaint.query-answered"
    expense: int
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpenseChanged:
    """Another amount is asked for: what finance said of the last is void (SC-36, SC-40)."""

    NAME: ClassVar[str] = "complaint.expense-changed"
    expense: int
    amount: Money
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Compensated:
    """The customer received the remedy and signed for it (SC-43, LC-30, AS-21)."""

    NAME: ClassVar[str] = "complaint.compensated"
    remedy: str
    amount: Money
    """What it cost us: zero for a remedy without cost."""
    signature: Signature
    expense: int | None = None
    """The confirmed expense it was paid from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompensationReversed:
    """The money came back: its expense is to be paid again, or refused (SC-36)."""

    NAME: ClassVar[str] = "complaint.compensation-reversed"
    compensation: int
    """The first of the complaint is 1, the next 2 ..."""
    expense: int
    amount: Money
    """What was paid, and is not any more."""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """A copy of the form was handed on (SC-35..38, SC-46)."""

    NAME: ClassVar[str] = "complaint.handed-over"
    copy: Copy
    origin: Place
    """Where it lay until then."""
    to: Place
    remark: str | None = None
    term: Term | None = None
    """Of a copy that was destroyed: the term that was over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldPlaced:
    """Something is pending for which nothing of it may be destroyed (SC-46)."""

    NAME: ClassVar[str] = "complaint.hold-placed"
    hold: int
    """1, 2, 3 ... within the complaint."""
    reason: str
    reference: str | None = None
    """The file number of the court, the lawyers, the auditors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldLifted:
    """It is no longer pending."""

    NAME: ClassVar[str] = "complaint.hold-lifted"
    hold: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A box of the form was signed (SC-39, SC-40, SC-45)."""

    NAME: ClassVar[str] = "complaint.signed"
    box: str
    remark: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """Handling ended with an outcome (LC-08, LC-27)."""

    NAME: ClassVar[str] = "complaint.closed"
    outcome: str
    result: str
    """What was done, for the result box (SC-43)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """The complainant took it back."""

    NAME: ClassVar[str] = "complaint.withdrawn"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened:
    """An ended complaint was taken up again (PC-34)."""

    NAME: ClassVar[str] = "complaint.reopened"
    cause: ReopenCause
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedUp:
    """The customer was contacted afterwards (PC-41, PC-83, PC-84, AS-16, AS-22, BE-07)."""

    NAME: ClassVar[str] = "complaint.followed-up"
    occasion: str
    """Which contact of the policy's rhythm this was."""
    reached: bool
    satisfied_with_outcome: int | None = None
    """1 (not at all) to 5 (fully)."""
    satisfied_with_handling: int | None = None
    words: str | None = None
    new_problem: str | None = None
    method: ContactMethod | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """It belongs to another complaint (PC-34)."""

    NAME: ClassVar[str] = "complaint.linked"
    kind: LinkKind
    other: UUID
    """The other complaint's id."""
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssistanceAsked:
    """Another unit was asked to help (SC-24, SC-44, LC-25, LC-42)."""

    NAME: ClassVar[str] = "complaint.assistance-asked"
    assistance: int
    """1, 2, 3 ... within the complaint."""
    unit: str
    what: str
    due: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assisted:
    """The other unit gave its answer (LC-25)."""

    NAME: ClassVar[str] = "complaint.assisted"
    assistance: int
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssistanceTakenBack:
    """The help is not needed any more, or was asked of the wrong unit (SC-44, LC-25)."""

    NAME: ClassVar[str] = "complaint.assistance-taken-back"
    assistance: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Referred:
    """Police, supplier, lawyers or a regulator were called in (LC-23, SC-28, AS-12)."""

    NAME: ClassVar[str] = "complaint.referred"
    to: ReferralTarget
    reason: str
    reference: str | None = None
    """Their file number."""
    contact: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressTold:
    """The customer was told how it stands (BE-03)."""

    NAME: ClassVar[str] = "complaint.progress-told"
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """It was explained to the customer (WS-22, WS-42, SC-08, SC-27)."""

    NAME: ClassVar[str] = "complaint.explained"
    words: str
    explainer: str
    """Who explained it: a technical adviser need not be who records it (WS-42)."""
    understood: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitArranged:
    """Somebody will call on the customer at an agreed time (WS-41, PC-44)."""

    NAME: ClassVar[str] = "complaint.visit-arranged"
    visit: int
    """1, 2, 3 ... within the complaint."""
    person: str
    due: datetime
    where: str
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """The visit took place, or nobody was met (WS-41)."""

    NAME: ClassVar[str] = "complaint.visited"
    visit: int
    met: bool
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReworkOrdered:
    """Work is done again, on an investigation sheet (PC-54, PC-55, BE-04)."""

    NAME: ClassVar[str] = "complaint.rework-ordered"
    rework: int
    """1, 2, 3 ... within the complaint."""
    remedy: str
    """Of the policy's remedies: reshoot, re-make-up, remake, redo."""
    unit: str
    cause: str
    """Why it must be done again, for the sheet (PC-55)."""
    instructions: str
    sheet: str | None = None
    """The number of a paper sheet."""
    due: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reworked:
    """The work was done again, and checked (PC-54, PC-65)."""

    NAME: ClassVar[str] = "complaint.reworked"
    rework: int
    result: str
    accepted: bool
    """Whether the customer was content with it."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused:
    """It waits for the customer or a third party; some clocks stand still."""

    NAME: ClassVar[str] = "complaint.paused"
    waiting_for: WaitingFor
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed:
    """It is our turn again."""

    NAME: ClassVar[str] = "complaint.resumed"
    reason: str


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


Event: TypeAlias = (
    Received
    | Noted
    | ConcernedCorrected
    | Confirmed
    | Classified
    | Dismissed
    | Apologised
    | Assigned
    | Reported
    | Escalated
    | Instructed
    | Promised
    | Replied
    | Investigated
    | Proposed
    | PlanApproved
    | PlanRefused
    | Agreed
    | Declined
    | ExpenseRequested
    | ExpenseConfirmed
    | ExpenseRefused
    | ExpenseQueried
    | QueryAnswered
    | ExpenseChanged
    | Compensated
    | CompensationReversed
    | HandedOver
    | HoldPlaced
    | HoldLifted
    | Signed
    | Closed
    | Withdrawn
    | Reopened
    | FollowedUp
    | Linked
    | AssistanceAsked
    | Assisted
    | AssistanceTakenBack
    | Referred
    | ProgressTold
    | Explained
    | VisitArranged
    | Visited
    | ReworkOrdered
    | Reworked
    | Attributed
    | ImprovementPlanned
    | ImprovementMade
    | CaseWritten
    | PublicationApproved
    | Published
    | Paused
    | Resumed
    | Rescheduled
    | DeadlineMissed
)


@dataclass(frozen=True, slots=True)
class Fact:
    """An event with when it happened and who did it."""

    event: Event
    at: datetime
    by: Actor

    @property
    def by_somebody(self) -> bool:
        """Whether a person did it: people have roles, and the clock has none (WS-37)."""
        return bool(self.by.roles)
