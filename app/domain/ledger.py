"""The books of what is asked for, decided and paid: double entry, so that they always balance.

Every step of an expense moves an amount from one account to another. An amount comes in from
REQUESTED and is never lost: what was requested is open, refused, payable, paid or spared.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

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
    """How an expense stands in the books: an amount, in one account until it is paid.

    Every method gives how it stands after a movement, and what moved.
    """

    amount: Money
    account: Account
    spared: int = 0
    """Of the amount, once it is paid: minor units."""

    def confirm(self) -> "Entry":
        """Make it payable."""
        return self._move(Account.PAYABLE)

    def refuse(self) -> "Entry":
        """Refuse it, confirmed or not."""
        return self._move(Account.REFUSED)

    def change(self, amount: Money) -> "Entry":
        """Take the amount back, and ask for another."""
        changed, asked = ask(amount)
        return Entry(changed, _moved(self.account, Account.REQUESTED, self.amount) + asked)

    def pay(self, amount: Money) -> "Entry":
        """Pay it, or less of it."""
        spared = self.amount.amount - amount.amount
        paid = replace(self, account=Account.PAID, spared=spared)
        return Entry(paid, _settled(Account.PAYABLE, amount, spared))

    def reverse(self, amount: Money) -> "Entry":
        """Take back what was paid: it is payable again."""
        settled = _settled(Account.PAYABLE, amount, self.spared)
        payable = replace(self, account=Account.PAYABLE, spared=0)
        back = tuple(replace(one, out_of=one.into, into=one.out_of) for one in settled)
        return Entry(payable, back)

    def _move(self, into: Account) -> "Entry":
        moved = _moved(self.account, into, self.amount)
        return Entry(replace(self, account=into), moved)


class Entry(NamedTuple):
    """How an expense stands after a movement, and what moved."""

    booked: Booked
    postings: tuple[Posting, ...]


def ask(amount: Money) -> Entry:
    """Book the request of an expense."""
    asked = Booked(amount=amount, account=Account.OPEN)
    return Entry(asked, _moved(Account.REQUESTED, Account.OPEN, amount))


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
