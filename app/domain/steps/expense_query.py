"""Finance asks back before it decides, and the handling unit answers (SC-36)."""

from dataclasses import dataclass
from typing import ClassVar

from app.domain.changing import replace
from app.domain.command import Command
from app.domain.complaint import Complaint, Event, ExpenseStatus, Signal
from app.domain.complaint.act import Act
from app.domain.complaint.money import ExpenseDecision, ExpenseStep
from app.domain.fields import Ordinal, Text
from app.domain.guards import require_expense, require_open, require_separate
from app.domain.policy import Policy
from app.domain.values import Actor, Capability


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
class QueryExpense(Command):
    """Ask back, as finance; the audit copy returns to the handling unit with the question.

    Rules: SC-36
    """

    key: ClassVar[str] = "query-expense"
    needs: ClassVar[Capability] = Capability.PAY
    expense: Ordinal
    question: Text

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[ExpenseQueried, ...]:
        """Ask about what finance has not decided yet."""
        require_open(complaint)
        expense = require_expense(complaint, self.expense, ExpenseStatus.REQUESTED, at=self.at)
        duties = "requesting and reviewing money"
        require_separate(policy, self.by, *expense.asked_by, duties=duties)
        return (ExpenseQueried(expense=expense.number, question=self.question),)


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
class AnswerQuery(Command):
    """Answer finance; the audit copy goes there again.

    Rules: SC-36
    """

    key: ClassVar[str] = "answer-query"
    needs: ClassVar[Capability] = Capability.HANDLE
    expense: Ordinal
    answer: Text

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[QueryAnswered, ...]:
        """Answer what was asked, once."""
        require_open(complaint)
        expense = require_expense(complaint, self.expense, ExpenseStatus.QUERIED, at=self.at)
        return (QueryAnswered(expense=expense.number, answer=self.answer),)
