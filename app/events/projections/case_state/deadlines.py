"""What is due, what was missed, and what was done late."""

from typing import Final

from app.domain.complaint import Fact
from app.domain.steps.deadline import DeadlineMissed, Rescheduled
from app.domain.values import Deadline, LiftReason
from app.events.codec import iso
from app.events.lateness import Passed, is_overdue, missed_unseen
from app.events.projections.case_state.beginning import project
from app.events.projections.case_state.document import CaseState, DeadlineJson, PastDeadline

MET_LATE: Final = "met-late"
"""Why a deadline no longer stands: what it was for has happened, after the due time."""


@project.on(Rescheduled)
def _rescheduled(case: CaseState, event: Rescheduled, fact: Fact) -> None:
    for unseen in missed_unseen(case["deadlines"], event, iso(fact.at)):
        _miss(case, unseen, iso(fact.at))
    for lifted in event.lifted:
        _lift(case, lifted.number, lifted.because.value, fact)
    numbers = {deadline.number for deadline in event.deadlines}
    kept = [item for item in case["deadlines"] if item["number"] not in numbers]
    missed = {(item["number"], item["due"]): item["missed_at"] for item in case["deadlines"]}
    added = (
        _standing(deadline, missed.get((deadline.number, iso(deadline.due))))
        for deadline in event.deadlines
    )
    case["deadlines"] = [*kept, *added]


def _standing(deadline: Deadline, missed_at: str | None) -> DeadlineJson:
    """Enter a deadline; only one that is moved can be missed anew."""
    return {
        "number": deadline.number,
        "clock": deadline.clock,
        "about": deadline.about,
        "since": iso(deadline.since),
        "opens": None if deadline.opens is None else iso(deadline.opens),
        "due": iso(deadline.due),
        "provisional": deadline.provisional,
        "held": deadline.held,
        "reminder": deadline.reminder,
        "missed_at": missed_at,
    }


def _lift(case: CaseState, number: int, because: str, fact: Fact) -> None:
    gone = next((item for item in case["deadlines"] if item["number"] == number), None)
    if gone is None:
        return
    at = iso(fact.at)
    late = because == LiftReason.MET.value and is_overdue(gone, at)
    past: PastDeadline = {
        "number": number,
        "clock": gone["clock"],
        "about": gone["about"],
        "due": gone["due"],
        "missed_at": gone["missed_at"],
        "lifted_at": at,
        "because": MET_LATE if late else because,
    }
    # Of one that was missed the history has the miss already; now it says when it was done.
    before = {**past, "lifted_at": None, "because": None}
    others = [item for item in case["deadline_history"] if item != before]
    case["deadline_history"] = [*others, past]
    case["deadlines"] = [item for item in case["deadlines"] if item["number"] != number]


@project.on(DeadlineMissed)
def _missed(case: CaseState, event: DeadlineMissed, fact: Fact) -> None:
    missed: Passed = {
        "number": event.deadline,
        "clock": event.clock,
        "about": event.about,
        "due": iso(event.due),
    }
    _miss(case, missed, iso(fact.at))


def _miss(case: CaseState, missed: Passed, at: str) -> None:
    case["deadlines"] = [
        {**item, "missed_at": at} if item["number"] == missed["number"] else item
        for item in case["deadlines"]
    ]
    past: PastDeadline = {
        "number": missed["number"],
        "clock": missed["clock"],
        "about": missed["about"],
        "due": missed["due"],
        "missed_at": at,
        "lifted_at": None,
        "because": None,
    }
    case["deadline_history"] = [*case["deadline_history"], past]
