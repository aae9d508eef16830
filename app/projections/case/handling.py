"""Who has the case in hand, who else is drawn in, and whose turn it is."""

from app.domain.complaint import Complaint, Wait
from app.domain.complaint.act import last_version
from app.domain.complaint.handling import Assistance, Handling, Report
from app.events.codec import iso
from app.projections.document_parts import Document, acted, time_of


def progress(complaint: Complaint) -> Document:
    """Say how far it is: in anybody's hands, acted on, or waiting for somebody else."""
    return {
        "taken_up": is_in_hand(complaint),
        "acted": has_been_acted_on(complaint),
        "waiting": waiting(complaint.handling.wait),
    }


def is_in_hand(complaint: Complaint) -> bool:
    """Whether somebody has it in hand since it was reopened, or went to another unit."""
    handling, remedy = complaint.handling, complaint.remedy
    taken_up = max(
        last_version(complaint.content.classifications),
        last_version(handling.assignments),
        last_version(handling.instructions),
        last_version(complaint.communication.replies),
        last_version(remedy.findings),
        last_version(remedy.plans),
    )
    moved = last_version(tuple(one for one in handling.escalations if one.moved))
    return taken_up > max(moved, complaint.ending.opened)


def has_been_acted_on(complaint: Complaint) -> bool:
    """Whether it was handled or reported at all; a report of the clock is no act (WS-37)."""
    handling, told = complaint.handling, complaint.communication
    return (
        any((handling.assignments, handling.instructions, told.replies, told.explanations))
        or any((complaint.remedy.plans, complaint.money.compensations, complaint.ending.ends))
        or any(one.by_somebody for one in handling.reports)
        or any(one.by_somebody for one in handling.escalations)
    )


def waiting(wait: Wait | None) -> Document | None:
    """Write for whom the case waits."""
    if wait is None:
        return None
    return {**acted(wait.act), "waiting_for": wait.waiting_for, "reason": wait.reason}


def handled(handling: Handling) -> Document:
    """List who was made responsible, told and asked, each in the order of events."""
    return {
        "assignments": [
            {
                **acted(one.act),
                "handler": one.handler,
                "unit": one.unit,
                "reason": one.reason,
                "contact": one.contact,
            }
            for one in handling.assignments
        ],
        "reports": [_report(one) for one in handling.reports],
        "escalations": [
            {
                **acted(one.act),
                "tier": one.tier,
                "to_role": one.to_role,
                "to_unit": one.to_unit,
                "reason": one.reason,
                "skip_level": one.skip_level,
            }
            for one in handling.escalations
        ],
        "instructions": [
            {**acted(one.act), "text": one.text, "to": one.to} for one in handling.instructions
        ],
        "assistance": [_assistance(one) for one in handling.assistance],
        "referrals": [
            {
                **acted(one.act),
                "to": one.to,
                "reason": one.reason,
                "reference": one.reference,
                "contact": one.contact,
            }
            for one in handling.referrals
        ],
    }


def _report(report: Report) -> Document:
    return {
        **acted(report.act),
        "to_roles": list(report.to_roles),
        "reason": report.reason,
        "skip_level": report.skip_level,
        "asks_instruction": report.asks_instruction,
    }


def _assistance(asked: Assistance) -> Document:
    return {
        **acted(asked.act),
        "number": asked.number,
        "unit": asked.unit,
        "what": asked.what,
        "due": None if asked.due is None else iso(asked.due),
        "assisted_at": time_of(asked.answered),
        "assisted_by": None if asked.answered is None else asked.answered.by,
        "result": asked.result,
        "lapsed_at": time_of(asked.lapsed),
        "taken_back_because": asked.taken_back_because,
    }
