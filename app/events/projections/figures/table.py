"""What the figures are found by, and the list of those that have a place in a review."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Column, Integer, Text, Uuid, bindparam

from app.domain.complaint import Status
from app.domain.values import CauseClass
from app.events.database import Query
from app.events.projection import Projection, among, document_table, index, instant, rows, stored
from app.events.projections.figures.beginning import project
from app.events.projections.figures.document import Figures
from app.events.tables import Moment

FOR_EVER: Final = datetime(9999, 12, 31, tzinfo=UTC)


def _counts_until(figures: Figures) -> datetime | None:
    """Tell until when a complaint has a place in reviews: for ever while anything is to be done."""
    status = figures["turns"][-1]["status"]
    planned = figures["improvements"]
    systemic = figures["cause_class"] == CauseClass.SYSTEMIC.value
    to_be_planned = systemic and not planned and status != Status.DISMISSED.value
    to_be_made = any(one["made_at"] is None for one in planned)
    if status == Status.OPEN.value or to_be_planned or to_be_made:
        return FOR_EVER
    return instant(figures["touched_at"])


TABLE: Final = document_table(
    "figures",
    Column("received_at", Moment, nullable=False),
    Column("counts_until", Moment, nullable=False),
)
index(TABLE, "counts_until")


def columns(figures: Figures) -> dict[str, Any]:
    """Tell what the figures are found by."""
    return {
        "unit": figures["unit"],
        "handling_unit": figures["handling_unit"],
        "received_at": instant(figures["received_at"]),
        "counts_until": _counts_until(figures),
    }


PROJECTION: Final = Projection(TABLE, project, columns, shape=2)


@lru_cache(maxsize=2)
def between(*, units: bool) -> Query:
    """List what has a place in a span of time, by complaint.

    By complaint, because a place in the feed moves: read in pages, each is there exactly once.
    Columns: `stored` of the document. Parameters: organisation, since, until, after (a complaint's
    id), limit, and units (a JSON list of handling units) where asked for.
    """
    found = (
        rows(TABLE, *stored(TABLE, "document"))
        .where(
            TABLE.c.counts_until >= bindparam("since", type_=Moment),
            TABLE.c.received_at < bindparam("until", type_=Moment),
            TABLE.c.complaint_id > bindparam("after", type_=Uuid()),
        )
        .order_by(TABLE.c.complaint_id)
        .limit(bindparam("limit", type_=Integer()))
    )
    if units:
        found = found.where(among(TABLE.c.handling_unit, bindparam("units", type_=Text())))
    return Query(found)
