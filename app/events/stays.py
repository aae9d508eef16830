"""The trail of a copy of the form: where it lay, since when, by whose act, and what is left of it.

What is left of a copy that was destroyed is its number and the record of that (SC-46). Nothing else
is written to its table any more, so that no list, export or print can give it out; taken up again,
it is folded from the log and is whole again.
"""

from functools import lru_cache
from typing import Any

from sqlalchemy import Column, Table, Text, and_, bindparam, func, true
from typing_extensions import TypedDict

from app.domain.complaint import Fact
from app.domain.steps.hand_over import HandedOver
from app.domain.values import Place
from app.events.codec import iso
from app.events.database import Query
from app.events.projection import Document, feed, in_units, instant, rows
from app.events.tables import Moment


class Stay(TypedDict):
    """A stay of a copy at a place."""

    place: str
    since: str
    by: str
    position: int


class Destruction(TypedDict):
    """When a copy was destroyed, by whom, and which term was over: null before terms were kept."""

    at: str
    by: str
    kept_as: str | None
    kept_until: str | None
    """The first day on which it might be destroyed."""
    must_go_by: str | None
    """The day by which it had to be."""
    rule: str | None


class DestroyedCopy(Document):
    """What is left of a copy that was destroyed."""

    custody: str
    destruction: Destruction


class Destructible(Document):
    """A copy of the form."""

    custody: str
    destruction: Destruction | None


class Held(Destructible):
    """A copy that somebody holds; `custody` is the place where it lies."""

    custody_trail: list[Stay]
    """The last is where it lies now."""


def destruction(event: HandedOver, fact: Fact) -> Destruction | None:
    """Record that a copy was destroyed, if that is what happened to it."""
    if event.to is not Place.DESTROYED:
        return None
    term = event.term
    must_go_by = term.must_go_by if term else None
    return {
        "at": iso(fact.at),
        "by": fact.by.subject,
        "kept_as": term.kept_as.value if term else None,
        "kept_until": term.kept_until.isoformat() if term else None,
        "must_go_by": must_go_by.isoformat() if must_go_by else None,
        "rule": term.rule if term else None,
    }


def remains(copy: Destructible | DestroyedCopy) -> DestroyedCopy | None:
    """Tell what is left of a copy that was destroyed; None of one that was not."""
    destroyed = copy["destruction"]
    if destroyed is None:
        return None
    return {
        "id": copy["id"],
        "number": copy["number"],
        "version": copy["version"],
        "position": copy["position"],
        "custody": copy["custody"],
        "destruction": destroyed,
    }


def stay(place: Place, fact: Fact, position: int) -> Stay:
    """Begin a stay."""
    return {
        "place": place.value,
        "since": iso(fact.at),
        "by": fact.by.subject,
        "position": position,
    }


def move(copy: Held, place: Place, fact: Fact) -> None:
    """Put a copy somewhere, and write that down if it is another place."""
    if place.value != copy["custody"]:
        copy["custody"] = place.value
        copy["custody_trail"] = [*copy["custody_trail"], stay(place, fact, copy["position"])]


def custody_columns(**custody: Any) -> tuple[Column[Any], ...]:  # noqa: ANN401 - SQLAlchemy's own
    """Make the columns that copies are found by: where they lie, and since when."""
    return Column("custody", Text, nullable=False, **custody), Column("since", Moment)


def lying(copy: Held) -> dict[str, Any]:
    """Fill those columns."""
    return {"custody": copy["custody"], "since": instant(copy["custody_trail"][-1]["since"])}


@lru_cache(maxsize=64)
def copies(table: Table, narrowed: frozenset[str] = frozenset()) -> Query:
    """List what changed after a place in the feed, the oldest change first.

    Columns: place, and `stored` of the document. Parameters: organisation, after, limit, and of
    these what it is `narrowed` to: custody (where they lie), since_before (they have lain there
    since an earlier instant), units (a JSON list).
    """
    conditions = {
        "custody": table.c.custody == bindparam("custody", type_=Text()),
        "since_before": table.c.since < bindparam("since_before", type_=Moment()),
    }
    having = and_(true(), *(one for name, one in conditions.items() if name in narrowed))
    return feed(table, scoped="units" in narrowed, having=having)


@lru_cache(maxsize=8)
def places(table: Table, *, scoped: bool) -> Query:
    """Count the copies at each place: (place, how many, since when the first lies there).

    Parameters: organisation, and units (a JSON list) where scoped.
    """
    found = rows(table, table.c.custody, func.count(), func.min(table.c.since))
    found = found.group_by(table.c.custody).order_by(table.c.custody)
    return Query(found.where(in_units(table)) if scoped else found)
