"""Expenses: asked for on the confirmed form, reviewed by finance (SC-36, SC-40, SC-45, LC-22)."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from app.domain.approval import require_approved
from app.domain.authority import Decision, require_authority
from app.domain.command import Command
from app.domain.complaint import UNSETTLED, Complaint, Expense, ExpenseStatus
from app.domain.events import (
    ExpenseChanged,
    ExpenseConfirmed,
    ExpenseRefused,
    ExpenseRequested,
)
from app.domain.fields import Line, Ordinal, Text
from app.domain.guards import (
    require_amount,
    require_confirmed,
    require_costs,
    require_expense,
    require_open,
    require_separate,
    require_words,
)
from app.domain.policy import Policy
from app.domain.refusals import AgainstPolicy, Implausible, StepsMissing
from app.domain.remedies import cash_is_unusual, require_cash_in_order
from app.domain.values import Actor, Capability, Money, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestExpense(Command):
    """Ask finance for money; the audit copy goes to finance.

    Rules: SC-36, SC-40, LC-22
    """

    key: ClassVar[str] = "request-expense"
    awaits_confirmation: ClassVar[bool] = True
    needs: ClassVar[Capability] = Capability.HANDLE
    at: datetime
    by: Actor
    amount: Money
    purpose: Text
    plan: Ordinal | None = None
    """The plan it pays for; without one the requester's own authority must do."""

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[ExpenseRequested, ...]:
        """Ask for it, within an approved plan or one's own authority (LC-22)."""
        require_open(complaint)
        require_confirmed(complaint, policy, self.key)
        _require_in_order(self.amount, self.plan, complaint, policy, self.by)
        requested = ExpenseRequested(
            expense=len(complaint.expenses) + 1,
            amount=self.amount,
            purpose=self.purpose,
            plan=self.plan,
        )
        return (requested,)


def _require_in_order(
    amount: Money, plan: int | None, complaint: Complaint, policy: Policy, actor: Actor
) -> None:
    """Money is asked for within an approved plan or one's own authority (LC-22)."""
    require_amount(amount, policy, field="amount")
    if amount.amount == 0:
        message = "what costs nothing needs no expense"
        raise Implausible(message, field="amount")
    if plan is None:
        _require_own_authority(amount, complaint, policy, actor)
    else:
        _require_within(plan, amount, complaint, policy)


def _require_own_authority(
    amount: Money, complaint: Complaint, policy: Policy, actor: Actor
) -> None:
    """Money without a plan may become any remedy, cash too: it must be in order for all."""
    if policy.expense_needs_plan:
        message = "money is asked for an approved plan: name it"
        raise StepsMissing(message, missing=("plan",), field="plan")
    total = complaint.decided_cost + amount.amount
    require_cash_in_order(total, complaint, policy, field="plan")
    decision = Decision(
        remedies=frozenset(policy.remedies),
        cost=amount.amount,
        unusual=cash_is_unusual(total, complaint, policy),
    )
    require_authority(decision, complaint, policy, actor)


def _require_within(number: int, amount: Money, complaint: Complaint, policy: Policy) -> None:
    """All that is asked for a plan together stays within what was approved."""
    plan = require_approved(complaint, number, policy, field="plan")
    require_costs(plan.offers, policy, field="plan")
    asked = sum(
        item.amount.amount
        for item in complaint.expenses
        if item.plan == number and item.status is not ExpenseStatus.REFUSED
    )
    left = plan.cost(policy.currency).amount - asked
    if amount.amount > left:
        message = f"plan {number} leaves {Money(left, policy.currency)}"
        raise AgainstPolicy(message, field="amount")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeExpense(Command):
    """Ask for another amount, as long as nothing is paid; finance decides anew.

    Rules: SC-36, SC-40
    """

    key: ClassVar[str] = "change-expense"
    needs: ClassVar[Capability] = Capability.HANDLE
    at: datetime
    by: Actor
    expense: Ordinal
    amount: Money
    reason: Text

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[ExpenseChanged, ...]:
        """Change it under the conditions that hold for asking at all."""
        require_open(complaint)
        require_confirmed(complaint, policy, RequestExpense.key)
        expense = require_expense(complaint, self.expense, *UNSETTLED, at=self.at)
        others = complaint.without_expense(expense.number)
        _require_in_order(self.amount, expense.plan, others, policy, self.by)
        if self.amount == expense.amount:
            message = f"expense {expense.number} asks for that already"
            raise Implausible(message, field="amount")
        changed = ExpenseChanged(expense=expense.number, amount=self.amount, reason=self.reason)
        return (changed,)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewExpense(Command):
    """Confirm or refuse an expense, as finance.

    Rules: SC-36, SC-45
    """

    key: ClassVar[str] = "review-expense"
    needs: ClassVar[Capability] = Capability.PAY
    at: datetime
    by: Actor
    expense: Ordinal
    verdict: Verdict
    voucher: Line | None = None
    """The number finance files the payment under; for confirming."""
    reason: Text | None = None
    """Compulsory for refusing, a remark when confirming."""

    def decide(
        self, complaint: Complaint, policy: Policy
    ) -> tuple[ExpenseConfirmed | ExpenseRefused, ...]:
        """Confirm what was requested, or refuse it as long as it is not paid."""
        require_open(complaint)
        if self.verdict is Verdict.REFUSE:
            return self._refuse(complaint, policy)
        expense = require_expense(complaint, self.expense, ExpenseStatus.REQUESTED, at=self.at)
        self._require_other_person(policy, expense)
        if expense.plan is not None:
            require_approved(complaint, expense.plan, policy, field="expense")
        confirmed = ExpenseConfirmed(
            expense=expense.number, voucher=self.voucher, remark=self.reason
        )
        return (confirmed,)

    def _refuse(self, complaint: Complaint, policy: Policy) -> tuple[ExpenseRefused, ...]:
        """A confirmation can be taken back: the customer may decline or never come."""
        expense = require_expense(complaint, self.expense, *UNSETTLED, at=self.at)
        self._require_other_person(policy, expense)
        if self.voucher is not None:
            message = "a refused expense has no voucher"
            raise Implausible(message, field="voucher")
        reason = require_words(self.reason, field="reason", why="refusing needs a reason")
        return (ExpenseRefused(expense=expense.number, reason=reason),)

    def _require_other_person(self, policy: Policy, expense: Expense) -> None:
        duties = "requesting and reviewing money"
        require_separate(policy, self.by, *expense.asked_by, duties=duties)
