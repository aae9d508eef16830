"""What the customer was told, promised and shown."""

from app.domain.complaint.communication import Communication, Promise, Visit
from app.events.codec import iso
from app.projections.document_parts import Document, acted, time_of


def first_words(told: Communication) -> Document:
    """List apologies and promises."""
    return {
        "apologies": [
            {**acted(one.act), "kind": one.kind, "words": one.words} for one in told.apologies
        ],
        "promises": [promise(one) for one in told.promises],
    }


def promise(promised: Promise) -> Document:
    """Write a promise; a reply that puts it off does not keep it (WS-39).

    After the end of the complaint nothing keeps a promise that was open then.
    """
    reply = promised.answered if promised.lapsed is None else None
    deferred = bool(promised.deferred_because)
    return {
        **acted(promised.act),
        "number": promised.number,
        "kind": promised.kind,
        "what": promised.what,
        "due": iso(promised.due),
        "kept_at": None if deferred else time_of(reply),
        "deferred_at": time_of(reply) if deferred else None,
        "lapsed_at": time_of(promised.lapsed),
    }


def answers(told: Communication) -> Document:
    """List replies, notices, explanations and visits."""
    return {
        "replies": [
            {
                **acted(one.act),
                "text": one.text,
                "promise": one.promise,
                "deferred_because": one.deferred_because,
            }
            for one in told.replies
        ],
        "progress_notices": [{**acted(one.act), "text": one.text} for one in told.progress_notices],
        "explanations": [
            {
                **acted(one.act),
                "words": one.words,
                "explainer": one.explainer,
                "understood": one.understood,
            }
            for one in told.explanations
        ],
        "visits": [_visit(one) for one in told.visits],
    }


def _visit(visit: Visit) -> Document:
    return {
        **acted(visit.act),
        "number": visit.number,
        "person": visit.person,
        "due": iso(visit.due),
        "where": visit.where,
        "purpose": visit.purpose,
        "visited_at": time_of(visit.visited),
        "met": visit.met,
        "result": visit.result,
        "lapsed_at": time_of(visit.lapsed),
    }
