"""The projections of complaints."""

from typing import Final

from app.projections import (
    audit_copy,
    case,
    figures,
    handler_copy,
    ledger,
    planning_copy,
    search_terms,
)
from app.projections.projection import Projection

PROJECTIONS: Final[tuple[Projection, ...]] = (
    case.PROJECTION,
    handler_copy.PROJECTION,
    audit_copy.PROJECTION,
    planning_copy.PROJECTION,
    search_terms.PROJECTION,
    ledger.PROJECTION,
    figures.PROJECTION,
)
