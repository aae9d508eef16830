"""Review of an expense: finance confirms or refuses it (SC-36, SC-45)."""

from dataclasses import dataclass
from typing import ClassVar

from app.domain.approval import require_approved
from app.domain.changing import replace
from app.domain.command import Command
from app.domain.complaint import UNSETTLED, Complaint, Event, Expense, ExpenseStatus, Signal
from app.domain.complaint.act import Act
from app.domain.complaint.money import ExpenseDecision, ExpenseStep
from app.domain.fields import Line, Ordinal, Text
from app.domain.guards import require_expense, require_open, require_separate, require_words
from app.domain.ledger import Booked
from app.domain.policy import Policy
from app.domain.refusals import Implausible
from app.domain.values import Actor, Capability, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpenseConfirmed(Event):
    """Finance confirmed an expense (SC-36, SC-45)."""

    key: ClassVar[str] = "complaint.expense-confirmed"
    gives: ClassVar[tuple[str, ...]] = ("expense-reviewed",)
    expense: int
    voucher: str | None = None
    remark: str | None = None

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"expense:{self.expense}")

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        decision = ExpenseDecision(
            act=act, step=ExpenseStep.CONFIRMED, words=self.remark, voucher=self.voucher
        )
        money = complaint.money.with_decision(self.expense, decision, Booked.confirm)
        return replace(complaint, money=money)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpenseRefused(Event):
    """Finance refused an expense (SC-36)."""

    key: ClassVar[str] = "complaint.expense-refused"
    gives: ClassVar[tuple[str, ...]] = ("expense-reviewed",)
    expense: int
    reason: str

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"expense:{self.expense}")

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        decision = ExpenseDecision(act=act, step=ExpenseStep.REFUSED, words=self.reason)
        money = complaint.money.with_decision(self.expense, decision, Booked.refuse)
        return replace(complaint, money=money)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewExpense(Command):
    """Confirm or refuse an expense, as finance.

    Rules: SC-36, SC-45
    """

    key: ClassVar[str] = "review-expense"
    needs: ClassVar[Capability] = Capability.PAY
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
