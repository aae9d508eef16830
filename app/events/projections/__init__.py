"""The documents kept of every complaint: the whole case, and the three copies of its form."""

from typing import Any, Final

from app.events.projection import Projection
from app.events.projections import audit_copy, case_state, handler_copy, planning_copy

ALL: Final[tuple[Projection[Any], ...]] = (
    case_state.PROJECTION,
    handler_copy.PROJECTION,
    audit_copy.PROJECTION,
    planning_copy.PROJECTION,
)
