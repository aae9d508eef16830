"""Audit copies for people who calculate: chosen by period and custody, a page at a time.

In the order of receipt, which never changes: a complaint that goes on while it is read is neither
left out nor read twice. No connection is held between two pages, however slowly they are taken.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Final, NamedTuple, TypeAlias, cast

import msgspec
from sqlalchemy import (
    ColumnElement,
    Integer,
    Text,
    Uuid,
    bindparam,
    func,
    literal_column,
    select,
    tuple_,
    union_all,
)
from typing_extensions import TypeIs

from app.domain.calendar import Calendar
from app.domain.values import OrganisationId
from app.events.database import Database, Query
from app.events.projection import ORGANISATION, REMAINS, among, in_units, rows, stored
from app.events.projections.audit_copy import (
    PAYMENTS,
    PROJECTION,
    TABLE,
    AuditCopy,
    CompensationEntry,
    ExpenseEntry,
    columns,
)
from app.events.stale_rows import StoredTexts
from app.events.stays import DestroyedCopy, remains
from app.events.tables import Moment, events, form_numbers

PAGE: Final = 500
EARLIEST: Final = date(1900, 1, 1)
LATEST: Final = date(2199, 12, 31)
"""Days that a period can begin and end with."""

_COPIES: Final = StoredTexts(PROJECTION)
_document: Final = msgspec.json.Decoder(dict[str, Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """A period of whole days, the last among them; open where there is None."""

    first: date | None = None
    last: date | None = None

    def __bool__(self) -> bool:
        """Tell whether it bounds anything."""
        return self.first is not None or self.last is not None

    def __str__(self) -> str:
        """Write it as an interval (ISO 8601)."""
        return f"{self.first or '..'}/{self.last or '..'}"

    def bounds(self, calendar: Calendar) -> tuple[datetime | None, datetime | None]:
        """Tell when it begins, and when it is over, by the clock on the organisation's wall."""
        begins = None if self.first is None else calendar.instant(self.first, time.min)
        if self.last is None:
            return begins, None
        return begins, calendar.instant(self.last + timedelta(days=1), time.min)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which copies: all conditions hold at once.

    By `received` finance sees what a period brought, to its end; by `paid` what it cost, whenever
    that was received. Then only what was paid or came back in the period counts.
    """

    received: Days = Days()
    paid: Days = Days()
    custody: str | None = None
    units: tuple[str, ...] = ()
    """Recorded or handled there; none are all."""
    numbers: tuple[str, ...] = ()
    """Of these forms; none are all."""


Exported: TypeAlias = AuditCopy | DestroyedCopy
"""An audit copy, or what is left of one."""


def is_whole(copy: Exported) -> TypeIs[AuditCopy]:
    """Tell a copy from what is left of one that was destroyed (SC-46)."""
    return "expenses" in copy


class Movement(NamedTuple):
    """A payment of an expense, or its reversal: the same amount, which came back."""

    expense: ExpenseEntry
    given: CompensationEntry
    came_back: bool

    @property
    def amount(self) -> int:
        """What was paid, in minor units: less than nothing if it came back."""
        paid = self.given["amount"]["amount"]
        return -paid if self.came_back else paid


def movements(copy: AuditCopy, days: Days, calendar: Calendar) -> list[Movement]:
    """Tell what was paid and what came back in a period, as the ledger counts it (SC-36).

    Each on its own day, so that what a month says does not change when money comes back later.
    """
    begins, over = days.bounds(calendar)
    expenses = {expense["number"]: expense for expense in copy["expenses"]}
    found = []
    for given in copy["compensations"]:
        expense = None if given["expense"] is None else expenses.get(given["expense"])
        if expense is None:
            continue
        for act, came_back in ((given, False), (given["reversed"], True)):
            if act and _lies_between(datetime.fromisoformat(act["at"]), begins, over):
                found.append(Movement(expense, given, came_back))
    return found


def _lies_between(at: datetime, begins: datetime | None, over: datetime | None) -> bool:
    return (begins is None or at >= begins) and (over is None or at < over)


async def audit_copies(
    database: Database, organisation: OrganisationId, wanted: Wanted, calendar: Calendar
) -> AsyncIterator[list[Exported]]:
    """Read copies, in the order of receipt; pages may be empty.

    A copy that was destroyed says nothing of what was paid: no period of payment has it.

    Raises:
        DatabaseUnavailable: the database cannot be asked now.

    """
    conditions = _conditions(wanted, calendar)
    after: dict[str, Any] = {}
    while True:
        asked = frozenset((*conditions, *after))
        query = _page(asked)
        found = await _COPIES.fetch(
            database, query, organisation, limit=PAGE, **conditions, **after
        )
        copies = [cast("Exported", _document.decode(document)) for *_, document in found]
        yield [c for c in copies if not wanted.paid or _paid(c, wanted.paid, calendar)]
        if len(found) < PAGE:
            return
        after = {"after": found[-1][0], "after_id": found[-1][1]}


def _paid(copy: Exported, days: Days, calendar: Calendar) -> bool:
    return is_whole(copy) and bool(movements(copy, days, calendar))


def as_exported(copy: AuditCopy, wanted: Wanted, calendar: Calendar) -> Exported | None:
    """Give a copy folded from the log as `audit_copies` gives it; None if it is not wanted."""
    begins, over = wanted.received.bounds(calendar)
    found = columns(copy)
    hold = (
        _lies_between(found["received_at"], begins, over),
        wanted.custody in {None, copy["custody"]},
        not wanted.units or {copy["unit"], copy["handling_unit"]} & {*wanted.units},
        not wanted.numbers or copy["number"] in wanted.numbers,
    )
    exported = remains(copy) or copy
    paid = not wanted.paid or _paid(exported, wanted.paid, calendar)
    return exported if all(hold) and paid else None


async def count(
    database: Database, organisation: OrganisationId, wanted: Wanted, calendar: Calendar
) -> int:
    """Count what will be read, for showing how far it is; nearly, while some are of an older shape.

    Raises:
        DatabaseUnavailable: the database cannot be asked now.

    """
    conditions = _conditions(wanted, calendar)
    query = _count(frozenset(conditions))
    return int((await database.fetch(query, organisation=organisation, **conditions))[0][0])


async def issued(database: Database, organisation: OrganisationId) -> dict[str, int]:
    """Tell the last form number of each year: they run from 1 on, without gaps.

    Raises:
        DatabaseUnavailable: the database cannot be asked now.

    """
    found = await database.fetch(_ISSUED, organisation=organisation)
    return {series: int(last) for series, last in found}


_ISSUED: Final = Query(
    select(form_numbers.c.series, form_numbers.c.last)
    .where(form_numbers.c.organisation_id == ORGANISATION)
    .order_by(form_numbers.c.series)
)


def _conditions(wanted: Wanted, calendar: Calendar) -> dict[str, Any]:
    begins, over = wanted.received.bounds(calendar)
    given = {
        "begins": begins,
        "over": over,
        "custody": wanted.custody,
        "units": _listed(wanted.units),
        "numbers": _listed(wanted.numbers),
        **_paid_bounds(wanted.paid, calendar),
    }
    return {name: value for name, value in given.items() if value is not None}


def _paid_bounds(paid: Days, calendar: Calendar) -> dict[str, datetime]:
    if not paid:
        return {}
    begins, over = paid.bounds(calendar)
    return {"paid_begins": begins or _FIRST, "paid_over": over or _LAST}


def _listed(texts: tuple[str, ...]) -> str | None:
    return msgspec.json.encode(texts).decode() if texts else None


_KEY: Final = (TABLE.c.received_at, TABLE.c.complaint_id)
_PLACE: Final = (bindparam("after", type_=Moment()), bindparam("after_id", type_=Uuid()))
_NUMBERED: Final = select(events.c.stream_id).where(
    events.c.organisation_id == ORGANISATION,
    events.c.number.is_not(None),
    among(events.c.number, bindparam("numbers", type_=Text())),
)
"""The log has an index of the numbers, which are few among all the copies."""
_FIRST: Final = datetime.min.replace(tzinfo=UTC)
_LAST: Final = datetime.max.replace(tzinfo=UTC)
_MOVED: Final = rows(PAYMENTS, PAYMENTS.c.complaint_id).where(
    PAYMENTS.c.at >= bindparam("paid_begins", type_=Moment()),
    PAYMENTS.c.at < bindparam("paid_over", type_=Moment()),
)
_OF_OLDER_SHAPE: Final = rows(TABLE, TABLE.c.complaint_id).where(
    TABLE.c.shape > literal_column(str(REMAINS)),
    TABLE.c.shape < literal_column(str(PROJECTION.shape)),
)
"""The program before wrote down nowhere else when they were paid."""
_POSSIBLE: Final[dict[str, ColumnElement[bool]]] = {
    "begins": TABLE.c.received_at >= bindparam("begins", type_=Moment()),
    "over": TABLE.c.received_at < bindparam("over", type_=Moment()),
    "custody": TABLE.c.custody == bindparam("custody", type_=Text()),
    "units": in_units(TABLE),
    "numbers": TABLE.c.complaint_id.in_(_NUMBERED),
    "paid_begins": TABLE.c.complaint_id.in_(union_all(_MOVED, _OF_OLDER_SHAPE)),
    "after": tuple_(*_KEY) > tuple_(*_PLACE),
}


@lru_cache(maxsize=64)
def _page(asked: frozenset[str]) -> Query:
    """List a page. Columns: received at, and `stored` of the document."""
    found = rows(TABLE, TABLE.c.received_at, *stored(TABLE, "document"))
    found = found.where(*(_POSSIBLE[name] for name in asked if name in _POSSIBLE))
    return Query(found.order_by(*_KEY).limit(bindparam("limit", type_=Integer())))


@lru_cache(maxsize=64)
def _count(asked: frozenset[str]) -> Query:
    found = rows(TABLE, func.count())
    return Query(found.where(*(_POSSIBLE[name] for name in asked if name in _POSSIBLE)))
