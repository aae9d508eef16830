"""Follow-up over HTTP."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from app.api.bodies import Body, Key, Text
from app.api.commands import Step
from app.domain.steps.follow_up import FollowUp
from app.domain.values import Actor, ContactMethod

Grade = Annotated[int, Field(ge=1, le=5, description="1 not at all, 5 fully.")]


class FollowUpBody(Body):
    """Record a contact after the end; a new problem may reopen the complaint."""

    occasion: Key = Field(description="Which contact of the policy's rhythm this was.")
    reached: bool
    satisfied_with_outcome: Grade | None = None
    satisfied_with_handling: Grade | None = None
    words: Text | None = None
    new_problem: Text | None = None
    method: ContactMethod | None = None


def follow_up(body: FollowUpBody, at: datetime, by: Actor) -> FollowUp:
    """Make the command."""
    return FollowUp(
        at=at,
        by=by,
        occasion=body.occasion,
        reached=body.reached,
        satisfied_with_outcome=body.satisfied_with_outcome,
        satisfied_with_handling=body.satisfied_with_handling,
        words=body.words,
        new_problem=body.new_problem,
        method=body.method,
    )


STEPS = (
    Step("follow-ups", FollowUpBody, follow_up, "Follow up", "PC-34, PC-41, PC-83, AS-16, BE-07"),
)
