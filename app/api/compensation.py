"""Compensation over HTTP."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from app.api.bodies import Body, Key, Line, Model, MoneyBody, Ordinal, Text
from app.api.commands import Step
from app.domain.fields import LONGEST_DRAWING
from app.domain.steps.compensation import Compensate, ReverseCompensation
from app.domain.values import Actor, Signature, SignatureKind

Drawing = Annotated[str, Field(min_length=1, max_length=LONGEST_DRAWING)]


class SignatureBody(Model):
    """The recipient's signature."""

    kind: SignatureKind
    signatory: Line = Field(description="The name of the person who received it.")
    reference: Line | None = Field(default=None, description="Where the signature itself lies.")
    image: Drawing | None = Field(
        default=None,
        description="For the kind `image`: a PNG of 8 bits in grey or colours, at most 1000 by 500 "
        "pixels, in Base64. Only the pixels are kept.",
    )
    path: Drawing | None = Field(
        default=None,
        description="For the kind `path`: the commands of an SVG path, such as `M10 20L30 40`.",
    )

    def signature(self) -> Signature:
        """Give the domain's value."""
        return Signature(
            kind=self.kind,
            signatory=self.signatory,
            reference=self.reference,
            image=self.image,
            path=self.path,
        )


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


class ReversalBody(Body):
    """Record, as finance, that what was paid came back; it is to be paid again or refused."""

    compensation: Ordinal = Field(description="The first of the complaint is 1, the next 2 ...")
    reason: Text


def reverse_compensation(body: ReversalBody, at: datetime, by: Actor) -> ReverseCompensation:
    """Make the command."""
    return ReverseCompensation(at=at, by=by, compensation=body.compensation, reason=body.reason)


STEPS = (
    Step("compensations", CompensationBody, compensate, "Compensate", "SC-43, LC-30, AS-21"),
    Step("reversals", ReversalBody, reverse_compensation, "Reverse a compensation", "SC-36"),
)
