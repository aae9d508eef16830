"""What was planned and has not been decided, agreed, paid or carried out."""

from collections.abc import Iterator
from dataclasses import replace

from app.domain.approval import lapsed
from app.domain.complaint import UNSETTLED, Complaint, Expense, ExpenseStatus, Plan, PlanStatus
from app.domain.complaint.numbered import open_ones
from app.domain.needs.need import Need
from app.domain.policy import Policy


def settle(complaint: Complaint, policy: Policy) -> Iterator[Need]:
    for plan in complaint.remedy.plans:
        if plan.status is PlanStatus.PROPOSED or _to_be_approved_anew(plan, complaint, policy):
            yield _review(plan)
        elif plan.status is PlanStatus.APPROVED and policy.consent_before_compensation:
            yield _consent(plan)
        elif plan.status is PlanStatus.AGREED and _unpaid(plan, complaint, policy):
            yield _request(plan)


def _to_be_approved_anew(plan: Plan, complaint: Complaint, policy: Policy) -> bool:
    """What was given is given; before that an approval has to hold (SC-28)."""
    given = complaint.is_carried_out(plan, policy)
    return plan.stands and not given and lapsed(plan, complaint, policy)


def order_rework(complaint: Complaint, policy: Policy) -> Iterator[Need]:
    """What is to be done again is ordered on a sheet."""
    if complaint.remedy.reworks:
        return
    for plan in complaint.remedy.plans:
        if plan.status is PlanStatus.AGREED and any(
            _is_rework(offer.remedy, policy) for offer in plan.offers
        ):
            yield _order(plan)


def pay(complaint: Complaint, policy: Policy) -> Iterator[Need]:
    """What is asked of finance is paid or refused before the end (SC-36)."""
    for expense in complaint.money.expenses:
        if expense.status in UNSETTLED:
            yield _settling(expense, complaint, policy)


def carry_out(complaint: Complaint, policy: Policy) -> Iterator[Need]:
    """What the customer agreed to is given in full, or declined (AS-21, BE-06, WS-34)."""
    if "execution" in policy.closing_needs:
        for plan in complaint.remedy.plans:
            left = complaint.outstanding(plan, policy)
            if plan.status is PlanStatus.AGREED and left:
                need = _carrying_out(plan, left, complaint, policy)
                yield replace(need, missing=(f"plan:{plan.number}",))


def _carrying_out(plan: Plan, left: tuple[str, ...], complaint: Complaint, policy: Policy) -> Need:
    """Find the next step with what is left of a plan: what is under way comes first."""
    for expense in complaint.money.expenses:
        if expense.plan == plan.number and expense.status in UNSETTLED:
            return _settling(expense, complaint, policy)
    for item in open_ones(complaint.remedy.reworks):
        if item.remedy in left:
            return Need("finish-rework", "PC-54, PC-55", about=str(item.number))
    if lapsed(plan, complaint, policy):
        return _review(plan)
    if any(_is_rework(remedy, policy) for remedy in left):
        return _order(plan)
    return _request(plan) if _left_to_ask(plan, complaint, policy) > 0 else _give(None)


def _settling(expense: Expense, complaint: Complaint, policy: Policy) -> Need:
    """Find the next step that settles an expense."""
    plan = complaint.remedy.plan(expense.plan) if expense.plan is not None else None
    about = str(expense.number)
    if expense.status is ExpenseStatus.QUERIED:
        need = Need("answer-query", "SC-36", about=about)
    elif expense.status is ExpenseStatus.REQUESTED or (plan is not None and not plan.stands):
        # Of a plan that the customer has declined since, finance takes its confirmation back.
        need = Need("review-expense", "SC-36, SC-45", about=about)
    elif plan is not None and lapsed(plan, complaint, policy):
        need = _review(plan)
    elif plan is not None and _lacks_consent(plan, policy):
        need = _consent(plan)
    else:
        need = _give(about)
    return replace(need, missing=(f"expense:{expense.number}",))


def _lacks_consent(plan: Plan, policy: Policy) -> bool:
    return policy.consent_before_compensation and plan.status is not PlanStatus.AGREED


def _is_rework(remedy: str, policy: Policy) -> bool:
    return remedy in policy.remedies and policy.remedies[remedy].rework


def _unpaid(plan: Plan, complaint: Complaint, policy: Policy) -> bool:
    """Whether something of it costs money that nobody has asked for; rework is our own work."""
    costs = any(
        offer.cost.amount > 0 and offer.cost.currency == policy.currency
        for offer in plan.offers
        if not _is_rework(offer.remedy, policy)
    )
    return costs and not _asked(plan, complaint)


def _asked(plan: Plan, complaint: Complaint) -> list[Expense]:
    return [
        item
        for item in complaint.money.expenses
        if item.plan == plan.number and item.status is not ExpenseStatus.REFUSED
    ]


def _left_to_ask(plan: Plan, complaint: Complaint, policy: Policy) -> int:
    """Minor units of a plan that nobody has asked for."""
    amounts = [offer.cost for offer in plan.offers]
    asked = sum(item.amount.amount for item in _asked(plan, complaint))
    return sum(one.amount for one in amounts if one.currency == policy.currency) - asked


def _review(plan: Plan) -> Need:
    return Need("review-plan", "BE-05, WS-40, LC-34", about=str(plan.number))


def _consent(plan: Plan) -> Need:
    return Need("record-consent", "BE-06", about=str(plan.number))


def _request(plan: Plan) -> Need:
    return Need("request-expense", "SC-36, AS-21", about=str(plan.number))


def _order(plan: Plan) -> Need:
    return Need("order-rework", "PC-55, BE-04", about=str(plan.number))


def _give(expense: str | None) -> Need:
    return Need("compensate", "SC-43, AS-21", about=expense)
