"""Bodies of commands that put it right: findings, plans, money, and work done again."""

from tests.support.commands import Act, Body


def found(findings: str, cause: str, fault: str, **more: object) -> Act:
    """Record what the inquiry found: one person's slip, and clear, if nothing else is said."""
    body = {"findings": findings, "cause": cause, "fault": fault}
    return Act("findings", {"cause_class": "individual", "established": True, **body, **more})


def yuan(amount: int) -> Body:
    """Write an amount in whole yuan."""
    return {"amount": amount * 100, "currency": "CNY"}


def offer(remedy: str, description: str, cost: int = 0, value: int = 0) -> Body:
    """Offer a remedy: what it costs us, what it is worth to the customer."""
    return {
        "remedy": remedy,
        "description": description,
        "cost": yuan(cost),
        "value": yuan(value or cost),
    }


def planned(explanation: str, *offers: Body, **more: object) -> Act:
    """Propose how to put it right."""
    return Act("plans", {"explanation": explanation, "offers": list(offers), **more})


def approved(plan: int = 1, **reason: object) -> Act:
    """Approve a plan."""
    return Act("plan-reviews", {"plan": plan, "verdict": "approve", **reason})


def refused(reason: str, plan: int = 1) -> Act:
    """Refuse a plan."""
    return Act("plan-reviews", {"plan": plan, "verdict": "refuse", "reason": reason})


def agreed(words: str, plan: int = 1) -> Act:
    """Record that the customer agrees."""
    return Act("consents", {"plan": plan, "agreed": True, "words": words})


def asked_for(amount: int, purpose: str, plan: int = 1) -> Act:
    """Ask finance for money."""
    return Act("expenses", {"amount": yuan(amount), "purpose": purpose, "plan": plan})


def released(voucher: str, expense: int = 1) -> Act:
    """Confirm an expense, as finance."""
    return Act("expense-reviews", {"expense": expense, "verdict": "approve", "voucher": voucher})


def withheld(reason: str, expense: int = 1) -> Act:
    """Refuse an expense, as finance."""
    return Act("expense-reviews", {"expense": expense, "verdict": "refuse", "reason": reason})


def queried(question: str, expense: int = 1) -> Act:
    """Finance asks back."""
    return Act("expense-queries", {"expense": expense, "question": question})


def query_answered(answer: str, expense: int = 1) -> Act:
    """The unit answers finance."""
    return Act("expense-answers", {"expense": expense, "answer": answer})


def changed(amount: int, reason: str, expense: int = 1) -> Act:
    """Another amount is asked for."""
    return Act("expense-changes", {"expense": expense, "amount": yuan(amount), "reason": reason})


def taken_back(reason: str, compensation: int = 1) -> Act:
    """What was paid came back."""
    return Act("reversals", {"compensation": compensation, "reason": reason})


def compensated(remedy: str, amount: int, signatory: str, **more: object) -> Act:
    """Hand over a remedy against the recipient's signature."""
    signature = {"kind": "name", "signatory": signatory}
    paid_from = {"expense": 1} if amount else {}
    body = {"remedy": remedy, "amount": yuan(amount), "signature": signature}
    return Act("compensations", {**body, **paid_from, **more})


def rework(remedy: str, unit: str, cause: str, instructions: str, **more: object) -> Act:
    """Have work done again, on a sheet."""
    body = {"remedy": remedy, "unit": unit, "cause": cause, "instructions": instructions}
    return Act("reworks", {**body, **more})


def reworked(result: str, number: int = 1) -> Act:
    """Record that the customer was content with what was done again."""
    return Act("rework-results", {"rework": number, "result": result, "accepted": True})
