"""Expenses: asked for on the confirmed form, within an approved plan (SC-36, SC-40, LC-22)."""

from dataclasses import dataclass
from typing import ClassVar

from app.domain.approval import require_approved
from app.domain.authority import Decision, require_authority
from app.domain.changing import replace
from app.domain.command import Command
from app.domain.complaint import UNSETTLED, Complaint, Event, Expense, ExpenseStatus, Signal
from app.domain.complaint.act import Act
from app.domain.complaint.money import ExpenseDecision, ExpenseStep
from app.domain.fields import Ordinal, Text
from app.domain.guards import (
    require_amount,
    require_confirmed,
    require_costs,
    require_expense,
    require_open,
)
from app.domain.ledger import ask
from app.domain.policy import Policy
from app.domain.refusals import AgainstPolicy, Implausible, StepsMissing
from app.domain.remedies import cash_is_unusual, require_cash_in_order
from app.domain.values import Actor, Capability, Money


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpenseRequested(Event):
    """Money was asked for; the audit copy goes to finance (SC-36, SC-40)."""

    key: ClassVar[str] = "complaint.expense-requested"
    gives: ClassVar[tuple[str, ...]] = ("expense-requested",)
    expense: int
    """1, 2, 3 ... within the complaint."""
    amount: Money
    purpose: str
    plan: int | None = None

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"expense:{self.expense}")

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        booked, moved = ask(self.amount)
        expense = Expense(
            number=self.expense, act=act, booked=booked, purpose=self.purpose, plan=self.plan
        )
        money = complaint.money.with_expense(expense, moved)
        return replace(complaint, money=money, form=complaint.form.voided_for_amount(act))


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestExpense(Command):
    """Ask finance for money; the audit copy goes to finance.

    Rules: SC-36, SC-40, LC-22
    """

    key: ClassVar[str] = "request-expense"
    awaits_confirmation: ClassVar[bool] = True
    needs: ClassVar[Capability] = Capability.HANDLE
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
            expense=len(complaint.money.expenses) + 1,
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
        for item in complaint.money.expenses
        if item.plan == number and item.status is not ExpenseStatus.REFUSED
    )
    left = plan.cost(policy.currency).amount - asked
    if amount.amount > left:
        message = f"plan {number} leaves {Money(left, policy.currency)}"
        raise AgainstPolicy(message, field="amount")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpenseChanged(Event):
    """Another amount is asked for: what finance said of the last is void (SC-36, SC-40)."""

    key: ClassVar[str] = "complaint.expense-changed"
    gives: ClassVar[tuple[str, ...]] = ("expense-changed",)
    expense: int
    amount: Money
    reason: str

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"expense:{self.expense}")

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        before = complaint.money.expense(self.expense)
        decision = ExpenseDecision(
            act=act,
            step=ExpenseStep.CHANGED,
            words=self.reason,
            before=None if before is None else before.amount,
        )
        money = complaint.money.with_decision(
            self.expense, decision, lambda booked: booked.change(self.amount)
        )
        return replace(complaint, money=money, form=complaint.form.voided_for_amount(act))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeExpense(Command):
    """Ask for another amount, as long as nothing is paid; finance decides anew.

    Rules: SC-36, SC-40
    """

    key: ClassVar[str] = "change-expense"
    needs: ClassVar[Capability] = Capability.HANDLE
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
