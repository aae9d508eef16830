"""Money: asked of finance, decided, given to the customer, and come back."""

from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from app.domain.values import Money, Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpenseRequested:
    """Money was asked for; the audit copy goes to finance (SC-36, SC-40)."""

    NAME: ClassVar[str] = "complaint.expense-requested"
    expense: int
    """1, 2, 3 ... within the complaint."""
    amount: Money
    purpose: str
    plan: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpenseConfirmed:
    """Finance confirmed an expense (SC-36, SC-45)."""

    NAME: ClassVar[str] = "complaint.expense-confirmed"
    expense: int
    voucher: str | None = None
    remark: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpenseRefused:
    """Finance refused an expense (SC-36)."""

    NAME: ClassVar[str] = "complaint.expense-refused"
    expense: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpenseQueried:
    """Finance asked back; the audit copy returns to the handling unit (SC-36)."""

    NAME: ClassVar[str] = "complaint.expense-queried"
    expense: int
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryAnswered:
    """Finance has its answer, and the audit copy again (SC-36)."""

    NAME: ClassVar[str] = "complaint.query-answered"
    expense: int
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpenseChanged:
    """Another amount is asked for: what finance said of the last is void (SC-36, SC-40)."""

    NAME: ClassVar[str] = "complaint.expense-changed"
    expense: int
    amount: Money
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Compensated:
    """The customer received the remedy and signed for it (SC-43, LC-30, AS-21)."""

    NAME: ClassVar[str] = "complaint.compensated"
    remedy: str
    amount: Money
    """What it cost us: zero for a remedy without cost."""
    signature: Signature
    expense: int | None = None
    """The confirmed expense it was paid from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompensationReversed:
    """The money came back: its expense is to be paid again, or refused (SC-36)."""

    NAME: ClassVar[str] = "complaint.compensation-reversed"
    compensation: int
    """The first of the complaint is 1, the next 2 ..."""
    expense: int
    amount: Money
    """What was paid, and is not any more."""
    reason: str


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
