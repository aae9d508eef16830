"""The complaint: only what the rules need, how each event changes it, and what a command is."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from app.domain.changing import replace
from app.domain.custody import Affairs, Custody, follow
from app.domain.events import (
    Agreed,
    Apologised,
    Assigned,
    AssistanceAsked,
    AssistanceTakenBack,
    Assisted,
    Attributed,
    CaseWritten,
    Classified,
    Closed,
    Compensated,
    CompensationReversed,
    ConcernedCorrected,
    Confirmed,
    DeadlineMissed,
    Declined,
    Dismissed,
    Escalated,
    ExpenseChanged,
    ExpenseConfirmed,
    ExpenseQueried,
    ExpenseRefused,
    ExpenseRequested,
    Explained,
    Fact,
    FollowedUp,
    HandedOver,
    HoldLifted,
    HoldPlaced,
    ImprovementMade,
    ImprovementPlanned,
    Instructed,
    Investigated,
    Linked,
    Noted,
    Paused,
    PlanApproved,
    PlanRefused,
    ProgressTold,
    Promised,
    Proposed,
    PublicationApproved,
    Published,
    QueryAnswered,
    Received,
    Referred,
    Reopened,
    Replied,
    Reported,
    Rescheduled,
    Resumed,
    Reworked,
    ReworkOrdered,
    Signed,
    VisitArranged,
    Visited,
    Withdrawn,
)
from app.domain.policy import Box, Policy
from app.domain.values import (
    Breach,
    Channel,
    Copy,
    Deadline,
    Fault,
    Money,
    Offer,
    PromiseKind,
    ReferralTarget,
    ReopenCause,
    Severity,
    WaitingFor,
)


class Status(StrEnum):
    """Where a complaint stands as a whole."""

    OPEN = "open"
    DISMISSED = "dismissed"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class PlanStatus(StrEnum):
    """Where a plan stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    AGREED = "agreed"
    DECLINED = "declined"


class ExpenseStatus(StrEnum):
    """Where an expense stands."""

    REQUESTED = "requested"
    QUERIED = "queried"
    """Finance has asked back."""
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    PAID = "paid"


STANDING = frozenset({PlanStatus.APPROVED, PlanStatus.AGREED})
"""Where a plan was decided for and nobody has gone back on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What an approval rests on: whose it was, and what the complaint was known to be."""

    roles: frozenset[str]
    tier: str | None
    category: str | None
    severity: Severity | None
    loss: Money | None
    price: Money | None

    @classmethod
    def of(cls, complaint: "Complaint", roles: Iterable[str], *, tier: str | None) -> "Basis":
        """Take it from the complaint as it is."""
        return cls(
            roles=frozenset(roles),
            tier=tier,
            category=complaint.category,
            severity=complaint.severity,
            loss=complaint.loss,
            price=complaint.price,
        )

    def restored(self, complaint: "Complaint") -> "Complaint":
        """Make the complaint again what it was known to be."""
        return replace(
            complaint,
            category=self.category,
            severity=self.severity,
            loss=self.loss,
            price=self.price,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A plan of remedies within the complaint."""

    number: int
    offers: tuple[Offer, ...]
    beyond_order_terms: bool
    proposed_by: str
    breaches: tuple[Breach, ...] = ()
    status: PlanStatus = PlanStatus.PROPOSED
    basis: Basis | None = None
    """What its last approval rests on."""

    @property
    def stands(self) -> bool:
        """Whether it was approved and the customer has not declined it."""
        return self.status in STANDING

    def cost(self, currency: str) -> Money:
        """Total what the plan costs us."""
        return sum((offer.cost for offer in self.offers), Money(0, currency))


@dataclass(frozen=True, slots=True, kw_only=True)
class Expense:
    """An amount asked of finance within the complaint."""

    number: int
    amount: Money
    requested_by: str
    plan: int | None
    status: ExpenseStatus = ExpenseStatus.REQUESTED


UNSETTLED = frozenset({ExpenseStatus.REQUESTED, ExpenseStatus.QUERIED, ExpenseStatus.CONFIRMED})
"""Where an expense is neither paid nor refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """What was given for an expense, and stayed given."""

    number: int
    """Which compensation of the complaint it was."""
    expense: int
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A promise to the customer that is still to be kept."""

    number: int
    due: datetime
    kind: PromiseKind


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedBox:
    """A box of the form that is signed, and who signed it."""

    box: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something begun within the complaint that is still to be finished."""

    number: int
    what: str
    """The unit that assists, the person who visits, the remedy, the owner of an improvement; why
    there is a hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """Things begun one after another and finished in any order."""

    last: int = 0
    """The number given last."""
    open: tuple[Item, ...] = ()

    def begin(self, number: int, what: str) -> "Items":
        """Add one."""
        return Items(last=number, open=(*self.open, Item(number=number, what=what)))

    def finish(self, number: int) -> "Items":
        """Take one out."""
        return replace(self, open=tuple(item for item in self.open if item.number != number))

    def find(self, number: int) -> Item | None:
        """Find one that is open."""
        return next((item for item in self.open if item.number == number), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Whose turn it is, and since when."""

    waiting_for: WaitingFor
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A deadline that stands, and whether it was missed already."""

    deadline: Deadline
    missed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What the rules must know of a complaint; what people look at is a projection."""

    received_by: str
    receiver_roles: frozenset[str] = frozenset()
    owner: str
    recording_unit: str
    handling_unit: str
    received_at: datetime
    channel: Channel
    facts: frozenset[str]
    stage: str | None = None
    place: str | None = None
    high_value: bool = False
    about: frozenset[str] = frozenset()
    """The employees it is about."""
    concerned_roles: frozenset[str] = frozenset()
    """Roles that nobody holds who is not concerned."""
    status: Status = Status.OPEN
    ended_at: datetime | None = None
    """When it ended last; None while it is open."""
    confirmed: bool = False
    assigned: bool = False
    """Somebody was made its owner, beyond having received it."""
    classified: bool = False
    """This, like all that was found, said and replied, is of the problem now in hand."""
    category: str | None = None
    severity: Severity | None = None
    flags: frozenset[str] = frozenset()
    tier: str | None = None
    escalated_to: str | None = None
    """The tier reached by escalation: a classification does not lead below it."""
    apologies: int = 0
    replies: int = 0
    explained: bool = False
    reported_to: frozenset[str] = frozenset()
    """Roles."""
    decided_by: frozenset[str] = frozenset()
    """Roles of those who approved a plan or gave an instruction: they answer for the decision."""
    refused_by: frozenset[str] = frozenset()
    """Roles of those who refused a plan: they know of it, and have decided nothing yet."""
    attributed: bool = False
    investigated: bool = False
    cause_established: bool = False
    fault: Fault | None = None
    """What is known of it, after the last findings."""
    loss: Money | None = None
    price: Money | None = None
    referred_to: frozenset[ReferralTarget] = frozenset()
    assistance: Items = Items()
    visits: Items = Items()
    reworks: Items = Items()
    improvements: Items = Items()
    case_writer: str | None = None
    """Who wrote it up as a case, last."""
    publication_approved: bool = False
    published: bool = False
    wait: Wait | None = None
    deadlines: tuple[Standing, ...] = ()
    scheduled: int = 0
    """The number given to a deadline last."""
    counted_until: datetime | None = None
    """The last miss, resumption or reopening: what time was counted until then stays so."""
    promises: tuple[Promise, ...] = ()
    """Open ones only."""
    promised: int = 0
    plans: tuple[Plan, ...] = ()
    expenses: tuple[Expense, ...] = ()
    compensations: int = 0
    """How many there were, those that were reversed too: they are numbered so."""
    given: tuple[Item, ...] = ()
    """Remedies that the customer has, by the number of the compensation."""
    redone: frozenset[str] = frozenset()
    """Remedies that were work, done again and accepted."""
    payments: tuple[Payment, ...] = ()
    settled: int = 0
    """The compensations before it was last reopened."""
    custody: Custody = field(default_factory=Custody)
    holds: Items = Items()
    """Legal holds; they outlast the end (SC-46)."""
    signatures: tuple[SignedBox, ...] = ()
    """Those that hold, in order; a new result after reopening is signed anew."""

    @property
    def signed(self) -> tuple[str, ...]:
        """The boxes signed, in order."""
        return tuple(signature.box for signature in self.signatures)

    @property
    def case_written(self) -> bool:
        """Whether it was written up as a case."""
        return self.case_writer is not None

    @property
    def with_cost(self) -> bool:
        """Whether money is asked or was paid: a refused expense costs nothing (SC-36, SC-37)."""
        return any(expense.status is not ExpenseStatus.REFUSED for expense in self.expenses)

    @property
    def affairs(self) -> Affairs:
        """How things stand, for the audit copy to follow (SC-36, SC-37)."""
        statuses = {expense.status for expense in self.expenses}
        return Affairs(
            requested=ExpenseStatus.REQUESTED in statuses,
            queried=ExpenseStatus.QUERIED in statuses,
            confirmed=ExpenseStatus.CONFIRMED in statuses,
            paid=any(payment.number > self.settled for payment in self.payments),
            ended=self.status is not Status.OPEN,
        )

    @property
    def decided_cost(self) -> int:
        """Minor units decided on so far: the plans that stand, and money asked for beside them.

        There are no rates here: an amount in an older policy's currency counts by its number.
        """
        standing = [plan for plan in self.plans if plan.stands]
        numbers = {plan.number for plan in standing}
        beside = (
            item.amount.amount
            for item in self.expenses
            if item.plan not in numbers and item.status is not ExpenseStatus.REFUSED
        )
        planned = (offer.cost.amount for plan in standing for offer in plan.offers)
        return sum(planned) + sum(beside)

    @property
    def not_ours(self) -> bool:
        """Whether there is nobody in the house to name as responsible (LC-27, AS-12)."""
        return self.fault in {Fault.CUSTOMER, Fault.THIRD_PARTY, Fault.MISUNDERSTANDING}

    @property
    def units(self) -> tuple[str, ...]:
        """The units that take part, those asked for help included."""
        helping = (item.what for item in self.assistance.open)
        return (self.recording_unit, self.handling_unit, *helping)

    def deadline(self, number: int) -> Standing | None:
        """Find a deadline that stands."""
        return next((item for item in self.deadlines if item.deadline.number == number), None)

    def plan(self, number: int) -> Plan | None:
        """Find a plan by its number."""
        return next((plan for plan in self.plans if plan.number == number), None)

    def dropped_remedies(self, policy: Policy) -> frozenset[str]:
        """Name what stands in a plan that was decided for, and is in the catalogue no more.

        A newer policy is for new plans: who agreed on one can have it carried out (BE-06, AS-21).
        """
        offers = (offer for plan in self.plans if plan.stands for offer in plan.offers)
        return frozenset(offer.remedy for offer in offers if offer.remedy not in policy.remedies)

    def is_carried_out(self, plan: Plan, policy: Policy) -> bool:
        """Tell whether the customer has all of a plan that costs money or work (AS-21, BE-06)."""
        had = self.redone | {one.what for one in self.given}
        reworks = {key for key, remedy in policy.remedies.items() if remedy.rework}
        return all(
            offer.remedy in had
            for offer in plan.offers
            if offer.cost.amount or offer.remedy in reworks
        )

    def expense(self, number: int) -> Expense | None:
        """Find an expense by its number."""
        return next((item for item in self.expenses if item.number == number), None)

    def payment(self, number: int) -> Payment | None:
        """Find a payment that stands, by the number of its compensation."""
        return next((item for item in self.payments if item.number == number), None)

    def spent(self, plan: int, remedy: str) -> int:
        """Total, in minor units, what was paid for one remedy of a plan, and stayed paid."""
        given = {one.number for one in self.given if one.what == remedy}
        planned = {item.number for item in self.expenses if item.plan == plan}
        return sum(
            payment.amount.amount
            for payment in self.payments
            if payment.number in given and payment.expense in planned
        )

    def without_plan(self, number: int) -> "Complaint":
        """Leave a plan, and what was asked for it, out of account."""
        return replace(
            self,
            plans=tuple(plan for plan in self.plans if plan.number != number),
            expenses=tuple(item for item in self.expenses if item.plan != number),
        )

    def without_expense(self, number: int) -> "Complaint":
        """Leave an expense out of account."""
        others = tuple(item for item in self.expenses if item.number != number)
        return replace(self, expenses=others)

    def applicable_boxes(self, policy: Policy) -> tuple[Box, ...]:
        """Pick the boxes of the form to be signed; finance's only with cost (SC-36, SC-45)."""
        return tuple(box for box in policy.boxes if self.with_cost or not box.only_with_cost)


class NotAStream(Exception):
    """The events are not those of a complaint: they do not begin with its receipt, once."""


def replay(facts: Iterable[Fact]) -> Complaint | None:
    """Fold the events of a stream from its beginning; None for no events."""
    complaint: Complaint | None = None
    for fact in facts:
        complaint = evolve(complaint, fact)
    return complaint


def evolve(complaint: Complaint | None, fact: Fact) -> Complaint:
    """Apply one event. Exhaustive on purpose: a new event fails the type check until it is here.

    Raises:
        NotAStream: the first event is not the receipt, or a second receipt follows.

    """
    if complaint is None:
        return _begin(fact)
    after = _continue(complaint, fact)
    if after.expenses is complaint.expenses and after.status is complaint.status:
        return after
    return _pass_on(complaint, after)


def _pass_on(before: Complaint, after: Complaint) -> Complaint:
    """Let the audit copy go where it belongs now (SC-36, SC-37)."""
    lies = after.custody.of(Copy.AUDIT)
    place = follow(lies, before.affairs, after.affairs)
    return replace(after, custody=after.custody.hand(Copy.AUDIT, place)) if place != lies else after


def _begin(fact: Fact) -> Complaint:
    event = fact.event
    if not isinstance(event, Received):
        message = "a complaint begins with its receipt"
        raise NotAStream(message)
    return Complaint(
        received_by=fact.by.subject,
        receiver_roles=frozenset(fact.by.roles),
        owner=fact.by.subject,
        recording_unit=event.unit,
        handling_unit=event.unit,
        received_at=fact.at,
        channel=event.channel,
        facts=known_facts(event),
        stage=event.stage,
        place=event.place,
        high_value=event.high_value,
        about=frozenset(event.about),
    )


def _continue(complaint: Complaint, fact: Fact) -> Complaint:
    event, by = fact.event, fact.by
    match event:
        case Received():
            message = "a complaint is received once"
            raise NotAStream(message)
        case Noted():
            facts = complaint.facts | known_facts(event)
            return replace(complaint, facts=facts, about=complaint.about | set(event.about))
        case ConcernedCorrected():
            return replace(
                complaint,
                about=frozenset(event.about),
                concerned_roles=frozenset(event.roles),
            )
        case Confirmed():
            return replace(complaint, confirmed=True)
        case Classified():
            return replace(
                complaint,
                classified=True,
                category=event.category,
                severity=event.severity,
                flags=frozenset(event.flags),
                tier=event.tier,
            )
        case Dismissed():
            return _end(complaint, Status.DISMISSED, fact.at)
        case Apologised():
            return replace(complaint, apologies=complaint.apologies + 1)
        case Assigned():
            return replace(complaint, assigned=True, owner=event.handler, handling_unit=event.unit)
        case Reported():
            if not fact.by_somebody:
                return complaint
            return replace(complaint, reported_to=complaint.reported_to | set(event.to_roles))
        case Escalated():
            unit = event.to_unit or complaint.handling_unit
            return replace(complaint, tier=event.tier, escalated_to=event.tier, handling_unit=unit)
        case Instructed():
            return replace(complaint, decided_by=complaint.decided_by | set(by.roles))
        case Promised():
            promise = Promise(number=event.promise, due=event.due, kind=event.kind)
            return replace(
                complaint, promises=(*complaint.promises, promise), promised=event.promise
            )
        case Replied():
            due = tuple(item for item in complaint.promises if item.number != event.promise)
            # To put it off is no reply (LC-28).
            replies = complaint.replies + (event.deferred_because is None)
            return replace(complaint, replies=replies, promises=due)
        case Investigated():
            established = complaint.cause_established or event.established
            return replace(
                complaint,
                investigated=True,
                cause_established=established,
                fault=event.fault,
                loss=event.loss or complaint.loss,
                price=event.price or complaint.price,
            )
        case Proposed():
            plan = Plan(
                number=event.plan,
                offers=event.offers,
                beyond_order_terms=event.beyond_order_terms,
                proposed_by=by.subject,
                breaches=event.breaches,
            )
            return replace(complaint, plans=(*complaint.plans, plan))
        case PlanApproved():
            decided = replace(complaint, decided_by=complaint.decided_by | set(by.roles))
            return _approve(decided, event.plan, by.roles)
        case PlanRefused():
            knowing = replace(complaint, refused_by=complaint.refused_by | set(by.roles))
            return _with_plan(knowing, event.plan, PlanStatus.REFUSED)
        case Agreed():
            return _with_plan(complaint, event.plan, PlanStatus.AGREED)
        case Declined():
            return _with_plan(complaint, event.plan, PlanStatus.DECLINED)
        case ExpenseRequested():
            expense = Expense(
                number=event.expense,
                amount=event.amount,
                requested_by=by.subject,
                plan=event.plan,
            )
            expenses = (*complaint.expenses, expense)
            return _signed_anew(replace(complaint, expenses=expenses))
        case ExpenseConfirmed():
            return _with_expense(complaint, event.expense, ExpenseStatus.CONFIRMED)
        case ExpenseRefused():
            return _with_expense(complaint, event.expense, ExpenseStatus.REFUSED)
        case ExpenseQueried():
            return _with_expense(complaint, event.expense, ExpenseStatus.QUERIED)
        case QueryAnswered():
            return _with_expense(complaint, event.expense, ExpenseStatus.REQUESTED)
        case ExpenseChanged():
            return _signed_anew(_change_expense(complaint, event, by.subject))
        case Compensated():
            return _compensate(complaint, event)
        case CompensationReversed():
            reversed_ = _with_expense(complaint, event.expense, ExpenseStatus.CONFIRMED)
            standing = (one for one in complaint.payments if one.number != event.compensation)
            given = (one for one in complaint.given if one.number != event.compensation)
            after = replace(reversed_, payments=tuple(standing), given=tuple(given))
            return _signed_anew(after)
        case HandedOver():
            return replace(complaint, custody=complaint.custody.hand(event.copy, event.to))
        case HoldPlaced():
            return replace(complaint, holds=complaint.holds.begin(event.hold, event.reason))
        case HoldLifted():
            return replace(complaint, holds=complaint.holds.finish(event.hold))
        case Signed():
            signature = SignedBox(box=event.box, by=by.subject)
            return replace(complaint, signatures=(*complaint.signatures, signature))
        case Closed():
            return _end(complaint, Status.CLOSED, fact.at)
        case Withdrawn():
            return _end(complaint, Status.WITHDRAWN, fact.at)
        case Reopened():
            return _counted(_reopen(complaint, event.cause), fact.at)
        case AssistanceAsked():
            asked = complaint.assistance.begin(event.assistance, event.unit)
            return replace(complaint, assistance=asked)
        case Assisted() | AssistanceTakenBack():
            return replace(complaint, assistance=complaint.assistance.finish(event.assistance))
        case Referred():
            return replace(complaint, referred_to=complaint.referred_to | {event.to})
        case Explained():
            return replace(complaint, explained=True)
        case VisitArranged():
            return replace(complaint, visits=complaint.visits.begin(event.visit, event.person))
        case Visited():
            return replace(complaint, visits=complaint.visits.finish(event.visit))
        case ReworkOrdered():
            return replace(complaint, reworks=complaint.reworks.begin(event.rework, event.remedy))
        case Reworked():
            done = complaint.reworks.find(event.rework)
            redone = {done.what} if done and event.accepted else set()
            return replace(
                complaint,
                reworks=complaint.reworks.finish(event.rework),
                redone=complaint.redone | redone,
            )
        case Attributed():
            return replace(complaint, attributed=True)
        case ImprovementPlanned():
            begun = complaint.improvements.begin(event.improvement, event.owner)
            return replace(complaint, improvements=begun)
        case ImprovementMade():
            made = complaint.improvements.finish(event.improvement)
            return replace(complaint, improvements=made)
        case CaseWritten():
            # What was approved was the text before.
            return replace(complaint, case_writer=by.subject, publication_approved=False)
        case PublicationApproved():
            return replace(complaint, publication_approved=True)
        case Published():
            return replace(complaint, published=True)
        case Paused():
            return replace(complaint, wait=Wait(waiting_for=event.waiting_for, since=fact.at))
        case Resumed():
            return _counted(replace(complaint, wait=None), fact.at)
        case Rescheduled():
            return _reschedule(complaint, event)
        case DeadlineMissed():
            deadlines = (
                replace(item, missed=True) if item.deadline.number == event.deadline else item
                for item in complaint.deadlines
            )
            return _counted(replace(complaint, deadlines=tuple(deadlines)), fact.at)
        case Linked() | ProgressTold() | FollowedUp():
            return complaint
        case _:
            assert_never(event)


def _end(complaint: Complaint, status: Status, at: datetime) -> Complaint:
    """What was promised or asked for and is open lapses with the end."""
    return replace(
        complaint,
        status=status,
        ended_at=at,
        promises=(),
        wait=None,
        assistance=replace(complaint.assistance, open=()),
        visits=replace(complaint.visits, open=()),
        reworks=replace(complaint.reworks, open=()),
    )


def _reschedule(complaint: Complaint, event: Rescheduled) -> Complaint:
    """Put in what is new or moved, take out what is lifted."""
    numbers = tuple(item.number for item in event.deadlines)
    gone = {*numbers, *(item.number for item in event.lifted)}
    kept = (item for item in complaint.deadlines if item.deadline.number not in gone)
    missed = {(one.deadline.number, one.deadline.due) for one in complaint.deadlines if one.missed}
    # Only another time can be missed anew.
    added = (
        Standing(deadline=item, missed=(item.number, item.due) in missed)
        for item in event.deadlines
    )
    return replace(
        complaint,
        deadlines=(*kept, *added),
        scheduled=max((complaint.scheduled, *numbers)),
    )


def _counted(complaint: Complaint, at: datetime) -> Complaint:
    return replace(complaint, counted_until=max(complaint.counted_until or at, at))


def _reopen(complaint: Complaint, cause: ReopenCause) -> Complaint:
    """Open it, to be decided and signed anew; a new problem starts from the start (PC-34)."""
    again = replace(
        complaint,
        status=Status.OPEN,
        ended_at=None,
        signatures=(),
        decided_by=frozenset(),
        refused_by=frozenset(),
        settled=complaint.compensations,
    )
    again = replace(again, custody=complaint.custody.reissue(again.affairs))
    if cause is not ReopenCause.NEW_PROBLEM:
        return again
    return replace(
        again,
        classified=False,
        category=None,
        tier=complaint.escalated_to,
        severity=None,
        flags=frozenset(),
        apologies=0,
        replies=0,
        explained=False,
        reported_to=frozenset(),
        attributed=False,
        investigated=False,
        cause_established=False,
        fault=None,
        loss=None,
        price=None,
        referred_to=frozenset(),
    )


def _approve(complaint: Complaint, number: int, roles: Iterable[str]) -> Complaint:
    """A plan that is approved anew stays agreed: the customer was asked about this very plan."""
    basis = Basis.of(complaint, roles, tier=complaint.tier)
    plans = tuple(
        replace(plan, basis=basis, status=plan.status if plan.stands else PlanStatus.APPROVED)
        if plan.number == number
        else plan
        for plan in complaint.plans
    )
    return replace(complaint, plans=plans)


def _with_plan(complaint: Complaint, number: int, status: PlanStatus) -> Complaint:
    plans = tuple(
        replace(plan, status=status) if plan.number == number else plan for plan in complaint.plans
    )
    return replace(complaint, plans=plans)


def _with_expense(complaint: Complaint, number: int, status: ExpenseStatus) -> Complaint:
    expenses = tuple(
        replace(item, status=status) if item.number == number else item
        for item in complaint.expenses
    )
    return replace(complaint, expenses=expenses)


def _compensate(complaint: Complaint, event: Compensated) -> Complaint:
    number = complaint.compensations + 1
    one = Item(number=number, what=event.remedy)
    given = replace(complaint, compensations=number, given=(*complaint.given, one))
    if event.expense is None:
        return given
    payment = Payment(number=number, expense=event.expense, amount=event.amount)
    paid = _with_expense(given, event.expense, ExpenseStatus.PAID)
    return replace(paid, payments=(*complaint.payments, payment))


def _change_expense(complaint: Complaint, event: ExpenseChanged, by: str) -> Complaint:
    """Whoever asks for another amount is the one who asks."""
    changed = (
        replace(item, amount=event.amount, requested_by=by, status=ExpenseStatus.REQUESTED)
        if item.number == event.expense
        else item
        for item in complaint.expenses
    )
    return replace(complaint, expenses=tuple(changed))


def _signed_anew(complaint: Complaint) -> Complaint:
    """The first box says who filled in the form; the others answer for what it comes to."""
    return replace(complaint, signatures=complaint.signatures[:1])


FACTS = ("name", "contact", "reason", "subject", "demand", "statement")
"""The facts that a policy can ask for (AS-02, WS-14, WS-16)."""


def known_facts(event: Received | Noted) -> frozenset[str]:
    """Name the facts that an event brings."""
    who = event.complainant
    brought = {
        "name": who and who.name,
        "contact": who and (who.telephone or who.email or who.address),
        "reason": event.reason,
        "subject": event.subject,
        "demand": event.demand,
        "statement": isinstance(event, Received) and event.statement,
    }
    return frozenset(fact for fact, value in brought.items() if value)
