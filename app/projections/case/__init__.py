"""The whole case, as those who handle it see it: every list, filter and the worklist read it."""

from typing import Final

from app.events.projections.case_state.table import ASSISTING, TABLE
from app.projections.case.document import case
from app.projections.case.rows import assisting_units, columns
from app.projections.projection import Projection

PROJECTION: Final = Projection(
    name="case_state",
    table=TABLE,
    version=8,
    reads=(
        "receipt",
        "content",
        "handling",
        "communication",
        "remedy",
        "money",
        # Not where the copies lie: each copy says that of itself.
        "form.confirmation",
        "form.sign_offs",
        "form.holds",
        "ending",
        "learning",
        "clocks",
    ),
    columns=columns,
    document=case,
    lines=assisting_units,
    lines_table=ASSISTING,
)

__all__ = ["PROJECTION", "case"]
