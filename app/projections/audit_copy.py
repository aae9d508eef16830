"""The second copy, which goes by finance to audit (SC-36, SC-37): what it cost, who decided."""

from app.domain.complaint import Complaint
from app.domain.complaint.act import Act
from app.domain.complaint.money import (
    Compensation,
    Expense,
    ExpenseDecision,
    ExpenseStep,
    Finances,
    Granted,
    Reversal,
)
from app.domain.complaint.remedy import Plan, PlanStatus, Remedy
from app.events.codec import iso
from app.projections.document_parts import (
    Document,
    Envelope,
    acted,
    custody,
    head,
    holds,
    kind,
    money,
    sign_offs,
    watched,
)


def audit_copy(complaint: Complaint, envelope: Envelope) -> Document:
    """Write the document."""
    finances, end = complaint.money, complaint.ending.end
    confirmation = complaint.form.confirmation
    return {
        **head(envelope),
        **_receipt(complaint),
        **kind(complaint),
        **_cause(complaint.remedy),
        "with_cost": complaint.with_cost,
        "expenses": [_expense(one) for one in finances.expenses],
        "compensations": [_compensation(one) for one in finances.compensations],
        "total_cost": _total(finances),
        "unusual_plans": _unusual_plans(complaint.remedy),
        "responsibility": _responsibility(complaint),
        "deadlines": [watched(one) for one in complaint.clocks.deadlines],
        "deadlines_missed": _missed(complaint),
        "confirmation": None if confirmation is None else acted(confirmation.act),
        "sign_offs": sign_offs(complaint.form),
        "outcome": None if end is None else end.outcome,
        **custody(complaint.form.audit, envelope),
        "holds": holds(complaint.form),
        "paid_since_opening": complaint.affairs.paid,
        "settled": complaint.settled,
    }


def _receipt(complaint: Complaint) -> Document:
    receipt, end = complaint.receipt, complaint.ending.end
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


def _cause(remedy: Remedy) -> Document:
    """After the last findings, of whatever problem."""
    if not remedy.findings:
        return {"cause": None, "cause_class": None, "fault": None, "loss": None}
    last = remedy.findings[-1]
    return {
        "cause": last.cause,
        "cause_class": last.cause_class,
        "fault": last.fault,
        "loss": None if last.loss is None else money(last.loss),
    }


def _expense(expense: Expense) -> Document:
    word = expense.word_of_finance
    last = expense.decisions[-1] if expense.decisions else None
    paid = last is not None and last.step is ExpenseStep.PAID
    return {
        "number": expense.number,
        "amount": money(expense.amount),
        "purpose": expense.purpose,
        "plan": expense.plan,
        "requested": acted(expense.act),
        "status": expense.status,
        "voucher": expense.voucher,
        "decided": None if word is None else acted(word.act),
        "remark": None if word is None else word.words,
        "paid": acted(last.act) if last is not None and paid else None,
        "queries": _queries(expense.decisions),
        "changes": [
            {**acted(one.act), "before": money(one.before), "reason": one.words}
            for one in expense.decisions
            if one.before is not None
        ],
    }


def _queries(decisions: tuple[ExpenseDecision, ...]) -> list[Document]:
    """Pair what finance asked with what it was answered next."""
    queries: list[Document] = []
    for one in decisions:
        if one.step is ExpenseStep.QUERIED:
            asked = {"asked": acted(one.act), "question": one.words}
            queries.append({**asked, "answered": None, "answer": None})
        elif one.step is ExpenseStep.ANSWERED:
            answer = {"answered": acted(one.act), "answer": one.words}
            queries = [query if query["answered"] else {**query, **answer} for query in queries]
    return queries


def _compensation(given: Compensation) -> Document:
    return {
        **acted(given.act),
        "number": given.number,
        "remedy": given.remedy,
        "amount": money(given.amount),
        "expense": given.expense,
        "granted": _granted(given.granted),
        "signatory": given.signatory,
        "signature": given.signature,
        "reference": given.reference,
        "reversed": _reversal(given.reversed),
    }


def _granted(granted: Granted | None) -> Document | None:
    if granted is None:
        return None
    return {
        "amount": money(granted.amount),
        "voucher": granted.voucher,
        "decided": None if granted.decided is None else acted(granted.decided),
        "remark": granted.remark,
    }


def _reversal(back: Reversal | None) -> Document | None:
    return None if back is None else {**acted(back.act), "reason": back.reason}


def _total(finances: Finances) -> Document | None:
    """Sum what was paid; none before anything was, and where it was in several currencies."""
    paid = [
        one.amount
        for one in finances.compensations
        if one.expense is not None and one.reversed is None
    ]
    currencies = {amount.currency for amount in paid}
    if len(currencies) != 1:
        return None
    return {"amount": sum(amount.amount for amount in paid), "currency": currencies.pop()}


def _unusual_plans(remedy: Remedy) -> list[Document]:
    """List the plans that needed a reason and a higher authority (LC-31..33)."""
    return [
        _unusual_plan(plan)
        for plan in remedy.plans
        if plan.breaches or plan.override_reason is not None
    ]


def _unusual_plan(plan: Plan) -> Document:
    approved: Act | None = None
    for one in plan.decisions:
        if one.status is PlanStatus.APPROVED:
            approved = one.act
    return {
        "plan": plan.number,
        "breaches": list(plan.breaches),
        "reason": plan.override_reason,
        "proposed": acted(plan.act),
        "approved": None if approved is None else acted(approved),
        "cost": [money(offer.cost) for offer in plan.offers],
    }


def _responsibility(complaint: Complaint) -> list[Document]:
    """Who answers for what part; never a deduction from wages (AS-28)."""
    attributions = complaint.learning.attributions
    shares = attributions[-1].shares if attributions else ()
    return [
        {
            "kind": one.kind,
            "unit": one.unit,
            "team": one.team,
            "person": one.person,
            "percent": one.percent,
        }
        for one in shares
    ]


def _missed(complaint: Complaint) -> list[Document]:
    return [
        {
            "clock": one.clock,
            "about": one.about,
            "due": iso(one.due),
            "missed_at": iso(one.act.at),
        }
        for one in complaint.clocks.misses
    ]
