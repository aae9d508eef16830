"""Escalation and instruction over HTTP."""

from datetime import datetime

from app.api.bodies import Body, Key, Person, Text
from app.api.commands import Step
from app.domain.steps.escalation import Escalate, Instruct
from app.domain.values import Actor


class EscalationBody(Body):
    """Let a higher tier decide."""

    tier: Key
    to_role: Key
    reason: Text
    to_unit: Key | None = None
    skip_level: bool = False


class InstructionBody(Body):
    """Say, as a superior, what is to be done."""

    text: Text
    to: Person | None = None


def escalate(body: EscalationBody, at: datetime, by: Actor) -> Escalate:
    """Make the command."""
    return Escalate(
        at=at,
        by=by,
        tier=body.tier,
        to_role=body.to_role,
        reason=body.reason,
        to_unit=body.to_unit,
        skip_level=body.skip_level,
    )


def instruct(body: InstructionBody, at: datetime, by: Actor) -> Instruct:
    """Make the command."""
    return Instruct(at=at, by=by, text=body.text, to=body.to)


STEPS = (
    Step("escalations", EscalationBody, escalate, "Escalate", "SC-21..28, LC-40, LC-43, LC-44"),
    Step("instructions", InstructionBody, instruct, "Instruct", "WS-27, WS-29, WS-32"),
)
