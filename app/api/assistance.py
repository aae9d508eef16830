"""Assistance over HTTP: asking another unit, its answer, and taking the question back."""

from datetime import datetime

from app.api.bodies import Body, Instant, Key, Ordinal, Text
from app.api.commands import Step
from app.domain.steps.assistance import AskAssistance, GiveAssistance, TakeBackAssistance
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


class AssistanceWithdrawalBody(Body):
    """Take a request back that nobody has answered."""

    assistance: Ordinal
    reason: Text


def ask_assistance(body: AssistanceBody, at: datetime, by: Actor) -> AskAssistance:
    """Make the command."""
    return AskAssistance(at=at, by=by, unit=body.unit, what=body.what, due=body.due)


def give_assistance(body: AssistanceAnswerBody, at: datetime, by: Actor) -> GiveAssistance:
    """Make the command."""
    return GiveAssistance(at=at, by=by, assistance=body.assistance, result=body.result)


def take_back_assistance(
    body: AssistanceWithdrawalBody, at: datetime, by: Actor
) -> TakeBackAssistance:
    """Make the command."""
    return TakeBackAssistance(at=at, by=by, assistance=body.assistance, reason=body.reason)


STEPS = (
    Step("assistance", AssistanceBody, ask_assistance, "Ask for assistance", "SC-44, LC-25, LC-42"),
    Step(
        "assistance-answers",
        AssistanceAnswerBody,
        give_assistance,
        "Answer a request for assistance",
        "LC-25",
    ),
    Step(
        "assistance-withdrawals",
        AssistanceWithdrawalBody,
        take_back_assistance,
        "Take a request for assistance back",
        "SC-44, LC-25",
    ),
)
