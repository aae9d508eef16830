"""Whole lives of complaints, folded into figures as the record has them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from app.domain.complaint import Event, Fact
from app.domain.steps.receipt import Received
from app.events.projections import figures
from tests.events.projections.examples import RECEIVED, WHOLE
from tests.events.projections.lives import ZHANG, any_event, fold

BEGINS = datetime(2026, 3, 1, tzinfo=UTC)
HOURS = 24 * 60
"""Two months of hours, in which things happen."""

instants = st.integers(0, HOURS * 60).map(lambda minutes: BEGINS + timedelta(minutes=minutes))
events = st.one_of(
    st.sampled_from(WHOLE), any_event.filter(lambda event: not isinstance(event, Received))
)


@st.composite
def lives(draw: Any) -> figures.Figures:
    """A complaint to which things happen in order."""
    what: list[Event] = [
        RECEIVED,
        *(event for event in draw(st.lists(events, max_size=12)) if event is not RECEIVED),
    ]
    when = sorted(draw(st.lists(instants, min_size=len(what), max_size=len(what))))
    return figures_of(list(zip(what, when, strict=True)))


def figures_of(life: list[tuple[Event, datetime]]) -> figures.Figures:
    """Fold what happened, and when."""
    document: figures.Figures = fold(
        figures.project, [Fact(event, at, ZHANG) for event, at in life]
    )
    return document
