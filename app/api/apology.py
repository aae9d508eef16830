"""Apology over HTTP."""

from datetime import datetime

from app.api.bodies import Body, Text
from app.api.commands import Step
from app.domain.steps.apology import Apologise
from app.domain.values import Actor, ApologyKind


class ApologyBody(Body):
    """Apologise to the complainant; an admission waits for the cause where the policy says so."""

    kind: ApologyKind
    words: Text


def apologise(body: ApologyBody, at: datetime, by: Actor) -> Apologise:
    """Make the command."""
    return Apologise(at=at, by=by, kind=body.kind, words=body.words)


STEPS = (
    Step("apologies", ApologyBody, apologise, "Apologise", "WS-11, WS-18, WS-25, LC-20, AS-24"),
)
