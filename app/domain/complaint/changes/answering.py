"""What the customer was told, promised and shown."""

from typing import assert_never

from app.domain.changing import replace
from app.domain.complaint.act import Act
from app.domain.complaint.communication import (
    Apology,
    Communication,
    Explanation,
    ProgressNotice,
    Promise,
    Reply,
    Visit,
)
from app.domain.complaint.state import Complaint
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


def change(complaint: Complaint, event: AnsweringEvent, act: Act) -> Complaint:
    """Apply one of these events."""
    return replace(complaint, communication=_change(complaint.communication, event, act))


def _change(told: Communication, event: AnsweringEvent, act: Act) -> Communication:
    match event:
        case Apologised():
            apology = Apology(act=act, kind=event.kind, words=event.words)
            return replace(told, apologies=(*told.apologies, apology))
        case Explained():
            return replace(told, explanations=(*told.explanations, _explanation(event, act)))
        case ProgressTold():
            notice = ProgressNotice(act=act, text=event.text)
            return replace(told, progress_notices=(*told.progress_notices, notice))
        case Promised():
            promise = Promise(
                number=event.promise, act=act, kind=event.kind, what=event.what, due=event.due
            )
            return replace(told, promises=(*told.promises, promise))
        case Replied():
            return _reply(told, event, act)
        case VisitArranged():
            return replace(told, visits=(*told.visits, _visit(event, act)))
        case Visited():
            visits = tuple(
                replace(one, visited=act, met=event.met, result=event.result)
                if one.number == event.visit
                else one
                for one in told.visits
            )
            return replace(told, visits=visits)
        case _:
            assert_never(event)


def _explanation(event: Explained, act: Act) -> Explanation:
    return Explanation(
        act=act, words=event.words, explainer=event.explainer, understood=event.understood
    )


def _visit(event: VisitArranged, act: Act) -> Visit:
    return Visit(
        number=event.visit,
        act=act,
        person=event.person,
        due=event.due,
        where=event.where,
        purpose=event.purpose,
    )


def _reply(told: Communication, event: Replied, act: Act) -> Communication:
    reply = Reply(
        act=act,
        text=event.text,
        promise=event.promise,
        deferred_because=event.deferred_because,
    )
    promises = tuple(
        replace(one, answered=act, deferred_because=event.deferred_because)
        if one.number == event.promise and one.answered is None
        else one
        for one in told.promises
    )
    return replace(told, replies=(*told.replies, reply), promises=promises)
