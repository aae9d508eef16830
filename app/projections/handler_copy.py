"""The first copy, which the handling unit keeps (处理单位留存, SC-35): the form, box by box.

It holds personal data, and what is due next, and by whom.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from app.domain.complaint import Complaint, Standing
from app.domain.complaint.act import Act
from app.domain.complaint.communication import Communication, Promise, Visit
from app.domain.complaint.content import Content
from app.domain.complaint.form import Form
from app.domain.complaint.handling import Handling
from app.domain.complaint.learning import Improvement
from app.domain.complaint.remedy import Rework
from app.events.codec import iso
from app.events.projections.handler_copy.table import TABLE
from app.projections.document_parts import (
    Columns,
    Document,
    Envelope,
    acted,
    custody,
    custody_columns,
    head,
    holds,
    kind,
    money,
    particulars,
    running,
    sign_offs,
    tombstone,
)
from app.projections.projection import Projection


def handler_copy(complaint: Complaint, envelope: Envelope) -> Document:
    """Write the document."""
    end = complaint.ending.end
    return {
        **head(envelope),
        **_receipt(complaint),
        **kind(complaint),
        "customer": particulars(complaint.content.complainant),
        "content": _content(complaint.content),
        "filler": acted(complaint.receipt.act),
        "recording_unit_head": _confirmation(complaint.form),
        "assisting": _assisting(complaint.handling),
        "sign_offs": sign_offs(complaint.form),
        "result": _result(complaint),
        "open_promises": _open_promises(complaint.communication),
        "visits": [_visit(one) for one in complaint.communication.visits],
        "reworks": [_rework(one) for one in complaint.remedy.reworks],
        "improvements": [
            _improvement(one) for one in complaint.learning.improvements if one.is_open
        ],
        "deadlines": [running(one) for one in complaint.clocks.deadlines],
        "next_due": _next_due(complaint),
        "closed_at": None if end is None else iso(end.act.at),
        **custody(complaint.form.handler, envelope),
        "holds": holds(complaint.form),
    }


def columns(complaint: Complaint, _envelope: Envelope) -> Columns:
    """Fill the columns that a form is found by."""
    return {
        "unit": complaint.receipt.unit,
        "handling_unit": complaint.handling.unit,
        "status": complaint.status,
        "owner": complaint.handling.owner,
        **custody_columns(complaint.form.handler),
        "due": min(_due(complaint), default=None),
    }


def _due(complaint: Complaint) -> Iterator[datetime]:
    yield from (one.deadline.due for one in _running(complaint))
    yield from (one.due for one in complaint.promises)


def _running(complaint: Complaint) -> list[Standing]:
    """List the deadlines that are neither held nor reminders."""
    return [
        one
        for one in complaint.clocks.deadlines
        if not one.deadline.held and not one.deadline.reminder
    ]


def _receipt(complaint: Complaint) -> Document:
    receipt = complaint.receipt
    return {
        "status": complaint.status,
        "received_at": iso(receipt.act.at),
        "channel": receipt.channel,
        "place": receipt.place,
        "stage": receipt.stage,
        "unit": receipt.unit,
        "handling_unit": complaint.handling.unit,
        "owner": complaint.handling.owner,
        "confidential": receipt.confidential,
        "high_value": receipt.high_value,
        "paper_number": receipt.paper_number,
    }


def _content(content: Content) -> Document:
    """反应或客诉内容栏: as the customer stated it (SC-42)."""
    return {
        "statement": content.statement.text,
        "reason": content.reason,
        "subject": content.subject,
        "demand": content.demand,
        "emotion": content.statement.emotion,
        "order_reference": content.statement.order_reference,
        "memos": [memo.text for memo in content.memos],
    }


def _confirmation(form: Form) -> Document | None:
    """记录单位栏 (SC-40)."""
    known = form.confirmation
    if known is None:
        return None
    return {**acted(known.act), "box": known.unit, "remark": known.remark}


def _assisting(handling: Handling) -> list[Document]:
    """List who else was drawn in, and why, in order (SC-44)."""
    drawn_in: list[tuple[Act, list[str], str]] = [
        *((one.act, list(one.to_roles), one.reason) for one in handling.reports),
        *(
            (
                one.act,
                [one.to_role, *((one.to_unit,) if one.to_unit is not None else ())],
                one.reason,
            )
            for one in handling.escalations
        ),
        *((one.act, [one.unit], one.what) for one in handling.assistance),
        *((one.act, [one.to.value], one.reason) for one in handling.referrals),
    ]
    drawn_in.sort(key=lambda one: one[0].version)
    return [{**acted(act), "who": who, "why": why} for act, who, why in drawn_in]


def _result(complaint: Complaint) -> Document:
    """处理结果栏: filled by the handling unit (SC-43)."""
    end = complaint.ending.end
    return {
        "outcome": None if end is None else end.outcome,
        "result": None if end is None else end.result,
        "remedies": [
            {
                **acted(one.act),
                "remedy": one.remedy,
                "amount": money(one.amount),
                "signatory": one.signatory,
                "reversed": one.reversed is not None,
            }
            for one in complaint.money.compensations
        ],
    }


def _open_promises(told: Communication) -> list[Document]:
    return [
        {"number": one.number, "kind": one.kind, "what": one.what, "due": iso(one.due)}
        for one in told.promises
        if one.is_open
    ]


def _visit(visit: Visit) -> Document:
    return {
        "number": visit.number,
        "person": visit.person,
        "due": iso(visit.due),
        "where": visit.where,
        "purpose": visit.purpose,
        "met": visit.met,
        "result": visit.result,
    }


def _rework(rework: Rework) -> Document:
    """The investigation sheet (PC-55)."""
    return {
        "number": rework.number,
        "remedy": rework.remedy,
        "unit": rework.unit,
        "cause": rework.cause,
        "instructions": rework.instructions,
        "sheet": rework.sheet,
        "due": None if rework.due is None else iso(rework.due),
        "result": rework.result,
        "accepted": rework.accepted,
    }


def _improvement(improvement: Improvement) -> Document:
    return {
        "number": improvement.number,
        "what": improvement.what,
        "owner": improvement.owner,
        "unit": improvement.unit,
        "due": iso(improvement.due),
    }


def _next_due(complaint: Complaint) -> Document | None:
    """Name what comes first; a deadline before the promise that it watches."""
    owner = complaint.handling.owner
    duties = [
        {"clock": one.clock, "about": one.about, "due": iso(one.due), "owner": owner}
        for one in (standing.deadline for standing in _running(complaint))
    ]
    promises = [_promised(one, owner) for one in complaint.promises]
    return min((*duties, *promises), key=lambda item: item["due"] or "", default=None)


def _promised(promise: Promise, owner: str) -> dict[str, str | None]:
    return {
        "clock": f"promised-{promise.kind}",
        "about": f"promise:{promise.number}",
        "due": iso(promise.due),
        "owner": owner,
    }


PROJECTION: Final = Projection(
    name="handler_copy",
    table=TABLE,
    version=5,
    reads=(
        "receipt",
        "content.statement",
        "content.memos",
        "content.classifications",
        "handling.unit",
        "handling.owner",
        "handling.reports",
        "handling.escalations",
        "handling.assistance",
        "handling.referrals",
        "communication.promises",
        "communication.visits",
        "remedy.reworks",
        "money.compensations",
        "form.handler",
        "form.confirmation",
        "form.sign_offs",
        "form.holds",
        "ending.ends",
        "ending.reopenings",
        "learning.improvements",
        "clocks.deadlines",
    ),
    columns=columns,
    document=handler_copy,
    tombstone=lambda complaint, envelope: tombstone(complaint.form.handler, envelope),
)
