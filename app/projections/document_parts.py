"""What several documents say alike, written from the state of a complaint."""

from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

from app.domain.complaint import Complaint
from app.domain.complaint.act import Act, last_version
from app.domain.complaint.clocks import Standing
from app.domain.complaint.form import CustodyTrail, Destruction, Form
from app.domain.values import Complainant, Money
from app.events.codec import iso

Document: TypeAlias = dict[str, Any]
Columns: TypeAlias = dict[str, Any]
"""Values of a table's own columns, by name."""


class Envelope(NamedTuple):
    """What the log knows of a complaint beside its state."""

    complaint_id: UUID
    number: str | None
    """Of the form."""
    positions: tuple[int, ...]
    """Of its events in the log; that of version 1 is the first."""

    def position(self, act: Act) -> int:
        """Give the position of the event in which something was done."""
        return self.positions[act.version - 1]


def head(envelope: Envelope) -> Document:
    """Begin a document."""
    return {
        "id": str(envelope.complaint_id),
        "number": envelope.number,
        "version": len(envelope.positions),
        "position": envelope.positions[-1],
    }


def kind(complaint: Complaint) -> Document:
    """Say what kind of complaint it is as shown: of an earlier problem until it is another."""
    known, escalations = complaint.content.classification, complaint.handling.escalations
    tier = None if known is None else known.tier
    if escalations and (known is None or known.act.version < last_version(escalations)):
        tier = escalations[-1].tier
    return {
        "category": None if known is None else known.category,
        "tier": tier,
        "severity": None if known is None else known.severity,
    }


def acted(act: Act) -> Document:
    """Say when something was done, and by whom."""
    return {"at": iso(act.at), "by": act.by}


def time_of(act: Act | None) -> str | None:
    """Say when something was done, if it was."""
    return None if act is None else iso(act.at)


def money(amount: Money) -> Document:
    """Write an amount in minor units."""
    return {"amount": amount.amount, "currency": amount.currency}


def particulars(who: Complainant) -> Document:
    """Write the particulars of a complainant."""
    return {
        "name": who.name,
        "kind": who.kind,
        "telephone": who.telephone,
        "email": who.email,
        "address": who.address,
        "reference": who.reference,
        "contact_from": who.contact_from,
        "contact_until": who.contact_until,
    }


def running(standing: Standing) -> Document:
    """Write a deadline that stands."""
    deadline = standing.deadline
    return {
        "number": deadline.number,
        "clock": deadline.clock,
        "about": deadline.about,
        "due": iso(deadline.due),
        "held": deadline.held,
        "reminder": deadline.reminder,
    }


def watched(standing: Standing) -> Document:
    """Write a deadline that stands, and when it was missed."""
    missed_at = standing.missed_at
    return {**running(standing), "missed_at": None if missed_at is None else iso(missed_at)}


def custody(trail: CustodyTrail, envelope: Envelope) -> Document:
    """Say where a copy lies, where it lay before and by whose act, and whether it is destroyed."""
    return {
        "custody": trail.place,
        "custody_trail": [
            {
                "place": stay.place,
                "since": iso(stay.act.at),
                "by": stay.act.by,
                "position": envelope.position(stay.act),
            }
            for stay in trail.stays
        ],
        "destruction": _destruction(trail.destruction),
    }


def tombstone(trail: CustodyTrail, envelope: Envelope) -> Document | None:
    """Write what is left of a copy that was destroyed (SC-46); None of one that was not.

    Nothing else is stored, so that no list, export or print can give the copy out.
    """
    if trail.destruction is None:
        return None
    destroyed = _destruction(trail.destruction)
    return {**head(envelope), "custody": trail.place, "destruction": destroyed}


def custody_columns(trail: CustodyTrail) -> Columns:
    """Fill the columns that a copy is found by: where it lies, and since when."""
    return {"custody": trail.place, "since": trail.stays[-1].act.at}


def _destruction(destroyed: Destruction | None) -> Document | None:
    if destroyed is None:
        return None
    term = destroyed.term
    must_go_by = term.must_go_by if term else None
    return {
        **acted(destroyed.act),
        "kept_as": term.kept_as if term else None,
        "kept_until": term.kept_until.isoformat() if term else None,
        "must_go_by": must_go_by.isoformat() if must_go_by else None,
        "rule": term.rule if term else None,
    }


def sign_offs(form: Form) -> list[Document]:
    """List the signatures in the boxes, and which of them are void (SC-45)."""
    return [
        {
            **acted(one.act),
            "box": one.box,
            "remark": one.remark,
            "voided": None if one.voided is None else acted(one.voided),
        }
        for one in form.sign_offs
    ]


def holds(form: Form) -> list[Document]:
    """List the legal holds (SC-46)."""
    return [
        {
            "number": one.number,
            **acted(one.act),
            "reason": one.reason,
            "reference": one.reference,
            "lifted_at": time_of(one.lifted),
            "lifted_by": None if one.lifted is None else one.lifted.by,
            "lifted_because": one.lifted_because,
        }
        for one in form.holds
    ]
