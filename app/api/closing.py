"""Closing, withdrawal and reopening over HTTP."""

from datetime import datetime

from pydantic import Field

from app.api.bodies import Body, Key, Text
from app.api.commands import Step
from app.domain.steps.closing import Close, Reopen, Withdraw
from app.domain.values import Actor, ReopenCause


class ClosureBody(Body):
    """Close with an outcome; there is no closing without one."""

    outcome: Key
    result: Text = Field(description="What was done, for the result box.")


class WithdrawalBody(Body):
    """Record that the complainant took it back."""

    reason: Text


class ReopeningBody(Body):
    """Take an ended complaint up again."""

    cause: ReopenCause
    reason: Text


def close(body: ClosureBody, at: datetime, by: Actor) -> Close:
    """Make the command."""
    return Close(at=at, by=by, outcome=body.outcome, result=body.result)


def withdraw(body: WithdrawalBody, at: datetime, by: Actor) -> Withdraw:
    """Make the command."""
    return Withdraw(at=at, by=by, reason=body.reason)


def reopen(body: ReopeningBody, at: datetime, by: Actor) -> Reopen:
    """Make the command."""
    return Reopen(at=at, by=by, cause=body.cause, reason=body.reason)


STEPS = (
    Step("closures", ClosureBody, close, "Close", "LC-08, LC-27"),
    Step("withdrawals", WithdrawalBody, withdraw, "Withdraw", "LC-08"),
    Step("reopenings", ReopeningBody, reopen, "Reopen", "PC-34"),
)
