"""What was found, the plans that put it right, and work done again."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.changing import replace
from app.domain.complaint.act import Act
from app.domain.complaint.numbered import change_numbered
from app.domain.values import Breach, CauseClass, Fault, Money, Offer, Severity


class PlanStatus(StrEnum):
    """Where a plan stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    AGREED = "agreed"
    DECLINED = "declined"


STANDING = frozenset({PlanStatus.APPROVED, PlanStatus.AGREED})
"""Where a plan was decided for and nobody has gone back on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The result of an inquiry (AS-09, WS-46, PC-55)."""

    act: Act
    findings: str
    cause: str
    cause_class: CauseClass
    fault: Fault
    established: bool
    loss: Money | None
    price: Money | None
    """What the customer paid for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What an approval rests on: whose it was, and what the complaint was known to be."""

    held: tuple[str, ...]
    """The roles of the person who approved, sorted."""
    tier: str | None
    category: str | None
    severity: Severity | None
    loss: Money | None
    price: Money | None

    @property
    def roles(self) -> frozenset[str]:
        """The roles as a set."""
        return frozenset(self.held)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDecision:
    """A word of a reviewer or of the customer on a plan (BE-05, BE-06)."""

    act: Act
    status: PlanStatus
    words: str | None
    roles: tuple[str, ...]
    """Of the person who recorded it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A plan of remedies within the complaint (LC-30..33, BE-04)."""

    number: int
    act: Act
    explanation: str
    offers: tuple[Offer, ...]
    alternatives: tuple[Offer, ...]
    beyond_order_terms: bool
    breaches: tuple[Breach, ...]
    override_reason: str | None
    status: PlanStatus = PlanStatus.PROPOSED
    basis: Basis | None = None
    """What its last approval rests on."""
    decisions: tuple[PlanDecision, ...] = ()

    @property
    def proposed_by(self) -> str:
        """Who proposed it, spelt as people are compared."""
        return self.act.person

    @property
    def stands(self) -> bool:
        """Whether it was approved and the customer has not declined it."""
        return self.status in STANDING

    def cost(self, currency: str) -> Money:
        """Total what the plan costs us."""
        return sum((offer.cost for offer in self.offers), Money(0, currency))

    def decided(self, decision: PlanDecision, basis: Basis | None) -> "Plan":
        """Add a decision, with what an approval rests on.

        A plan that is approved again stays agreed: the customer was asked about this very plan.
        """
        agreed = decision.status is PlanStatus.APPROVED and self.stands
        return replace(
            self,
            basis=basis or self.basis,
            status=self.status if agreed else decision.status,
            decisions=(*self.decisions, decision),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rework:
    """Work to be done again, on an investigation sheet (PC-54, PC-55)."""

    number: int
    act: Act
    remedy: str
    unit: str
    cause: str
    instructions: str
    sheet: str | None
    due: datetime | None
    done: Act | None = None
    result: str | None = None
    accepted: bool | None = None
    """Whether the customer was content with it."""
    lapsed: Act | None = None
    """The complaint ended before it was done."""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.done is None and self.lapsed is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """Findings, plans and reworks."""

    findings: tuple[Finding, ...] = ()
    plans: tuple[Plan, ...] = ()
    reworks: tuple[Rework, ...] = ()

    def plan(self, number: int | None) -> Plan | None:
        """Find a plan by its number."""
        return next((plan for plan in self.plans if plan.number == number), None)

    def with_decision(
        self, plan: int, decision: PlanDecision, *, basis: Basis | None = None
    ) -> "Remedy":
        """Add a decision to a plan, with what an approval rests on."""
        plans = change_numbered(self.plans, plan, lambda one: one.decided(decision, basis))
        return replace(self, plans=plans)
