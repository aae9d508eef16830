"""Links over HTTP."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from app.api.bodies import Body, Text
from app.api.commands import Step
from app.domain.steps.linking import Link
from app.domain.values import Actor, ComplaintId, LinkKind


class LinkBody(Body):
    """Say that it repeats, follows or was split from another complaint that you can see."""

    kind: LinkKind
    other: UUID = Field(description="The other complaint's id.")
    reason: Text | None = None


def link(body: LinkBody, at: datetime, by: Actor) -> Link:
    """Make the command."""
    return Link(at=at, by=by, kind=body.kind, other=ComplaintId(body.other), reason=body.reason)


STEPS = (Step("links", LinkBody, link, "Link to another complaint", "PC-34"),)
