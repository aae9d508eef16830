"""How it ends, and how it is taken up again."""

from datetime import datetime
from typing import assert_never

from app.domain.changing import replace
from app.domain.events.ending import Closed, Dismissed, EndingEvent, FollowedUp, Reopened, Withdrawn
from app.domain.values import ReopenCause
from tests.support.earlier_fold.parts import Status
from tests.support.earlier_fold.state import Complaint


def change(complaint: Complaint, event: EndingEvent, at: datetime) -> Complaint:
    """Apply one of these events."""
    match event:
        case Dismissed():
            return _end(complaint, Status.DISMISSED, at)
        case Closed():
            return _end(complaint, Status.CLOSED, at)
        case Withdrawn():
            return _end(complaint, Status.WITHDRAWN, at)
        case Reopened():
            return _reopen(complaint, event.cause).counted(at)
        case FollowedUp():
            return complaint
        case _:
            assert_never(event)


def _end(complaint: Complaint, status: Status, at: datetime) -> Complaint:
    """What was promised or asked for and is open lapses with the end."""
    return replace(
        complaint,
        status=status,
        ended_at=at,
        promises=(),
        wait=None,
        assistance=replace(complaint.assistance, open=()),
        visits=replace(complaint.visits, open=()),
        reworks=replace(complaint.reworks, open=()),
    )


def _reopen(complaint: Complaint, cause: ReopenCause) -> Complaint:
    """Open it, to be decided and signed anew; a new problem starts from the start (PC-34)."""
    again = replace(
        complaint,
        status=Status.OPEN,
        ended_at=None,
        signatures=(),
        reported_since_opening=frozenset(),
        decided_by=frozenset(),
        refused_by=frozenset(),
        settled=complaint.compensations,
    )
    again = replace(again, custody=complaint.custody.reissue(again.affairs))
    if cause is not ReopenCause.NEW_PROBLEM:
        return again
    return replace(
        again,
        classified=False,
        category=None,
        tier=complaint.escalated_to,
        severity=None,
        flags=frozenset(),
        apologies=0,
        replies=0,
        explained=False,
        reported_to=frozenset(),
        attributed=False,
        investigated=False,
        cause_established=False,
        fault=None,
        loss=None,
        price=None,
        referred_to=frozenset(),
    )
