"""What was planned and has not been decided, agreed, paid or carried out."""

from collections.abc import Iterator

from app.domain.advice.need import Need
from app.domain.approval import lapsed
from app.domain.complaint import Complaint, ExpenseStatus, Plan, PlanStatus
from app.domain.policy import Policy
from app.domain.values import Offer


def settle(complaint: Complaint, policy: Policy) -> Iterator[Need]:
    for plan in complaint.plans:
        about = str(plan.number)
        if plan.status is PlanStatus.PROPOSED or _to_be_approved_anew(plan, complaint, policy):
            yield Need("review-plan", "BE-05, WS-40, LC-34", about=about)
        elif plan.status is PlanStatus.APPROVED and policy.consent_before_compensation:
            yield Need("record-consent", "BE-06", about=about)
        elif plan.status is PlanStatus.AGREED and _unpaid(plan, complaint, policy):
            yield Need("request-expense", "SC-36, AS-21", about=about)


def _to_be_approved_anew(plan: Plan, complaint: Complaint, policy: Policy) -> bool:
    """What was given is given; before that an approval has to hold (SC-28)."""
    given = complaint.is_carried_out(plan, policy)
    return plan.stands and not given and lapsed(plan, complaint, policy)


def order_rework(complaint: Complaint, policy: Policy) -> Iterator[Need]:
    """What is to be done again is ordered on a sheet."""
    if complaint.reworks.last:
        return
    for plan in complaint.plans:
        if plan.status is PlanStatus.AGREED and any(
            _is_rework(offer, policy) for offer in plan.offers
        ):
            yield Need("order-rework", "PC-55, BE-04", about=str(plan.number))


def _is_rework(offer: Offer, policy: Policy) -> bool:
    remedy = policy.remedies.get(offer.remedy)
    return remedy is not None and remedy.rework


def _unpaid(plan: Plan, complaint: Complaint, policy: Policy) -> bool:
    """Whether something of it costs money that nobody has asked for; rework is our own work."""
    asked = any(
        item.plan == plan.number and item.status is not ExpenseStatus.REFUSED
        for item in complaint.expenses
    )
    costs = sum(
        offer.cost.amount
        for offer in plan.offers
        if offer.cost.currency == policy.currency and not _is_rework(offer, policy)
    )
    return costs > 0 and not asked


def pay(complaint: Complaint, _policy: Policy) -> Iterator[Need]:
    for expense in complaint.expenses:
        about = str(expense.number)
        if expense.status is ExpenseStatus.REQUESTED:
            yield Need("review-expense", "SC-36, SC-45", about=about)
        elif expense.status is ExpenseStatus.QUERIED:
            yield Need("answer-query", "SC-36", about=about)
        elif expense.status is ExpenseStatus.CONFIRMED:
            yield Need("compensate", "SC-43, AS-21", about=about)
