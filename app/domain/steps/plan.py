"""The plan: proposed, reviewed with authority, agreed by the customer (BE-04..06)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from app.domain.approval import require_lapsed
from app.domain.authority import Decision, may_decide, require_authority
from app.domain.command import Command
from app.domain.complaint import STANDING, Complaint, ExpenseStatus, Plan, PlanStatus
from app.domain.events import Agreed, Declined, PlanApproved, PlanRefused, Proposed
from app.domain.fields import Length, Ordinal, Text
from app.domain.guards import (
    missing_steps,
    require_confirmed,
    require_costs,
    require_in_person,
    require_open,
    require_plan,
    require_separate,
    require_words,
)
from app.domain.policy import PlanReview, Policy, require_term
from app.domain.refusals import Implausible, NotOpenItem, StepsMissing
from app.domain.remedies import breaches, cheaper, cost, require_reason
from app.domain.values import Actor, Breach, Capability, Offer, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposePlan(Command):
    """Propose how to put it right.

    Rules: LC-30..33, BE-04, AS-19, PC-27
    """

    key: ClassVar[str] = "propose-plan"
    awaits_confirmation: ClassVar[bool] = True
    needs: ClassVar[Capability] = Capability.HANDLE
    at: datetime
    by: Actor
    explanation: Text
    offers: Annotated[tuple[Offer, ...], Length(1, 20)]
    alternatives: Annotated[tuple[Offer, ...], Length(0, 20)] = ()
    beyond_order_terms: bool = False
    override_reason: Text | None = None
    """Why something unusual is proposed (`Breach`); compulsory for that, and for nothing else."""

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Proposed | PlanApproved, ...]:
        """Propose it; within the proposer's own authority it is approved with that (SC-30)."""
        require_open(complaint)
        require_in_person(complaint, policy, self.by)
        require_confirmed(complaint, policy, self.key)
        _require_groundwork(complaint, policy)
        self._require_offers(policy)
        proposed = Proposed(
            plan=len(complaint.plans) + 1,
            explanation=self.explanation,
            offers=self.offers,
            alternatives=self.alternatives,
            beyond_order_terms=self.beyond_order_terms,
            breaches=self._justified(complaint, policy),
            override_reason=self.override_reason,
        )
        if self._within_own_authority(proposed, complaint, policy):
            return (proposed, PlanApproved(plan=proposed.plan))
        return (proposed,)

    def _require_offers(self, policy: Policy) -> None:
        if not self.offers:
            message = "a plan offers at least one remedy, even if it is only an explanation"
            raise Implausible(message, field="offers")
        for field, offers in (("offers", self.offers), ("alternatives", self.alternatives)):
            for offer in offers:
                require_term(offer.remedy, policy.remedies, field=field)
            require_costs(offers, policy, field=field)

    def _justified(self, complaint: Complaint, policy: Policy) -> tuple[Breach, ...]:
        """Tell what is unusual, when a reason is given for that (LC-06, LC-31..33, AS-20)."""
        unusual = breaches(self.offers, self.alternatives, complaint, policy)
        less = cheaper(self.offers, self.alternatives, complaint, policy)
        rather = (
            f" ('{less.remedy}' for {less.cost})" if less and Breach.NOT_CHEAPEST in unusual else ""
        )
        otherwise = f"choose otherwise{rather}, or say why; then somebody who may override decides"
        require_reason(unusual, self.override_reason, field="override_reason", otherwise=otherwise)
        if self.override_reason and not unusual:
            message = "nothing about this plan is unusual, so it needs no reason"
            raise Implausible(message, field="override_reason")
        return unusual

    def _within_own_authority(
        self, proposed: Proposed, complaint: Complaint, policy: Policy
    ) -> bool:
        if policy.plan_review is PlanReview.ALWAYS:
            return False
        return may_decide(_decision(proposed, proposed.breaches), complaint, policy, self.by)


def _require_groundwork(complaint: Complaint, policy: Policy) -> None:
    """What the policy wants to have happened before anybody proposes (BE-02, AS-09)."""
    missing = missing_steps(complaint, policy.planning_needs)
    if missing:
        message = "before a plan there must be: " + ", ".join(missing)
        raise StepsMissing(message, missing=missing)


def _decision(plan: Plan | Proposed, unusual: Collection[Breach]) -> Decision:
    return Decision(
        remedies=frozenset(offer.remedy for offer in plan.offers),
        cost=cost(plan.offers),
        beyond_order_terms=plan.beyond_order_terms,
        unusual=bool(unusual),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPlan(Command):
    """Approve or refuse a plan; approving takes the authority for it.

    Rules: BE-05, WS-40, LC-34
    """

    key: ClassVar[str] = "review-plan"
    needs: ClassVar[Capability] = Capability.APPROVE
    at: datetime
    by: Actor
    plan: Ordinal
    verdict: Verdict
    reason: Text | None = None
    """Compulsory for refusing, and for what has become unusual; else a remark."""

    def decide(
        self, complaint: Complaint, policy: Policy
    ) -> tuple[PlanApproved | PlanRefused, ...]:
        """Refusing needs a reason, approving the authority; neither is for the proposer."""
        require_open(complaint)
        plan = require_plan(complaint, self.plan, PlanStatus.PROPOSED, *STANDING)
        if plan.stands:
            require_lapsed(plan, complaint, policy)
        require_separate(policy, self.by, plan.proposed_by, duties="proposing and reviewing a plan")
        if self.verdict is Verdict.REFUSE:
            reason = require_words(self.reason, field="reason", why="refusing needs a reason")
            return (PlanRefused(plan=plan.number, reason=reason),)
        require_costs(plan.offers, policy, field="plan")
        besides = complaint.without_plan(plan.number)
        unusual = self._justified(plan, besides, policy)
        require_authority(_decision(plan, unusual), besides, policy, self.by)
        return (PlanApproved(plan=plan.number, remark=self.reason),)

    def _justified(self, plan: Plan, complaint: Complaint, policy: Policy) -> tuple[Breach, ...]:
        """Tell what is unusual; the reviewer gives the reason for what has become so since."""
        now = breaches(plan.offers, (), complaint, policy)
        since = tuple(breach for breach in now if breach not in plan.breaches)
        otherwise = "refuse the plan, or say why it is approved all the same"
        require_reason(since, self.reason, field="reason", otherwise=otherwise)
        return (*plan.breaches, *since)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordConsent(Command):
    """Record whether the customer agrees to an approved plan.

    Rules: BE-06, AS-17
    """

    key: ClassVar[str] = "record-consent"
    needs: ClassVar[Capability] = Capability.HANDLE
    at: datetime
    by: Actor
    plan: Ordinal
    agreed: bool
    words: Text | None = None
    """What the customer said; compulsory for declining."""

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Agreed | Declined, ...]:
        """Only an approved plan is put to the customer, who may go back on what he agreed to."""
        require_open(complaint)
        if self.agreed:
            plan = require_plan(complaint, self.plan, PlanStatus.APPROVED)
            return (Agreed(plan=plan.number, words=self.words),)
        plan = require_plan(complaint, self.plan, *STANDING)
        paid = (one for one in complaint.expenses if one.status is ExpenseStatus.PAID)
        if any(one.plan == plan.number for one in paid):
            message = f"something was paid for plan {plan.number} already"
            raise NotOpenItem(message, field="plan")
        why = "declining needs what the customer said"
        words = require_words(self.words, field="words", why=why)
        return (Declined(plan=plan.number, words=words),)
