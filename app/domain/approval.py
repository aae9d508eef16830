"""Approval of a plan: the decision that it is, and whether it still holds (SC-28).

It was given to a complaint that may since be another. Who approved judged the plan by what was
known then. When the complaint has risen above that person, or is classified or found to be such
that something about the plan is newly unusual, it is to be approved again before money moves on it.
A newer policy alone undoes nothing: what was approved, and may be agreed with the customer, is
carried out as it was (BE-06, AS-21).
"""

from collections.abc import Collection
from typing import Protocol

from app.domain.authority import Decision, deciders
from app.domain.complaint import STANDING, Complaint, Plan
from app.domain.guards import require_plan
from app.domain.policy import Policy
from app.domain.refusals import NotOpenItem, StepsMissing
from app.domain.remedies import breaches, cost
from app.domain.values import Breach, Offer


class PlanTerms(Protocol):
    """What a plan, proposed or recorded, is decided by."""

    @property
    def offers(self) -> tuple[Offer, ...]:
        """The remedies, with their costs."""

    @property
    def beyond_order_terms(self) -> bool:
        """Whether the customer asks for more than the order terms give (WS-40)."""


def decision_on(plan: PlanTerms, unusual: Collection[Breach]) -> Decision:
    """Give the decision that approving a plan is."""
    return Decision(
        remedies=frozenset(offer.remedy for offer in plan.offers),
        cost=cost(plan.offers),
        beyond_order_terms=plan.beyond_order_terms,
        unusual=bool(unusual),
    )


def lapsed(plan: Plan, complaint: Complaint, policy: Policy) -> bool:
    """Return whether a plan that stands needs another approval."""
    basis = plan.basis
    if basis is None:
        return False
    if policy.tier_rank(complaint.tier) > policy.tier_rank(basis.tier) and (
        basis.roles.isdisjoint(deciders(complaint, policy))
    ):
        return True
    if basis == complaint.basis(basis.roles, tier=basis.tier):
        return False
    besides = complaint.without_plan(plan.number)
    now = breaches(plan.offers, (), besides, policy)
    then = breaches(plan.offers, (), besides.restored(basis), policy)
    return not set(now) <= {*plan.breaches, *then}


def require_approved(complaint: Complaint, number: int, policy: Policy, *, field: str) -> Plan:
    """Find a plan that money may still move on.

    Raises:
        NotOpenItem: there is none, or it does not stand.
        StepsMissing: its approval has lapsed.

    """
    plan = require_plan(complaint, number, *STANDING, field=field)
    if lapsed(plan, complaint, policy):
        message = f"the complaint is another than when plan {number} was approved: review it anew"
        raise StepsMissing(message, missing=(f"plan-review:{number}",), field=field)
    return plan


def require_lapsed(plan: Plan, complaint: Complaint, policy: Policy) -> None:
    """Only an approval that lapsed is looked at again.

    Raises:
        NotOpenItem: it holds.

    """
    if not lapsed(plan, complaint, policy):
        message = f"plan {plan.number} is {plan.status}, and its approval holds"
        raise NotOpenItem(message, field="plan")
