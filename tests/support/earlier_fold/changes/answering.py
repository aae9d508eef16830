"""What the customer was told, promised and shown."""

from typing import assert_never

from app.domain.changing import replace
from app.domain.events.answering import (
    AnsweringEvent,
    Apologised,
    Explained,
    ProgressTold,
    Promised,
    Replied,
    VisitArranged,
    Visited,
)
from tests.support.earlier_fold.parts import Promise
from tests.support.earlier_fold.state import Complaint


def change(complaint: Complaint, event: AnsweringEvent) -> Complaint:
    """Apply one of these events."""
    match event:
        case Apologised():
            return replace(complaint, apologies=complaint.apologies + 1)
        case Explained():
            return replace(complaint, explained=True)
        case ProgressTold():
            return complaint
        case Promised():
            promise = Promise(number=event.promise, due=event.due, kind=event.kind)
            return replace(
                complaint, promises=(*complaint.promises, promise), promised=event.promise
            )
        case Replied():
            due = tuple(item for item in complaint.promises if item.number != event.promise)
            # To put it off is no reply (LC-28).
            replies = complaint.replies + (event.deferred_because is None)
            return replace(complaint, replies=replies, promises=due)
        case VisitArranged():
            return replace(complaint, visits=complaint.visits.begin(event.visit, event.person))
        case Visited():
            return replace(complaint, visits=complaint.visits.finish(event.visit))
        case _:
            assert_never(event)
