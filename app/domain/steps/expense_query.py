"""Finance asks back before it decides, and the handling unit answers (SC-36)."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from app.domain.command import Command
from app.domain.complaint import Complaint, ExpenseStatus
from app.domain.events import ExpenseQueried, QueryAnswered
from app.domain.fields import Ordinal, Text
from app.domain.guards import require_expense, require_open, require_separate
from app.domain.policy import Policy
from app.domain.values import Actor, Capability


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryExpense(Command):
    """Ask back, as finance; the audit copy returns to the handling unit with the question.

    Rules: SC-36
    """

    key: ClassVar[str] = "query-expense"
    needs: ClassVar[Capability] = Capability.PAY
    at: datetime
    by: Actor
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
class AnswerQuery(Command):
    """Answer finance; the audit copy goes there again.

    Rules: SC-36
    """

    key: ClassVar[str] = "answer-query"
    needs: ClassVar[Capability] = Capability.HANDLE
    at: datetime
    by: Actor
    expense: Ordinal
    answer: Text

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[QueryAnswered, ...]:
        """Answer what was asked, once."""
        require_open(complaint)
        expense = require_expense(complaint, self.expense, ExpenseStatus.QUERIED, at=self.at)
        return (QueryAnswered(expense=expense.number, answer=self.answer),)
