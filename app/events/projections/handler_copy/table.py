"""What the first copy is found by, and what is left of one that was destroyed."""

from typing import Any, Final

from sqlalchemy import Column, Text

from app.events.projection import Projection, document_table, index, instant, one
from app.events.projections.handler_copy.beginning import project
from app.events.projections.handler_copy.document import HandlerCopy
from app.events.stays import custody_columns, lying, remains
from app.events.tables import Moment

TABLE: Final = document_table(
    "handler_copy",
    *custody_columns(server_default=""),
    Column("status", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("due", Moment),
)
index(TABLE, "position")
index(TABLE, "custody", "position")


def columns(form: HandlerCopy) -> dict[str, Any]:
    """Tell what a form is found by."""
    return {
        "unit": form["unit"],
        "handling_unit": form["handling_unit"],
        "status": form["status"],
        "owner": form["owner"],
        **lying(form),
        "due": instant(form["next_due"] and form["next_due"]["due"]),
    }


PROJECTION: Final = Projection(TABLE, project, columns, remains, shape=5)

ONE: Final = one(PROJECTION)
