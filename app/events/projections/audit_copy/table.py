"""What the second copy is found by, and what is left of one that was destroyed."""

from typing import Any, Final

from sqlalchemy import Boolean, Column

from app.events.projection import (
    Lines,
    Projection,
    document_table,
    index,
    instant,
    lines_table,
    one,
)
from app.events.projections.audit_copy.beginning import project
from app.events.projections.audit_copy.document import AuditCopy
from app.events.stays import custody_columns, lying, remains
from app.events.tables import Moment

TABLE: Final = document_table(
    "audit_copy",
    *custody_columns(),
    Column("with_cost", Boolean, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("closed_at", Moment),
)
index(TABLE, "position")
index(TABLE, "custody", "position")
index(TABLE, "received_at", "complaint_id")
index(TABLE, "shape")

PAYMENTS: Final = lines_table("audit_copy", "payments", Column("at", Moment, nullable=False))
"""When money went, and when it came back: what a month paid is found by it, however old it is."""
index(PAYMENTS, "at", "complaint_id")


def columns(copy: AuditCopy) -> dict[str, Any]:
    """Tell what a copy is found by."""
    return {
        "unit": copy["unit"],
        "handling_unit": copy["handling_unit"],
        **lying(copy),
        "with_cost": copy["with_cost"],
        "received_at": instant(copy["received_at"]),
        "closed_at": instant(copy["closed_at"]),
    }


def payments(copy: AuditCopy) -> list[dict[str, Any]]:
    """Tell when money moved."""
    given = [one for one in copy["compensations"] if one["expense"] is not None]
    came_back = [one["reversed"] for one in given if one["reversed"]]
    return [{"at": instant(act["at"])} for act in (*given, *came_back)]


PROJECTION: Final = Projection(
    TABLE, project, columns, remains, shape=8, lines=Lines(PAYMENTS, payments)
)

ONE: Final = one(PROJECTION)
