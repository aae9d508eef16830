"""The third copy, which the planning department keeps (企划部, SC-38).

What can be counted and compared: no personal data, and none of the words that people wrote. Place
and stage are left out, because a policy may leave their words free (WS-02).
"""

import re
from datetime import datetime
from typing import Final

from app.domain.complaint import Complaint
from app.domain.complaint.communication import Communication
from app.domain.complaint.ending import Ending
from app.domain.complaint.form import CustodyTrail
from app.domain.complaint.learning import Learning
from app.domain.complaint.money import Finances
from app.events.codec import iso
from app.events.projections.planning_copy.table import TABLE
from app.projections.document_parts import (
    Columns,
    Document,
    Envelope,
    custody,
    custody_columns,
    head,
    kind,
    money,
    time_of,
    tombstone,
    watched,
)
from app.projections.projection import Projection

_SERIAL: Final = re.compile(r"[A-Za-z.]{0,4}[-/ ]?[0-9]{1,7}")
"""A number as it is printed on forms; people may write a name or a telephone number instead."""


def planning_copy(complaint: Complaint, envelope: Envelope) -> Document:
    """Write the document."""
    classification = complaint.content.classification
    return {
        **head(envelope),
        **_receipt(complaint),
        **kind(complaint),
        "mindset": None if classification is None else classification.mindset,
        "flags": [] if classification is None else list(classification.flags),
        **_handling(complaint),
        **_learning(complaint.learning),
        # Nothing is in this copy that is not a word of the policy, or counted.
        "deadlines": [{**watched(one), "about": None} for one in complaint.clocks.deadlines],
        "missed": [one.clock for one in complaint.clocks.misses],
        **_times(complaint),
        "reopened": len(complaint.ending.reopenings),
        "promises": _promises(complaint.communication),
        "satisfaction": _satisfaction(complaint.ending),
        "outcome": None if complaint.ending.end is None else complaint.ending.end.outcome,
        **_custody(complaint.form.planning, envelope),
    }


def columns(complaint: Complaint, _envelope: Envelope) -> Columns:
    """Fill the columns that it is found by."""
    known = kind(complaint)
    return {
        "unit": complaint.receipt.unit,
        "handling_unit": complaint.handling.unit,
        **custody_columns(complaint.form.planning),
        "status": complaint.status,
        "category": known["category"],
        "tier": known["tier"],
        "received_at": complaint.received_at,
        "closed_at": complaint.ended_at,
    }


def _receipt(complaint: Complaint) -> Document:
    receipt, content = complaint.receipt, complaint.content
    serial = receipt.paper_number
    return {
        "paper_number": serial if serial and _SERIAL.fullmatch(serial) else None,
        "status": complaint.status,
        "channel": receipt.channel,
        "directness": receipt.directness,
        "complainant_kind": content.statement.complainant.kind,
        "unit": receipt.unit,
        "handling_unit": complaint.handling.unit,
        "emotion": content.statement.emotion,
        "high_value": receipt.high_value,
    }


def _handling(complaint: Complaint) -> Document:
    findings = complaint.remedy.findings
    explanations = complaint.communication.explanations
    understood = any(one.understood for one in explanations)
    return {
        "escalations": len(complaint.handling.escalations),
        "cause_class": findings[-1].cause_class if findings else None,
        "fault": findings[-1].fault if findings else None,
        "remedies": _remedies(complaint.money),
        "reworks": [one.remedy for one in complaint.remedy.reworks],
        "referrals": [one.to for one in complaint.handling.referrals],
        "links": [{"kind": one.kind, "other": str(one.other)} for one in complaint.content.links],
        "explained": understood if explanations else None,
    }


def _remedies(finances: Finances) -> list[Document]:
    return [
        {
            "remedy": one.remedy,
            "cost": money(one.amount),
            "reversed": one.reversed is not None,
        }
        for one in finances.compensations
    ]


def _learning(learning: Learning) -> Document:
    """Which unit answers for what part: no person, and no team's own name (LC-35, LC-36)."""
    shares = learning.attributions[-1].shares if learning.attributions else ()
    made = [(one.made.at, one.due) for one in learning.improvements if one.made is not None]
    return {
        "responsibility": [
            {"kind": one.kind, "unit": one.unit, "percent": one.percent} for one in shares
        ],
        "improvements": {
            "planned": len(learning.improvements),
            "made": len(made),
            "late": _late(made),
            "open": [
                {"number": one.number, "due": iso(one.due)}
                for one in learning.improvements
                if one.is_open
            ],
        },
    }


def _late(done: list[tuple[datetime, datetime]]) -> int:
    """Count what was done after it was due."""
    return sum(at > due for at, due in done)


def _times(complaint: Complaint) -> Document:
    apologies = complaint.communication.apologies
    apology = apologies[0].act if apologies else None
    end = complaint.ending.end
    received_at = complaint.received_at
    return {
        "received_at": iso(received_at),
        "first_apology_at": time_of(apology),
        "closed_at": None if end is None else iso(end.act.at),
        "minutes_to_apology": None if apology is None else _minutes(received_at, apology.at),
        "minutes_to_closing": None if end is None else _minutes(received_at, end.act.at),
    }


def _minutes(since: datetime, until: datetime) -> int:
    """Count whole minutes; an apology recorded before the receipt itself came at once."""
    return max(0, int((until - since).total_seconds() // 60))


def _promises(told: Communication) -> Document:
    """A reply after the end keeps nothing any more."""
    answered = [
        (one.answered.at, one.due, one.deferred_because)
        for one in told.promises
        if one.answered is not None and one.lapsed is None
    ]
    deferred = sum(bool(because) for _, _, because in answered)
    return {
        "made": len(told.promises),
        "kept": len(answered) - deferred,
        "deferred": deferred,
        "late": _late([(at, due) for at, due, _ in answered]),
        "open": [
            {"number": one.number, "due": iso(one.due)} for one in told.promises if one.is_open
        ],
    }


def _satisfaction(ending: Ending) -> list[Document]:
    return [
        {
            "occasion": one.occasion,
            "reached": one.reached,
            "with_outcome": one.satisfied_with_outcome,
            "with_handling": one.satisfied_with_handling,
            "new_problem": one.new_problem is not None,
        }
        for one in ending.follow_ups
    ]


def _custody(trail: CustodyTrail, envelope: Envelope) -> Document:
    """Whose act each move was, the other copies say."""
    lies = custody(trail, envelope)
    for stay in lies["custody_trail"]:
        del stay["by"]
    return lies


PROJECTION: Final = Projection(
    name="planning_copy",
    table=TABLE,
    version=7,
    reads=(
        "receipt",
        "content.statement",
        "content.classifications",
        "content.links",
        "handling.unit",
        "handling.escalations",
        "handling.referrals",
        "communication.apologies",
        "communication.explanations",
        "communication.promises",
        "remedy.findings",
        "remedy.reworks",
        "money.compensations",
        "form.planning",
        "ending",
        "learning.attributions",
        "learning.improvements",
        "clocks.deadlines",
        "clocks.misses",
    ),
    columns=columns,
    document=planning_copy,
    tombstone=lambda complaint, envelope: tombstone(complaint.form.planning, envelope),
)
