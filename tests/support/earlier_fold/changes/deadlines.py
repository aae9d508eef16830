"""What is due, and what was missed."""

from datetime import datetime
from typing import assert_never

from app.domain.changing import replace
from app.domain.events.deadlines import DeadlineEvent, DeadlineMissed, Rescheduled
from tests.support.earlier_fold.parts import Standing
from tests.support.earlier_fold.state import Complaint


def change(complaint: Complaint, event: DeadlineEvent, at: datetime) -> Complaint:
    """Apply one of these events."""
    match event:
        case Rescheduled():
            return _reschedule(complaint, event)
        case DeadlineMissed():
            deadlines = (
                replace(item, missed=True) if item.deadline.number == event.deadline else item
                for item in complaint.deadlines
            )
            return replace(complaint, deadlines=tuple(deadlines)).counted(at)
        case _:
            assert_never(event)


def _reschedule(complaint: Complaint, event: Rescheduled) -> Complaint:
    """Put in what is new or moved, take out what is lifted."""
    numbers = tuple(item.number for item in event.deadlines)
    gone = {*numbers, *(item.number for item in event.lifted)}
    kept = (item for item in complaint.deadlines if item.deadline.number not in gone)
    missed = {(one.deadline.number, one.deadline.due) for one in complaint.deadlines if one.missed}
    # Only another time can be missed anew.
    added = (
        Standing(deadline=item, missed=(item.number, item.due) in missed)
        for item in event.deadlines
    )
    return replace(
        complaint,
        deadlines=(*kept, *added),
        scheduled=max((complaint.scheduled, *numbers)),
    )
