"""Progress notices over HTTP."""

from datetime import datetime

from app.api.bodies import Body, Text
from app.api.commands import Step
from app.domain.steps.progress import TellProgress
from app.domain.values import Actor


class ProgressBody(Body):
    """Record what the customer was told of how it stands."""

    text: Text


def tell_progress(body: ProgressBody, at: datetime, by: Actor) -> TellProgress:
    """Make the command."""
    return TellProgress(at=at, by=by, text=body.text)


STEPS = (Step("progress-notices", ProgressBody, tell_progress, "Tell progress", "BE-03"),)
