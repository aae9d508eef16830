"""Waiting over HTTP: pause and resume."""

from datetime import datetime

from app.api.bodies import Body, Text
from app.api.commands import Step
from app.domain.steps.waiting import Pause, Resume
from app.domain.values import Actor, WaitingFor

OUR_READING = "none names it; every clock of the sources needs a way to stand still"


class PauseBody(Body):
    """Say whose turn it is; some clocks of the policy stand still for that."""

    waiting_for: WaitingFor
    reason: Text


class ResumptionBody(Body):
    """Say that it is our turn again; nothing else does."""

    reason: Text


def pause(body: PauseBody, at: datetime, by: Actor) -> Pause:
    """Make the command."""
    return Pause(at=at, by=by, waiting_for=body.waiting_for, reason=body.reason)


def resume(body: ResumptionBody, at: datetime, by: Actor) -> Resume:
    """Make the command."""
    return Resume(at=at, by=by, reason=body.reason)


STEPS = (
    Step("pauses", PauseBody, pause, "Pause", OUR_READING),
    Step("resumptions", ResumptionBody, resume, "Resume", OUR_READING),
)
