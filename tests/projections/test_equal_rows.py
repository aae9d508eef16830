"""Rows written from the state are, to the byte, those folded from the events."""

from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
from hypothesis import given, settings

from app.demo.scenario import Scenario, scenarios
from app.domain.complaint import Fact
from app.domain.steps.memo import Noted
from app.events.projection import Projection as FoldedProjection
from app.events.projections import ALL
from app.projections.catalogue import PROJECTIONS
from app.projections.document_parts import Columns, Envelope
from app.projections.projection import Projection
from tests.domain.test_lives import LIVES, Life
from tests.events.projections.examples import RECEIVED, WHOLE
from tests.events.projections.lives import life
from tests.events.test_golden import FILES
from tests.support.steps_of_a_life import Step, life_with_golden, steps_of
from tests.test_demo_stories import EVERY_SEASON, lived

PAIRS: tuple[tuple[FoldedProjection[Any], Projection], ...] = tuple(
    zip(ALL, PROJECTIONS, strict=True)
)


class Rows(NamedTuple):
    """All that is stored of a complaint in one projection."""

    document: Any
    left: Any
    """In place of a destroyed copy."""
    columns: Columns
    lines: list[Columns] | None

    @property
    def text(self) -> bytes:
        """The documents as they are stored."""
        return msgspec.json.encode((self.document, self.left))


def folded_rows(projection: FoldedProjection[Any], document: Any, *, with_document: bool) -> Rows:
    lines = None if projection.lines is None else projection.lines.of(document)
    left = projection.remains(document)
    return Rows(document if with_document else None, left, projection.columns(document), lines)


def written_rows(projection: Projection, step: Step, envelope: Envelope, stored: Any) -> Rows:
    complaint = step.complaint
    document = projection.document and projection.document(complaint, envelope)
    if projection.extend is not None:
        document = projection.extend(complaint, envelope, stored)
        assert document == projection.extend(complaint, envelope, None)
    lines = None if projection.lines is None else projection.lines(complaint, envelope)
    left = projection.tombstone(complaint, envelope)
    return Rows(document, left, projection.columns(complaint, envelope), lines)


def check(facts: list[Fact]) -> None:
    """Compare every projection after every event."""
    steps = list(steps_of(facts))
    for folded, projection in PAIRS:
        document: Any = None
        rows: Rows | None = None
        for step in steps:
            document = folded.project(document, *step.event)
            # Not every event moves version and position of a document on.
            positions = step.envelope.positions[: document["version"]]
            envelope = step.envelope._replace(positions=positions)
            before, rows = rows, written_rows(projection, step, envelope, rows and rows.document)
            expected = folded_rows(folded, document, with_document=rows.document is not None)
            assert rows == expected, projection.name
            assert rows.text == expected.text, projection.name
            if step.before is not None and not projection.is_changed(step.before, step.complaint):
                assert unplaced(rows) == unplaced(before), projection.name


def unplaced(rows: Rows | None) -> Rows | None:
    """Leave out how far the log was folded."""
    if rows is None or rows.document is None:
        return rows
    columns = rows.columns
    if "line" in columns:
        line = {**msgspec.json.decode(columns["line"]), "version": 0, "position": 0}
        columns = {**columns, "line": line}
    return rows._replace(document={**rows.document, "version": 0, "position": 0}, columns=columns)


@settings(max_examples=60, deadline=None)
@given(LIVES)
def test_every_row_of_every_life_is_the_same(life: Life) -> None:
    check(life[1])


@pytest.mark.parametrize("scenario", scenarios(), ids=lambda one: one.organisation)
def test_every_row_of_every_story_is_the_same(scenario: Scenario) -> None:
    for story in scenario.stories:
        check(list(lived(scenario, tuple(story.requests(EVERY_SEASON[0])))))


def test_every_row_of_one_whole_life_is_the_same() -> None:
    check(life(*WHOLE))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_row_is_the_same_after_every_event_ever_recorded(path: Path) -> None:
    check(life_with_golden(path))


@pytest.mark.parametrize("text", ["a " * 9_000, f"{'a' * 60} " * 900], ids=["words", "characters"])
def test_every_row_is_the_same_where_texts_are_too_many_to_be_searched(text: str) -> None:
    long, short = Noted(text=text), Noted(text="王芳")
    check(life(RECEIVED, long, long, short, long, short))
