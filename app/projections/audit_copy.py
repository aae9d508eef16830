"""The second copy, the audit copy (稽核联): what it cost, who decided, and where the copy lies.

With cost it lies with finance for review, and after payment against signature with audit, where it
stays (SC-36); without cost it goes to audit when the complaint ends (SC-37). It names the customer,
because the recipient signs, and says nothing else of the customer.
"""

from typing import Final

from app.domain.complaint import Complaint
from app.domain.complaint.clocks import Clocks
from app.domain.complaint.learning import Learning
from app.domain.complaint.remedy import Plan, PlanStatus, Remedy
from app.events.codec import iso
from app.events.projections.audit_copy.table import PAYMENTS, TABLE
from app.projections.audit_expenses import compensation, expense, total_cost
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
    sign_offs,
    tombstone,
    watched,
)
from app.projections.projection import Projection


def audit_copy(complaint: Complaint, envelope: Envelope) -> Document:
    """Write the document."""
    form = complaint.form
    end = complaint.ending.end
    return {
        **head(envelope),
        **_receipt(complaint),
        **kind(complaint),
        **_result(complaint.remedy),
        "with_cost": complaint.with_cost,
        "expenses": [expense(one) for one in complaint.money.expenses],
        "compensations": [compensation(one) for one in complaint.money.compensations],
        "total_cost": total_cost(complaint.money),
        "unusual_plans": _unusual_plans(complaint.remedy),
        "responsibility": _responsibility(complaint.learning),
        "deadlines": [watched(one) for one in complaint.clocks.deadlines],
        "deadlines_missed": _missed(complaint.clocks),
        "confirmation": None if form.confirmation is None else acted(form.confirmation.act),
        "sign_offs": sign_offs(form),
        "outcome": None if end is None else end.outcome,
        **custody(form.audit, envelope),
        "holds": holds(form),
        "paid_since_opening": complaint.affairs.paid,
        "settled": complaint.settled,
    }


def columns(complaint: Complaint, _envelope: Envelope) -> Columns:
    """Fill the columns that it is found by."""
    return {
        "unit": complaint.receipt.unit,
        "handling_unit": complaint.handling.unit,
        **custody_columns(complaint.form.audit),
        "with_cost": complaint.with_cost,
        "received_at": complaint.received_at,
        "closed_at": complaint.ended_at,
    }


def payments(complaint: Complaint, _envelope: Envelope) -> list[Columns]:
    """List when money went and when it came back: a month's payments are found by it."""
    given = [one for one in complaint.money.compensations if one.expense is not None]
    went = [one.act.at for one in given]
    came_back = [one.reversed.act.at for one in given if one.reversed is not None]
    return [{"at": at} for at in (*went, *came_back)]


def _receipt(complaint: Complaint) -> Document:
    receipt = complaint.receipt
    end = complaint.ending.end
    return {
        "paper_number": receipt.paper_number,
        "status": complaint.status,
        "received_at": iso(receipt.act.at),
        "closed_at": None if end is None else iso(end.act.at),
        "unit": receipt.unit,
        "handling_unit": complaint.handling.unit,
        "high_value": receipt.high_value,
        "complainant_name": complaint.content.complainant.name,
    }


def _result(remedy: Remedy) -> Document:
    found = remedy.findings[-1] if remedy.findings else None
    if found is None:
        return {"cause": None, "cause_class": None, "fault": None, "loss": None}
    return {
        "cause": found.cause,
        "cause_class": found.cause_class,
        "fault": found.fault,
        "loss": None if found.loss is None else money(found.loss),
    }


def _unusual_plans(remedy: Remedy) -> list[Document]:
    """List the plans that needed a reason and a higher authority (LC-31..33)."""
    return [
        {
            "plan": plan.number,
            "breaches": list(plan.breaches),
            "reason": plan.override_reason,
            "proposed": acted(plan.act),
            "approved": _approved(plan),
            "cost": [money(offer.cost) for offer in plan.offers],
        }
        for plan in remedy.plans
        if plan.breaches or plan.override_reason is not None
    ]


def _approved(plan: Plan) -> Document | None:
    approvals = (one for one in reversed(plan.decisions) if one.status is PlanStatus.APPROVED)
    last = next(approvals, None)
    return None if last is None else acted(last.act)


def _responsibility(learning: Learning) -> list[Document]:
    """Say who answers for what part; never a deduction from wages (AS-28)."""
    shares = learning.attributions[-1].shares if learning.attributions else ()
    return [
        {
            "kind": share.kind,
            "unit": share.unit,
            "team": share.team,
            "person": share.person,
            "percent": share.percent,
        }
        for share in shares
    ]


def _missed(clocks: Clocks) -> list[Document]:
    return [
        {
            "clock": one.clock,
            "about": one.about,
            "due": iso(one.due),
            "missed_at": iso(one.act.at),
        }
        for one in clocks.misses
    ]


PROJECTION: Final = Projection(
    name="audit_copy",
    table=TABLE,
    version=8,
    reads=(
        "receipt",
        "content.statement",
        "content.memos",
        "content.classifications",
        "handling.unit",
        "handling.escalations",
        "remedy.findings",
        "remedy.plans",
        "money.expenses",
        "money.compensations",
        "form.audit",
        "form.confirmation",
        "form.sign_offs",
        "form.holds",
        "ending.ends",
        "ending.reopenings",
        "learning.attributions",
        "clocks.deadlines",
        "clocks.misses",
    ),
    columns=columns,
    document=audit_copy,
    lines=payments,
    lines_table=PAYMENTS,
    tombstone=lambda complaint, envelope: tombstone(complaint.form.audit, envelope),
)
