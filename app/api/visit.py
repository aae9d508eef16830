"""Visits over HTTP."""

from datetime import datetime

from app.api.bodies import Body, Instant, Line, Ordinal, Person, Text
from app.api.commands import Step
from app.domain.steps.visit import ArrangeVisit, RecordVisit
from app.domain.values import Actor


class VisitBody(Body):
    """Agree with the customer who calls, when and where."""

    person: Person
    due: Instant
    where: Line
    purpose: Text


class VisitReportBody(Body):
    """Record how a visit went; one that met nobody is arranged anew."""

    visit: Ordinal
    met: bool
    result: Text


def arrange_visit(body: VisitBody, at: datetime, by: Actor) -> ArrangeVisit:
    """Make the command."""
    return ArrangeVisit(
        at=at, by=by, person=body.person, due=body.due, where=body.where, purpose=body.purpose
    )


def record_visit(body: VisitReportBody, at: datetime, by: Actor) -> RecordVisit:
    """Make the command."""
    return RecordVisit(at=at, by=by, visit=body.visit, met=body.met, result=body.result)


STEPS = (
    Step("visits", VisitBody, arrange_visit, "Arrange a visit", "WS-41, PC-44"),
    Step("visit-reports", VisitReportBody, record_visit, "Record a visit", "WS-41"),
)
