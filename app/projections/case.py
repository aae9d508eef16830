"""The whole case, as those who handle it read it."""

from typing import Final

from app.domain.complaint import Complaint, ExpenseStatus, Plan
from app.domain.complaint.act import last_version
from app.domain.complaint.clocks import Clocks, PastDeadline, Standing
from app.domain.complaint.communication import Communication, Promise
from app.domain.complaint.content import Content
from app.domain.complaint.handling import Handling
from app.domain.complaint.learning import Learning
from app.domain.complaint.money import Compensation, Expense, ExpenseStep
from app.domain.complaint.remedy import Remedy
from app.domain.values import Money, Offer
from app.events.codec import iso
from app.projections.document_parts import (
    Document,
    Envelope,
    acted,
    head,
    holds,
    kind,
    money,
    particulars,
    time_of,
)

MET_LATE: Final = "met-late"
"""Why a deadline no longer stands: what it was for has happened, after the due time."""


def case(complaint: Complaint, envelope: Envelope) -> Document:
    """Write the document."""
    return {
        **head(envelope),
        "status": complaint.status,
        "opened_position": envelope.positions[0],
        **_receipt(complaint),
        **_classification(complaint),
        "taken_up": _is_taken_up(complaint),
        "acted": _is_acted(complaint),
        **_handling(complaint.handling),
        "links": _links(complaint.content),
        "memos": [{**acted(one.act), "text": one.text} for one in complaint.content.memos],
        **_told(complaint.communication),
        **_remedy(complaint.remedy),
        "expenses": [_expense(one) for one in complaint.money.expenses],
        "compensations": [_compensation(one) for one in complaint.money.compensations],
        "signatures": [
            {**acted(one.act), "box": one.box, "remark": one.remark}
            for one in complaint.form.sign_offs
        ],
        **_ending(complaint),
        "holds": holds(complaint.form),
        **_learning(complaint.learning),
        "deadlines": [_deadline(one) for one in complaint.clocks.deadlines],
        "deadline_history": _history(complaint.clocks),
    }


def _receipt(complaint: Complaint) -> Document:
    receipt, content = complaint.receipt, complaint.content
    confirmation = complaint.form.confirmation
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
        "complainant": particulars(content.complainant),
        "reason": content.reason,
        "subject": content.subject,
        "demand": content.demand,
        "statement": content.statement.text,
        "emotion": content.statement.emotion,
        "order_reference": content.statement.order_reference,
        "confidential": receipt.confidential,
        "high_value": receipt.high_value,
        "paper_number": receipt.paper_number,
        "about": list(content.about),
        "confirmed": confirmation is not None,
        "confirmation": None
        if confirmation is None
        else {
            **acted(confirmation.act),
            "unit": confirmation.unit,
            "remark": confirmation.remark,
        },
    }


def _classification(complaint: Complaint) -> Document:
    known = complaint.content.classification
    return {
        **kind(complaint),
        "mindset": None if known is None else known.mindset,
        "flags": [] if known is None else list(known.flags),
    }


def _is_taken_up(complaint: Complaint) -> bool:
    """Whether somebody has it in hand since it was received, reopened or moved."""
    handling = complaint.handling
    moved = tuple(one for one in handling.escalations if one.moved)
    dropped = max(last_version(moved), complaint.ending.opened)
    taken = max(
        last_version(handling.assignments),
        last_version(handling.instructions),
        last_version(complaint.communication.replies),
        last_version(complaint.content.classifications),
        last_version(complaint.remedy.findings),
        last_version(complaint.remedy.plans),
    )
    return taken > dropped


def _is_acted(complaint: Complaint) -> bool:
    """Whether it was handled or reported at all (WS-37)."""
    handling, told = complaint.handling, complaint.communication
    return bool(
        told.replies
        or told.explanations
        or handling.assignments
        or handling.instructions
        or any(one.by_somebody for one in handling.reports)
        or any(one.by_somebody for one in handling.escalations)
        or complaint.remedy.plans
        or complaint.money.compensations
        or complaint.ending.ends
    )


def _handling(handling: Handling) -> Document:
    wait = handling.wait
    return {
        "waiting": None
        if wait is None
        else {**acted(wait.act), "waiting_for": wait.waiting_for, "reason": wait.reason},
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
        "reports": [
            {
                **acted(one.act),
                "to_roles": list(one.to_roles),
                "reason": one.reason,
                "skip_level": one.skip_level,
                "asks_instruction": one.asks_instruction,
            }
            for one in handling.reports
        ],
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
        "assistance": [
            {
                **acted(one.act),
                "number": one.number,
                "unit": one.unit,
                "what": one.what,
                "due": None if one.due is None else iso(one.due),
                "assisted_at": time_of(one.answered),
                "assisted_by": None if one.answered is None else one.answered.by,
                "result": one.result,
                "lapsed_at": time_of(one.lapsed),
                "taken_back_because": one.taken_back_because,
            }
            for one in handling.assistance
        ],
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


def _links(content: Content) -> list[Document]:
    return [
        {**acted(one.act), "kind": one.kind, "other": str(one.other), "reason": one.reason}
        for one in content.links
    ]


def _told(told: Communication) -> Document:
    return {
        "apologies": [
            {**acted(one.act), "kind": one.kind, "words": one.words} for one in told.apologies
        ],
        "promises": [_promise(one) for one in told.promises],
        "replies": [
            {
                **acted(one.act),
                "text": one.text,
                "promise": one.promise,
                "deferred_because": one.deferred_because,
            }
            for one in told.replies
        ],
        "progress_notices": [{**acted(one.act), "text": one.text} for one in told.progress_notices],
        "explanations": [
            {
                **acted(one.act),
                "words": one.words,
                "explainer": one.explainer,
                "understood": one.understood,
            }
            for one in told.explanations
        ],
        "visits": [
            {
                **acted(one.act),
                "number": one.number,
                "person": one.person,
                "due": iso(one.due),
                "where": one.where,
                "purpose": one.purpose,
                "visited_at": time_of(one.visited),
                "met": one.met,
                "result": one.result,
                "lapsed_at": time_of(one.lapsed),
            }
            for one in told.visits
        ],
    }


def _promise(promise: Promise) -> Document:
    """A reply that puts off does not keep the promise it names (WS-39), nor one after the end."""
    answered = promise.answered if promise.lapsed is None else None
    put_off = bool(promise.deferred_because)
    return {
        **acted(promise.act),
        "number": promise.number,
        "kind": promise.kind,
        "what": promise.what,
        "due": iso(promise.due),
        "kept_at": None if put_off else time_of(answered),
        "deferred_at": time_of(answered) if put_off else None,
        "lapsed_at": time_of(promise.lapsed),
    }


def _remedy(remedy: Remedy) -> Document:
    return {
        "findings": [
            {
                **acted(one.act),
                "findings": one.findings,
                "cause": one.cause,
                "cause_class": one.cause_class,
                "fault": one.fault,
                "established": one.established,
                "loss": _money(one.loss),
                "price": _money(one.price),
            }
            for one in remedy.findings
        ],
        "plans": [_plan(one) for one in remedy.plans],
        "reworks": [
            {
                **acted(one.act),
                "number": one.number,
                "remedy": one.remedy,
                "unit": one.unit,
                "cause": one.cause,
                "instructions": one.instructions,
                "sheet": one.sheet,
                "due": None if one.due is None else iso(one.due),
                "reworked_at": time_of(one.done),
                "result": one.result,
                "accepted": one.accepted,
                "lapsed_at": time_of(one.lapsed),
            }
            for one in remedy.reworks
        ],
    }


def _money(amount: Money | None) -> Document | None:
    return None if amount is None else money(amount)


def _plan(plan: Plan) -> Document:
    return {
        **acted(plan.act),
        "number": plan.number,
        "explanation": plan.explanation,
        "offers": [_offer(one) for one in plan.offers],
        "alternatives": [_offer(one) for one in plan.alternatives],
        "beyond_order_terms": plan.beyond_order_terms,
        "breaches": list(plan.breaches),
        "override_reason": plan.override_reason,
        "status": plan.status,
        "decisions": [
            {**acted(one.act), "status": one.status, "words": one.words} for one in plan.decisions
        ],
    }


def _offer(offer: Offer) -> Document:
    return {
        "remedy": offer.remedy,
        "description": offer.description,
        "cost": money(offer.cost),
        "value": money(offer.value),
    }


def _expense(expense: Expense) -> Document:
    return {
        **acted(expense.act),
        "number": expense.number,
        "amount": money(expense.amount),
        "purpose": expense.purpose,
        "plan": expense.plan,
        "status": expense.status,
        "voucher": _last_voucher(expense),
        "decisions": [
            {**acted(one.act), "status": one.step.status, "words": one.words}
            for one in expense.decisions
        ],
    }


def _last_voucher(expense: Expense) -> str | None:
    """Of the present amount; a confirmation without one leaves that of the one before."""
    for one in reversed(expense.decisions):
        if one.step is ExpenseStep.CHANGED:
            return None
        if one.voucher:
            return one.voucher
    return None


def _compensation(given: Compensation) -> Document:
    back = given.reversed
    return {
        **acted(given.act),
        "number": given.number,
        "remedy": given.remedy,
        "amount": money(given.amount),
        "expense": given.expense,
        "signatory": given.signatory,
        "signature": given.signature,
        "reference": given.reference,
        "reversed": None
        if back is None
        else {**acted(back.act), "status": ExpenseStatus.CONFIRMED, "words": back.reason},
    }


def _ending(complaint: Complaint) -> Document:
    ending = complaint.ending
    end = ending.end
    return {
        "outcome": None if end is None else end.outcome,
        "result": None if end is None else end.result,
        "customer_informed": None if end is None else end.customer_informed,
        "closed_at": None if end is None else iso(end.act.at),
        "reopenings": [
            {**acted(one.act), "cause": one.cause, "reason": one.reason}
            for one in ending.reopenings
        ],
        "follow_ups": [
            {
                **acted(one.act),
                "occasion": one.occasion,
                "reached": one.reached,
                "method": one.method,
                "satisfied_with_outcome": one.satisfied_with_outcome,
                "satisfied_with_handling": one.satisfied_with_handling,
                "words": one.words,
                "new_problem": one.new_problem,
            }
            for one in ending.follow_ups
        ],
    }


def _learning(learning: Learning) -> Document:
    study = learning.case_studies[-1] if learning.case_studies else None
    return {
        "responsibilities": [
            {
                **acted(one.act),
                "shares": [
                    {
                        "kind": share.kind,
                        "unit": share.unit,
                        "percent": share.percent,
                        "team": share.team,
                        "person": share.person,
                    }
                    for share in one.shares
                ],
                "reason": one.reason,
            }
            for one in learning.attributions
        ],
        "improvements": [
            {
                **acted(one.act),
                "number": one.number,
                "what": one.what,
                "owner": one.owner,
                "unit": one.unit,
                "due": iso(one.due),
                "made_at": time_of(one.made),
                "result": one.result,
            }
            for one in learning.improvements
        ],
        "case_study": None
        if study is None
        else {
            **acted(study.act),
            "title": study.title,
            "text": study.text,
            "approved": None if study.approved is None else acted(study.approved),
            "published": None if study.published is None else acted(study.published),
            "where": study.where,
        },
    }


def _deadline(standing: Standing) -> Document:
    deadline, missed_at = standing.deadline, standing.missed_at
    return {
        "number": deadline.number,
        "clock": deadline.clock,
        "about": deadline.about,
        "since": iso(deadline.since),
        "opens": None if deadline.opens is None else iso(deadline.opens),
        "due": iso(deadline.due),
        "provisional": deadline.provisional,
        "held": deadline.held,
        "reminder": deadline.reminder,
        "missed_at": None if missed_at is None else iso(missed_at),
    }


def _history(clocks: Clocks) -> list[Document]:
    return [_past(one) for one in clocks.past]


def _past(past: PastDeadline) -> Document:
    return {
        "number": past.number,
        "clock": past.clock,
        "about": past.about,
        "due": iso(past.due),
        "missed_at": None if past.missed_at is None else iso(past.missed_at),
        "lifted_at": None if past.lifted_at is None else iso(past.lifted_at),
        "because": MET_LATE if past.late else past.because,
    }
