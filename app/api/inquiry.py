"""Findings over HTTP."""

from datetime import datetime

from pydantic import Field

from app.api.bodies import Body, MoneyBody, Text
from app.api.commands import Step
from app.domain.steps.inquiry import RecordFindings
from app.domain.values import Actor, CauseClass, Fault


class FindingsBody(Body):
    """Record what the inquiry found."""

    findings: Text
    cause: Text
    cause_class: CauseClass
    fault: Fault
    established: bool = Field(description="Whether the facts are clear.")
    loss: MoneyBody | None = None
    price: MoneyBody | None = Field(default=None, description="What the customer paid for it.")


def record_findings(body: FindingsBody, at: datetime, by: Actor) -> RecordFindings:
    """Make the command."""
    return RecordFindings(
        at=at,
        by=by,
        findings=body.findings,
        cause=body.cause,
        cause_class=body.cause_class,
        fault=body.fault,
        established=body.established,
        loss=body.loss.money() if body.loss else None,
        price=body.price.money() if body.price else None,
    )


STEPS = (Step("findings", FindingsBody, record_findings, "Record findings", "AS-09, WS-46, PC-55"),)
