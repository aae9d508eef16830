"""What was asked of finance, decided, given to the customer, and what came back (SC-36)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.changing import replace
from app.domain.complaint.act import Act
from app.domain.ledger import Booked, Entry, Posting
from app.domain.values import Money, SignatureKind


class ExpenseStatus(StrEnum):
    """Where an expense stands."""

    REQUESTED = "requested"
    QUERIED = "queried"
    """Finance has asked back."""
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    PAID = "paid"


UNSETTLED = frozenset({ExpenseStatus.REQUESTED, ExpenseStatus.QUERIED, ExpenseStatus.CONFIRMED})
"""Where an expense is neither paid nor refused."""


class ExpenseStep(StrEnum):
    """What can happen to an expense after the request."""

    CONFIRMED = "confirmed"
    REFUSED = "refused"
    QUERIED = "queried"
    ANSWERED = "answered"
    CHANGED = "changed"
    PAID = "paid"
    REVERSED = "reversed"

    @property
    def status(self) -> ExpenseStatus:
        """Where the expense stands after it."""
        return _STATUS[self]


_STATUS = {
    ExpenseStep.CONFIRMED: ExpenseStatus.CONFIRMED,
    ExpenseStep.REFUSED: ExpenseStatus.REFUSED,
    ExpenseStep.QUERIED: ExpenseStatus.QUERIED,
    ExpenseStep.ANSWERED: ExpenseStatus.REQUESTED,
    ExpenseStep.CHANGED: ExpenseStatus.REQUESTED,
    ExpenseStep.PAID: ExpenseStatus.PAID,
    ExpenseStep.REVERSED: ExpenseStatus.CONFIRMED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpenseDecision:
    """A step of an expense, with what was said."""

    act: Act
    step: ExpenseStep
    words: str | None = None
    voucher: str | None = None
    """Given with a confirmation."""
    before: Money | None = None
    """The amount that a change replaced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expense:
    """An amount asked of finance within the complaint."""

    number: int
    act: Act
    booked: Booked
    """The amount as it is now, and the account in which it stands."""
    purpose: str
    plan: int | None
    decisions: tuple[ExpenseDecision, ...] = ()

    @property
    def amount(self) -> Money:
        """What is asked for now."""
        return self.booked.amount

    @property
    def status(self) -> ExpenseStatus:
        """Where it stands."""
        return self.decisions[-1].step.status if self.decisions else ExpenseStatus.REQUESTED

    @property
    def since(self) -> datetime:
        """When something happened to it last: what follows is not before that."""
        return (self.decisions[-1] if self.decisions else self).act.at

    @property
    def asked_by(self) -> frozenset[str]:
        """Who requested it, and who asked for another amount since."""
        changes = (one for one in self.decisions if one.step is ExpenseStep.CHANGED)
        return frozenset((self.act.person, *(one.act.person for one in changes)))

    @property
    def word_of_finance(self) -> ExpenseDecision | None:
        """The last confirmation or refusal; one of an amount that was changed since is void."""
        for one in reversed(self.decisions):
            if one.step is ExpenseStep.CHANGED:
                return None
            if one.step in {ExpenseStep.CONFIRMED, ExpenseStep.REFUSED}:
                return one
        return None

    @property
    def voucher(self) -> str | None:
        """Of the last confirmation of the present amount."""
        for one in reversed(self.decisions):
            if one.step is ExpenseStep.CHANGED:
                return None
            if one.step is ExpenseStep.CONFIRMED:
                return one.voucher
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """What finance had granted when it was paid, whatever becomes of the expense later."""

    amount: Money
    voucher: str | None
    decided: Act | None
    remark: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversal:
    """Money that came back."""

    act: Act
    amount: Money
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Compensation:
    """A remedy that the customer received against signature (SC-43, LC-30, AS-21)."""

    number: int
    act: Act
    remedy: str
    amount: Money
    """What it cost us: zero for a remedy without cost."""
    expense: int | None
    granted: Granted | None
    """None without cost."""
    signatory: str
    signature: SignatureKind
    reference: str | None
    """Where the signature itself lies; a drawing stays in the log."""
    reversed: Reversal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """An amount that moved between accounts."""

    act: Act
    posting: Posting
    remedy: str | None
    """Of a payment, and of its reversal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finances:
    """Expenses, compensations, and what they moved in the books."""

    expenses: tuple[Expense, ...] = ()
    compensations: tuple[Compensation, ...] = ()
    movements: tuple[Movement, ...] = ()

    @property
    def given(self) -> tuple[Compensation, ...]:
        """What the customer has, and did not give back."""
        return tuple(one for one in self.compensations if one.reversed is None)

    @property
    def payments(self) -> tuple[Compensation, ...]:
        """What was paid for, and stayed paid."""
        return tuple(one for one in self.given if one.expense is not None)

    def expense(self, number: int | None) -> Expense | None:
        """Find an expense by its number."""
        return next((one for one in self.expenses if one.number == number), None)

    def with_expense(self, expense: Expense, moved: tuple[Posting, ...]) -> "Finances":
        """Add an expense, with what its request moved."""
        return replace(
            self,
            expenses=(*self.expenses, expense),
            movements=(*self.movements, *_movements(moved, expense.act, None)),
        )

    def with_decision(
        self,
        number: int,
        decision: ExpenseDecision,
        move: Callable[[Booked], Entry] | None = None,
        *,
        remedy: str | None = None,
    ) -> "Finances":
        """Add a step to an expense, and book what it moves; one without a request leaves no trace.

        `remedy` is that of a payment, or of its reversal.
        """
        expense = self.expense(number)
        if expense is None:
            return self
        booked, moved = (expense.booked, ()) if move is None else move(expense.booked)
        after = replace(expense, booked=booked, decisions=(*expense.decisions, decision))
        return replace(
            self,
            expenses=tuple(after if one is expense else one for one in self.expenses),
            movements=(*self.movements, *_movements(moved, decision.act, remedy)),
        )


def _movements(moved: tuple[Posting, ...], act: Act, remedy: str | None) -> tuple[Movement, ...]:
    return tuple(Movement(act=act, posting=posting, remedy=remedy) for posting in moved)
