"""A document written from the state is, to the byte, the one folded from the events."""

from collections.abc import Callable, Iterable
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings

from app.demo.house import House
from app.demo.houses import HOUSES
from app.domain.complaint import Complaint, Fact, evolve
from app.events.projections import case_state as folded_case
from app.events.projections import handler_copy as folded_handler_copy
from app.events.projections import planning_copy as folded_planning_copy
from app.projections.case import case
from app.projections.document_parts import Document, Envelope
from app.projections.handler_copy import handler_copy
from app.projections.planning_copy import planning_copy
from tests.domain.test_lives import LIVES, Life
from tests.events.projections.examples import WHOLE
from tests.events.projections.lives import ONE, life, log
from tests.test_demo_stories import EVERY_SEASON, lived

NUMBER = "2026-000001"
OWN = ("version", "position")
"""Of documents that not every event changes: they are those of the last one that did."""

Written = Callable[[Complaint, Envelope], Document]


PAIRS: list[tuple[Any, Written]] = [
    (folded_case.project, case),
    (folded_handler_copy.project, handler_copy),
    (folded_planning_copy.project, planning_copy),
]


def check(facts: Iterable[Fact]) -> None:
    """Compare every document after every event."""
    folded: list[Any] = [None] * len(PAIRS)
    complaint: Complaint | None = None
    positions: tuple[int, ...] = ()
    for fact, entry in log(list(facts)):
        complaint = evolve(complaint, fact)
        positions = (*positions, entry.position)
        envelope = Envelope(ONE, NUMBER, positions)
        for nth, (project, written) in enumerate(PAIRS):
            folded[nth] = project(folded[nth], fact, entry)
            compare(written(complaint, envelope), folded[nth], exact=nth < 3)


def compare(document: Document, folded: Document, *, exact: bool) -> None:
    names = [name for name in document if exact or name not in OWN]
    assert {name: document[name] for name in names} == {name: folded[name] for name in names}
    if exact:
        assert document.keys() == folded.keys()
    for name in names:
        assert msgspec.json.encode(document[name]) == msgspec.json.encode(folded[name])


@settings(max_examples=60, deadline=None)
@given(LIVES)
def test_every_document_of_every_life_is_the_same(life: Life) -> None:
    check(life[1])


@pytest.mark.parametrize("house", HOUSES, ids=lambda house: house.organisation)
def test_every_document_of_every_story_is_the_same(house: House) -> None:
    for story in house.stories:
        check(lived(house, tuple(story.commands(EVERY_SEASON[0]))))


def test_every_document_of_one_whole_life_is_the_same() -> None:
    check(life(*WHOLE))
