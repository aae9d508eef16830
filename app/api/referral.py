"""Referral over HTTP."""

from datetime import datetime

from pydantic import Field

from app.api.bodies import Body, Line, Text
from app.api.commands import Step
from app.domain.steps.referral import Refer
from app.domain.values import Actor, ReferralTarget


class ReferralBody(Body):
    """Call in police, the supplier, lawyers or a regulator; handling goes on."""

    to: ReferralTarget
    reason: Text
    reference: Line | None = Field(default=None, description="Their file number.")
    contact: Line | None = None


def refer(body: ReferralBody, at: datetime, by: Actor) -> Refer:
    """Make the command."""
    return Refer(
        at=at,
        by=by,
        to=body.to,
        reason=body.reason,
        reference=body.reference,
        contact=body.contact,
    )


STEPS = (Step("referrals", ReferralBody, refer, "Refer", "LC-23, SC-28, AS-12"),)
