"""The documents of every complaint: the case, its copies, its words, its money, its figures."""

from typing import Any, Final

from app.events.projection import Projection
from app.events.projections import (
    audit_copy,
    case_state,
    figures,
    handler_copy,
    ledger,
    planning_copy,
    search_index,
)

ALL: Final[tuple[Projection[Any], ...]] = (
    case_state.PROJECTION,
    handler_copy.PROJECTION,
    audit_copy.PROJECTION,
    planning_copy.PROJECTION,
    search_index.PROJECTION,
    ledger.PROJECTION,
    figures.PROJECTION,
)
