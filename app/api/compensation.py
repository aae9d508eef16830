"""Compensation over HTTP."""

from datetime import datetime

from pydantic import Field

from app.api.bodies import Body, Key, Line, Model, MoneyBody, Ordinal
from app.api.commands import Step
from app.domain.steps.compensation import Compensate
from app.domain.values import Actor, Signature, SignatureKind


class SignatureBody(Model):
    """The recipient's signature."""

    kind: SignatureKind
    signatory: Line = Field(description="The name of the person who received it.")
    reference: Line | None = Field(default=None, description="Where the signature itself lies.")

    def signature(self) -> Signature:
        """Give the domain's value."""
        return Signature(kind=self.kind, signatory=self.signatory, reference=self.reference)


class CompensationBody(Body):
    """Hand over the remedy against the recipient's signature."""

    remedy: Key
    amount: MoneyBody = Field(description="What it cost us; zero for a remedy without cost.")
    signature: SignatureBody
    expense: Ordinal | None = Field(default=None, description="The confirmed expense it is from.")


def compensate(body: CompensationBody, at: datetime, by: Actor) -> Compensate:
    """Make the command."""
    return Compensate(
        at=at,
        by=by,
        remedy=body.remedy,
        amount=body.amount.money(),
        signature=body.signature.signature(),
        expense=body.expense,
    )


STEPS = (Step("compensations", CompensationBody, compensate, "Compensate", "SC-43, LC-30, AS-21"),)
