"""The books of a complaint's expenses: what moved from which account to which, and when (SC-36)."""

from functools import lru_cache
from typing import Any, Final, TypeAlias, get_args

from sqlalchemy import BigInteger, Column, Select, Text, bindparam, cast, func
from typing_extensions import TypedDict

from app.domain.complaint import Fact
from app.domain.ledger import Account, Booked, Entry, Posting, ask
from app.domain.steps.assignment import Assigned
from app.domain.steps.compensation import Compensated
from app.domain.steps.escalation import Escalated
from app.domain.steps.expense import ExpenseChanged, ExpenseRequested
from app.domain.steps.expense_review import ExpenseConfirmed, ExpenseRefused
from app.domain.steps.receipt import Received
from app.domain.steps.reversal import CompensationReversed
from app.domain.values import Money
from app.events.codec import iso
from app.events.database import Query
from app.events.projection import (
    Document,
    Fold,
    Lines,
    MoneyJson,
    Projection,
    document_table,
    in_units,
    index,
    instant,
    lines_table,
    money,
    rows,
)
from app.events.store import Recorded
from app.events.tables import Moment

MoneyEvent: TypeAlias = (
    ExpenseRequested
    | ExpenseChanged
    | ExpenseConfirmed
    | ExpenseRefused
    | Compensated
    | CompensationReversed
)


class BookedJson(TypedDict):
    """How an expense stands."""

    amount: MoneyJson
    account: str
    spared: int


class PostingJson(TypedDict):
    """An amount that moved."""

    at: str
    out_of: str
    into: str
    amount: int
    currency: str
    remedy: str | None
    """Of a payment; and of its reversal, which it had."""


class Ledger(Document):
    """The document."""

    unit: str
    handling_unit: str
    expenses: dict[str, BookedJson]
    """By number."""
    remedies: list[str]
    """Of the compensations, in order."""
    postings: list[PostingJson]


def _begin(event: Received, _fact: Fact, recorded: Recorded) -> Ledger:
    return {
        "id": str(recorded.stream_id),
        "number": recorded.number,
        "version": recorded.version,
        "position": recorded.position,
        "unit": event.unit,
        "handling_unit": event.unit,
        "expenses": {},
        "remedies": [],
        "postings": [],
    }


project: Final = Fold(_begin, only_its_own=True)


@project.on(Assigned)
def _assigned(ledger: Ledger, event: Assigned, _fact: Fact) -> None:
    ledger["handling_unit"] = event.unit


@project.on(Escalated)
def _escalated(ledger: Ledger, event: Escalated, _fact: Fact) -> None:
    ledger["handling_unit"] = event.to_unit or ledger["handling_unit"]


@project.on(*get_args(MoneyEvent))
def _money(ledger: Ledger, event: MoneyEvent, fact: Fact) -> None:
    """Book it. A remedy without cost is in no book; it only counts among the compensations."""
    if isinstance(event, Compensated):
        ledger["remedies"] = [*ledger["remedies"], event.remedy]
    if event.expense is None:
        return
    known = ledger["expenses"].get(str(event.expense))
    if isinstance(event, ExpenseRequested):
        booked, postings = ask(event.amount)
    elif known is None:
        return
    else:
        booked, postings = _move(_read(known), event)
    ledger["expenses"] = {**ledger["expenses"], str(event.expense): _written(booked)}
    remedy = _remedy(ledger, event)
    moved = [_posting(one, remedy, fact) for one in postings]
    ledger["postings"] = [*ledger["postings"], *moved]


def _move(
    known: Booked,
    event: ExpenseChanged | ExpenseConfirmed | ExpenseRefused | Compensated | CompensationReversed,
) -> Entry:
    match event:
        case ExpenseConfirmed():
            return known.confirm()
        case ExpenseRefused():
            return known.refuse()
        case ExpenseChanged():
            return known.change(event.amount)
        case Compensated():
            return known.pay(event.amount)
        case CompensationReversed():
            return known.reverse(event.amount)


def _read(known: BookedJson) -> Booked:
    return Booked(
        amount=Money(known["amount"]["amount"], known["amount"]["currency"]),
        account=Account(known["account"]),
        spared=known["spared"],
    )


def _written(booked: Booked) -> BookedJson:
    return {
        "amount": money(booked.amount),
        "account": booked.account.value,
        "spared": booked.spared,
    }


def _remedy(ledger: Ledger, event: MoneyEvent) -> str | None:
    if isinstance(event, Compensated):
        return event.remedy
    if isinstance(event, CompensationReversed):
        return dict(enumerate(ledger["remedies"], 1)).get(event.compensation)
    return None


def _posting(posting: Posting, remedy: str | None, fact: Fact) -> PostingJson:
    return {
        "at": iso(fact.at),
        "out_of": posting.out_of.value,
        "into": posting.into.value,
        "amount": posting.amount.amount,
        "currency": posting.amount.currency,
        "remedy": remedy,
    }


TABLE: Final = document_table("ledger", Column("since", Moment))
"""`since` is for the program before this one, which asked by it."""

POSTINGS: Final = lines_table(
    "ledger",
    "postings",
    Column("at", Moment, nullable=False),
    Column("currency", Text, nullable=False),
    Column("from_account", Text, nullable=False),
    Column("to_account", Text, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("remedy", Text),
    Column("unit", Text, nullable=False),
    Column("handling_unit", Text, nullable=False),
)
"""What the database adds up."""
index(POSTINGS, "at")
_ACCOUNTS: Final = ("currency", "from_account", "to_account")
index(POSTINGS, *_ACCOUNTS, "at", "amount", "unit", "handling_unit", name="by_account")
"""All that was ever moved is added up out of this alone, in its order."""


def columns(ledger: Ledger) -> dict[str, Any]:
    """Tell what a book is found by."""
    first = min((posting["at"] for posting in ledger["postings"]), default=None)
    return {
        "unit": ledger["unit"],
        "handling_unit": ledger["handling_unit"],
        "since": instant(first),
    }


def postings(ledger: Ledger) -> list[dict[str, Any]]:
    """List what moved."""
    return [
        {
            "at": instant(posting["at"]),
            "currency": posting["currency"],
            "from_account": posting["out_of"],
            "to_account": posting["into"],
            "amount": posting["amount"],
            "remedy": posting["remedy"],
            "unit": ledger["unit"],
            "handling_unit": ledger["handling_unit"],
        }
        for posting in ledger["postings"]
    ]


PROJECTION: Final = Projection(TABLE, project, columns, lines=Lines(POSTINGS, postings))


@lru_cache(maxsize=2)
def moved(*, scoped: bool) -> Query:
    """Add up (currency, from account, to account, amount, remedy) what moved between two instants.

    Parameters: organisation, begins, over, and units (a JSON list) where scoped.
    """
    by = [POSTINGS.c[name] for name in _ACCOUNTS]
    remedy = POSTINGS.c.remedy
    found = rows(POSTINGS, *by, _TOTAL, remedy).where(_SINCE, _BEFORE).group_by(*by, remedy)
    return _asked(found, scoped=scoped)


@lru_cache(maxsize=2)
def moved_before(*, scoped: bool) -> Query:
    """Add up (currency, from account, to account, amount) what moved before an instant.

    Parameters: organisation, over, and units (a JSON list) where scoped.
    """
    by = [POSTINGS.c[name] for name in _ACCOUNTS]
    return _asked(rows(POSTINGS, *by, _TOTAL).where(_BEFORE).group_by(*by), scoped=scoped)


@lru_cache(maxsize=2)
def next_movement(*, scoped: bool) -> Query:
    """Tell when something moved first between two instants, if anything did.

    Parameters: as of `moved`.
    """
    found = rows(POSTINGS, POSTINGS.c.at).where(_SINCE, _BEFORE).order_by(POSTINGS.c.at).limit(1)
    return _asked(found, scoped=scoped)


_TOTAL: Final = cast(func.sum(POSTINGS.c.amount), BigInteger)
_SINCE: Final = POSTINGS.c.at >= bindparam("begins", type_=Moment())
_BEFORE: Final = POSTINGS.c.at < bindparam("over", type_=Moment())


def _asked(found: Select[Any], *, scoped: bool) -> Query:
    return Query(found.where(in_units(POSTINGS)) if scoped else found)
