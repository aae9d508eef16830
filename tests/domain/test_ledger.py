"""The books: what was asked for is open, refused, payable, paid or spared (SC-36)."""

import pytest

from app.domain.events import (
    Compensated,
    CompensationReversed,
    ExpenseChanged,
    ExpenseConfirmed,
    ExpenseRefused,
    ExpenseRequested,
)
from app.domain.ledger import Account, Booked, MoneyEvent, NotBooked, Posting, balances, book
from tests.support.people import SIGNATURE, yuan

REQUESTED = ExpenseRequested(expense=1, amount=yuan(220), purpose="Album")
CONFIRMED = ExpenseConfirmed(expense=1)
REFUSED = ExpenseRefused(expense=1, reason="No budget")
CHANGED = ExpenseChanged(expense=1, amount=yuan(180), reason="A smaller one")
PAID = Compensated(remedy="redo", amount=yuan(200), signature=SIGNATURE, expense=1)
REVERSED = CompensationReversed(compensation=1, expense=1, amount=yuan(200), reason="Back")


def keep(*events: MoneyEvent) -> dict[str, int]:
    """What stands where, in yuan, after these events of one expense."""
    entry: Booked | None = None
    postings: list[Posting] = []
    for event in events:
        entry, moved = book(entry, event)
        postings += moved
    found = balances(postings)
    return {account.value: amount // 100 for account, amount in found.items() if amount}


@pytest.mark.parametrize(
    ("events", "stands"),
    [
        ((REQUESTED,), {"requested": 220, "open": 220}),
        ((REQUESTED, CONFIRMED), {"requested": 220, "payable": 220}),
        ((REQUESTED, REFUSED), {"requested": 220, "refused": 220}),
        ((REQUESTED, CONFIRMED, REFUSED), {"requested": 220, "refused": 220}),
        ((REQUESTED, CHANGED), {"requested": 180, "open": 180}),
        ((REQUESTED, CONFIRMED, CHANGED), {"requested": 180, "open": 180}),
        ((REQUESTED, CONFIRMED, PAID), {"requested": 220, "paid": 200, "spared": 20}),
        ((REQUESTED, CONFIRMED, PAID, REVERSED), {"requested": 220, "payable": 220}),
        ((REQUESTED, CONFIRMED, PAID, REVERSED, CHANGED), {"requested": 180, "open": 180}),
        ((REQUESTED, CONFIRMED, PAID, REVERSED, REFUSED), {"requested": 220, "refused": 220}),
        (
            (REQUESTED, CONFIRMED, PAID, REVERSED, PAID),
            {"requested": 220, "paid": 200, "spared": 20},
        ),
    ],
)
def test_every_amount_stands_somewhere_sc_36(
    events: tuple[MoneyEvent, ...], stands: dict[str, int]
) -> None:
    assert keep(*events) == stands


def test_every_posting_takes_from_one_account_what_it_gives_another() -> None:
    _, moved = book(Booked(amount=yuan(220), account=Account.PAYABLE), PAID)
    assert moved == (
        Posting(out_of=Account.PAYABLE, into=Account.PAID, amount=yuan(200)),
        Posting(out_of=Account.PAYABLE, into=Account.SPARED, amount=yuan(20)),
    )


def test_nothing_is_booked_on_an_expense_that_nobody_requested() -> None:
    with pytest.raises(NotBooked):
        book(None, CONFIRMED)
