"""How it ended and was taken up again, and where the copy lies."""

from app.domain.complaint import Fact, Status
from app.domain.custody import ISSUED
from app.domain.steps.closing import Closed
from app.domain.steps.dismissal import Dismissed
from app.domain.steps.hand_over import HandedOver
from app.domain.steps.reopening import Reopened
from app.domain.steps.withdrawal import Withdrawn
from app.domain.values import Copy, Place
from app.events.codec import iso
from app.events.projections.planning_copy.beginning import lies, project
from app.events.projections.planning_copy.document import PlanningCopy
from app.events.projections.planning_copy.times import minutes_since
from app.events.stays import destruction


def _move(copy: PlanningCopy, place: Place, fact: Fact) -> None:
    if place.value != copy["custody"]:
        copy["custody"] = place.value
        copy["custody_trail"] = [*copy["custody_trail"], lies(place, fact, copy["position"])]


@project.on(HandedOver)
def _handed_over(copy: PlanningCopy, event: HandedOver, fact: Fact) -> None:
    if event.copy is Copy.PLANNING:
        _move(copy, event.to, fact)
        copy["destruction"] = destruction(event, fact)


def _end(copy: PlanningCopy, status: Status, outcome: str | None, fact: Fact) -> None:
    copy["status"] = status.value
    copy["outcome"] = outcome
    copy["closed_at"] = iso(fact.at)
    copy["minutes_to_closing"] = minutes_since(copy["received_at"], fact.at)
    copy["promises"] = {**copy["promises"], "open": []}


@project.on(Closed)
def _closed(copy: PlanningCopy, event: Closed, fact: Fact) -> None:
    _end(copy, Status.CLOSED, event.outcome, fact)


@project.on(Withdrawn)
def _withdrawn(copy: PlanningCopy, _event: Withdrawn, fact: Fact) -> None:
    _end(copy, Status.WITHDRAWN, None, fact)


@project.on(Dismissed)
def _dismissed(copy: PlanningCopy, _event: Dismissed, fact: Fact) -> None:
    _end(copy, Status.DISMISSED, None, fact)


@project.on(Reopened)
def _reopened(copy: PlanningCopy, _event: Reopened, fact: Fact) -> None:
    _move(copy, ISSUED[Copy.PLANNING], fact)
    copy["destruction"] = None
    copy["status"] = Status.OPEN.value
    copy["outcome"] = copy["closed_at"] = copy["minutes_to_closing"] = None
    copy["reopened"] += 1
