"""Plan, review and consent over HTTP."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from app.api.bodies import Body, Key, Model, MoneyBody, Ordinal, Text
from app.api.commands import Step
from app.domain.steps.plan import ProposePlan, RecordConsent, ReviewPlan
from app.domain.values import Actor, Offer, Verdict


class OfferBody(Model):
    """A remedy of the catalogue, with what it costs us and what it is worth to the customer."""

    remedy: Key
    description: Text
    cost: MoneyBody
    value: MoneyBody

    def offer(self) -> Offer:
        """Give the domain's value."""
        return Offer(
            remedy=self.remedy,
            description=self.description,
            cost=self.cost.money(),
            value=self.value.money(),
        )


class PlanBody(Body):
    """Propose how to put it right."""

    explanation: Text
    offers: Annotated[list[OfferBody], Field(min_length=1, max_length=20)]
    alternatives: Annotated[list[OfferBody], Field(default_factory=list, max_length=20)]
    beyond_order_terms: bool = False
    override_reason: Text | None = None
    """Why something unusual is proposed; only then."""


class PlanReviewBody(Body):
    """Approve or refuse a plan; approving takes the authority for it."""

    plan: Ordinal
    verdict: Verdict
    reason: Text | None = None


class ConsentBody(Body):
    """Record whether the customer agrees to an approved plan."""

    plan: Ordinal
    agreed: bool
    words: Text | None = None


def propose_plan(body: PlanBody, at: datetime, by: Actor) -> ProposePlan:
    """Make the command."""
    return ProposePlan(
        at=at,
        by=by,
        explanation=body.explanation,
        offers=tuple(offer.offer() for offer in body.offers),
        alternatives=tuple(offer.offer() for offer in body.alternatives),
        beyond_order_terms=body.beyond_order_terms,
        override_reason=body.override_reason,
    )


def review_plan(body: PlanReviewBody, at: datetime, by: Actor) -> ReviewPlan:
    """Make the command."""
    return ReviewPlan(at=at, by=by, plan=body.plan, verdict=body.verdict, reason=body.reason)


def record_consent(body: ConsentBody, at: datetime, by: Actor) -> RecordConsent:
    """Make the command."""
    return RecordConsent(at=at, by=by, plan=body.plan, agreed=body.agreed, words=body.words)


STEPS = (
    Step("plans", PlanBody, propose_plan, "Propose a plan", "LC-30..33, BE-04, AS-19, PC-27"),
    Step("plan-reviews", PlanReviewBody, review_plan, "Review a plan", "BE-05, WS-40, LC-34"),
    Step("consents", ConsentBody, record_consent, "Record consent", "BE-06, AS-17"),
)
