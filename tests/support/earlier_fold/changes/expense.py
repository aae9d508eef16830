"""How money is asked for, decided, given and taken back."""

from datetime import datetime
from typing import assert_never

from app.domain.changing import replace
from app.domain.events import Fact
from app.domain.events.expense import (
    Compensated,
    CompensationReversed,
    ExpenseChanged,
    ExpenseConfirmed,
    ExpenseEvent,
    ExpenseQueried,
    ExpenseRefused,
    ExpenseRequested,
    QueryAnswered,
)
from tests.support.earlier_fold.parts import Expense, ExpenseStatus, Item, Payment
from tests.support.earlier_fold.state import Complaint


def change(complaint: Complaint, event: ExpenseEvent, fact: Fact) -> Complaint:
    """Apply one of these events, and by whom and when it was."""
    at = fact.at
    match event:
        case ExpenseRequested():
            expense = Expense(
                number=event.expense,
                amount=event.amount,
                asked_by=frozenset({fact.by.person}),
                plan=event.plan,
                since=at,
            )
            expenses = (*complaint.expenses, expense)
            return _signed_anew(replace(complaint, expenses=expenses))
        case ExpenseConfirmed():
            return _with_expense(complaint, event.expense, ExpenseStatus.CONFIRMED, at)
        case ExpenseRefused():
            return _with_expense(complaint, event.expense, ExpenseStatus.REFUSED, at)
        case ExpenseQueried():
            return _with_expense(complaint, event.expense, ExpenseStatus.QUERIED, at)
        case QueryAnswered():
            return _with_expense(complaint, event.expense, ExpenseStatus.REQUESTED, at)
        case ExpenseChanged():
            return _signed_anew(_change_expense(complaint, event, fact))
        case Compensated():
            return _compensate(complaint, event, fact)
        case CompensationReversed():
            reversed_ = _with_expense(complaint, event.expense, ExpenseStatus.CONFIRMED, at)
            standing = (one for one in complaint.payments if one.number != event.compensation)
            given = (one for one in complaint.given if one.number != event.compensation)
            after = replace(reversed_, payments=tuple(standing), given=tuple(given))
            return _signed_anew(after)
        case _:
            assert_never(event)


def _compensate(complaint: Complaint, event: Compensated, fact: Fact) -> Complaint:
    number = complaint.compensations + 1
    one = Item(number=number, what=event.remedy)
    given = replace(complaint, compensations=number, given=(*complaint.given, one))
    if event.expense is None:
        return given
    payment = Payment(number=number, expense=event.expense, amount=event.amount, by=fact.by.person)
    paid = _with_expense(given, event.expense, ExpenseStatus.PAID, fact.at)
    return replace(paid, payments=(*complaint.payments, payment))


def _change_expense(complaint: Complaint, event: ExpenseChanged, fact: Fact) -> Complaint:
    """Whoever asks for another amount is one of those who ask."""
    changed = (
        replace(
            item,
            amount=event.amount,
            asked_by=item.asked_by | {fact.by.person},
            since=fact.at,
            status=ExpenseStatus.REQUESTED,
        )
        if item.number == event.expense
        else item
        for item in complaint.expenses
    )
    return replace(complaint, expenses=tuple(changed))


def _with_expense(
    complaint: Complaint, number: int, status: ExpenseStatus, at: datetime
) -> Complaint:
    expenses = tuple(
        replace(item, status=status, since=at) if item.number == number else item
        for item in complaint.expenses
    )
    return replace(complaint, expenses=expenses)


def _signed_anew(complaint: Complaint) -> Complaint:
    """The first box says who filled in the form; the others answer for what it comes to."""
    return replace(complaint, signatures=complaint.signatures[:1])
