"""The plan: proposed on what was found, with what is unusual about it (LC-30..33, BE-04)."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from app.domain.approval import decision_on
from app.domain.authority import may_decide
from app.domain.changing import replace
from app.domain.command import Command
from app.domain.complaint import Complaint, Event, Plan, Signal
from app.domain.complaint.act import Act
from app.domain.fields import Length, Text
from app.domain.guards import (
    missing_steps,
    require_confirmed,
    require_costs,
    require_in_person,
    require_open,
)
from app.domain.policy import PlanReview, Policy, require_term
from app.domain.refusals import Implausible, StepsMissing
from app.domain.remedies import breaches, cheaper, require_reason
from app.domain.steps.plan_review import PlanApproved
from app.domain.values import Actor, Breach, Capability, Offer


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
class ProposePlan(Command):
    """Propose how to put it right.

    Rules: LC-30..33, BE-04, AS-19, PC-27
    """

    key: ClassVar[str] = "propose-plan"
    awaits_confirmation: ClassVar[bool] = True
    needs: ClassVar[Capability] = Capability.HANDLE
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
            plan=len(complaint.remedy.plans) + 1,
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
        return may_decide(decision_on(proposed, proposed.breaches), complaint, policy, self.by)


def _require_groundwork(complaint: Complaint, policy: Policy) -> None:
    """What the policy wants to have happened before anybody proposes (BE-02, AS-09)."""
    missing = missing_steps(complaint, policy.planning_needs)
    if missing:
        message = "before a plan there must be: " + ", ".join(missing)
        raise StepsMissing(message, missing=missing)
