"""What there is to do: the kinds of a worklist, each in the order in which it is to be done.

A kind is read in parts, one after the other, so that each part is a stretch of an index: what
concerns a valued customer comes first (BE-16), then the rest.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Integer,
    Select,
    SmallInteger,
    Text,
    Uuid,
    bindparam,
    func,
    or_,
    select,
    tuple_,
)

from app.events.database import Query
from app.events.projection import rows, stored
from app.events.projections.case_state.queries import of_units
from app.events.projections.case_state.table import CLOSED, SILENT, TABLE, UNOWNED
from app.events.tables import Moment

_c: Final = TABLE.c
MOST_COUNTED: Final = 1000
"""A summary counts so far in each part."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of things to do."""

    order: Column[Any]
    having: ColumnElement[bool]
    come: bool = False
    """Only what has come by `until`."""
    owner: Column[Any] = _c.owner
    """Who is to do it."""
    drawn: bool = False
    """Its parts are stretches of buckets, and who was called since `month` is left out."""


def _whatever_has(order: Column[Any], **more: Any) -> Kind:  # noqa: ANN401 - of a Kind
    return Kind(order, order.is_not(None), **more)


KINDS: Final[dict[str, Kind]] = {
    "due": _whatever_has(_c.due),
    "overdue": _whatever_has(_c.due, come=True),
    "unowned": Kind(_c.received_at, UNOWNED),
    "silent": Kind(_c.received_at, SILENT),
    "promised-today": _whatever_has(_c.promise_due, come=True),
    "follow-ups": _whatever_has(_c.contact_opens, come=True),
    "sample": Kind(_c.bucket, CLOSED, drawn=True),
    "improvements": _whatever_has(_c.improvement_due, owner=_c.improvement_owner),
    "reminders": _whatever_has(_c.reminder_due, come=True),
    "waiting": _whatever_has(_c.waiting_since),
}

NARROWING: Final = frozenset({"unit", "owner", "units"})


@lru_cache(maxsize=256)
def worklist(word: str, narrowed: frozenset[str]) -> Query:
    """List a part of a kind.

    Columns: order, and `stored` of line and work. Parameters: organisation, limit; of the part
    `precedence`, or where the kind is drawn `low`, `high` and `month`; `until` where it must have
    come; `after` and `after_id` to go on after a row; and those of NARROWING that are given.
    """
    kind = KINDS[word]
    found = _part(word, narrowed, kind.order, *stored(TABLE, "line", "work"))
    if "after" in narrowed:
        after = tuple_(
            bindparam("after", type_=kind.order.type), bindparam("after_id", type_=Uuid())
        )
        found = found.where(tuple_(kind.order, _c.complaint_id) > after)
    ordered = found.order_by(kind.order, _c.complaint_id)
    return Query(ordered.limit(bindparam("limit", type_=Integer())))


@lru_cache(maxsize=256)
def counting(word: str, narrowed: frozenset[str]) -> Query:
    """Count a part of a kind, up to MOST_COUNTED. Parameters: as for `worklist`."""
    some = _part(word, narrowed, _c.complaint_id).limit(MOST_COUNTED).subquery()
    return Query(select(func.count()).select_from(some))


def _part(word: str, narrowed: frozenset[str], *columns: ColumnElement[Any]) -> Select[Any]:
    kind = KINDS[word]
    found = rows(TABLE, *columns).where(kind.having)
    if kind.drawn:
        low, high = (bindparam(name, type_=SmallInteger()) for name in ("low", "high"))
        month = bindparam("month", type_=Moment())
        not_called = or_(_c.followed_up_at.is_(None), _c.followed_up_at < month)
        found = found.where(_c.bucket >= low, _c.bucket < high, not_called)
    else:
        found = found.where(_c.precedence == bindparam("precedence", type_=SmallInteger()))
    if kind.come:
        found = found.where(kind.order <= bindparam("until", type_=Moment()))
    if "unit" in narrowed:
        found = found.where(_c.handling_unit == bindparam("unit", type_=Text()))
    if "owner" in narrowed:
        found = found.where(kind.owner == bindparam("owner", type_=Text()))
    if "units" in narrowed:
        found = found.where(of_units())
    return found
