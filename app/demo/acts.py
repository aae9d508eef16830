"""The words that stories are told in: each makes the body of one command."""

from app.demo.people import WANG, Person
from app.demo.story import RECEIPT, Act, Body, Due, Step


def customer(name: str, telephone: str, **more: object) -> Body:
    """Describe the complainant; `kind` says if it is a member or a supplier."""
    return {"name": name, "telephone": telephone, **more}


def received(channel: str, unit: str, complainant: Body, statement: str, **more: object) -> Act:
    """Receive the complaint, in the complainant's words."""
    known = {"channel": channel, "unit": unit, "complainant": complainant, "statement": statement}
    return Act(RECEIPT, {**known, **more})


def memo(text: str, **facts: object) -> Act:
    """Take a memo; it may complete the facts."""
    return Act("memos", {"text": text, **facts})


def confirmed(**remark: object) -> Act:
    """Confirm the record as unit head."""
    return Act("confirmations", remark)


def classified(category: str, **more: object) -> Act:
    """Settle what it is about."""
    return Act("classifications", {"category": category, **more})


def dismissed(reason: str) -> Act:
    """Judge that it is no complaint; the customer was told."""
    return Act("dismissals", {"reason": reason, "customer_informed": True})


def courtesy(words: str) -> Act:
    """Apologise, whoever is to blame."""
    return Act("apologies", {"kind": "courtesy", "words": words})


def conditional(words: str) -> Act:
    """Apologise for what may have gone wrong."""
    return Act("apologies", {"kind": "conditional", "words": words})


def admission(words: str) -> Act:
    """Apologise for what went wrong."""
    return Act("apologies", {"kind": "admission", "words": words})


def assigned(person: Person, unit: str, **more: object) -> Act:
    """Make a person of a unit its owner."""
    return Act("assignments", {"handler": person.subject, "unit": unit, **more})


def reported(reason: str, *roles: str, **more: object) -> Act:
    """Report it upward; the owner stays."""
    return Act("reports", {"to_roles": list(roles), "reason": reason, **more})


def escalated(tier: str, role: str, reason: str, **more: object) -> Act:
    """Let a higher tier decide."""
    return Act("escalations", {"tier": tier, "to_role": role, "reason": reason, **more})


def instructed(text: str, to: Person) -> Act:
    """Say, as a superior, what is to be done."""
    return Act("instructions", {"text": text, "to": to.subject})


def promised_reply(what: str, due: Due) -> Act:
    """Promise an answer."""
    return Act("promises", {"kind": "reply", "what": what, "due": due})


def promised_solution(what: str, due: Due) -> Act:
    """Promise a solution."""
    return Act("promises", {"kind": "resolution", "what": what, "due": due})


def replied(text: str, **more: object) -> Act:
    """Answer the customer; `promise` is the number of the promise that this keeps."""
    return Act("replies", {"text": text, **more})


def deferred(text: str, because: str, apology: str, until: Due, **more: object) -> Act:
    """Put the solution off: why, until when, and with another apology."""
    body = {"text": text, "deferred_because": because, "apology": apology, "new_due": until}
    return Act("replies", {**body, **more})


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


def declined(words: str, plan: int = 1) -> Act:
    """Record that the customer does not agree."""
    return Act("consents", {"plan": plan, "agreed": False, "words": words})


def asked_for(amount: int, purpose: str, plan: int = 1) -> Act:
    """Ask finance for money."""
    return Act("expenses", {"amount": yuan(amount), "purpose": purpose, "plan": plan})


def released(voucher: str, expense: int = 1) -> Act:
    """Confirm an expense, as finance."""
    return Act("expense-reviews", {"expense": expense, "verdict": "approve", "voucher": voucher})


def withheld(reason: str, expense: int = 1) -> Act:
    """Refuse an expense, as finance."""
    return Act("expense-reviews", {"expense": expense, "verdict": "refuse", "reason": reason})


def compensated(remedy: str, amount: int, signatory: str, **more: object) -> Act:
    """Hand over a remedy against the recipient's signature."""
    signature = {"kind": "name", "signatory": signatory}
    paid_from = {"expense": 1} if amount else {}
    body = {"remedy": remedy, "amount": yuan(amount), "signature": signature}
    return Act("compensations", {**body, **paid_from, **more})


def signed(box: str, **remark: object) -> Act:
    """Sign a box of the form."""
    return Act("signatures", {"box": box, **remark})


def closed(outcome: str, result: str) -> Act:
    """End the handling."""
    return Act("closures", {"outcome": outcome, "result": result})


def withdrawn(reason: str) -> Act:
    """Record that the complainant took it back."""
    return Act("withdrawals", {"reason": reason})


def reopened(cause: str, reason: str) -> Act:
    """Take it up again."""
    return Act("reopenings", {"cause": cause, "reason": reason})


def followed_up(occasion: str, **more: object) -> Act:
    """Contact the customer afterwards."""
    return Act("follow-ups", {"occasion": occasion, "reached": True, **more})


def boxes(
    later: str, filler: Person, head: Person, finance: Person | None = None
) -> tuple[Step, ...]:
    """Sign all boxes that come before closing, each by another person."""
    signing: tuple[Step, ...] = (
        (later, filler, signed("filler")),
        ("20m", head, signed("recording-unit")),
        ("2m", WANG, signed("handling-unit")),
    )
    return signing if finance is None else (*signing, ("40m", finance, signed("finance")))
