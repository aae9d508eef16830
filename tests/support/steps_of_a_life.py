"""Lives of complaints, event by event: the state after each, beside what stands in the log."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from app.domain.complaint import Complaint, Event, Fact, evolve
from app.domain.steps.receipt import Received
from app.events.store import Recorded
from app.projections.document_parts import Envelope
from tests.events.projections.examples import CLOSED, WHOLE
from tests.events.projections.lives import ONE, life, log
from tests.events.test_golden import decode_golden


class Step(NamedTuple):
    """An event, and the complaint after it."""

    event: tuple[Fact, Recorded]
    before: Complaint | None
    complaint: Complaint
    envelope: Envelope


def steps_of(facts: Iterable[Fact]) -> Iterator[Step]:
    """Fold a life, and stop after every event."""
    complaint: Complaint | None = None
    positions: tuple[int, ...] = ()
    for fact, entry in log(list(facts)):
        before, complaint = complaint, evolve(complaint, fact)
        positions = (*positions, entry.position)
        yield Step((fact, entry), before, complaint, Envelope(ONE, "2026-000001", positions))


def life_with_golden(path: Path) -> list[Fact]:
    """Give a whole life in which an event happens as it was once recorded."""
    event: Event = decode_golden(path).event
    if isinstance(event, Received):
        return life(event, *WHOLE[1:])
    nth = next((nth for nth, one in enumerate(WHOLE) if type(one) is type(event)), None)
    if nth is None:
        return life(*WHOLE[: WHOLE.index(CLOSED)], event)
    return life(*WHOLE[:nth], event, *WHOLE[nth + 1 :])
