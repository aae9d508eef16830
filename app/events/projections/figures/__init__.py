"""What a complaint adds to the reviews of a day, a week, a month and a half-year (WS-43, AS-26).

Like the planning copy it has no personal data and none of the words that people wrote. Unlike it,
everything says when it was, so that each thing counts in the period in which it happened, and a
review of March is the same in April.
"""

from app.events.projections.figures import (  # noqa: F401 - each folds its own events
    results,
    times,
)
from app.events.projections.figures.beginning import project
from app.events.projections.figures.document import Figures
from app.events.projections.figures.table import PROJECTION, TABLE, between, columns

__all__ = ["PROJECTION", "TABLE", "Figures", "between", "columns", "project"]
