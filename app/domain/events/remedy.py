"""What was found, the plan that puts it right, and work done again."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, TypeAlias

from app.domain.changing import change_numbered, replace
from app.domain.complaint.act import Act
from app.domain.complaint.event import Event, Signal
from app.domain.complaint.remedy import Finding, Plan, PlanDecision, PlanStatus, Rework
from app.domain.complaint.state import Complaint
from app.domain.values import Actor, Breach, CauseClass, Fault, Money, Offer


@dataclass(frozen=True, slots=True, kw_only=True)
class Investigated(Event):
    """Findings were recorded (AS-09, WS-46, PC-55)."""

    key: ClassVar[str] = "complaint.investigated"
    gives: ClassVar[tuple[str, ...]] = ("investigated",)
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

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        remedy = complaint.remedy
        finding = Finding(
            act=act,
            findings=self.findings,
            cause=self.cause,
            cause_class=self.cause_class,
            fault=self.fault,
            established=self.established,
            loss=self.loss,
            price=self.price,
        )
        return replace(complaint, remedy=replace(remedy, findings=(*remedy.findings, finding)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed(Event):
    """A plan was proposed (LC-30..33, BE-04, AS-19, PC-27)."""

    key: ClassVar[str] = "complaint.proposed"
    gives: ClassVar[tuple[str, ...]] = ("proposed",)
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

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"plan:{self.plan}")

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        remedy = complaint.remedy
        plan = Plan(
            number=self.plan,
            act=act,
            explanation=self.explanation,
            offers=self.offers,
            alternatives=self.alternatives,
            beyond_order_terms=self.beyond_order_terms,
            breaches=self.breaches,
            override_reason=self.override_reason,
        )
        return replace(complaint, remedy=replace(remedy, plans=(*remedy.plans, plan)))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanApproved(Event):
    """A plan was approved by somebody with the authority (BE-05, WS-40)."""

    key: ClassVar[str] = "complaint.plan-approved"
    gives: ClassVar[tuple[str, ...]] = ("plan-reviewed", "plan-approved")
    plan: int
    remark: str | None = None

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"plan:{self.plan}")

    def apply(self, complaint: Complaint, act: Act, by: Actor) -> Complaint:
        decision = PlanDecision(
            act=act, status=PlanStatus.APPROVED, words=self.remark, roles=by.roles
        )
        basis = complaint.basis(by.roles, tier=complaint.tier)
        remedy = complaint.remedy.with_decision(self.plan, decision, basis=basis)
        return replace(complaint, remedy=remedy)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRefused(Event):
    """A plan was refused on review (BE-05)."""

    key: ClassVar[str] = "complaint.plan-refused"
    gives: ClassVar[tuple[str, ...]] = ("plan-reviewed",)
    plan: int
    reason: str

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"plan:{self.plan}")

    def apply(self, complaint: Complaint, act: Act, by: Actor) -> Complaint:
        decision = PlanDecision(
            act=act, status=PlanStatus.REFUSED, words=self.reason, roles=by.roles
        )
        return replace(complaint, remedy=complaint.remedy.with_decision(self.plan, decision))


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed(Event):
    """The customer agreed to a plan (BE-06)."""

    key: ClassVar[str] = "complaint.agreed"
    gives: ClassVar[tuple[str, ...]] = ("agreed",)
    plan: int
    words: str | None = None

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"plan:{self.plan}")

    def apply(self, complaint: Complaint, act: Act, by: Actor) -> Complaint:
        decision = PlanDecision(act=act, status=PlanStatus.AGREED, words=self.words, roles=by.roles)
        return replace(complaint, remedy=complaint.remedy.with_decision(self.plan, decision))


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined(Event):
    """The customer declined a plan (AS-17)."""

    key: ClassVar[str] = "complaint.declined"
    gives: ClassVar[tuple[str, ...]] = ("declined",)
    plan: int
    words: str

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"plan:{self.plan}")

    def apply(self, complaint: Complaint, act: Act, by: Actor) -> Complaint:
        decision = PlanDecision(
            act=act, status=PlanStatus.DECLINED, words=self.words, roles=by.roles
        )
        return replace(complaint, remedy=complaint.remedy.with_decision(self.plan, decision))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReworkOrdered(Event):
    """Work is done again, on an investigation sheet (PC-54, PC-55, BE-04)."""

    key: ClassVar[str] = "complaint.rework-ordered"
    gives: ClassVar[tuple[str, ...]] = ("rework-ordered",)
    timed: ClassVar[bool] = True
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

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"rework:{self.rework}", self.due)

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        remedy = complaint.remedy
        rework = Rework(
            number=self.rework,
            act=act,
            remedy=self.remedy,
            unit=self.unit,
            cause=self.cause,
            instructions=self.instructions,
            sheet=self.sheet,
            due=self.due,
        )
        return replace(complaint, remedy=replace(remedy, reworks=(*remedy.reworks, rework)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reworked(Event):
    """The work was done again, and checked (PC-54, PC-65)."""

    key: ClassVar[str] = "complaint.reworked"
    gives: ClassVar[tuple[str, ...]] = ("reworked",)
    rework: int
    result: str
    accepted: bool
    """Whether the customer was content with it."""

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"rework:{self.rework}")

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        remedy = complaint.remedy
        reworks = change_numbered(
            remedy.reworks,
            self.rework,
            lambda one: replace(one, done=act, result=self.result, accepted=self.accepted),
        )
        return replace(complaint, remedy=replace(remedy, reworks=reworks))


RemedyEvent: TypeAlias = (
    Investigated
    | Proposed
    | PlanApproved
    | PlanRefused
    | Agreed
    | Declined
    | ReworkOrdered
    | Reworked
)
