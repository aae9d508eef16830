"""The whole case, as those who handle it see it: every list and every filter reads from here."""

from app.events.projections.case_state import (  # noqa: F401 - each folds its own events
    answering,
    deadlines,
    ending,
    handling,
    intake,
    learning,
    remedy,
)
from app.events.projections.case_state.beginning import project
from app.events.projections.case_state.document import (
    CaseState,
    DeadlineJson,
    ImprovementJson,
    PromiseJson,
)
from app.events.projections.case_state.queries import DUE, FILTERS, ONE, listing
from app.events.projections.case_state.table import (
    BUCKETS,
    PROJECTION,
    TABLE,
    CaseLine,
    Work,
    columns,
    units_of,
)
from app.events.projections.case_state.worklist import KINDS, MOST_COUNTED, Kind, counting, worklist

__all__ = [
    "BUCKETS",
    "DUE",
    "FILTERS",
    "KINDS",
    "MOST_COUNTED",
    "ONE",
    "PROJECTION",
    "TABLE",
    "CaseLine",
    "CaseState",
    "DeadlineJson",
    "ImprovementJson",
    "Kind",
    "PromiseJson",
    "Work",
    "columns",
    "counting",
    "listing",
    "project",
    "units_of",
    "worklist",
]
