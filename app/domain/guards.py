"""Conditions that several steps share, each a refusal with what the caller can do."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from app.domain.complaint import (
    Complaint,
    Expense,
    ExpenseStatus,
    Plan,
    PlanStatus,
    Status,
)
from app.domain.complaint.numbered import U, open_ones
from app.domain.policy import Policy
from app.domain.refusals import (
    AgainstPolicy,
    AlreadyEnded,
    ConflictOfInterest,
    DutiesNotSeparate,
    FactsMissing,
    Implausible,
    NotEnded,
    NotInPerson,
    NotOpenItem,
    NotPermitted,
    StepsMissing,
)
from app.domain.values import Actor, Complainant, Money, Offer, Severity


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


def require_end_after_acts(complaint: Complaint, at: datetime) -> None:
    """It did not end before the last day on which somebody worked on it.

    The years for which its copies are kept are counted from there (SC-46), so an end cannot be told
    to lie farther back than what is on record.

    Raises:
        Implausible: it lies before.

    """
    acted_on = complaint.handling.acted_on
    if at.astimezone(UTC).date() < acted_on:
        message = f"somebody worked on it on {acted_on} (UTC): it ended then or later"
        raise Implausible(message, field="occurred_at")


def require_unconcerned(complaint: Complaint, actor: Actor) -> None:
    """Nobody handles a complaint about himself (ISO 10002, 4.5).

    Raises:
        ConflictOfInterest: it is about the actor.

    """
    if actor.person in complaint.about:
        message = "the complaint is about you: report it, so that somebody else handles it"
        raise ConflictOfInterest(message)


def beyond_the_ordinary(complaint: Complaint, policy: Policy) -> bool:
    """Tell whether it is above the lowest tier, or more than ordinarily serious."""
    severity = complaint.severity or Severity.ORDINARY
    return policy.tier_rank(complaint.tier) > 0 or severity > Severity.ORDINARY


def require_confirmed(complaint: Complaint, policy: Policy, step: str) -> None:
    """Only the confirmed form is the basis for what the policy names (SC-40).

    Raises:
        StepsMissing: the unit head has not confirmed the record.

    """
    if step in policy.confirmed_before and not complaint.form.confirmation:
        message = "the unit head must confirm the record first (SC-40)"
        raise StepsMissing(message, missing=("confirmation",))


def require_in_person(complaint: Complaint, policy: Policy, actor: Actor) -> None:
    """Who speaks with the customer and settles it depends on how serious it is (LC-26, LC-43).

    Raises:
        NotPermitted: complaints of this severity are for other roles (LC-43, LC-44).
        NotInPerson: it is so serious that the owner does this himself (LC-26).

    """
    severity = complaint.severity or Severity.ORDINARY
    roles = policy.handled_by.get(severity)
    if roles and roles.isdisjoint(actor.roles):
        message = "complaints as serious as this are handled by: " + ", ".join(sorted(roles))
        raise NotPermitted(message)
    in_person = policy.in_person_from is not None and severity >= policy.in_person_from
    if in_person and actor.person != complaint.owner:
        message = "the owner does this in person; to do it yourself, have it assigned to you"
        raise NotInPerson(message)


def missing_steps(complaint: Complaint, needs: frozenset[str]) -> tuple[str, ...]:
    """Name what has not happened yet of that which a policy asks for, in the order of its words."""
    done = {
        "apology": complaint.apologies > 0,
        "classification": complaint.classified,
        "findings": complaint.investigated,
        "reply": complaint.replies > 0,
        "report": bool(complaint.reported_to),
        "responsibility": complaint.attributed or complaint.not_ours,
        "explanation": complaint.explained,
    }
    return tuple(step for step, happened in done.items() if step in needs and not happened)


def require_facts(known: frozenset[str], required: frozenset[str], *, before: str) -> None:
    """Some facts must be known before a step (AS-02, AS-05, WS-14).

    Raises:
        FactsMissing: names them.

    """
    missing = sorted(required - known)
    if missing:
        message = f"before {before} these facts must be known: " + ", ".join(missing)
        raise FactsMissing(message, missing=missing)


def require_separate(policy: Policy, actor: Actor, *others: str, duties: str) -> None:
    """Where the policy separates two duties, two people do them; `others` are from the complaint.

    Raises:
        DutiesNotSeparate: it is the same person.

    """
    if policy.separate_duties and actor.person in others:
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


def require_agreed(complaint: Complaint, remedy: str, *, plan: int | None = None) -> None:
    """The customer agreed to this remedy, in the plan named if one is (BE-06).

    Raises:
        StepsMissing: the customer agreed to none, or to another remedy.

    """
    agreed = [
        item
        for item in complaint.remedy.plans
        if item.status is PlanStatus.AGREED and plan in {None, item.number}
    ]
    if not agreed:
        message = "carried out only after the customer agreed to the plan (BE-06)"
        raise StepsMissing(message, missing=("consent",))
    offered = [offer.remedy for item in agreed for offer in item.offers]
    if remedy not in offered:
        message = f"the customer agreed to: {', '.join(dict.fromkeys(offered))} (BE-06)"
        raise StepsMissing(message, missing=("consent",), field="remedy")


def require_unfinished(things: Iterable[U], number: int, *, field: str) -> U:
    """Find what a command finishes: help asked for, a visit, a rework, an improvement.

    Raises:
        NotOpenItem: there is none of this number, or it is finished.

    """
    found = next((one for one in open_ones(things) if one.number == number), None)
    if found is None:
        message = f"no {field} {number} is open"
        raise NotOpenItem(message, field=field)
    return found


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
    plan = complaint.remedy.plan(number)
    if plan is None:
        message = f"there is no plan {number}"
        raise NotOpenItem(message, field=field)
    if plan.status not in statuses:
        message = f"plan {number} is {plan.status}"
        raise NotOpenItem(message, field=field)
    return plan


_NEXT: Final = {
    ExpenseStatus.REQUESTED: ": finance decides next",
    ExpenseStatus.QUERIED: ": the handling unit answers next",
    ExpenseStatus.CONFIRMED: ": it is paid next",
}
"""Who is to do what with an expense as it stands."""


def require_expense(
    complaint: Complaint, number: int, *statuses: ExpenseStatus, at: datetime
) -> Expense:
    """Find the expense a command names, standing where the command can act on it at that time.

    Raises:
        NotOpenItem: there is none, or it stands elsewhere.
        Implausible: the time lies before what happened to it last; the books would not balance
            in between.

    """
    expense = complaint.money.expense(number)
    if expense is None:
        message = f"there is no expense {number}"
        raise NotOpenItem(message, field="expense")
    if expense.status not in statuses:
        message = f"expense {number} is {expense.status}{_NEXT.get(expense.status, '')}"
        raise NotOpenItem(message, field="expense")
    if at < expense.since:
        message = (
            f"expense {number} is {expense.status} since {expense.since:%Y-%m-%d %H:%M:%S} UTC"
        )
        raise Implausible(message, field="occurred_at")
    return expense


def require_call_hours(complainant: Complainant) -> None:
    """When a call is welcome has a beginning and an end, within one day (PC-33).

    Raises:
        Implausible: one is missing, or the end is not after the beginning.

    """
    begins, ends = complainant.contact_from, complainant.contact_until
    if begins is None and ends is None:
        return
    if begins is None or ends is None or begins >= ends:
        message = "the time for calls is from one time of the day until a later one"
        raise Implausible(message, field="complainant.contact_until")
