"""Legal holds over HTTP."""

from datetime import datetime

from app.api.bodies import Body, Line, Ordinal, Text
from app.api.commands import Step
from app.domain.steps.hold import LiftHold, PlaceHold
from app.domain.values import Actor


class HoldBody(Body):
    """Keep every copy for a matter that is pending: a law suit, an audit, a regulator's inquiry."""

    reason: Text
    reference: Line | None = None


class HoldReleaseBody(Body):
    """Say that the matter is no longer pending; other holds stay."""

    hold: Ordinal
    reason: Text


def place_hold(body: HoldBody, at: datetime, by: Actor) -> PlaceHold:
    """Make the command."""
    return PlaceHold(at=at, by=by, reason=body.reason, reference=body.reference)


def lift_hold(body: HoldReleaseBody, at: datetime, by: Actor) -> LiftHold:
    """Make the command."""
    return LiftHold(at=at, by=by, hold=body.hold, reason=body.reason)


STEPS = (
    Step("legal-holds", HoldBody, place_hold, "Place a legal hold", "SC-46"),
    Step("legal-hold-releases", HoldReleaseBody, lift_hold, "Lift a legal hold", "SC-46"),
)
