"""How money is asked for, decided, given and taken back."""

from typing import assert_never

from app.domain.changing import replace
from app.domain.complaint.act import Act
from app.domain.complaint.money import (
    Compensation,
    Expense,
    ExpenseDecision,
    ExpenseStep,
    Finances,
    Granted,
    Movement,
    Reversal,
)
from app.domain.complaint.state import Complaint
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
from app.domain.ledger import Booked, MoneyEvent, Posting, book


def change(complaint: Complaint, event: ExpenseEvent, act: Act) -> Complaint:
    """Apply one of these events; the boxes but the first answer for what it all comes to."""
    after = replace(complaint, money=_change(complaint.money, event, act))
    if isinstance(event, ExpenseRequested | ExpenseChanged | CompensationReversed):
        # The first box says who filled in the form.
        return replace(after, form=complaint.form.voided(act, keep=1))
    return after


def _change(money: Finances, event: ExpenseEvent, act: Act) -> Finances:
    match event:
        case ExpenseRequested():
            return _request(money, event, act)
        case ExpenseConfirmed():
            step = ExpenseDecision(
                act=act,
                step=ExpenseStep.CONFIRMED,
                words=event.remark,
                voucher=event.voucher,
            )
            return _decide(money, event.expense, step, event)
        case ExpenseRefused():
            step = ExpenseDecision(act=act, step=ExpenseStep.REFUSED, words=event.reason)
            return _decide(money, event.expense, step, event)
        case ExpenseQueried():
            step = ExpenseDecision(act=act, step=ExpenseStep.QUERIED, words=event.question)
            return _decide(money, event.expense, step)
        case QueryAnswered():
            step = ExpenseDecision(act=act, step=ExpenseStep.ANSWERED, words=event.answer)
            return _decide(money, event.expense, step)
        case ExpenseChanged():
            before = _find(money, event.expense)
            step = ExpenseDecision(
                act=act,
                step=ExpenseStep.CHANGED,
                words=event.reason,
                before=None if before is None else before.amount,
            )
            return _decide(money, event.expense, step, event)
        case Compensated():
            return _compensate(money, event, act)
        case CompensationReversed():
            return _reverse(money, event, act)
        case _:
            assert_never(event)


def _find(money: Finances, number: int | None) -> Expense | None:
    return next((one for one in money.expenses if one.number == number), None)


def _request(money: Finances, event: ExpenseRequested, act: Act) -> Finances:
    booked, moved = book(None, event)
    expense = Expense(
        number=event.expense, act=act, booked=booked, purpose=event.purpose, plan=event.plan
    )
    return replace(
        money,
        expenses=(*money.expenses, expense),
        movements=(*money.movements, *_movements(moved, act, None)),
    )


def _movements(moved: tuple[Posting, ...], act: Act, remedy: str | None) -> tuple[Movement, ...]:
    return tuple(Movement(act=act, posting=posting, remedy=remedy) for posting in moved)


def _decide(
    money: Finances,
    number: int,
    step: ExpenseDecision,
    event: MoneyEvent | None = None,
    *,
    remedy: str | None = None,
) -> Finances:
    """Add a step to an expense, and book what it moves."""
    expense = _find(money, number)
    if expense is None:
        return money
    booked: Booked = expense.booked
    moved: tuple[Posting, ...] = ()
    if event is not None:
        booked, moved = book(booked, event)
    after = replace(expense, booked=booked, decisions=(*expense.decisions, step))
    return replace(
        money,
        expenses=tuple(after if one is expense else one for one in money.expenses),
        movements=(*money.movements, *_movements(moved, step.act, remedy)),
    )


def _compensate(money: Finances, event: Compensated, act: Act) -> Finances:
    given = Compensation(
        number=len(money.compensations) + 1,
        act=act,
        remedy=event.remedy,
        amount=event.amount,
        expense=event.expense,
        granted=_granted(_find(money, event.expense)),
        signatory=event.signature.signatory,
        signature=event.signature.kind,
        reference=event.signature.reference,
    )
    after = replace(money, compensations=(*money.compensations, given))
    if event.expense is None:
        return after
    paid = ExpenseDecision(act=act, step=ExpenseStep.PAID)
    return _decide(after, event.expense, paid, event, remedy=event.remedy)


def _granted(expense: Expense | None) -> Granted | None:
    if expense is None:
        return None
    word = expense.word_of_finance
    return Granted(
        amount=expense.amount,
        voucher=expense.voucher,
        decided=None if word is None else word.act,
        remark=None if word is None else word.words,
    )


def _reverse(money: Finances, event: CompensationReversed, act: Act) -> Finances:
    back = Reversal(act=act, amount=event.amount, reason=event.reason)
    remedy = next(
        (one.remedy for one in money.compensations if one.number == event.compensation), None
    )
    compensations = tuple(
        replace(one, reversed=back) if one.number == event.compensation else one
        for one in money.compensations
    )
    step = ExpenseDecision(act=act, step=ExpenseStep.REVERSED, words=event.reason)
    after = replace(money, compensations=compensations)
    return _decide(after, event.expense, step, event, remedy=remedy)
