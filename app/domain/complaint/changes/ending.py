"""How it ends, and how it is taken up again."""

from typing import assert_never

from app.domain.changing import replace
from app.domain.complaint.act import Act
from app.domain.complaint.ending import End, Ending, FollowUp, Reopening, Status
from app.domain.complaint.form import Form
from app.domain.complaint.lapsing import lapse
from app.domain.complaint.state import Complaint
from app.domain.custody import ISSUED, belongs
from app.domain.events.ending import Closed, Dismissed, EndingEvent, FollowedUp, Reopened, Withdrawn
from app.domain.values import Copy


def change(complaint: Complaint, event: EndingEvent, act: Act) -> Complaint:
    """Apply one of these events."""
    match event:
        case Closed() | Withdrawn() | Dismissed():
            ending = complaint.ending
            ended = replace(ending, ends=(*ending.ends, _end(event, act)))
            return replace(lapse(complaint, act), ending=ended)
        case Reopened():
            return _reopen(complaint, event, act)
        case FollowedUp():
            return replace(complaint, ending=_follow_up(complaint.ending, event, act))
        case _:
            assert_never(event)


def _end(event: Closed | Withdrawn | Dismissed, act: Act) -> End:
    match event:
        case Closed():
            return End(
                act=act,
                status=Status.CLOSED,
                outcome=event.outcome,
                result=event.result,
                customer_informed=None,
            )
        case Withdrawn():
            return End(
                act=act,
                status=Status.WITHDRAWN,
                outcome=None,
                result=event.reason,
                customer_informed=None,
            )
        case Dismissed():
            return End(
                act=act,
                status=Status.DISMISSED,
                outcome=None,
                result=event.reason,
                customer_informed=event.customer_informed,
            )
        case _:
            assert_never(event)


def _reopen(complaint: Complaint, event: Reopened, act: Act) -> Complaint:
    """Open it, to be decided and signed again; the copies are given out once more."""
    reopening = Reopening(act=act, cause=event.cause, reason=event.reason)
    ending = complaint.ending
    opened = replace(
        complaint,
        ending=replace(ending, reopenings=(*ending.reopenings, reopening)),
        clocks=complaint.clocks.counted(act.at),
    )
    return replace(opened, form=_reissued(opened, act))


def _reissued(complaint: Complaint, act: Act) -> Form:
    form = complaint.form.voided(act)
    places = {**ISSUED, Copy.AUDIT: belongs(complaint.affairs)}
    for copy, place in places.items():
        trail = form.trail(copy).moved(place, act)
        form = form.with_trail(copy, replace(trail, destruction=None))
    return form


def _follow_up(ending: Ending, event: FollowedUp, act: Act) -> Ending:
    contact = FollowUp(
        act=act,
        occasion=event.occasion,
        reached=event.reached,
        satisfied_with_outcome=event.satisfied_with_outcome,
        satisfied_with_handling=event.satisfied_with_handling,
        words=event.words,
        new_problem=event.new_problem,
        method=event.method,
    )
    return replace(ending, follow_ups=(*ending.follow_ups, contact))
