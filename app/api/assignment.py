"""Assignment over HTTP."""

from datetime import datetime

from pydantic import Field

from app.api.bodies import Body, Key, Line, Person, Text
from app.api.commands import Step
from app.domain.steps.assignment import Assign
from app.domain.values import Actor


class AssignmentBody(Body):
    """Make a person of a unit its owner; refused before the minimum facts are known."""

    handler: Person
    unit: Key
    reason: Text | None = None
    contact: Line | None = Field(default=None, description="How both sides reach each other.")


def assign(body: AssignmentBody, at: datetime, by: Actor) -> Assign:
    """Make the command."""
    return Assign(
        at=at,
        by=by,
        handler=body.handler,
        unit=body.unit,
        reason=body.reason,
        contact=body.contact,
    )


STEPS = (
    Step("assignments", AssignmentBody, assign, "Assign", "AS-01, AS-05, SC-51, LC-26, PC-59"),
)
