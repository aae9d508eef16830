"""The whole case, as those who handle it see it."""

from app.domain.complaint import Complaint
from app.domain.complaint.content import Content
from app.domain.complaint.form import Form
from app.domain.complaint.receipt import Receipt
from app.events.codec import iso
from app.projections.case.communication import answers, first_words
from app.projections.case.deadlines import schedule
from app.projections.case.ending import end, follow_up
from app.projections.case.expenses import finances
from app.projections.case.handling import handled, progress
from app.projections.case.learning import lessons
from app.projections.case.remedy import remedies
from app.projections.document_parts import (
    Document,
    Envelope,
    acted,
    head,
    holds,
    kind,
    particulars,
)


def case(complaint: Complaint, envelope: Envelope) -> Document:
    """Write the document."""
    content, form = complaint.content, complaint.form
    return {
        **head(envelope),
        "status": complaint.status,
        "opened_position": envelope.positions[0],
        **_receipt(complaint),
        **_statement(content),
        **_circumstances(complaint.receipt),
        "about": list(content.about),
        **_confirmation(form),
        **kind(complaint),
        **_classification(content),
        **progress(complaint),
        "links": _links(content),
        **first_words(complaint.communication),
        "memos": [{**acted(one.act), "text": one.text} for one in content.memos],
        **handled(complaint.handling),
        **answers(complaint.communication),
        **remedies(complaint.remedy),
        **finances(complaint.money),
        "signatures": [
            {**acted(one.act), "box": one.box, "remark": one.remark} for one in form.sign_offs
        ],
        **end(complaint.ending),
        "holds": holds(form),
        "follow_ups": [follow_up(one) for one in complaint.ending.follow_ups],
        **lessons(complaint.learning),
        **schedule(complaint.clocks),
    }


def _receipt(complaint: Complaint) -> Document:
    receipt = complaint.receipt
    return {
        "channel": receipt.channel,
        "directness": receipt.directness,
        "unit": receipt.unit,
        "handling_unit": complaint.handling.unit,
        "owner": complaint.handling.owner,
        "received_by": receipt.act.by,
        "received_at": iso(receipt.act.at),
        "place": receipt.place,
        "stage": receipt.stage,
    }


def _statement(content: Content) -> Document:
    """What the customer stated, completed by memos (SC-42, WS-14)."""
    return {
        "complainant": particulars(content.complainant),
        "reason": content.reason,
        "subject": content.subject,
        "demand": content.demand,
        "statement": content.statement.text,
        "emotion": content.statement.emotion,
        "order_reference": content.statement.order_reference,
    }


def _circumstances(receipt: Receipt) -> Document:
    return {
        "confidential": receipt.confidential,
        "high_value": receipt.high_value,
        "paper_number": receipt.paper_number,
    }


def _confirmation(form: Form) -> Document:
    known = form.confirmation
    if known is None:
        return {"confirmed": False, "confirmation": None}
    confirmation = {**acted(known.act), "unit": known.unit, "remark": known.remark}
    return {"confirmed": True, "confirmation": confirmation}


def _classification(content: Content) -> Document:
    known = content.classification
    return {
        "mindset": None if known is None else known.mindset,
        "flags": [] if known is None else list(known.flags),
    }


def _links(content: Content) -> list[Document]:
    return [
        {**acted(one.act), "kind": one.kind, "other": str(one.other), "reason": one.reason}
        for one in content.links
    ]
