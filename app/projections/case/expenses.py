"""What was asked of finance, given to the customer, and what came back."""

from app.domain.complaint import Expense, ExpenseStatus
from app.domain.complaint.money import Compensation, ExpenseStep, Finances
from app.projections.document_parts import Document, acted, money


def finances(spent: Finances) -> Document:
    """List expenses and compensations."""
    return {
        "expenses": [_expense(one) for one in spent.expenses],
        "compensations": [_compensation(one) for one in spent.compensations],
    }


def _expense(expense: Expense) -> Document:
    return {
        **acted(expense.act),
        "number": expense.number,
        "amount": money(expense.amount),
        "purpose": expense.purpose,
        "plan": expense.plan,
        "status": expense.status,
        "voucher": _voucher(expense),
        "decisions": [
            {**acted(one.act), "status": one.step.status, "words": one.words}
            for one in expense.decisions
        ],
    }


def _voucher(expense: Expense) -> str | None:
    """Show the last voucher of the present amount: a confirmation without one keeps it."""
    for one in reversed(expense.decisions):
        if one.step is ExpenseStep.CHANGED:
            return None
        if one.voucher:
            return one.voucher
    return None


def _compensation(given: Compensation) -> Document:
    back = given.reversed
    return {
        **acted(given.act),
        "number": given.number,
        "remedy": given.remedy,
        "amount": money(given.amount),
        "expense": given.expense,
        "signatory": given.signatory,
        "signature": given.signature,
        "reference": given.reference,
        "reversed": None
        if back is None
        else {**acted(back.act), "status": ExpenseStatus.CONFIRMED, "words": back.reason},
    }
