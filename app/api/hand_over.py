"""Handing the copies of the form on over HTTP."""

from datetime import datetime

from pydantic import Field

from app.api.bodies import Body, Text
from app.api.commands import Step
from app.domain.steps.hand_over import HandOver
from app.domain.values import Actor, Copy, Place


class HandOverBody(Body):
    """Hand a copy of the form on, as who holds it; where it may go is the policy's."""

    copy_: Copy = Field(alias="copy")
    origin: Place = Field(description="Where it lies; elsewhere, nothing is handed over.")
    to: Place
    remark: Text | None = None


def hand_over(body: HandOverBody, at: datetime, by: Actor) -> HandOver:
    """Make the command."""
    return HandOver(
        at=at, by=by, copy=body.copy_, origin=body.origin, to=body.to, remark=body.remark
    )


STEPS = (
    Step(
        "hand-overs", HandOverBody, hand_over, "Hand a copy on", "SC-35, SC-36, SC-37, SC-38, SC-46"
    ),
)
