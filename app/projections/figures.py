"""What a complaint adds to the reviews of a day, a week, a month and a half-year (WS-43, AS-26).

Like the planning copy it has no personal data and none of the words that people wrote. Unlike it,
everything says when it was, so that each thing counts in the period in which it happened, and a
review of March is the same in April.
"""

from collections.abc import Iterator

from app.domain.complaint import Complaint, Status
from app.domain.complaint.act import Act, Acted
from app.domain.complaint.communication import Communication
from app.domain.complaint.money import Finances
from app.events.codec import iso
from app.projections.document_parts import (
    Document,
    Envelope,
    head,
    kind,
    money,
    time_of,
    watched,
)


def figures(complaint: Complaint, envelope: Envelope) -> Document:
    """Write the document."""
    told, findings = complaint.communication, complaint.remedy.findings
    last = findings[-1] if findings else None
    received = complaint.receipt
    return {
        **head(envelope),
        "unit": received.unit,
        "handling_unit": complaint.handling.unit,
        "channel": received.channel,
        **kind(complaint),
        "cause_class": None if last is None else last.cause_class,
        "fault": None if last is None else last.fault,
        "received_at": iso(received.act.at),
        "touched_at": iso(max(act.at for act in _acts(complaint))),
        "turns": _turns(complaint),
        "first_apology_at": iso(told.apologies[0].act.at) if told.apologies else None,
        "first_reply_at": iso(told.replies[0].act.at) if told.replies else None,
        "cause_found_at": None if last is None else iso(last.act.at),
        "promises": _promises(told),
        "deadlines": [watched(one) for one in complaint.clocks.deadlines],
        "missed": _missed(complaint),
        "remedies": _remedies(complaint.money),
        "contacts": _contacts(complaint),
        "improvements": _improvements(complaint),
    }


def _acts(complaint: Complaint) -> Iterator[Act]:
    """List when the things in here happened."""
    told, ending = complaint.communication, complaint.ending
    yield complaint.receipt.act
    happened: tuple[Acted, ...] = (
        *complaint.remedy.findings,
        *told.apologies[:1],
        *told.promises,
        *told.replies,
        *complaint.clocks.misses,
        *complaint.money.compensations,
        *complaint.learning.improvements,
        *ending.ends,
        *ending.reopenings,
        *ending.follow_ups,
    )
    yield from (one.act for one in happened)
    for miss in complaint.clocks.misses:
        yield miss.settled or miss.act
    for improvement in complaint.learning.improvements:
        yield improvement.made or improvement.act
    for given in complaint.money.compensations:
        yield given.reversed.act if given.reversed else given.act


def _turns(complaint: Complaint) -> list[Document]:
    """List when it was received, ended and taken up again."""
    turns: list[tuple[Act, Status, str | None]] = [
        (complaint.receipt.act, Status.OPEN, None),
        *((one.act, one.status, one.outcome) for one in complaint.ending.ends),
        *((one.act, Status.OPEN, None) for one in complaint.ending.reopenings),
    ]
    turns.sort(key=lambda turn: turn[0].version)
    return [
        {"at": iso(act.at), "status": status, "outcome": outcome} for act, status, outcome in turns
    ]


def _promises(told: Communication) -> list[Document]:
    return [
        {
            "number": one.number,
            "at": iso(one.act.at),
            "due": iso(one.due),
            "answered_at": time_of(one.answered),
            "deferred": one.deferred_because is not None,
        }
        for one in told.promises
    ]


def _missed(complaint: Complaint) -> list[Document]:
    return [
        {
            "deadline": one.number,
            "clock": one.clock,
            "at": iso(one.act.at),
            "settled_at": time_of(one.settled),
        }
        for one in complaint.clocks.misses
    ]


def _remedies(finances: Finances) -> list[Document]:
    """List what was given, and in its own time what came back."""
    given = [(one.act, one.remedy, one.amount, 1) for one in finances.compensations]
    back = [
        (one.reversed.act, one.remedy, one.reversed.amount, -1)
        for one in finances.compensations
        if one.reversed is not None
    ]
    return [
        {
            "at": iso(act.at),
            "remedy": remedy,
            "cost": {**money(amount), "amount": times * amount.amount},
            "times": times,
        }
        for act, remedy, amount, times in sorted([*given, *back], key=lambda one: one[0].version)
    ]


def _contacts(complaint: Complaint) -> list[Document]:
    return [
        {
            "at": iso(one.act.at),
            "occasion": one.occasion,
            "reached": one.reached,
            "with_outcome": one.satisfied_with_outcome,
            "with_handling": one.satisfied_with_handling,
        }
        for one in complaint.ending.follow_ups
    ]


def _improvements(complaint: Complaint) -> list[Document]:
    return [
        {
            "number": one.number,
            "unit": one.unit,
            "at": iso(one.act.at),
            "due": iso(one.due),
            "made_at": time_of(one.made),
        }
        for one in complaint.learning.improvements
    ]
