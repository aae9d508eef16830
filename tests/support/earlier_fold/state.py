"""The complaint: only what the rules need, and what they ask of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from app.domain.changing import replace
from app.domain.custody import Affairs, Custody
from app.domain.policy import Box, Policy
from app.domain.values import Channel, Fault, Money, ReferralTarget, Severity
from tests.support.earlier_fold.parts import (
    Basis,
    Expense,
    ExpenseStatus,
    Item,
    Items,
    Payment,
    Plan,
    Promise,
    SignedBox,
    Standing,
    Status,
    Wait,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What the rules must know of a complaint; what people look at is a projection.

    People stand in it as `person_of` spells them, whatever the spelling in old events.
    """

    received_by: str
    receiver_roles: frozenset[str] = frozenset()
    owner: str
    recording_unit: str
    handling_unit: str
    received_at: datetime
    acted_on: date
    """The last day, in UTC, on which somebody did something; the clock is nobody."""
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
    """Roles that were told of the problem now in hand."""
    reported_since_opening: frozenset[str] = frozenset()
    """Those of them that were told after it was received, or reopened last."""
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
    assistance: Items = field(default_factory=Items)
    visits: Items = field(default_factory=Items)
    reworks: Items = field(default_factory=Items)
    improvements: Items = field(default_factory=Items)
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
    holds: Items = field(default_factory=Items)
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

    def outstanding(self, plan: Plan, policy: Policy) -> tuple[str, ...]:
        """List the remedies of a plan that cost money or work and were not given yet."""
        had = self.redone | {one.what for one in self.given}
        reworks = {key for key, remedy in policy.remedies.items() if remedy.rework}
        return tuple(
            offer.remedy
            for offer in plan.offers
            if offer.remedy not in had and (offer.cost.amount or offer.remedy in reworks)
        )

    def is_carried_out(self, plan: Plan, policy: Policy) -> bool:
        """Tell whether the customer has all of a plan that costs money or work (AS-21, BE-06)."""
        return not self.outstanding(plan, policy)

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

    def basis(self, roles: Iterable[str], *, tier: str | None) -> Basis:
        """Tell what an approval by these roles would rest on now."""
        return Basis(
            roles=frozenset(roles),
            tier=tier,
            category=self.category,
            severity=self.severity,
            loss=self.loss,
            price=self.price,
        )

    def restored(self, basis: Basis) -> "Complaint":
        """Make it again what it was known to be."""
        return replace(
            self,
            category=basis.category,
            severity=basis.severity,
            loss=basis.loss,
            price=basis.price,
        )

    def counted(self, at: datetime) -> "Complaint":
        """Let the time that was counted until now stay so."""
        return replace(self, counted_until=max(self.counted_until or at, at))
