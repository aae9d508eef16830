"""Classification and dismissal over HTTP."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from app.api.bodies import Body, Key, Text
from app.api.commands import Step
from app.domain.steps.classification import Classify, Dismiss
from app.domain.values import Actor, Mindset, Severity

Stars = Annotated[int, Field(ge=1, le=3, description="One to three stars.")]


class ClassificationBody(Body):
    """Settle category, tier, severity and flags; what is left out follows from the policy."""

    category: Key
    tier: Key | None = None
    severity: Stars | None = None
    mindset: Mindset | None = None
    legal: bool = False
    supplier: bool = False
    uniform_explanation: bool = False
    technical_dispute: bool = False
    unprofessional_demand: bool = Field(
        default=False, description="What is asked goes against professional common sense."
    )
    reason: Text | None = Field(
        default=None,
        description="Compulsory for taking it less seriously than so far, or than its category is.",
    )


class DismissalBody(Body):
    """Judge that it is not a complaint."""

    reason: Text
    customer_informed: bool


def classify(body: ClassificationBody, at: datetime, by: Actor) -> Classify:
    """Make the command."""
    return Classify(
        at=at,
        by=by,
        category=body.category,
        tier=body.tier,
        severity=None if body.severity is None else Severity(body.severity),
        mindset=body.mindset,
        legal=body.legal,
        supplier=body.supplier,
        uniform_explanation=body.uniform_explanation,
        technical_dispute=body.technical_dispute,
        unprofessional_demand=body.unprofessional_demand,
        reason=body.reason,
    )


def dismiss(body: DismissalBody, at: datetime, by: Actor) -> Dismiss:
    """Make the command."""
    return Dismiss(at=at, by=by, reason=body.reason, customer_informed=body.customer_informed)


STEPS = (
    Step("classifications", ClassificationBody, classify, "Classify", "SC-16..30, LC-37, LC-45"),
    Step("dismissals", DismissalBody, dismiss, "Dismiss: not a complaint", "SC-48"),
)
