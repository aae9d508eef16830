"""The complaint: only what the rules need, how each event changes it, and what a command is."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Protocol, assert_never

from app.domain.events import (
    Agreed,
    Apologised,
    Assigned,
    Classified,
    Closed,
    Compensated,
    Confirmed,
    Declined,
    Dismissed,
    Escalated,
    Event,
    ExpenseConfirmed,
    ExpenseRefused,
    ExpenseRequested,
    Fact,
    FollowedUp,
    Instructed,
    Investigated,
    Noted,
    PlanApproved,
    PlanRefused,
    Promised,
    Proposed,
    Received,
    Reopened,
    Replied,
    Reported,
    Signed,
    Withdrawn,
)
from app.domain.policy import Box, Policy
from app.domain.values import Actor, Capability, Money, Offer, ReopenCause


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
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    PAID = "paid"


STANDING = frozenset({PlanStatus.APPROVED, PlanStatus.AGREED})
"""Where a plan was decided for and nobody has gone back on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A plan of remedies within the complaint."""

    number: int
    offers: tuple[Offer, ...]
    beyond_order_terms: bool
    proposed_by: str
    status: PlanStatus = PlanStatus.PROPOSED

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A promise to the customer that is still to be kept."""

    number: int
    due: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedBox:
    """A box of the form that is signed, and who signed it."""

    box: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What the rules must know of a complaint; what people look at is a projection."""

    received_by: str
    owner: str
    recording_unit: str
    handling_unit: str
    received_at: datetime
    facts: frozenset[str]
    status: Status = Status.OPEN
    confirmed: bool = False
    classified: bool = False
    """This, like all that was found, said and replied, is of the problem now in hand."""
    tier: str | None = None
    escalated_to: str | None = None
    """The tier reached by escalation: a classification does not lead below it."""
    apologies: int = 0
    replies: int = 0
    investigated: bool = False
    cause_established: bool = False
    promises: tuple[Promise, ...] = ()
    """Open ones only."""
    promised: int = 0
    plans: tuple[Plan, ...] = ()
    expenses: tuple[Expense, ...] = ()
    compensations: int = 0
    signatures: tuple[SignedBox, ...] = ()
    """Those that hold, in order; a new result after reopening is signed anew."""

    @property
    def signed(self) -> tuple[str, ...]:
        """The boxes signed, in order."""
        return tuple(signature.box for signature in self.signatures)

    @property
    def with_cost(self) -> bool:
        """Whether money is asked or was paid: a refused expense costs nothing (SC-36, SC-37)."""
        return any(expense.status is not ExpenseStatus.REFUSED for expense in self.expenses)

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

    def plan(self, number: int) -> Plan | None:
        """Find a plan by its number."""
        return next((plan for plan in self.plans if plan.number == number), None)

    def expense(self, number: int) -> Expense | None:
        """Find an expense by its number."""
        return next((item for item in self.expenses if item.number == number), None)

    def applicable_boxes(self, policy: Policy) -> tuple[Box, ...]:
        """Pick the boxes of the form to be signed; finance's only with cost (SC-36, SC-45)."""
        return tuple(box for box in policy.boxes if self.with_cost or not box.only_with_cost)


class Opening(Protocol):
    """A command that begins a complaint."""

    needs: ClassVar[Capability]

    @property
    def at(self) -> datetime:
        """When it happened."""

    @property
    def by(self) -> Actor:
        """Who acts."""

    def decide(self, policy: Policy) -> tuple[Event, ...]:
        """Say what happens.

        Raises:
            Refusal: it may not happen.

        """


class Command(Protocol):
    """Something asked of a complaint that exists."""

    needs: ClassVar[Capability]

    @property
    def at(self) -> datetime:
        """When it happened."""

    @property
    def by(self) -> Actor:
        """Who acts."""

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Event, ...]:
        """Say what happens.

        Raises:
            Refusal: it may not happen.

        """


def open_with(command: Opening, policy: Policy) -> tuple[Fact, ...]:
    """Decide the command that begins a complaint.

    Raises:
        Refusal: it may not happen.

    """
    policy.permit(command.by, command.needs)
    return tuple(Fact(event, command.at, command.by) for event in command.decide(policy))


def decide(complaint: Complaint, command: Command, policy: Policy) -> tuple[Fact, ...]:
    """Decide a command on a complaint: the one gate that every command passes.

    Raises:
        Refusal: it may not happen.

    """
    policy.permit(command.by, command.needs)
    return tuple(Fact(event, command.at, command.by) for event in command.decide(complaint, policy))


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
    return _continue(complaint, fact.event, fact.by)


def _begin(fact: Fact) -> Complaint:
    event = fact.event
    if not isinstance(event, Received):
        message = "a complaint begins with its receipt"
        raise NotAStream(message)
    return Complaint(
        received_by=fact.by.subject,
        owner=fact.by.subject,
        recording_unit=event.unit,
        handling_unit=event.unit,
        received_at=fact.at,
        facts=known_facts(event),
    )


def _continue(complaint: Complaint, event: Event, by: Actor) -> Complaint:
    match event:
        case Received():
            message = "a complaint is received once"
            raise NotAStream(message)
        case Noted():
            return replace(complaint, facts=complaint.facts | known_facts(event))
        case Confirmed():
            return replace(complaint, confirmed=True)
        case Classified():
            return replace(complaint, classified=True, tier=event.tier)
        case Dismissed():
            return replace(complaint, status=Status.DISMISSED, promises=())
        case Apologised():
            return replace(complaint, apologies=complaint.apologies + 1)
        case Assigned():
            return replace(complaint, owner=event.handler, handling_unit=event.unit)
        case Escalated():
            unit = event.to_unit or complaint.handling_unit
            return replace(complaint, tier=event.tier, escalated_to=event.tier, handling_unit=unit)
        case Promised():
            promise = Promise(number=event.promise, due=event.due)
            return replace(
                complaint, promises=(*complaint.promises, promise), promised=event.promise
            )
        case Replied():
            due = tuple(item for item in complaint.promises if item.number != event.promise)
            return replace(complaint, replies=complaint.replies + 1, promises=due)
        case Investigated():
            established = complaint.cause_established or event.established
            return replace(complaint, investigated=True, cause_established=established)
        case Proposed():
            plan = Plan(
                number=event.plan,
                offers=event.offers,
                beyond_order_terms=event.beyond_order_terms,
                proposed_by=by.subject,
            )
            return replace(complaint, plans=(*complaint.plans, plan))
        case PlanApproved():
            return _with_plan(complaint, event.plan, PlanStatus.APPROVED)
        case PlanRefused():
            return _with_plan(complaint, event.plan, PlanStatus.REFUSED)
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
            # The first box says who filled in the form; the others answer for what it comes to.
            kept = complaint.signatures[:1]
            expenses = (*complaint.expenses, expense)
            return replace(complaint, expenses=expenses, signatures=kept)
        case ExpenseConfirmed():
            return _with_expense(complaint, event.expense, ExpenseStatus.CONFIRMED)
        case ExpenseRefused():
            return _with_expense(complaint, event.expense, ExpenseStatus.REFUSED)
        case Compensated():
            paid = complaint
            if event.expense is not None:
                paid = _with_expense(complaint, event.expense, ExpenseStatus.PAID)
            return replace(paid, compensations=complaint.compensations + 1)
        case Signed():
            signature = SignedBox(box=event.box, by=by.subject)
            return replace(complaint, signatures=(*complaint.signatures, signature))
        case Closed():
            return replace(complaint, status=Status.CLOSED, promises=())
        case Withdrawn():
            return replace(complaint, status=Status.WITHDRAWN, promises=())
        case Reopened():
            return _reopen(complaint, event.cause)
        case Reported() | Instructed() | FollowedUp():
            return complaint
        case _:
            assert_never(event)


def _reopen(complaint: Complaint, cause: ReopenCause) -> Complaint:
    """Open it, to be signed anew; a new problem is handled from the start (PC-34)."""
    again = replace(complaint, status=Status.OPEN, signatures=())
    if cause is not ReopenCause.NEW_PROBLEM:
        return again
    return replace(
        again,
        classified=False,
        apologies=0,
        replies=0,
        investigated=False,
        cause_established=False,
    )


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
