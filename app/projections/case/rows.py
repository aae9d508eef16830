"""What a case is found by, how it looks in a list, and what there is to do about it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

import msgspec

from app.domain.complaint import Complaint, Standing
from app.domain.complaint.learning import Improvement
from app.domain.spelling import person_of
from app.events.codec import iso
from app.projections.case.communication import promise
from app.projections.case.deadlines import deadline
from app.projections.case.handling import has_been_acted_on, is_in_hand, waiting
from app.projections.case.learning import improvement
from app.projections.document_parts import Columns, Document, Envelope, head, kind, time_of

BUCKETS: Final = 100
"""Every case is in one of them for good: the monthly sample takes some of them (PC-84)."""

_encode: Final = msgspec.json.Encoder().encode


def columns(complaint: Complaint, envelope: Envelope) -> Columns:
    """Fill the columns that a case is filtered, sorted and listed by."""
    due, missed = _due(complaint), _missed(complaint)
    links = complaint.content.links
    return {
        "line": _encode(list_row(complaint, envelope, due=due, missed=missed)).decode(),
        "unit": complaint.receipt.unit,
        "handling_unit": complaint.handling.unit,
        "opened_position": envelope.positions[0],
        "status": complaint.status,
        **kind(complaint),
        "owner": complaint.owner,
        "channel": complaint.receipt.channel,
        "received_at": complaint.received_at,
        "due": due,
        **_worklist(complaint),
        "taken_up": is_in_hand(complaint),
        "acted": has_been_acted_on(complaint),
        "missed": missed,
        "precedence": 0 if complaint.receipt.high_value else 1,
        "bucket": envelope.complaint_id.int % BUCKETS,
        "assisting": next(reversed(helping_units(complaint)), None),
        "linked": links[-1].other if links else None,
        "work": _encode(work(complaint)).decode(),
    }


def _worklist(complaint: Complaint) -> Columns:
    """Say when what is first: each kind of the worklist is in the order of one of these."""
    deadlines = complaint.clocks.deadlines
    planned = min(_open_improvements(complaint), key=lambda one: one.due, default=None)
    wait, contacts = complaint.handling.wait, complaint.ending.follow_ups
    return {
        "next_due": _first(one.deadline.due for one in _running(complaint) if not one.missed),
        "promise_due": _first(one.due for one in complaint.promises),
        # From when on the customer is to be contacted again (PC-41, PC-83).
        "contact_opens": _first(one.deadline.opens for one in deadlines),
        "improvement_due": None if planned is None else planned.due,
        "improvement_owner": None if planned is None else person_of(planned.owner),
        "reminder_due": _first(one.deadline.due for one in deadlines if one.deadline.reminder),
        "waiting_since": None if wait is None else wait.since,
        "followed_up_at": contacts[-1].act.at if contacts else None,
    }


def _first(instants: Iterable[datetime | None]) -> datetime | None:
    return min((one for one in instants if one is not None), default=None)


def _running(complaint: Complaint) -> list[Standing]:
    return [
        one
        for one in complaint.clocks.deadlines
        if not one.deadline.held and not one.deadline.reminder
    ]


def _due(complaint: Complaint) -> datetime | None:
    """Say when the next thing is due, or was: the earliest deadline or open promise."""
    promised = (one.due for one in complaint.promises)
    return _first((*(one.deadline.due for one in _running(complaint)), *promised))


def _missed(complaint: Complaint) -> bool:
    """Whether a deadline was missed, even if what it was for has been done since."""
    return any(one.missed_at is not None for one in complaint.clocks.past)


def _open_improvements(complaint: Complaint) -> list[Improvement]:
    return [one for one in complaint.learning.improvements if one.is_open]


def list_row(
    complaint: Complaint, envelope: Envelope, *, due: datetime | None, missed: bool
) -> Document:
    """Write the case for a list: what tells it from others, and what is next."""
    receipt, content, end = complaint.receipt, complaint.content, complaint.ending.end
    return {
        **head(envelope),
        "status": complaint.status,
        "channel": receipt.channel,
        "unit": receipt.unit,
        "handling_unit": complaint.handling.unit,
        "owner": complaint.handling.owner,
        "received_at": iso(receipt.act.at),
        "complainant": content.complainant.name,
        "subject": content.subject,
        **kind(complaint),
        "emotion": content.statement.emotion,
        "confidential": receipt.confidential,
        "high_value": receipt.high_value,
        "due": None if due is None else iso(due),
        "missed": missed,
        "outcome": None if end is None else end.outcome,
        "closed_at": None if end is None else time_of(end.act),
    }


def work(complaint: Complaint) -> Document:
    """Write what there is to do, for the worklist."""
    who = complaint.content.complainant
    return {
        "deadlines": [deadline(one) for one in complaint.clocks.deadlines],
        "promises": [promise(one) for one in complaint.promises],
        "improvements": [improvement(one) for one in _open_improvements(complaint)],
        "waiting": waiting(complaint.handling.wait),
        "contact_from": who.contact_from,
        "contact_until": who.contact_until,
    }


def helping_units(complaint: Complaint) -> list[str]:
    """List the units whose help is awaited, each once, in the order of asking (SC-44)."""
    asked = (one.unit for one in complaint.handling.assistance if one.is_open)
    return list(dict.fromkeys(asked))


def assisting_units(complaint: Complaint, envelope: Envelope) -> list[Columns]:
    """Fill the rows by which these units find the case in their lists."""
    opened = envelope.positions[0]
    return [{"unit": unit, "opened_position": opened} for unit in helping_units(complaint)]
