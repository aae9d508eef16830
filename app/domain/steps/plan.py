"""The plan: proposed, reviewed with authority, agreed by the customer (BE-04..06)."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from app.domain.authority import Decision, may_decide, require_authority
from app.domain.complaint import Complaint, PlanStatus
from app.domain.events import Agreed, Declined, PlanApproved, PlanRefused, Proposed
from app.domain.guards import (
    require_confirmed,
    require_costs,
    require_open,
    require_plan,
    require_separate,
    require_words,
)
from app.domain.policy import PlanReview, Policy, require_term
from app.domain.refusals import Implausible
from app.domain.values import Actor, Capability, Offer, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposePlan:
    """Propose how to put things right (LC-30..33, BE-04, AS-19, PC-27)."""

    needs: ClassVar[Capability] = Capability.HANDLE
    at: datetime
    by: Actor
    explanation: str
    offers: tuple[Offer, ...]
    alternatives: tuple[Offer, ...] = ()
    beyond_order_terms: bool = False

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Proposed | PlanApproved, ...]:
        """Propose it; within the proposer's own authority it is approved with that (SC-30)."""
        require_open(complaint)
        require_confirmed(complaint, policy, "propose")
        self._require_offers(policy)
        proposed = Proposed(
            plan=len(complaint.plans) + 1,
            explanation=self.explanation,
            offers=self.offers,
            alternatives=self.alternatives,
            beyond_order_terms=self.beyond_order_terms,
        )
        if self._within_own_authority(complaint, policy):
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

    def _within_own_authority(self, complaint: Complaint, policy: Policy) -> bool:
        decision = Decision(
            remedies=frozenset(offer.remedy for offer in self.offers),
            cost=sum(offer.cost.amount for offer in self.offers),
            beyond_order_terms=self.beyond_order_terms,
        )
        reviewed = policy.plan_review is PlanReview.ALWAYS
        return not reviewed and may_decide(decision, complaint, policy, self.by)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPlan:
    """Approve or refuse a proposed plan (BE-05, WS-40, LC-34)."""

    needs: ClassVar[Capability] = Capability.APPROVE
    at: datetime
    by: Actor
    plan: int
    verdict: Verdict
    reason: str | None = None
    """Compulsory for refusing, a remark when approving."""

    def decide(
        self, complaint: Complaint, policy: Policy
    ) -> tuple[PlanApproved | PlanRefused, ...]:
        """Refusing needs a reason, approving the authority; neither is for the proposer."""
        require_open(complaint)
        plan = require_plan(complaint, self.plan, PlanStatus.PROPOSED)
        require_separate(policy, self.by, plan.proposed_by, duties="proposing and reviewing a plan")
        if self.verdict is Verdict.REFUSE:
            reason = require_words(self.reason, field="reason", why="refusing needs a reason")
            return (PlanRefused(plan=plan.number, reason=reason),)
        require_costs(plan.offers, policy, field="plan")
        decision = Decision(
            remedies=frozenset(offer.remedy for offer in plan.offers),
            cost=plan.cost(policy.currency).amount,
            beyond_order_terms=plan.beyond_order_terms,
        )
        require_authority(decision, complaint, policy, self.by)
        return (PlanApproved(plan=plan.number, remark=self.reason),)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordConsent:
    """Record that the customer agrees to an approved plan or declines it (BE-06, AS-17)."""

    needs: ClassVar[Capability] = Capability.HANDLE
    at: datetime
    by: Actor
    plan: int
    agreed: bool
    words: str | None = None
    """What the customer said; compulsory for declining."""

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Agreed | Declined, ...]:
        """Only an approved plan is put to the customer."""
        require_open(complaint)
        plan = require_plan(complaint, self.plan, PlanStatus.APPROVED)
        if self.agreed:
            return (Agreed(plan=plan.number, words=self.words),)
        why = "declining needs what the customer said"
        words = require_words(self.words, field="words", why=why)
        return (Declined(plan=plan.number, words=words),)
