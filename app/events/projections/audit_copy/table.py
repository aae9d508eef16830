"""What the second copy is found by, and what is left of one that was destroyed."""

from typing import Any, Final

from sqlalchemy import Boolean, Column

from app.events.projection import Projection, document_table, index, instant, one
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


PROJECTION: Final = Projection(TABLE, project, columns, remains, shape=6)

ONE: Final = one(PROJECTION)
