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
from app.domain.ledger import Booked, ask


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
            return money.with_decision(event.expense, step, Booked.confirm)
        case ExpenseRefused():
            step = ExpenseDecision(act=act, step=ExpenseStep.REFUSED, words=event.reason)
            return money.with_decision(event.expense, step, Booked.refuse)
        case ExpenseQueried():
            step = ExpenseDecision(act=act, step=ExpenseStep.QUERIED, words=event.question)
            return money.with_decision(event.expense, step)
        case QueryAnswered():
            step = ExpenseDecision(act=act, step=ExpenseStep.ANSWERED, words=event.answer)
            return money.with_decision(event.expense, step)
        case ExpenseChanged():
            before = money.expense(event.expense)
            step = ExpenseDecision(
                act=act,
                step=ExpenseStep.CHANGED,
                words=event.reason,
                before=None if before is None else before.amount,
            )
            return money.with_decision(
                event.expense, step, lambda booked: booked.change(event.amount)
            )
        case Compensated():
            return _compensate(money, event, act)
        case CompensationReversed():
            return _reverse(money, event, act)
        case _:
            assert_never(event)


def _request(money: Finances, event: ExpenseRequested, act: Act) -> Finances:
    booked, moved = ask(event.amount)
    expense = Expense(
        number=event.expense, act=act, booked=booked, purpose=event.purpose, plan=event.plan
    )
    return money.with_expense(expense, moved)


def _compensate(money: Finances, event: Compensated, act: Act) -> Finances:
    given = Compensation(
        number=len(money.compensations) + 1,
        act=act,
        remedy=event.remedy,
        amount=event.amount,
        expense=event.expense,
        granted=_granted(money.expense(event.expense)),
        signatory=event.signature.signatory,
        signature=event.signature.kind,
        reference=event.signature.reference,
    )
    after = replace(money, compensations=(*money.compensations, given))
    if event.expense is None:
        return after
    paid = ExpenseDecision(act=act, step=ExpenseStep.PAID)
    return after.with_decision(
        event.expense, paid, lambda booked: booked.pay(event.amount), remedy=event.remedy
    )


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
    return after.with_decision(
        event.expense, step, lambda booked: booked.reverse(event.amount), remedy=remedy
    )
