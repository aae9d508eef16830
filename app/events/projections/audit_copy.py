"""The second copy, the audit copy (稽核联): what it cost, who decided, and where the copy lies.

With cost it lies with finance for review, and after payment against signature with audit, where it
stays (SC-36); without cost it goes straight to audit when the complaint ends (SC-37). It names the
customer, because the recipient signs, and nothing else about the customer.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Boolean, Column
from typing_extensions import TypedDict

from app.domain.complaint import ExpenseStatus, Status
from app.domain.custody import ISSUED, Affairs, belongs, follow
from app.domain.events import (
    Assigned,
    Attributed,
    Classified,
    Closed,
    Compensated,
    CompensationReversed,
    Confirmed,
    DeadlineMissed,
    Dismissed,
    Escalated,
    ExpenseChanged,
    ExpenseConfirmed,
    ExpenseQueried,
    ExpenseRefused,
    ExpenseRequested,
    Fact,
    HandedOver,
    HoldLifted,
    HoldPlaced,
    Investigated,
    Noted,
    PlanApproved,
    Proposed,
    QueryAnswered,
    Received,
    Reopened,
    Signed,
    Withdrawn,
)
from app.domain.values import Copy, Place
from app.events.codec import iso
from app.events.holds import Holding, lift, place
from app.events.projection import (
    Fold,
    MoneyJson,
    Projection,
    document_table,
    index,
    instant,
    money,
    one,
)
from app.events.signatures import SignedForm, sign, void
from app.events.stays import Held, custody_columns, destruction, lying, move, remains, stay
from app.events.store import Recorded
from app.events.tables import Moment


class Act(TypedDict):
    """When something was done, and by whom."""

    at: str
    by: str


class QueryEntry(TypedDict):
    """What finance asked, and what it was answered."""

    asked: Act
    question: str
    answered: Act | None
    answer: str | None


class ChangeEntry(Act):
    """The amount became another."""

    before: MoneyJson
    reason: str


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
    queries: list[QueryEntry]
    changes: list[ChangeEntry]


class Reversal(Act):
    """The money came back."""

    reason: str


class CompensationEntry(Act):
    number: int
    remedy: str
    amount: MoneyJson
    expense: int | None
    signatory: str
    signature: str
    reference: str | None
    reversed: Reversal | None


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


class AuditCopy(Held, Holding, SignedForm):
    """The document."""

    paper_number: str | None
    """Of a preprinted form, where one was filled in."""
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
    outcome: str | None
    paid_since_opening: bool
    """Something was paid since it was received or last reopened, and stayed so."""
    settled: int
    """The compensations before it was last reopened."""


def _begin(event: Received, fact: Fact, recorded: Recorded) -> AuditCopy:
    lies = ISSUED[Copy.AUDIT]
    return {
        "id": str(recorded.stream_id),
        "number": recorded.number,
        "version": recorded.version,
        "position": recorded.position,
        "paper_number": event.paper_number,
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
        "custody": lies.value,
        "custody_trail": [stay(lies, fact, recorded.position)],
        "destruction": None,
        "holds": [],
        "paid_since_opening": False,
        "settled": 0,
    }


project: Final = Fold(_begin)
project.on(HoldPlaced)(place)
project.on(HoldLifted)(lift)


def _act(fact: Fact) -> Act:
    return {"at": iso(fact.at), "by": fact.by.subject}


def _affairs(copy: AuditCopy) -> Affairs:
    statuses = {item["status"] for item in copy["expenses"]}
    return Affairs(
        requested=ExpenseStatus.REQUESTED.value in statuses,
        queried=ExpenseStatus.QUERIED.value in statuses,
        confirmed=ExpenseStatus.CONFIRMED.value in statuses,
        paid=copy["paid_since_opening"],
        ended=copy["status"] != Status.OPEN.value,
    )


@contextmanager
def _following(copy: AuditCopy, fact: Fact) -> Iterator[None]:
    """Let the copy follow what changes meanwhile, by the rule of the complaint itself."""
    before = _affairs(copy)
    yield
    move(copy, follow(Place(copy["custody"]), before, _affairs(copy)), fact)


@project.on(HandedOver)
def _handed_over(copy: AuditCopy, event: HandedOver, fact: Fact) -> None:
    if event.copy is Copy.AUDIT:
        move(copy, event.to, fact)
        copy["destruction"] = destruction(event, fact)


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
        "queries": [],
        "changes": [],
    }
    _set_expenses(copy, [*copy["expenses"], expense], fact)
    _signed_anew(copy, fact)


def _signed_anew(copy: AuditCopy, fact: Fact) -> None:
    """The first box says who filled in the form; the others answer for what it comes to."""
    void(copy, fact, but_first=1)


def _set_expenses(copy: AuditCopy, expenses: list[ExpenseEntry], fact: Fact) -> None:
    refused = ExpenseStatus.REFUSED.value
    with _following(copy, fact):
        copy["expenses"] = expenses
        copy["with_cost"] = any(item["status"] != refused for item in expenses)


def _paid_since_opening(copy: AuditCopy) -> bool:
    return any(
        item["number"] > copy["settled"] and item["expense"] is not None and not item["reversed"]
        for item in copy["compensations"]
    )


def _change_expense(
    copy: AuditCopy, number: int, change: Callable[[ExpenseEntry], ExpenseEntry], fact: Fact
) -> None:
    expenses = [change(item) if item["number"] == number else item for item in copy["expenses"]]
    _set_expenses(copy, expenses, fact)


@project.on(ExpenseConfirmed)
def _expense_confirmed(copy: AuditCopy, event: ExpenseConfirmed, fact: Fact) -> None:
    def confirm(item: ExpenseEntry) -> ExpenseEntry:
        return {
            **item,
            "status": ExpenseStatus.CONFIRMED.value,
            "decided": _act(fact),
            "voucher": event.voucher,
            "remark": event.remark,
        }

    _change_expense(copy, event.expense, confirm, fact)


@project.on(ExpenseRefused)
def _expense_refused(copy: AuditCopy, event: ExpenseRefused, fact: Fact) -> None:
    def refuse(item: ExpenseEntry) -> ExpenseEntry:
        return {
            **item,
            "status": ExpenseStatus.REFUSED.value,
            "decided": _act(fact),
            "remark": event.reason,
        }

    _change_expense(copy, event.expense, refuse, fact)


@project.on(ExpenseQueried)
def _expense_queried(copy: AuditCopy, event: ExpenseQueried, fact: Fact) -> None:
    query: QueryEntry = {
        "asked": _act(fact),
        "question": event.question,
        "answered": None,
        "answer": None,
    }

    def ask(item: ExpenseEntry) -> ExpenseEntry:
        queried = ExpenseStatus.QUERIED.value
        return {**item, "status": queried, "queries": [*item["queries"], query]}

    _change_expense(copy, event.expense, ask, fact)


@project.on(QueryAnswered)
def _query_answered(copy: AuditCopy, event: QueryAnswered, fact: Fact) -> None:
    def answer(item: ExpenseEntry) -> ExpenseEntry:
        answered: list[QueryEntry] = [
            query
            if query["answered"]
            else {**query, "answered": _act(fact), "answer": event.answer}
            for query in item["queries"]
        ]
        return {**item, "status": ExpenseStatus.REQUESTED.value, "queries": answered}

    _change_expense(copy, event.expense, answer, fact)


@project.on(ExpenseChanged)
def _expense_changed(copy: AuditCopy, event: ExpenseChanged, fact: Fact) -> None:
    def change(item: ExpenseEntry) -> ExpenseEntry:
        """What finance said was of another amount."""
        changed: ChangeEntry = {**_act(fact), "before": item["amount"], "reason": event.reason}
        return {
            **item,
            "amount": money(event.amount),
            "status": ExpenseStatus.REQUESTED.value,
            "voucher": None,
            "decided": None,
            "remark": None,
            "changes": [*item["changes"], changed],
        }

    _change_expense(copy, event.expense, change, fact)
    _signed_anew(copy, fact)


@project.on(Compensated)
def _compensated(copy: AuditCopy, event: Compensated, fact: Fact) -> None:
    given: CompensationEntry = {
        **_act(fact),
        "number": len(copy["compensations"]) + 1,
        "remedy": event.remedy,
        "amount": money(event.amount),
        "expense": event.expense,
        "signatory": event.signature.signatory,
        "signature": event.signature.kind.value,
        "reference": event.signature.reference,
        "reversed": None,
    }
    _pay(copy, event.expense, [*copy["compensations"], given], _act(fact), fact)


@project.on(CompensationReversed)
def _compensation_reversed(copy: AuditCopy, event: CompensationReversed, fact: Fact) -> None:
    came_back: Reversal = {**_act(fact), "reason": event.reason}
    given: list[CompensationEntry] = [
        {**item, "reversed": came_back} if item["number"] == event.compensation else item
        for item in copy["compensations"]
    ]
    _pay(copy, event.expense, given, None, fact)
    _signed_anew(copy, fact)


def _pay(
    copy: AuditCopy,
    number: int | None,
    given: list[CompensationEntry],
    paid: Act | None,
    fact: Fact,
) -> None:
    """Write down what was given by now, and that an expense is paid, or not any more."""
    status = ExpenseStatus.CONFIRMED if paid is None else ExpenseStatus.PAID
    with _following(copy, fact):
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


@project.on(Signed)
def _signed(copy: AuditCopy, event: Signed, fact: Fact) -> None:
    sign(copy, event, fact)


def _end(copy: AuditCopy, status: Status, outcome: str | None, fact: Fact) -> None:
    with _following(copy, fact):
        copy["status"] = status.value
    copy["outcome"] = outcome
    copy["closed_at"] = iso(fact.at)


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
    copy["destruction"] = None
    copy["outcome"] = copy["closed_at"] = None
    copy["paid_since_opening"] = False
    copy["settled"] = len(copy["compensations"])
    void(copy, fact)
    move(copy, belongs(_affairs(copy)), fact)


TABLE: Final = document_table(
    "audit_copy",
    *custody_columns(),
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
        **lying(copy),
        "with_cost": copy["with_cost"],
        "received_at": instant(copy["received_at"]),
        "closed_at": instant(copy["closed_at"]),
    }


PROJECTION: Final = Projection(TABLE, project, columns, remains, shape=6)

ONE: Final = one(PROJECTION)
