"""Promise and reply over HTTP."""

from datetime import datetime

from pydantic import Field

from app.api.bodies import Body, Instant, Ordinal, Text
from app.api.commands import Step
from app.domain.steps.promise import MakePromise, Reply
from app.domain.values import Actor, PromiseKind


class PromiseBody(Body):
    """Promise the customer a reply or a resolution by a time."""

    kind: PromiseKind
    what: Text
    due: Instant


class ReplyBody(Body):
    """Answer the customer; a deferral says why, until when, and apologises again."""

    text: Text
    promise: Ordinal | None = Field(default=None, description="The promise that this keeps.")
    deferred_because: Text | None = None
    apology: Text | None = None
    new_due: Instant | None = None


def make_promise(body: PromiseBody, at: datetime, by: Actor) -> MakePromise:
    """Make the command."""
    return MakePromise(at=at, by=by, kind=body.kind, what=body.what, due=body.due)


def reply(body: ReplyBody, at: datetime, by: Actor) -> Reply:
    """Make the command."""
    return Reply(
        at=at,
        by=by,
        text=body.text,
        promise=body.promise,
        deferred_because=body.deferred_because,
        apology=body.apology,
        new_due=body.new_due,
    )


STEPS = (
    Step("promises", PromiseBody, make_promise, "Promise", "WS-31, WS-34, WS-39, PC-21"),
    Step("replies", ReplyBody, reply, "Reply", "WS-33, WS-39, LC-28"),
)
