"""Money: asked of finance, decided, given to the customer, and come back."""

from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from app.domain.changing import change_numbered, replace
from app.domain.complaint.act import Act
from app.domain.complaint.event import Event, Signal
from app.domain.complaint.money import (
    Compensation,
    Expense,
    ExpenseDecision,
    ExpenseStep,
    Granted,
    Reversal,
)
from app.domain.complaint.state import Complaint
from app.domain.ledger import Booked, ask
from app.domain.values import Actor, Money, Signature


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
class ExpenseQueried(Event):
    """Finance asked back; the audit copy returns to the handling unit (SC-36)."""

    key: ClassVar[str] = "complaint.expense-queried"
    gives: ClassVar[tuple[str, ...]] = ("expense-queried",)
    expense: int
    question: str

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"expense:{self.expense}")

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        decision = ExpenseDecision(act=act, step=ExpenseStep.QUERIED, words=self.question)
        return replace(complaint, money=complaint.money.with_decision(self.expense, decision))


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryAnswered(Event):
    """Finance has its answer, and the audit copy again (SC-36)."""

    key: ClassVar[str] = "complaint.query-answered"
    gives: ClassVar[tuple[str, ...]] = ("query-answered",)
    expense: int
    answer: str

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"expense:{self.expense}")

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        decision = ExpenseDecision(act=act, step=ExpenseStep.ANSWERED, words=self.answer)
        return replace(complaint, money=complaint.money.with_decision(self.expense, decision))


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
        before = complaint.expense(self.expense)
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
class Compensated(Event):
    """The customer received the remedy and signed for it (SC-43, LC-30, AS-21)."""

    key: ClassVar[str] = "complaint.compensated"
    gives: ClassVar[tuple[str, ...]] = ("compensated",)
    remedy: str
    amount: Money
    """What it cost us: zero for a remedy without cost."""
    signature: Signature
    expense: int | None = None
    """The confirmed expense it was paid from."""

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        money = complaint.money
        given = Compensation(
            number=len(money.compensations) + 1,
            act=act,
            remedy=self.remedy,
            amount=self.amount,
            expense=self.expense,
            granted=_granted(money.expense(self.expense)),
            signatory=self.signature.signatory,
            signature=self.signature.kind,
            reference=self.signature.reference,
        )
        money = replace(money, compensations=(*money.compensations, given))
        if self.expense is not None:
            paid = ExpenseDecision(act=act, step=ExpenseStep.PAID)
            money = money.with_decision(
                self.expense, paid, lambda booked: booked.pay(self.amount), remedy=self.remedy
            )
        return replace(complaint, money=money)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class CompensationReversed(Event):
    """The money came back: its expense is to be paid again, or refused (SC-36)."""

    key: ClassVar[str] = "complaint.compensation-reversed"
    gives: ClassVar[tuple[str, ...]] = ("compensation-reversed",)
    compensation: int
    """The first of the complaint is 1, the next 2 ..."""
    expense: int
    amount: Money
    """What was paid, and is not any more."""
    reason: str

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        money = complaint.money
        given = next((one for one in money.compensations if one.number == self.compensation), None)
        back = Reversal(act=act, amount=self.amount, reason=self.reason)
        compensations = change_numbered(
            money.compensations, self.compensation, lambda one: replace(one, reversed=back)
        )
        decision = ExpenseDecision(act=act, step=ExpenseStep.REVERSED, words=self.reason)
        money = replace(money, compensations=compensations).with_decision(
            self.expense,
            decision,
            lambda booked: booked.reverse(self.amount),
            remedy=None if given is None else given.remedy,
        )
        return replace(complaint, money=money, form=complaint.form.voided_for_amount(act))


ExpenseEvent: TypeAlias = (
    ExpenseRequested
    | ExpenseConfirmed
    | ExpenseRefused
    | ExpenseQueried
    | QueryAnswered
    | ExpenseChanged
    | Compensated
    | CompensationReversed
)
