"""The books of what is asked for, decided and paid: double entry, so that they always balance.

Every event of an expense moves an amount from one account to another. An amount comes in from
REQUESTED and is never lost: what was requested is open, refused, payable, paid or spared.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias, assert_never

from app.domain.events import (
    Compensated,
    CompensationReversed,
    ExpenseChanged,
    ExpenseConfirmed,
    ExpenseRefused,
    ExpenseRequested,
)
from app.domain.values import Money


class Account(StrEnum):
    """Where an amount stands."""

    REQUESTED = "requested"
    """All that was asked for, less what a change took back: the sum of all the others."""
    OPEN = "open"
    """Finance has not decided, or waits for an answer."""
    REFUSED = "refused"
    PAYABLE = "payable"
    """Confirmed, and not paid; also what was paid and came back."""
    PAID = "paid"
    SPARED = "spared"
    """Confirmed, and not needed: less was paid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """An amount that moves from one account to another."""

    out_of: Account
    into: Account
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """How an expense stands in the books: an amount, in one account until it is paid."""

    amount: Money
    account: Account
    spared: int = 0
    """Of the amount, once it is paid: minor units."""


MoneyEvent: TypeAlias = (
    ExpenseRequested
    | ExpenseChanged
    | ExpenseConfirmed
    | ExpenseRefused
    | Compensated
    | CompensationReversed
)


class NotBooked(Exception):
    """The event is about an expense that was never requested."""


def book(expense: Booked | None, event: MoneyEvent) -> tuple[Booked, tuple[Posting, ...]]:
    """Book an event on its expense; tell how that stands then, and what moved.

    Raises:
        NotBooked: the expense was never requested.

    """
    if isinstance(event, ExpenseRequested):
        asked = Booked(amount=event.amount, account=Account.OPEN)
        return asked, _moved(Account.REQUESTED, Account.OPEN, event.amount)
    if expense is None:
        message = "an expense is requested first"
        raise NotBooked(message)
    match event:
        case ExpenseChanged():
            back = _moved(expense.account, Account.REQUESTED, expense.amount)
            changed = Booked(amount=event.amount, account=Account.OPEN)
            return changed, back + _moved(Account.REQUESTED, Account.OPEN, event.amount)
        case ExpenseConfirmed():
            return _move(expense, Account.PAYABLE)
        case ExpenseRefused():
            return _move(expense, Account.REFUSED)
        case Compensated():
            spared = expense.amount.amount - event.amount.amount
            paid = replace(expense, account=Account.PAID, spared=spared)
            return paid, _settled(Account.PAYABLE, event.amount, spared)
        case CompensationReversed():
            settled = _settled(Account.PAYABLE, event.amount, expense.spared)
            payable = replace(expense, account=Account.PAYABLE, spared=0)
            return payable, tuple(replace(one, out_of=one.into, into=one.out_of) for one in settled)
        case _:
            assert_never(event)


def _move(expense: Booked, into: Account) -> tuple[Booked, tuple[Posting, ...]]:
    moved = _moved(expense.account, into, expense.amount)
    return replace(expense, account=into), moved


def _settled(out_of: Account, paid: Money, spared: int) -> tuple[Posting, ...]:
    rest = Money(spared, paid.currency)
    return _moved(out_of, Account.PAID, paid) + _moved(out_of, Account.SPARED, rest)


def _moved(out_of: Account, into: Account, amount: Money) -> tuple[Posting, ...]:
    return (Posting(out_of=out_of, into=into, amount=amount),) if amount.amount else ()


def balances(postings: Iterable[Posting]) -> dict[Account, int]:
    """Add up what postings of one currency moved, in minor units.

    REQUESTED is what came in by them, so that it is the sum of the others.
    """
    found = dict.fromkeys(Account, 0)
    for posting in postings:
        found[posting.out_of] -= posting.amount.amount
        found[posting.into] += posting.amount.amount
    found[Account.REQUESTED] = -found[Account.REQUESTED]
    return found
