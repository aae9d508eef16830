"""How it ended, what keeps it, how it was taken up again, and how the customer was found after."""

from app.domain.complaint import Fact, Status
from app.domain.steps.closing import Closed
from app.domain.steps.dismissal import Dismissed
from app.domain.steps.follow_up import FollowedUp
from app.domain.steps.hold import HoldLifted, HoldPlaced
from app.domain.steps.reopening import Reopened
from app.domain.steps.withdrawal import Withdrawn
from app.events.codec import iso
from app.events.holds import lift, place
from app.events.outline import act
from app.events.projections.case_state.answering import is_open
from app.events.projections.case_state.beginning import project
from app.events.projections.case_state.document import CaseState, Contact, Reopening

project.on(HoldPlaced)(place)
project.on(HoldLifted)(lift)


def _end(case: CaseState, status: Status, result: str, fact: Fact) -> None:
    """End it; what was promised or asked for and is open then binds nobody any more."""
    at = iso(fact.at)
    case["status"] = status.value
    case["result"] = result
    case["closed_at"] = at
    case["acted"] = True
    case["waiting"] = None
    case["promises"] = [
        {**promise, "lapsed_at": at} if is_open(promise) else promise
        for promise in case["promises"]
    ]
    case["assistance"] = [
        {**asked, "lapsed_at": at} if _is_open(asked["assisted_at"], asked["lapsed_at"]) else asked
        for asked in case["assistance"]
    ]
    case["visits"] = [
        {**visit, "lapsed_at": at} if _is_open(visit["visited_at"], visit["lapsed_at"]) else visit
        for visit in case["visits"]
    ]
    case["reworks"] = [
        {**rework, "lapsed_at": at}
        if _is_open(rework["reworked_at"], rework["lapsed_at"])
        else rework
        for rework in case["reworks"]
    ]


def _is_open(done_at: str | None, lapsed_at: str | None) -> bool:
    return done_at is None and lapsed_at is None


@project.on(Closed)
def _closed(case: CaseState, event: Closed, fact: Fact) -> None:
    _end(case, Status.CLOSED, event.result, fact)
    case["outcome"] = event.outcome


@project.on(Withdrawn)
def _withdrawn(case: CaseState, event: Withdrawn, fact: Fact) -> None:
    _end(case, Status.WITHDRAWN, event.reason, fact)


@project.on(Dismissed)
def _dismissed(case: CaseState, event: Dismissed, fact: Fact) -> None:
    _end(case, Status.DISMISSED, event.reason, fact)
    case["customer_informed"] = event.customer_informed


@project.on(Reopened)
def _reopened(case: CaseState, event: Reopened, fact: Fact) -> None:
    case["status"] = Status.OPEN.value
    case["outcome"] = case["result"] = case["closed_at"] = None
    case["customer_informed"] = None
    case["taken_up"] = False
    reopening: Reopening = {**act(fact), "cause": event.cause.value, "reason": event.reason}
    case["reopenings"] = [*case["reopenings"], reopening]


@project.on(FollowedUp)
def _followed_up(case: CaseState, event: FollowedUp, fact: Fact) -> None:
    contact: Contact = {
        **act(fact),
        "occasion": event.occasion,
        "reached": event.reached,
        "method": None if event.method is None else event.method.value,
        "satisfied_with_outcome": event.satisfied_with_outcome,
        "satisfied_with_handling": event.satisfied_with_handling,
        "words": event.words,
        "new_problem": event.new_problem,
    }
    case["follow_ups"] = [*case["follow_ups"], contact]
