"""What cases can be asked for: one, a list by filters, and those with a deadline that passed."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Integer,
    Select,
    Text,
    Uuid,
    bindparam,
    cast,
    column,
    exists,
    func,
    literal_column,
    not_,
    or_,
    select,
    true,
    union,
)

from app.events.database import Query
from app.events.projection import among, one, rows, utf8
from app.events.projections.case_state.table import PROJECTION, TABLE
from app.events.search import has_words, has_words_on_sqlite
from app.events.tables import Moment, events

_c: Final = TABLE.c

ONE: Final = one(PROJECTION)

_now: Final = bindparam("now", type_=Moment())
_just_entered: Final = exists().where(
    events.c.organisation_id == _c.organisation_id,
    events.c.stream_id == _c.complaint_id,
    events.c.version == 1,
    events.c.recorded_at > bindparam("entered_after", type_=Moment()),
    events.c.recorded_at <= _now,
)

DUE: Final = Query(
    rows(TABLE, _c.complaint_id, utf8(_c.work).label("work"))
    .where(_c.next_due <= _now, not_(_just_entered))
    .order_by(_c.next_due)
    .limit(bindparam("limit", type_=Integer()))
)
"""List (complaint_id, work) of cases with a deadline that has passed and is not yet missed, the
oldest first, but for those whose receipt was recorded after `entered_after`.

Parameters: organisation, now, entered_after, limit."""


def _is(column: Column[Any], name: str) -> ColumnElement[bool]:
    return column == bindparam(name, type_=column.type)


_FILTERS: Final[dict[str, Callable[[], ColumnElement[bool]]]] = {
    "before": lambda: _c.opened_position < bindparam("before", type_=BigInteger()),
    "status": lambda: _is(_c.status, "status"),
    "category": lambda: _is(_c.category, "category"),
    "tier": lambda: _is(_c.tier, "tier"),
    "severity": lambda: _is(_c.severity, "severity"),
    "unit": lambda: _is(_c.unit, "unit"),
    "handling_unit": lambda: _is(_c.handling_unit, "handling_unit"),
    "owner": lambda: _is(_c.owner, "owner"),
    "channel": lambda: _is(_c.channel, "channel"),
    "received_from": lambda: _c.received_at >= bindparam("received_from", type_=Moment()),
    "received_to": lambda: _c.received_at < bindparam("received_to", type_=Moment()),
    "due_before": lambda: _c.due < bindparam("due_before", type_=Moment()),
    "missed": lambda: _c.missed == bindparam("missed", type_=Boolean()),
    "linked_to": lambda: _c.linked == bindparam("linked_to", type_=Uuid()),
    "words": lambda: has_words(_c.complaint_id),
}
_ON_SQLITE: Final = {**_FILTERS, "words": lambda: has_words_on_sqlite(_c.complaint_id)}

FILTERS: Final = frozenset({*_FILTERS, "units"})


@lru_cache(maxsize=1024)
def listing(filters: frozenset[str]) -> Query:
    """List (opened_position, line), newest first.

    Parameters: organisation, limit, and each of the `filters`, which are some of FILTERS.
    `before` goes on after a page; `units` is a JSON list and keeps what was recorded, is handled
    or helped with there; `received_to` and `due_before` are exclusive; `words` is what
    `chinese.asked` makes of a question.
    """
    plain = sorted(filters - {"units"})
    columns = (_c.opened_position, utf8(_c.line).label("line"))
    found, on_sqlite = (
        rows(TABLE, *columns).where(*(of[name]() for name in plain))
        for of in (_FILTERS, _ON_SQLITE)
    )
    own = (_c.unit, _c.handling_unit, _c.assisting)
    if "words" in filters:
        # Few cases have the words: begin with those, not with the newest of the house.
        if "units" in filters:
            mine = or_(*(among(each, _UNITS) for each in own))
            found, on_sqlite = found.where(mine), on_sqlite.where(mine)
        return Query(_page(found, _c.opened_position), on_sqlite=_page(on_sqlite, _unindexed))
    if "units" not in filters:
        return Query(_page(found, _c.opened_position))
    return Query(
        _newest_of([_of_each_unit(found, each) for each in own]),
        on_sqlite=_newest_of(
            [_page(on_sqlite.where(among(each, _UNITS)), _unindexed) for each in own]
        ),
    )


# To SQLite an expression is not the column: it must not read the list of the whole house by it.
_unindexed: Final = _c.opened_position + literal_column("0")
_UNITS: Final = bindparam("units", type_=Text())


def _page(found: Select[Any], position: ColumnElement[Any]) -> Select[Any]:
    return found.order_by(position.desc()).limit(bindparam("limit", type_=Integer()))


def _of_each_unit(found: Select[Any], own: Column[Any]) -> Select[Any]:
    """Read a page of every unit from the index of the column.

    One condition for all units has PostgreSQL guess how common they are, and where it guesses
    wrong it reads through the list of the whole house to find what a small unit has.
    """
    units = func.json_array_elements_text(cast(_UNITS, JSON)).table_valued(column("value", Text))
    page = _page(found.where(own == units.c.value), _c.opened_position).lateral()
    return select(page).select_from(units).join(page, true())


def _newest_of(parts: Sequence[Select[Any]]) -> Select[Any]:
    """Put together what was recorded and what is handled; most cases are both in one unit."""
    both = union(*(select(part.subquery()) for part in parts)).subquery()
    position = both.c.opened_position
    return _page(select(position, both.c.line), position)
