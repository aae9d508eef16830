"""Review of a plan: approved or refused by somebody with the authority (BE-05, WS-40)."""

from dataclasses import dataclass
from typing import ClassVar

from app.domain.approval import decision_on, require_lapsed
from app.domain.authority import require_authority
from app.domain.changing import replace
from app.domain.command import Command
from app.domain.complaint import STANDING, Complaint, Event, Plan, PlanStatus, Signal
from app.domain.complaint.act import Act
from app.domain.complaint.remedy import PlanDecision
from app.domain.fields import Ordinal, Text
from app.domain.guards import (
    require_costs,
    require_open,
    require_plan,
    require_separate,
    require_words,
)
from app.domain.policy import Policy
from app.domain.remedies import breaches, require_reason
from app.domain.values import Actor, Breach, Capability, Verdict


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
class ReviewPlan(Command):
    """Approve or refuse a plan; approving takes the authority for it.

    Rules: BE-05, WS-40, LC-34
    """

    key: ClassVar[str] = "review-plan"
    needs: ClassVar[Capability] = Capability.APPROVE
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
        require_authority(decision_on(plan, unusual), besides, policy, self.by)
        return (PlanApproved(plan=plan.number, remark=self.reason),)

    def _justified(self, plan: Plan, complaint: Complaint, policy: Policy) -> tuple[Breach, ...]:
        """Tell what is unusual; the reviewer gives the reason for what has become so since."""
        now = breaches(plan.offers, (), complaint, policy)
        since = tuple(breach for breach in now if breach not in plan.breaches)
        otherwise = "refuse the plan, or say why it is approved all the same"
        require_reason(since, self.reason, field="reason", otherwise=otherwise)
        return (*plan.breaches, *since)
