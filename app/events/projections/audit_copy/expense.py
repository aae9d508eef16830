"""What was asked for, and what finance said to it (SC-36)."""

from collections.abc import Callable

from app.domain.complaint import ExpenseStatus, Fact
from app.domain.steps.expense import ExpenseChanged, ExpenseRequested
from app.domain.steps.expense_query import ExpenseQueried, QueryAnswered
from app.domain.steps.expense_review import ExpenseConfirmed, ExpenseRefused
from app.events.outline import act, changed
from app.events.projection import money
from app.events.projections.audit_copy.beginning import project
from app.events.projections.audit_copy.custody import following
from app.events.projections.audit_copy.document import (
    AuditCopy,
    ChangeEntry,
    ExpenseEntry,
    QueryEntry,
)
from app.events.signatures import sign_anew


@project.on(ExpenseRequested)
def _expense_requested(copy: AuditCopy, event: ExpenseRequested, fact: Fact) -> None:
    expense: ExpenseEntry = {
        "number": event.expense,
        "amount": money(event.amount),
        "purpose": event.purpose,
        "plan": event.plan,
        "requested": act(fact),
        "status": ExpenseStatus.REQUESTED.value,
        "voucher": None,
        "decided": None,
        "remark": None,
        "paid": None,
        "queries": [],
        "changes": [],
    }
    _set_expenses(copy, [*copy["expenses"], expense], fact)
    sign_anew(copy, fact)


def _set_expenses(copy: AuditCopy, expenses: list[ExpenseEntry], fact: Fact) -> None:
    refused = ExpenseStatus.REFUSED.value
    with following(copy, fact):
        copy["expenses"] = expenses
        copy["with_cost"] = any(item["status"] != refused for item in expenses)


def _change_expense(
    copy: AuditCopy, number: int, change: Callable[[ExpenseEntry], ExpenseEntry], fact: Fact
) -> None:
    _set_expenses(copy, changed(copy["expenses"], number, change), fact)


@project.on(ExpenseConfirmed)
def _expense_confirmed(copy: AuditCopy, event: ExpenseConfirmed, fact: Fact) -> None:
    def confirm(item: ExpenseEntry) -> ExpenseEntry:
        return {
            **item,
            "status": ExpenseStatus.CONFIRMED.value,
            "decided": act(fact),
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
            "decided": act(fact),
            "remark": event.reason,
        }

    _change_expense(copy, event.expense, refuse, fact)


@project.on(ExpenseQueried)
def _expense_queried(copy: AuditCopy, event: ExpenseQueried, fact: Fact) -> None:
    query: QueryEntry = {
        "asked": act(fact),
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
            query if query["answered"] else {**query, "answered": act(fact), "answer": event.answer}
            for query in item["queries"]
        ]
        return {**item, "status": ExpenseStatus.REQUESTED.value, "queries": answered}

    _change_expense(copy, event.expense, answer, fact)


@project.on(ExpenseChanged)
def _expense_changed(copy: AuditCopy, event: ExpenseChanged, fact: Fact) -> None:
    def change(item: ExpenseEntry) -> ExpenseEntry:
        """What finance said was of another amount."""
        entry: ChangeEntry = {**act(fact), "before": item["amount"], "reason": event.reason}
        return {
            **item,
            "amount": money(event.amount),
            "status": ExpenseStatus.REQUESTED.value,
            "voucher": None,
            "decided": None,
            "remark": None,
            "changes": [*item["changes"], entry],
        }

    _change_expense(copy, event.expense, change, fact)
    sign_anew(copy, fact)
