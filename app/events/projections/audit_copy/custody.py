"""Where the copy lies: it follows the money, and the end of the complaint (SC-36, SC-37)."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.domain.complaint import ExpenseStatus, Fact, Status
from app.domain.custody import Affairs, belongs, follow
from app.domain.steps.closing import Closed
from app.domain.steps.dismissal import Dismissed
from app.domain.steps.hand_over import HandedOver
from app.domain.steps.hold import HoldLifted, HoldPlaced
from app.domain.steps.reopening import Reopened
from app.domain.steps.sign_off import Signed
from app.domain.steps.withdrawal import Withdrawn
from app.domain.values import Copy, Place
from app.events.codec import iso
from app.events.holds import lift, place
from app.events.projections.audit_copy.beginning import project
from app.events.projections.audit_copy.document import AuditCopy
from app.events.signatures import sign, void
from app.events.stays import destruction, move

project.on(HoldPlaced)(place)
project.on(HoldLifted)(lift)
project.on(Signed)(sign)


def _affairs(copy: AuditCopy) -> Affairs:
    statuses = {item["status"] for item in copy["expenses"]}
    return Affairs(
        requested=ExpenseStatus.REQUESTED.value in statuses,
        queried=ExpenseStatus.QUERIED.value in statuses,
        confirmed=ExpenseStatus.CONFIRMED.value in statuses,
        paid=copy["paid_since_opening"],
        ended=copy["status"] != Status.OPEN.value,
    )


@contextmanager
def following(copy: AuditCopy, fact: Fact) -> Iterator[None]:
    """Let the copy follow what changes meanwhile, by the rule of the complaint itself."""
    before = _affairs(copy)
    yield
    move(copy, follow(Place(copy["custody"]), before, _affairs(copy)), fact)


@project.on(HandedOver)
def _handed_over(copy: AuditCopy, event: HandedOver, fact: Fact) -> None:
    if event.copy is Copy.AUDIT:
        move(copy, event.to, fact)
        copy["destruction"] = destruction(event, fact)


def _end(copy: AuditCopy, status: Status, outcome: str | None, fact: Fact) -> None:
    with following(copy, fact):
        copy["status"] = status.value
    copy["outcome"] = outcome
    copy["closed_at"] = iso(fact.at)


@project.on(Closed)
def _closed(copy: AuditCopy, event: Closed, fact: Fact) -> None:
    _end(copy, Status.CLOSED, event.outcome, fact)


@project.on(Withdrawn)
def _withdrawn(copy: AuditCopy, _event: Withdrawn, fact: Fact) -> None:
    _end(copy, Status.WITHDRAWN, None, fact)


@project.on(Dismissed)
def _dismissed(copy: AuditCopy, _event: Dismissed, fact: Fact) -> None:
    _end(copy, Status.DISMISSED, None, fact)


@project.on(Reopened)
def _reopened(copy: AuditCopy, _event: Reopened, fact: Fact) -> None:
    copy["status"] = Status.OPEN.value
    copy["destruction"] = None
    copy["outcome"] = copy["closed_at"] = None
    copy["paid_since_opening"] = False
    copy["settled"] = len(copy["compensations"])
    void(copy, fact)
    move(copy, belongs(_affairs(copy)), fact)
