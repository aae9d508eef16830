"""Late deadlines: the one rule by which every document calls something late, or missed.

The deadline monitor records a miss (`complaint.deadline-missed`) when it next looks: a second after
the due time, or an outage. What was done, moved or ended in between leaves no such event. So a miss
is read from the recorded times as well, and in old logs too (ADR 0012).
"""

from collections.abc import Iterable
from typing import TypeVar

from typing_extensions import TypedDict

from app.domain.complaint import Fact
from app.domain.steps.deadline import DeadlineMissed, Rescheduled
from app.domain.values import Deadline
from app.events.codec import iso
from app.events.projection import Document


class Running(TypedDict):
    """A deadline that stands, so far as the rule asks."""

    number: int
    due: str
    held: bool
    reminder: bool
    missed_at: str | None


class WatchedDeadline(Running):
    """A running deadline, in a document that lists the missed ones only."""

    clock: str
    about: str | None


class Watching(Document):
    """A document that tells which deadlines were missed."""

    deadlines: list[WatchedDeadline]
    """Those that stand."""


class Passed(TypedDict):
    """A deadline that was missed."""

    number: int
    clock: str
    about: str | None
    due: str


R = TypeVar("R", bound=Running)


def is_late(due: str, at: str) -> bool:
    """Compare instants as documents write them; what is done at the due time is in time."""
    return at > due


def is_overdue(deadline: Running, at: str) -> bool:
    """Say whether a deadline has passed; a reminder cannot, nor one that stands still."""
    return not deadline["held"] and not deadline["reminder"] and is_late(deadline["due"], at)


def missed_unseen(standing: Iterable[R], event: Rescheduled, at: str) -> list[R]:
    """List the deadlines that an event at `at` lifts or moves too late, with no miss on record."""
    lifted = {one.number for one in event.lifted}
    due = {one.number: iso(one.due) for one in event.deadlines}
    return [
        one
        for one in standing
        if one["missed_at"] is None
        and is_overdue(one, at)
        and (one["number"] in lifted or due.get(one["number"], one["due"]) != one["due"])
    ]


def follow(document: Watching, event: DeadlineMissed | Rescheduled, fact: Fact) -> list[Passed]:
    """Keep the deadlines of a document up to date, and list those that were missed by an event."""
    standing = document["deadlines"]
    if isinstance(event, DeadlineMissed):
        document["deadlines"] = [
            {**one, "missed_at": iso(fact.at)} if one["number"] == event.deadline else one
            for one in standing
        ]
        due = iso(event.due)
        return [{"number": event.deadline, "clock": event.clock, "about": event.about, "due": due}]
    gone = {one.number for one in event.lifted} | {one.number for one in event.deadlines}
    missed = {(one["number"], one["due"]): one["missed_at"] for one in standing}
    document["deadlines"] = [
        *(one for one in standing if one["number"] not in gone),
        # Only another time can be missed again.
        *(_standing(one, missed.get((one.number, iso(one.due)))) for one in event.deadlines),
    ]
    return [
        {"number": one["number"], "clock": one["clock"], "about": one["about"], "due": one["due"]}
        for one in missed_unseen(standing, event, iso(fact.at))
    ]


def _standing(deadline: Deadline, missed_at: str | None) -> WatchedDeadline:
    return {
        "number": deadline.number,
        "clock": deadline.clock,
        "about": deadline.about,
        "due": iso(deadline.due),
        "held": deadline.held,
        "reminder": deadline.reminder,
        "missed_at": missed_at,
    }
