"""What the third copy is found by, and what is left of one that was destroyed."""

from typing import Any, Final

from sqlalchemy import Column, Text

from app.events.projection import Projection, document_table, index, instant, one
from app.events.projections.planning_copy.beginning import project
from app.events.projections.planning_copy.document import PlanningCopy
from app.events.stays import custody_columns, remains
from app.events.tables import Moment

TABLE: Final = document_table(
    "planning_copy",
    *custody_columns(server_default=""),
    Column("status", Text, nullable=False),
    Column("category", Text),
    Column("tier", Text),
    Column("received_at", Moment, nullable=False),
    Column("closed_at", Moment),
)
index(TABLE, "position")
index(TABLE, "custody", "position")


def columns(copy: PlanningCopy) -> dict[str, Any]:
    """Tell what a copy is found by."""
    return {
        "unit": copy["unit"],
        "handling_unit": copy["handling_unit"],
        "custody": copy["custody"],
        "since": instant(copy["custody_trail"][-1]["since"]),
        "status": copy["status"],
        "category": copy["category"],
        "tier": copy["tier"],
        "received_at": instant(copy["received_at"]),
        "closed_at": instant(copy["closed_at"]),
    }


PROJECTION: Final = Projection(TABLE, project, columns, remains, shape=7)

ONE: Final = one(PROJECTION)
