"""Rework over HTTP."""

from datetime import datetime

from pydantic import Field

from app.api.bodies import Body, Instant, Key, Line, Ordinal, Text
from app.api.commands import Step
from app.domain.steps.rework import FinishRework, OrderRework
from app.domain.values import Actor


class ReworkBody(Body):
    """Have work done again, on an investigation sheet."""

    remedy: Key = Field(description="One that the policy counts as work done again.")
    unit: Key
    cause: Text = Field(description="Why it must be done again.")
    instructions: Text
    sheet: Line | None = Field(default=None, description="The number of a paper sheet.")
    due: Instant | None = None


class ReworkResultBody(Body):
    """Record that the work was done again; what was not accepted is ordered anew."""

    rework: Ordinal
    result: Text
    accepted: bool = Field(description="Whether the customer was content with it.")


def order_rework(body: ReworkBody, at: datetime, by: Actor) -> OrderRework:
    """Make the command."""
    return OrderRework(
        at=at,
        by=by,
        remedy=body.remedy,
        unit=body.unit,
        cause=body.cause,
        instructions=body.instructions,
        sheet=body.sheet,
        due=body.due,
    )


def finish_rework(body: ReworkResultBody, at: datetime, by: Actor) -> FinishRework:
    """Make the command."""
    return FinishRework(
        at=at, by=by, rework=body.rework, result=body.result, accepted=body.accepted
    )


STEPS = (
    Step("reworks", ReworkBody, order_rework, "Order rework", "PC-54, PC-55, BE-04, BE-06"),
    Step("rework-results", ReworkResultBody, finish_rework, "Finish rework", "PC-54"),
)
