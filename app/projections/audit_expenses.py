"""Expenses and compensations as the audit copy shows them (SC-36)."""

from app.domain.complaint.money import (
    Compensation,
    Expense,
    ExpenseDecision,
    ExpenseStep,
    Finances,
    Granted,
)
from app.projections.document_parts import Document, acted, money


def expense(asked: Expense) -> Document:
    """Write an expense, and what finance said to it (SC-36)."""
    word = asked.word_of_finance
    return {
        "number": asked.number,
        "amount": money(asked.amount),
        "purpose": asked.purpose,
        "plan": asked.plan,
        "requested": acted(asked.act),
        "status": asked.status,
        "voucher": asked.voucher,
        "decided": None if word is None else acted(word.act),
        "remark": None if word is None else word.words,
        "paid": _paid(asked),
        "queries": _queries(asked.decisions),
        "changes": [
            {
                **acted(one.act),
                "before": None if one.before is None else money(one.before),
                "reason": one.words,
            }
            for one in asked.decisions
            if one.step is ExpenseStep.CHANGED
        ],
    }


def _paid(asked: Expense) -> Document | None:
    """Say when it was paid; a payment that came back is none."""
    for one in reversed(asked.decisions):
        if one.step is ExpenseStep.REVERSED:
            return None
        if one.step is ExpenseStep.PAID:
            return acted(one.act)
    return None


def _queries(decisions: tuple[ExpenseDecision, ...]) -> list[Document]:
    """List what finance asked, each with the first answer after it."""
    asked: list[Document] = []
    for one in decisions:
        if one.step is ExpenseStep.QUERIED:
            asked.append(
                {"asked": acted(one.act), "question": one.words, "answered": None, "answer": None}
            )
        elif one.step is ExpenseStep.ANSWERED:
            for query in asked:
                if query["answered"] is None:
                    query.update(answered=acted(one.act), answer=one.words)
    return asked


def compensation(given: Compensation) -> Document:
    """Write what the customer was given against signature, and whether it came back."""
    back = given.reversed
    return {
        **acted(given.act),
        "number": given.number,
        "remedy": given.remedy,
        "amount": money(given.amount),
        "expense": given.expense,
        "granted": None if given.granted is None else _granted(given.granted),
        "signatory": given.signatory,
        "signature": given.signature,
        "reference": given.reference,
        "reversed": None if back is None else {**acted(back.act), "reason": back.reason},
    }


def _granted(granted: Granted) -> Document:
    return {
        "amount": money(granted.amount),
        "voucher": granted.voucher,
        "decided": None if granted.decided is None else acted(granted.decided),
        "remark": granted.remark,
    }


def total_cost(finances: Finances) -> Document | None:
    """Total what was paid; None before anything was, and where it was in several currencies.

    The currency changes only with the policy, in the middle of a case.
    """
    paid = [
        one.amount
        for one in finances.compensations
        if one.expense is not None and one.reversed is None
    ]
    if len({amount.currency for amount in paid}) != 1:
        return None
    return {"amount": sum(amount.amount for amount in paid), "currency": paid[0].currency}
