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
from app.events.projection import ORGANISATION, among, live_version, one, rows, stored
from app.events.projections.case_state.table import ASSISTING, PROJECTION, TABLE
from app.events.search import has_words, has_words_on_sqlite
from app.events.tables import Moment, events

_c: Final = TABLE.c
_a: Final = ASSISTING.c

ONE: Final = one(PROJECTION)

_now: Final = bindparam("now", type_=Moment())
JUST_ENTERED: Final = exists().where(
    events.c.organisation_id == _c.organisation_id,
    events.c.stream_id == _c.complaint_id,
    events.c.version == 1,
    events.c.recorded_at > bindparam("entered_after", type_=Moment()),
    events.c.recorded_at <= _now,
)
"""Whether a case's receipt was recorded after `entered_after`."""

DUE: Final = Query(
    rows(TABLE, *stored(TABLE, "work"))
    .where(_c.next_due <= _now, not_(JUST_ENTERED))
    .order_by(_c.next_due)
    .limit(bindparam("limit", type_=Integer()))
)
"""List cases with a deadline that has passed and is not yet missed, the oldest first, but for those
whose receipt was recorded after `entered_after`.

Columns: `stored` of work. Parameters: organisation, now, entered_after, limit."""


def _is(column: Column[Any], name: str) -> ColumnElement[bool]:
    return column == bindparam(name, type_=column.type)


_FILTERS: Final[dict[str, Callable[[], ColumnElement[bool]]]] = {
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

FILTERS: Final = frozenset({*_FILTERS, "units", "before"})


@lru_cache(maxsize=1024)
def listing(filters: frozenset[str]) -> Query:
    """List cases, newest first.

    Columns: opened_position, and `stored` of the line. Parameters: organisation, limit, and each
    of the `filters`, which are some of FILTERS. `before` goes on after a page; `units` is a JSON
    list and keeps what was recorded, is handled or helped with there; `received_to` and
    `due_before` are exclusive; `words` is what `chinese.asked` makes of a question.
    """
    plain = sorted(filters - {"units", "before"})
    columns = (_c.opened_position, *stored(TABLE, "line"))
    found, on_sqlite = (
        rows(TABLE, *columns).where(*(of[name]() for name in plain))
        for of in (_FILTERS, _ON_SQLITE)
    )
    if "units" in filters and "words" not in filters:
        return _listing_of_units(found, on_sqlite, filters)
    found, on_sqlite = (_after_page(one, _c.opened_position, filters) for one in (found, on_sqlite))
    if "words" not in filters:
        return Query(_page(found, _c.opened_position))
    # Few cases have the words: begin with those, not with the newest of the house.
    if "units" in filters:
        found, on_sqlite = found.where(of_units()), on_sqlite.where(of_units())
    return Query(_page(found, _c.opened_position), on_sqlite=_page(on_sqlite, _unindexed))


def _after_page(found: Select[Any], position: Column[Any], filters: frozenset[str]) -> Select[Any]:
    """Go on after a page, by the position of the table whose index is to be read."""
    before = bindparam("before", type_=BigInteger())
    return found.where(position < before) if "before" in filters else found


def _listing_of_units(found: Select[Any], on_sqlite: Select[Any], filters: frozenset[str]) -> Query:
    """Put together what units recorded, handle and are asked to help with, each from its index."""
    own, own_on_sqlite = [], []
    for unit, position in (
        (_c.unit, _c.opened_position),
        (_c.handling_unit, _c.opened_position),
        (_a.unit, _a.opened_position),
    ):
        one, other = (_after_page(each, position, filters) for each in (found, on_sqlite))
        if unit is _a.unit:
            one, other = _helped(one), _helped(other)
        own.append(_of_each_unit(one, unit, position))
        own_on_sqlite.append(_page(other.where(among(unit, _UNITS)), _unindexed))
    return Query(_newest_of(own), on_sqlite=_newest_of(own_on_sqlite))


def of_units() -> ColumnElement[bool]:
    """Keep what one of `units`, a JSON list, recorded, handles or is asked to help with."""
    helped = rows(ASSISTING, _a.complaint_id).where(among(_a.unit, _UNITS))
    own = (among(_c.unit, _UNITS), among(_c.handling_unit, _UNITS))
    return or_(*own, _c.complaint_id.in_(helped))


def _helped(found: Select[Any]) -> Select[Any]:
    """Keep the cases that some unit is asked to help with, once for each unit."""
    both = TABLE.join(ASSISTING, _a.complaint_id == _c.complaint_id)
    live = (_a.organisation_id == ORGANISATION, _a.version == live_version(ASSISTING))
    return found.select_from(both).where(*live)


# To SQLite an expression is not the column: it must not read the list of the whole house by it.
_unindexed: Final = _c.opened_position + literal_column("0")
_UNITS: Final = bindparam("units", type_=Text())


def _page(found: Select[Any], position: ColumnElement[Any]) -> Select[Any]:
    return found.order_by(position.desc()).limit(bindparam("limit", type_=Integer()))


def _of_each_unit(found: Select[Any], own: Column[Any], position: Column[Any]) -> Select[Any]:
    """Read a page of every unit from the index of the column and the position.

    One condition for all units has PostgreSQL guess how common they are, and where it guesses
    wrong it reads through the list of the whole house to find what a small unit has.
    """
    units = func.json_array_elements_text(cast(_UNITS, JSON)).table_valued(column("value", Text))
    page = _page(found.where(own == units.c.value), position).lateral()
    return select(page).select_from(units).join(page, true())


def _newest_of(parts: Sequence[Select[Any]]) -> Select[Any]:
    """Put together what was recorded and what is handled; most cases are both in one unit."""
    both = union(*(select(part.subquery()) for part in parts)).subquery()
    position = both.c.opened_position
    return _page(select(*both.c), position)
