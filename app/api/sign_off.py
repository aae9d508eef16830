"""Signing the boxes of the form over HTTP."""

from datetime import datetime

from app.api.bodies import Body, Key, Text
from app.api.commands import Step
from app.domain.steps.sign_off import SignOff
from app.domain.values import Actor


class SignatureOfBoxBody(Body):
    """Sign a box of the form; the order and the roles are the policy's."""

    box: Key
    remark: Text | None = None


def sign_off(body: SignatureOfBoxBody, at: datetime, by: Actor) -> SignOff:
    """Make the command."""
    return SignOff(at=at, by=by, box=body.box, remark=body.remark)


STEPS = (Step("signatures", SignatureOfBoxBody, sign_off, "Sign a box", "SC-39, SC-40, SC-45"),)
