"""Explanation over HTTP."""

from datetime import datetime

from pydantic import Field

from app.api.bodies import Body, Person, Text
from app.api.commands import Step
from app.domain.steps.explanation import Explain
from app.domain.values import Actor


class ExplanationBody(Body):
    """Record what was explained to the customer; a uniform explanation is given by few."""

    words: Text
    understood: bool
    explainer: Person | None = Field(
        default=None, description="Who explained it, such as a technical adviser; else the caller."
    )


def explain(body: ExplanationBody, at: datetime, by: Actor) -> Explain:
    """Make the command."""
    return Explain(
        at=at, by=by, words=body.words, understood=body.understood, explainer=body.explainer
    )


STEPS = (Step("explanations", ExplanationBody, explain, "Explain", "WS-22, WS-42, SC-08, SC-27"),)
