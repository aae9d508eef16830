"""Expenses over HTTP."""

from datetime import datetime

from app.api.bodies import Body, Line, MoneyBody, Ordinal, Text
from app.api.commands import Step
from app.domain.steps.expense import RequestExpense, ReviewExpense
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


STEPS = (
    Step("expenses", ExpenseBody, request_expense, "Request an expense", "SC-36, SC-40, LC-22"),
    Step("expense-reviews", ExpenseReviewBody, review_expense, "Review an expense", "SC-36, SC-45"),
)
