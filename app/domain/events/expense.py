"""Money: asked of finance, decided, given to the customer, and come back."""

from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from app.domain.events.event import Event, Signal
from app.domain.values import Money, Signature


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpenseRefused(Event):
    """Finance refused an expense (SC-36)."""

    key: ClassVar[str] = "complaint.expense-refused"
    gives: ClassVar[tuple[str, ...]] = ("expense-reviewed",)
    expense: int
    reason: str

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"expense:{self.expense}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpenseQueried(Event):
    """Finance asked back; the audit copy returns to the handling unit (SC-36)."""

    key: ClassVar[str] = "complaint.expense-queried"
    gives: ClassVar[tuple[str, ...]] = ("expense-queried",)
    expense: int
    question: str

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"expense:{self.expense}")


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryAnswered(Event):
    """Finance has its answer, and the audit copy again (SC-36)."""

    key: ClassVar[str] = "complaint.query-answered"
    gives: ClassVar[tuple[str, ...]] = ("query-answered",)
    expense: int
    answer: str

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"expense:{self.expense}")


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
