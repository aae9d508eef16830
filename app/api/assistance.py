"""Assistance over HTTP: asking another unit, and its answer."""

from datetime import datetime

from app.api.bodies import Body, Instant, Key, Ordinal, Text
from app.api.commands import Step
from app.domain.steps.assistance import AskAssistance, GiveAssistance
from app.domain.values import Actor


class AssistanceBody(Body):
    """Ask another unit for help; from then on it sees the complaint until it has answered."""

    unit: Key
    what: Text
    due: Instant | None = None


class AssistanceAnswerBody(Body):
    """Answer as the unit that was asked."""

    assistance: Ordinal
    result: Text


def ask_assistance(body: AssistanceBody, at: datetime, by: Actor) -> AskAssistance:
    """Make the command."""
    return AskAssistance(at=at, by=by, unit=body.unit, what=body.what, due=body.due)


def give_assistance(body: AssistanceAnswerBody, at: datetime, by: Actor) -> GiveAssistance:
    """Make the command."""
    return GiveAssistance(at=at, by=by, assistance=body.assistance, result=body.result)


STEPS = (
    Step("assistance", AssistanceBody, ask_assistance, "Ask for assistance", "SC-44, LC-25, LC-42"),
    Step(
        "assistance-answers",
        AssistanceAnswerBody,
        give_assistance,
        "Answer a request for assistance",
        "LC-25",
    ),
)
