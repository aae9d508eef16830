"""What a complaint adds to the reviews of a day, a week, a month and a half-year (WS-43, AS-26).

Like the planning copy it has no personal data and none of the words that people wrote. Unlike it,
everything says when it was, so that each thing counts in the period in which it happened, and a
review of March is the same in April.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from app.domain.complaint import Complaint, Status
from app.domain.complaint.act import Act
from app.domain.complaint.money import Finances
from app.domain.values import CauseClass
from app.events.codec import iso
from app.events.projections.figures.table import TABLE
from app.projections.document_parts import (
    Columns,
    Document,
    Envelope,
    head,
    kind,
    money,
    time_of,
    watched,
)
from app.projections.projection import Projection

FOR_EVER: Final = datetime(9999, 12, 31, tzinfo=UTC)


def figures(complaint: Complaint, envelope: Envelope) -> Document:
    """Write the document."""
    told, findings = complaint.communication, complaint.remedy.findings
    return {
        **head(envelope),
        "unit": complaint.receipt.unit,
        "handling_unit": complaint.handling.unit,
        "channel": complaint.receipt.channel,
        **kind(complaint),
        "cause_class": findings[-1].cause_class if findings else None,
        "fault": findings[-1].fault if findings else None,
        "received_at": iso(complaint.received_at),
        "touched_at": iso(_touched_at(complaint)),
        "turns": _turns(complaint),
        "first_apology_at": iso(told.apologies[0].act.at) if told.apologies else None,
        "first_reply_at": iso(told.replies[0].act.at) if told.replies else None,
        "cause_found_at": iso(findings[-1].act.at) if findings else None,
        "promises": _promises(complaint),
        "deadlines": [watched(one) for one in complaint.clocks.deadlines],
        "missed": _missed(complaint),
        "remedies": _remedies(complaint.money),
        "contacts": _contacts(complaint),
        "improvements": _improvements(complaint),
    }


def columns(complaint: Complaint, _envelope: Envelope) -> Columns:
    """Fill the columns that figures are found by."""
    return {
        "unit": complaint.receipt.unit,
        "handling_unit": complaint.handling.unit,
        "received_at": complaint.received_at,
        "counts_until": _counts_until(complaint),
    }


def _counts_until(complaint: Complaint) -> datetime:
    """Until when a complaint has a place in reviews: for ever while anything is to be done."""
    findings, planned = complaint.remedy.findings, complaint.learning.improvements
    systemic = bool(findings) and findings[-1].cause_class is CauseClass.SYSTEMIC
    to_be_planned = systemic and not planned and complaint.status is not Status.DISMISSED
    to_be_made = any(one.is_open for one in planned)
    if complaint.status is Status.OPEN or to_be_planned or to_be_made:
        return FOR_EVER
    return _touched_at(complaint)


def _touched_at(complaint: Complaint) -> datetime:
    """When the last thing in here happened."""
    return max(act.at for act in _acts(complaint) if act is not None)


def _acts(complaint: Complaint) -> Iterator[Act | None]:
    told, ending = complaint.communication, complaint.ending
    misses, given = complaint.clocks.misses, complaint.money.compensations
    improvements = complaint.learning.improvements
    yield complaint.receipt.act
    for happened in (
        *(complaint.remedy.findings, told.apologies[:1], told.promises, told.replies),
        *(misses, given, improvements),
        *(ending.ends, ending.reopenings, ending.follow_ups),
    ):
        yield from (one.act for one in happened)
    yield from (one.settled for one in misses)
    yield from (one.reversed.act for one in given if one.reversed)
    yield from (one.made for one in improvements)


def _turns(complaint: Complaint) -> list[Document]:
    """When it was received, ended, and taken up again."""
    ending = complaint.ending
    turns: list[tuple[Act, Status, str | None]] = [
        (complaint.receipt.act, Status.OPEN, None),
        *((one.act, one.status, one.outcome) for one in ending.ends),
        *((one.act, Status.OPEN, None) for one in ending.reopenings),
    ]
    turns.sort(key=lambda turn: turn[0].version)
    return [
        {"at": iso(act.at), "status": status, "outcome": outcome} for act, status, outcome in turns
    ]


def _promises(complaint: Complaint) -> list[Document]:
    return [
        {
            "number": one.number,
            "at": iso(one.act.at),
            "due": iso(one.due),
            "answered_at": time_of(one.answered),
            "deferred": one.deferred_because is not None,
        }
        for one in complaint.communication.promises
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
    """What was given; below zero, in the period in which it came back, what was reversed."""
    given = [(one.act, one.remedy, one.amount, 1) for one in finances.compensations]
    given += [
        (one.reversed.act, one.remedy, one.reversed.amount, -1)
        for one in finances.compensations
        if one.reversed is not None
    ]
    given.sort(key=lambda one: one[0].version)
    return [
        {
            "at": iso(act.at),
            "remedy": remedy,
            "cost": {**money(cost), "amount": times * cost.amount},
            "times": times,
        }
        for act, remedy, cost, times in given
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


PROJECTION: Final = Projection(
    name="figures",
    table=TABLE,
    version=2,
    reads=(
        "receipt",
        "content.classifications",
        "handling.unit",
        "handling.escalations",
        "communication.apologies",
        "communication.promises",
        "communication.replies",
        "remedy.findings",
        "money.compensations",
        "ending",
        "learning.improvements",
        "clocks.deadlines",
        "clocks.misses",
    ),
    columns=columns,
    document=figures,
)
