"""Rows written from the state are, to the byte, those folded from the events."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
from hypothesis import given, settings

from app.demo.house import House
from app.demo.houses import HOUSES
from app.domain.complaint import Complaint
from app.domain.events import Fact
from app.events.projection import Projection
from app.events.projections import audit_copy as folded_audit_copy
from app.projections import audit_copy
from app.projections.document_parts import Columns, Document, Envelope, tombstone
from tests.domain.test_lives import LIVES, Life
from tests.events.projections.examples import WHOLE
from tests.events.projections.lives import life
from tests.events.test_golden import FILES
from tests.support.steps_of_a_life import Step, life_with_golden, steps_of
from tests.test_demo_stories import EVERY_SEASON, lived


class Written(NamedTuple):
    """A projection as it is folded, and the functions that write the same from the state."""

    folded: Projection[Any]
    document: Callable[[Complaint, Envelope], Document]
    columns: Callable[[Complaint], Columns]
    lines: Callable[[Complaint], list[Columns]] | None = None
    tombstone: Callable[[Complaint, Envelope], Document | None] = lambda _complaint, _envelope: None


AUDIT_COPY = Written(
    folded_audit_copy.PROJECTION,
    audit_copy.audit_copy,
    audit_copy.columns,
    audit_copy.payments,
    lambda complaint, envelope: tombstone(complaint.form.audit, envelope),
)
WRITTEN = (AUDIT_COPY,)
encode = msgspec.json.Encoder().encode


def check(facts: Iterable[Fact]) -> None:
    """Compare document, columns and lines of every projection after every event."""
    documents: dict[str, Any] = {}
    for step in steps_of(facts):
        for written in WRITTEN:
            name = written.folded.name
            folded = written.folded.project(documents.get(name), step.fact, step.entry)
            documents[name] = folded
            compare(written, folded, step)


def compare(written: Written, folded: Any, step: Step) -> None:
    """Compare one row, and the lines below it."""
    of = written.folded
    document = written.document(step.complaint, step.envelope)
    left = written.tombstone(step.complaint, step.envelope)
    assert encode(document) == encode(folded), of.name
    assert encode(left) == encode(of.remains(folded)), of.name
    assert written.columns(step.complaint) == of.columns(folded), of.name
    if of.lines is not None:
        assert written.lines is not None
        assert written.lines(step.complaint) == of.lines.of(folded), of.name


@settings(max_examples=60, deadline=None)
@given(LIVES)
def test_every_row_of_every_life_is_the_same(life: Life) -> None:
    check(life[1])


@pytest.mark.parametrize("house", HOUSES, ids=lambda house: house.organisation)
def test_every_row_of_every_story_is_the_same(house: House) -> None:
    for story in house.stories:
        check(lived(house, tuple(story.commands(EVERY_SEASON[0]))))


def test_every_row_of_one_whole_life_is_the_same() -> None:
    check(life(*WHOLE))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_row_is_the_same_after_every_event_ever_recorded(path: Path) -> None:
    check(life_with_golden(path))
