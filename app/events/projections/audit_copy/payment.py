"""What the customer was given against signature, and what came back (SC-36)."""

from app.domain.complaint import ExpenseStatus, Fact
from app.domain.steps.compensation import Compensated
from app.domain.steps.reversal import CompensationReversed
from app.events.outline import Act, act
from app.events.projection import MoneyJson, money
from app.events.projections.audit_copy.beginning import project
from app.events.projections.audit_copy.custody import following
from app.events.projections.audit_copy.document import (
    AuditCopy,
    CompensationEntry,
    Granted,
    Reversal,
)
from app.events.signatures import sign_anew


@project.on(Compensated)
def _compensated(copy: AuditCopy, event: Compensated, fact: Fact) -> None:
    given: CompensationEntry = {
        **act(fact),
        "number": len(copy["compensations"]) + 1,
        "remedy": event.remedy,
        "amount": money(event.amount),
        "expense": event.expense,
        "granted": _granted(copy, event.expense),
        "signatory": event.signature.signatory,
        "signature": event.signature.kind.value,
        "reference": event.signature.reference,
        "reversed": None,
    }
    _pay(copy, event.expense, [*copy["compensations"], given], act(fact), fact)


def _granted(copy: AuditCopy, number: int | None) -> Granted | None:
    for item in copy["expenses"]:
        if item["number"] == number:
            return {
                "amount": item["amount"],
                "voucher": item["voucher"],
                "decided": item["decided"],
                "remark": item["remark"],
            }
    return None


@project.on(CompensationReversed)
def _compensation_reversed(copy: AuditCopy, event: CompensationReversed, fact: Fact) -> None:
    came_back: Reversal = {**act(fact), "reason": event.reason}
    given: list[CompensationEntry] = [
        {**item, "reversed": came_back} if item["number"] == event.compensation else item
        for item in copy["compensations"]
    ]
    _pay(copy, event.expense, given, None, fact)
    sign_anew(copy, fact)


def _pay(
    copy: AuditCopy,
    number: int | None,
    given: list[CompensationEntry],
    paid: Act | None,
    fact: Fact,
) -> None:
    """Write down what was given by now, and that an expense is paid, or not any more."""
    status = ExpenseStatus.CONFIRMED if paid is None else ExpenseStatus.PAID
    with following(copy, fact):
        copy["compensations"] = given
        copy["total_cost"] = _total(given)
        copy["paid_since_opening"] = _paid_since_opening(copy)
        copy["expenses"] = [
            {**item, "status": status.value, "paid": paid} if item["number"] == number else item
            for item in copy["expenses"]
        ]


def _total(given: list[CompensationEntry]) -> MoneyJson | None:
    """Sum what was paid. The currency changes only with the policy, in the middle of a case."""
    paid = [
        item["amount"] for item in given if item["expense"] is not None and not item["reversed"]
    ]
    currencies = {amount["currency"] for amount in paid}
    if len(currencies) != 1:
        return None
    return {"amount": sum(amount["amount"] for amount in paid), "currency": currencies.pop()}


def _paid_since_opening(copy: AuditCopy) -> bool:
    return any(
        item["number"] > copy["settled"] and item["expense"] is not None and not item["reversed"]
        for item in copy["compensations"]
    )
