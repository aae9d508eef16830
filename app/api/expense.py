"""Expenses over HTTP."""

from datetime import datetime

from app.api.bodies import Body, Line, MoneyBody, Ordinal, Text
from app.api.commands import Step
from app.domain.steps.expense import ChangeExpense, RequestExpense, ReviewExpense
from app.domain.steps.expense_query import AnswerQuery, QueryExpense
from app.domain.values import Actor, Verdict


class ExpenseBody(Body):
    """Ask finance for money; the audit copy goes to finance."""

    amount: MoneyBody
    purpose: Text
    plan: Ordinal | None = None


class ExpenseReviewBody(Body):
    """Confirm or refuse an expense, as finance."""

    expense: Ordinal
    verdict: Verdict
    voucher: Line | None = None
    reason: Text | None = None


class ExpenseQueryBody(Body):
    """Ask back, as finance; the audit copy returns to the handling unit with the question."""

    expense: Ordinal
    question: Text


class ExpenseAnswerBody(Body):
    """Answer finance; the audit copy goes there again."""

    expense: Ordinal
    answer: Text


class ExpenseChangeBody(Body):
    """Ask for another amount, as long as nothing is paid; finance decides anew."""

    expense: Ordinal
    amount: MoneyBody
    reason: Text


def request_expense(body: ExpenseBody, at: datetime, by: Actor) -> RequestExpense:
    """Make the command."""
    return RequestExpense(
        at=at, by=by, amount=body.amount.money(), purpose=body.purpose, plan=body.plan
    )


def review_expense(body: ExpenseReviewBody, at: datetime, by: Actor) -> ReviewExpense:
    """Make the command."""
    return ReviewExpense(
        at=at,
        by=by,
        expense=body.expense,
        verdict=body.verdict,
        voucher=body.voucher,
        reason=body.reason,
    )


def query_expense(body: ExpenseQueryBody, at: datetime, by: Actor) -> QueryExpense:
    """Make the command."""
    return QueryExpense(at=at, by=by, expense=body.expense, question=body.question)


def answer_query(body: ExpenseAnswerBody, at: datetime, by: Actor) -> AnswerQuery:
    """Make the command."""
    return AnswerQuery(at=at, by=by, expense=body.expense, answer=body.answer)


def change_expense(body: ExpenseChangeBody, at: datetime, by: Actor) -> ChangeExpense:
    """Make the command."""
    return ChangeExpense(
        at=at, by=by, expense=body.expense, amount=body.amount.money(), reason=body.reason
    )


STEPS = (
    Step("expenses", ExpenseBody, request_expense, "Request an expense", "SC-36, SC-40, LC-22"),
    Step("expense-reviews", ExpenseReviewBody, review_expense, "Review an expense", "SC-36, SC-45"),
    Step("expense-queries", ExpenseQueryBody, query_expense, "Ask about an expense", "SC-36"),
    Step("expense-answers", ExpenseAnswerBody, answer_query, "Answer finance", "SC-36"),
    Step("expense-changes", ExpenseChangeBody, change_expense, "Change an expense", "SC-36, SC-40"),
)
