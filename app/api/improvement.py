"""Improvement over HTTP."""

from datetime import datetime

from pydantic import Field

from app.api.bodies import Body, Instant, Key, Ordinal, Person, Text
from app.api.commands import Step
from app.domain.steps.improvement import FinishImprovement, PlanImprovement
from app.domain.values import Actor


class ImprovementBody(Body):
    """Plan what will be done so that it does not happen again."""

    what: Text
    owner: Person = Field(description="Who sees to it.")
    unit: Key
    due: Instant


class ImprovementResultBody(Body):
    """Record that it was done."""

    improvement: Ordinal
    result: Text


def plan_improvement(body: ImprovementBody, at: datetime, by: Actor) -> PlanImprovement:
    """Make the command."""
    return PlanImprovement(
        at=at, by=by, what=body.what, owner=body.owner, unit=body.unit, due=body.due
    )


def finish_improvement(body: ImprovementResultBody, at: datetime, by: Actor) -> FinishImprovement:
    """Make the command."""
    return FinishImprovement(at=at, by=by, improvement=body.improvement, result=body.result)


STEPS = (
    Step(
        "improvements",
        ImprovementBody,
        plan_improvement,
        "Plan an improvement",
        "WS-44, WS-46, PC-79",
    ),
    Step(
        "improvement-results",
        ImprovementResultBody,
        finish_improvement,
        "Finish an improvement",
        "WS-44, PC-79",
    ),
)
