"""Responsibility over HTTP."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from app.api.bodies import Body, Key, Line, Model, Person, Text
from app.api.commands import Step
from app.domain.steps.responsibility import MOST_SHARES, WHOLE, AttributeResponsibility
from app.domain.values import Actor, ResponsibilityKind, Share

Percent = Annotated[int, Field(ge=1, le=WHOLE)]


class ShareBody(Model):
    """A unit, team or person that answers for a part of the cause."""

    kind: ResponsibilityKind
    unit: Key
    percent: Percent
    team: Line | None = None
    person: Person | None = None

    def share(self) -> Share:
        """Give the domain's value."""
        return Share(
            kind=self.kind,
            unit=self.unit,
            percent=self.percent,
            team=self.team,
            person=self.person,
        )


class ResponsibilityBody(Body):
    """Say who answers for the cause; the shares make 100 together, and at least one is direct.

    They are for learning: no amount and no deduction from wages is ever worked out of them.
    """

    shares: Annotated[list[ShareBody], Field(min_length=1, max_length=MOST_SHARES)]
    reason: Text


def attribute_responsibility(
    body: ResponsibilityBody, at: datetime, by: Actor
) -> AttributeResponsibility:
    """Make the command."""
    shares = tuple(share.share() for share in body.shares)
    return AttributeResponsibility(at=at, by=by, shares=shares, reason=body.reason)


STEPS = (
    Step(
        "responsibilities",
        ResponsibilityBody,
        attribute_responsibility,
        "Attribute responsibility",
        "LC-27, LC-35, LC-36, AS-09, AS-28",
    ),
)
