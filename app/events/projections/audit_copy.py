"""The second copy, the audit copy (稽核联): what it cost, who decided, and where the copy lies.

With cost it lies with finance for review, and after payment against signature with audit, where it
stays (SC-36); without cost it goes straight to audit when the complaint ends (SC-37). It names the
customer, because the recipient signs, and nothing else about the customer.
"""

from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Boolean, Column, Text, bindparam
from typing_extensions import TypedDict

from app.domain.complaint import ExpenseStatus, Status
from app.domain.events import (
    Assigned,
    Attributed,
    Classified,
    Closed,
    Compensated,
    Confirmed,
    DeadlineMissed,
    Dismissed,
    Escalated,
    ExpenseConfirmed,
    ExpenseRefused,
    ExpenseRequested,
    Fact,
    Investigated,
    Noted,
    PlanApproved,
    Proposed,
    Received,
    Reopened,
    Signed,
    Withdrawn,
)
from app.events.codec import iso
from app.events.database import Query
from app.events.projection import (
    Document,
    Fold,
    MoneyJson,
    Projection,
    document_table,
    feed,
    index,
    instant,
    money,
    one,
)
from app.events.store import Recorded
from app.events.tables import Moment

WITH_HANDLING_UNIT: Final = "with-handling-unit"
WITH_FINANCE: Final = "with-finance"
CONFIRMED: Final = "confirmed"
"""With finance still, which has confirmed and has not yet paid."""
WITH_AUDIT: Final = "with-audit"


class Act(TypedDict):
    """When something was done, and by whom."""

    at: str
    by: str


class Custody(TypedDict):
    """A stay of the copy."""

    place: str
    since: str
    by: str
    position: int


class ExpenseEntry(TypedDict):
    number: int
    amount: MoneyJson
    purpose: str
    plan: int | None
    requested: Act
    status: str
    voucher: str | None
    decided: Act | None
    remark: str | None
    """Of finance: why it was refused, or a remark on confirming."""
    paid: Act | None


class CompensationEntry(Act):
    remedy: str
    amount: MoneyJson
    expense: int | None
    signatory: str
    signature: str
    reference: str | None


class SignOff(Act):
    box: str
    remark: str | None


class UnusualPlan(TypedDict):
    """A plan that needed a reason and a higher authority, and who approved it (LC-31..33)."""

    plan: int
    breaches: list[str]
    reason: str | None
    proposed: Act
    approved: Act | None
    cost: list[MoneyJson]
    """Of each of its remedies, to us."""


class ShareEntry(TypedDict):
    """Who answers for what part; never a deduction from wages (AS-28)."""

    kind: str
    unit: str
    team: str | None
    person: str | None
    percent: int


class MissedDeadline(TypedDict):
    clock: str
    about: str | None
    due: str
    missed_at: str


class AuditCopy(Document):
    """The document."""

    status: str
    received_at: str
    closed_at: str | None
    unit: str
    handling_unit: str
    high_value: bool
    complainant_name: str | None
    category: str | None
    tier: str | None
    severity: int | None
    cause: str | None
    cause_class: str | None
    fault: str | None
    loss: MoneyJson | None
    with_cost: bool
    """An expense that is not refused, the rule by which finance's box is to be signed."""
    expenses: list[ExpenseEntry]
    compensations: list[CompensationEntry]
    total_cost: MoneyJson | None
    """What was paid; None before anything was, and where it was in several currencies."""
    unusual_plans: list[UnusualPlan]
    responsibility: list[ShareEntry]
    """As it was attributed last."""
    deadlines_missed: list[MissedDeadline]
    confirmation: Act | None
    sign_offs: list[SignOff]
    outcome: str | None
    custody: str
    custody_trail: list[Custody]
    paid_since_opening: bool
    """Something was paid since it was received or last reopened."""


def _begin(event: Received, fact: Fact, recorded: Recorded) -> AuditCopy:
    issued: Custody = {
        "place": WITH_HANDLING_UNIT,
        "since": iso(fact.at),
        "by": fact.by.subject,
        "position": recorded.position,
    }
    return {
        "id": str(recorded.stream_id),
        "number": recorded.number,
        "version": recorded.version,
        "position": recorded.position,
        "status": Status.OPEN.value,
        "received_at": iso(fact.at),
        "closed_at": None,
        "unit": event.unit,
        "handling_unit": event.unit,
        "high_value": event.high_value,
        "complainant_name": event.complainant.name,
        "category": None,
        "tier": None,
        "severity": None,
        "cause": None,
        "cause_class": None,
        "fault": None,
        "loss": None,
        "with_cost": False,
        "expenses": [],
        "compensations": [],
        "total_cost": None,
        "unusual_plans": [],
        "responsibility": [],
        "deadlines_missed": [],
        "confirmation": None,
        "sign_offs": [],
        "outcome": None,
        "custody": WITH_HANDLING_UNIT,
        "custody_trail": [issued],
        "paid_since_opening": False,
    }


project: Final = Fold(_begin)


def _act(fact: Fact) -> Act:
    return {"at": iso(fact.at), "by": fact.by.subject}


def _place(copy: AuditCopy) -> str:
    """Tell where the copy belongs as things stand."""
    stand = {item["status"] for item in copy["expenses"]}
    if ExpenseStatus.REQUESTED.value in stand:
        return WITH_FINANCE
    if ExpenseStatus.CONFIRMED.value in stand:
        return CONFIRMED
    if copy["paid_since_opening"] or copy["status"] != Status.OPEN.value:
        return WITH_AUDIT
    return WITH_HANDLING_UNIT


def _pass_on(copy: AuditCopy, fact: Fact) -> None:
    """Hand the copy to where it belongs now, and write that down if it is another place."""
    place = _place(copy)
    if place == copy["custody"]:
        return
    stay: Custody = {
        "place": place,
        "since": iso(fact.at),
        "by": fact.by.subject,
        "position": copy["position"],
    }
    copy["custody"] = place
    copy["custody_trail"] = [*copy["custody_trail"], stay]


@project.on(Noted)
def _noted(copy: AuditCopy, event: Noted, _fact: Fact) -> None:
    if event.complainant is not None:
        copy["complainant_name"] = event.complainant.name or copy["complainant_name"]


@project.on(Confirmed)
def _confirmed(copy: AuditCopy, _event: Confirmed, fact: Fact) -> None:
    copy["confirmation"] = _act(fact)


@project.on(Classified)
def _classified(copy: AuditCopy, event: Classified, _fact: Fact) -> None:
    copy["category"] = event.category
    copy["tier"] = event.tier
    copy["severity"] = event.severity.value


@project.on(Assigned)
def _assigned(copy: AuditCopy, event: Assigned, _fact: Fact) -> None:
    copy["handling_unit"] = event.unit


@project.on(Escalated)
def _escalated(copy: AuditCopy, event: Escalated, _fact: Fact) -> None:
    copy["tier"] = event.tier
    copy["handling_unit"] = event.to_unit or copy["handling_unit"]


@project.on(Investigated)
def _investigated(copy: AuditCopy, event: Investigated, _fact: Fact) -> None:
    copy["cause"] = event.cause
    copy["cause_class"] = event.cause_class.value
    copy["fault"] = event.fault.value
    copy["loss"] = None if event.loss is None else money(event.loss)


@project.on(Proposed)
def _proposed(copy: AuditCopy, event: Proposed, fact: Fact) -> None:
    if not event.breaches and event.override_reason is None:
        return
    plan: UnusualPlan = {
        "plan": event.plan,
        "breaches": [breach.value for breach in event.breaches],
        "reason": event.override_reason,
        "proposed": _act(fact),
        "approved": None,
        "cost": [money(offer.cost) for offer in event.offers],
    }
    copy["unusual_plans"] = [*copy["unusual_plans"], plan]


@project.on(PlanApproved)
def _plan_approved(copy: AuditCopy, event: PlanApproved, fact: Fact) -> None:
    copy["unusual_plans"] = [
        {**plan, "approved": _act(fact)} if plan["plan"] == event.plan else plan
        for plan in copy["unusual_plans"]
    ]


@project.on(Attributed)
def _attributed(copy: AuditCopy, event: Attributed, _fact: Fact) -> None:
    copy["responsibility"] = [
        {
            "kind": share.kind.value,
            "unit": share.unit,
            "team": share.team,
            "person": share.person,
            "percent": share.percent,
        }
        for share in event.shares
    ]


@project.on(DeadlineMissed)
def _deadline_missed(copy: AuditCopy, event: DeadlineMissed, fact: Fact) -> None:
    missed: MissedDeadline = {
        "clock": event.clock,
        "about": event.about,
        "due": iso(event.due),
        "missed_at": iso(fact.at),
    }
    copy["deadlines_missed"] = [*copy["deadlines_missed"], missed]


@project.on(ExpenseRequested)
def _expense_requested(copy: AuditCopy, event: ExpenseRequested, fact: Fact) -> None:
    expense: ExpenseEntry = {
        "number": event.expense,
        "amount": money(event.amount),
        "purpose": event.purpose,
        "plan": event.plan,
        "requested": _act(fact),
        "status": ExpenseStatus.REQUESTED.value,
        "voucher": None,
        "decided": None,
        "remark": None,
        "paid": None,
    }
    _set_expenses(copy, [*copy["expenses"], expense], fact)


def _set_expenses(copy: AuditCopy, expenses: list[ExpenseEntry], fact: Fact) -> None:
    refused = ExpenseStatus.REFUSED.value
    copy["expenses"] = expenses
    copy["with_cost"] = any(item["status"] != refused for item in expenses)
    _pass_on(copy, fact)


@project.on(ExpenseConfirmed)
def _expense_confirmed(copy: AuditCopy, event: ExpenseConfirmed, fact: Fact) -> None:
    expenses: list[ExpenseEntry] = [
        {
            **item,
            "status": ExpenseStatus.CONFIRMED.value,
            "decided": _act(fact),
            "voucher": event.voucher,
            "remark": event.remark,
        }
        if item["number"] == event.expense
        else item
        for item in copy["expenses"]
    ]
    _set_expenses(copy, expenses, fact)


@project.on(ExpenseRefused)
def _expense_refused(copy: AuditCopy, event: ExpenseRefused, fact: Fact) -> None:
    expenses: list[ExpenseEntry] = [
        {
            **item,
            "status": ExpenseStatus.REFUSED.value,
            "decided": _act(fact),
            "remark": event.reason,
        }
        if item["number"] == event.expense
        else item
        for item in copy["expenses"]
    ]
    _set_expenses(copy, expenses, fact)


@project.on(Compensated)
def _compensated(copy: AuditCopy, event: Compensated, fact: Fact) -> None:
    given: CompensationEntry = {
        **_act(fact),
        "remedy": event.remedy,
        "amount": money(event.amount),
        "expense": event.expense,
        "signatory": event.signature.signatory,
        "signature": event.signature.kind.value,
        "reference": event.signature.reference,
    }
    copy["compensations"] = [*copy["compensations"], given]
    if event.expense is None:
        return
    copy["paid_since_opening"] = True
    copy["total_cost"] = _total(copy["compensations"])
    expenses: list[ExpenseEntry] = [
        {**item, "status": ExpenseStatus.PAID.value, "paid": _act(fact)}
        if item["number"] == event.expense
        else item
        for item in copy["expenses"]
    ]
    _set_expenses(copy, expenses, fact)


def _total(given: list[CompensationEntry]) -> MoneyJson | None:
    """Sum what was paid. The currency changes only with the policy, in the middle of a case."""
    paid = [item["amount"] for item in given if item["expense"] is not None]
    currencies = {amount["currency"] for amount in paid}
    if len(currencies) != 1:
        return None
    return {"amount": sum(amount["amount"] for amount in paid), "currency": currencies.pop()}


@project.on(Signed)
def _signed(copy: AuditCopy, event: Signed, fact: Fact) -> None:
    signature: SignOff = {**_act(fact), "box": event.box, "remark": event.remark}
    copy["sign_offs"] = [*copy["sign_offs"], signature]


def _end(copy: AuditCopy, status: Status, outcome: str | None, fact: Fact) -> None:
    copy["status"] = status.value
    copy["outcome"] = outcome
    copy["closed_at"] = iso(fact.at)
    _pass_on(copy, fact)


@project.on(Closed)
def _closed(copy: AuditCopy, event: Closed, fact: Fact) -> None:
    _end(copy, Status.CLOSED, event.outcome, fact)


@project.on(Withdrawn)
def _withdrawn(copy: AuditCopy, _event: Withdrawn, fact: Fact) -> None:
    _end(copy, Status.WITHDRAWN, None, fact)


@project.on(Dismissed)
def _dismissed(copy: AuditCopy, _event: Dismissed, fact: Fact) -> None:
    _end(copy, Status.DISMISSED, None, fact)


@project.on(Reopened)
def _reopened(copy: AuditCopy, _event: Reopened, fact: Fact) -> None:
    copy["status"] = Status.OPEN.value
    copy["outcome"] = copy["closed_at"] = None
    copy["paid_since_opening"] = False
    _pass_on(copy, fact)


TABLE: Final = document_table(
    "audit_copy",
    Column("custody", Text, nullable=False),
    Column("with_cost", Boolean, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("closed_at", Moment),
)
index(TABLE, "position")
index(TABLE, "custody", "position")
index(TABLE, "received_at", "complaint_id")


def columns(copy: AuditCopy) -> dict[str, Any]:
    """Tell what a copy is found by."""
    return {
        "unit": copy["unit"],
        "handling_unit": copy["handling_unit"],
        "custody": copy["custody"],
        "with_cost": copy["with_cost"],
        "received_at": instant(copy["received_at"]),
        "closed_at": instant(copy["closed_at"]),
    }


PROJECTION: Final = Projection(TABLE, project, columns, shape=2)

ONE: Final = one(PROJECTION)


@lru_cache(maxsize=8)
def copies(*, custody: bool, scoped: bool) -> Query:
    """List (place, document) of what changed after a place in the feed, the oldest change first.

    Parameters: organisation, after, limit, and custody and units (a JSON list) where asked for.
    """
    place = TABLE.c.custody == bindparam("custody", type_=Text())
    return feed(TABLE, scoped=scoped, having=place if custody else None)
