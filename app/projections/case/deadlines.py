"""What is due, what was missed, and what was done late."""

from typing import Final

from app.domain.complaint import Standing
from app.domain.complaint.clocks import Clocks, PastDeadline
from app.events.codec import iso
from app.projections.document_parts import Document

MET_LATE: Final = "met-late"
"""Why a deadline no longer stands: what it was for has happened, after the due time."""


def schedule(clocks: Clocks) -> Document:
    """List the deadlines that stand, and the history of the others."""
    return {
        "deadlines": [deadline(one) for one in clocks.deadlines],
        "deadline_history": [_past(one) for one in clocks.past],
    }


def deadline(standing: Standing) -> Document:
    """Write a deadline that stands."""
    known = standing.deadline
    return {
        "number": known.number,
        "clock": known.clock,
        "about": known.about,
        "since": iso(known.since),
        "opens": None if known.opens is None else iso(known.opens),
        "due": iso(known.due),
        "provisional": known.provisional,
        "held": known.held,
        "reminder": known.reminder,
        "missed_at": None if standing.missed_at is None else iso(standing.missed_at),
    }


def _past(past: PastDeadline) -> Document:
    return {
        "number": past.number,
        "clock": past.clock,
        "about": past.about,
        "due": iso(past.due),
        "missed_at": None if past.missed_at is None else iso(past.missed_at),
        "lifted_at": None if past.lifted_at is None else iso(past.lifted_at),
        "because": MET_LATE if past.late else past.because,
    }
