"""Conditions that several steps share, each a refusal with what the caller can do."""

from collections.abc import Iterable
from datetime import datetime

from app.domain.complaint import Complaint, Expense, ExpenseStatus, Plan, PlanStatus, Status
from app.domain.policy import Policy
from app.domain.refusals import (
    AgainstPolicy,
    AlreadyEnded,
    DutiesNotSeparate,
    FactsMissing,
    Implausible,
    NotEnded,
    NotOpenItem,
    StepsMissing,
)
from app.domain.values import Actor, Money, Offer


def require_open(complaint: Complaint) -> None:
    """Only an open complaint can be handled.

    Raises:
        AlreadyEnded: it is closed, withdrawn or dismissed.

    """
    if complaint.status is not Status.OPEN:
        message = f"the complaint is {complaint.status}; reopen it first"
        raise AlreadyEnded(message)


def require_ended(complaint: Complaint) -> None:
    """Only an ended complaint can be reopened or followed up.

    Raises:
        NotEnded: it is open.

    """
    if complaint.status is Status.OPEN:
        message = "the complaint is open"
        raise NotEnded(message)


def require_confirmed(complaint: Complaint, policy: Policy, step: str) -> None:
    """Only the confirmed form is the basis for what the policy names (SC-40).

    Raises:
        StepsMissing: the unit head has not confirmed the record.

    """
    if step in policy.confirmed_before and not complaint.confirmed:
        message = "the unit head must confirm the record first (SC-40)"
        raise StepsMissing(message, missing=("confirmation",))


def require_facts(known: frozenset[str], required: frozenset[str], *, before: str) -> None:
    """Some facts must be known before a step (AS-02, AS-05, WS-14).

    Raises:
        FactsMissing: names them.

    """
    missing = sorted(required - known)
    if missing:
        message = f"before {before} these facts must be known: " + ", ".join(missing)
        raise FactsMissing(message, missing=missing)


def require_separate(policy: Policy, actor: Actor, other: str, *, duties: str) -> None:
    """Where the policy separates two duties, two people do them.

    Raises:
        DutiesNotSeparate: it is the same person.

    """
    if policy.separate_duties and actor.subject == other:
        message = f"the policy separates {duties}: another person must do this"
        raise DutiesNotSeparate(message)


def require_words(words: str | None, *, field: str, why: str) -> str:
    """Some decisions are incomplete without words.

    Raises:
        Implausible: there are none.

    """
    if not words:
        raise Implausible(why, field=field)
    return words


def require_later(due: datetime, at: datetime, *, field: str) -> None:
    """What is promised lies ahead.

    Raises:
        Implausible: it lies behind.

    """
    if due <= at:
        message = "this must lie after the time of the step itself"
        raise Implausible(message, field=field)


def require_amount(amount: Money, policy: Policy, *, field: str) -> None:
    """Amounts are in the policy's currency and never negative.

    Raises:
        AgainstPolicy: another currency.
        Implausible: less than nothing.

    """
    if amount.currency != policy.currency:
        message = f"the policy counts in {policy.currency}"
        raise AgainstPolicy(message, field=field)
    if amount.amount < 0:
        message = "an amount cannot be negative"
        raise Implausible(message, field=field)


def require_costs(offers: Iterable[Offer], policy: Policy, *, field: str) -> None:
    """What offers cost and are worth is in the policy's currency and never negative.

    Raises:
        AgainstPolicy: another currency.
        Implausible: less than nothing.

    """
    for offer in offers:
        require_amount(offer.cost, policy, field=field)
        require_amount(offer.value, policy, field=field)


def require_plan(
    complaint: Complaint, number: int, *statuses: PlanStatus, field: str = "plan"
) -> Plan:
    """Find the plan a command names, standing where the command can act on it.

    Raises:
        NotOpenItem: there is none, or it stands elsewhere.

    """
    plan = complaint.plan(number)
    if plan is None:
        message = f"there is no plan {number}"
        raise NotOpenItem(message, field=field)
    if plan.status not in statuses:
        message = f"plan {number} is {plan.status}"
        raise NotOpenItem(message, field=field)
    return plan


def require_expense(complaint: Complaint, number: int, *statuses: ExpenseStatus) -> Expense:
    """Find the expense a command names, standing where the command can act on it.

    Raises:
        NotOpenItem: there is none, or it stands elsewhere.

    """
    expense = complaint.expense(number)
    if expense is None:
        message = f"there is no expense {number}"
        raise NotOpenItem(message, field="expense")
    if expense.status not in statuses:
        message = f"expense {number} is {expense.status}"
        raise NotOpenItem(message, field="expense")
    return expense
