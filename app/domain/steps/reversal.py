"""Reversal: what was paid came back (SC-36)."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from app.domain.changing import replace
from app.domain.command import Command
from app.domain.complaint import Complaint, Event, ExpenseStatus
from app.domain.complaint.act import Act
from app.domain.complaint.money import ExpenseDecision, ExpenseStep, Reversal
from app.domain.complaint.numbered import change_numbered
from app.domain.fields import Doc, Ordinal, Text
from app.domain.guards import require_expense, require_open, require_separate
from app.domain.policy import Policy
from app.domain.refusals import NotOpenItem
from app.domain.values import Actor, Capability, Money


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ReverseCompensation(Command):
    """Record, as finance, that what was paid came back; it is to be paid again or refused.

    Rules: SC-36
    """

    key: ClassVar[str] = "reverse-compensation"
    keeps_free: ClassVar[int] = 0
    needs: ClassVar[Capability] = Capability.PAY
    compensation: Annotated[Ordinal, Doc("The first of the complaint is 1, the next 2 ...")]
    reason: Text

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[CompensationReversed, ...]:
        """Reverse a payment that stands; what ended is reopened first."""
        require_open(complaint)
        paid = (one for one in complaint.money.payments if one.number == self.compensation)
        payment = next(paid, None)
        if payment is None or payment.expense is None:
            message = f"no compensation {self.compensation} was paid, or it was reversed already"
            raise NotOpenItem(message, field="compensation")
        expense = require_expense(complaint, payment.expense, ExpenseStatus.PAID, at=self.at)
        # What came back can be paid again without finance being asked anew.
        duties = "asking for money or giving it, and recording that it came back"
        require_separate(policy, self.by, payment.act.person, *expense.asked_by, duties=duties)
        undone = CompensationReversed(
            compensation=payment.number,
            expense=payment.expense,
            amount=payment.amount,
            reason=self.reason,
        )
        return (undone,)
