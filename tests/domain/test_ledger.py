"""The books: what was asked for is open, refused, payable, paid or spared (SC-36)."""

from collections.abc import Callable

import pytest

from app.domain.complaint.act import Act
from app.domain.complaint.money import ExpenseDecision, ExpenseStep, Finances
from app.domain.ledger import Account, Booked, Entry, Posting, ask, balances
from tests.support.people import MONDAY, yuan

Move = Callable[[Booked], Entry]

CONFIRMED: Move = Booked.confirm
REFUSED: Move = Booked.refuse


def changed(booked: Booked) -> Entry:
    return booked.change(yuan(180))


def paid(booked: Booked) -> Entry:
    return booked.pay(yuan(200))


def returned(booked: Booked) -> Entry:
    return booked.reverse(yuan(200))


def keep(*moves: Move) -> dict[str, int]:
    """What stands where, in yuan, after 220 were asked for and these moves."""
    booked, moved = ask(yuan(220))
    postings = [*moved]
    for move in moves:
        booked, moved = move(booked)
        postings += moved
    found = balances(postings)
    return {account.value: amount // 100 for account, amount in found.items() if amount}


@pytest.mark.parametrize(
    ("moves", "stands"),
    [
        ((), {"requested": 220, "open": 220}),
        ((CONFIRMED,), {"requested": 220, "payable": 220}),
        ((REFUSED,), {"requested": 220, "refused": 220}),
        ((CONFIRMED, REFUSED), {"requested": 220, "refused": 220}),
        ((changed,), {"requested": 180, "open": 180}),
        ((CONFIRMED, changed), {"requested": 180, "open": 180}),
        ((CONFIRMED, paid), {"requested": 220, "paid": 200, "spared": 20}),
        ((CONFIRMED, paid, returned), {"requested": 220, "payable": 220}),
        ((CONFIRMED, paid, returned, changed), {"requested": 180, "open": 180}),
        ((CONFIRMED, paid, returned, REFUSED), {"requested": 220, "refused": 220}),
        (
            (CONFIRMED, paid, returned, paid),
            {"requested": 220, "paid": 200, "spared": 20},
        ),
    ],
)
def test_every_amount_stands_somewhere_sc_36(
    moves: tuple[Move, ...], stands: dict[str, int]
) -> None:
    assert keep(*moves) == stands


def test_every_posting_takes_from_one_account_what_it_gives_another() -> None:
    _, moved = Booked(amount=yuan(220), account=Account.PAYABLE).pay(yuan(200))
    assert moved == (
        Posting(out_of=Account.PAYABLE, into=Account.PAID, amount=yuan(200)),
        Posting(out_of=Account.PAYABLE, into=Account.SPARED, amount=yuan(20)),
    )


def test_nothing_is_booked_on_an_expense_that_nobody_requested() -> None:
    act = Act(at=MONDAY, by="chen", version=2)
    confirmed = ExpenseDecision(act=act, step=ExpenseStep.CONFIRMED)
    assert Finances().with_decision(1, confirmed, Booked.confirm) == Finances()
