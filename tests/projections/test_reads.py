"""A projection reads what it declares: what else changed it would leave the stored row behind."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from app.domain.complaint import Fact
from app.projections import audit_copy
from app.projections.catalogue import PROJECTIONS
from app.projections.projection import Projection
from tests.domain.test_lives import LIVES, Life
from tests.events.projections.examples import LINKED, RECEIVED, WHOLE
from tests.events.projections.lives import life
from tests.support.recorded_reads import Recording, covers
from tests.support.steps_of_a_life import Step, steps_of

each_projection = pytest.mark.parametrize("projection", PROJECTIONS, ids=lambda one: one.name)


def read(projection: Projection, step: Step) -> set[str]:
    """Name the parts that its functions read."""
    reads: set[str] = set()
    complaint: Any = Recording(step.complaint, reads)
    projection.columns(complaint, step.envelope)
    projection.tombstone(complaint, step.envelope)
    if projection.document is not None:
        projection.document(complaint, step.envelope)
    if projection.extend is not None:
        projection.extend(complaint, step.envelope, None)
    if projection.lines is not None:
        projection.lines(complaint, step.envelope)
    return reads


def undeclared(projection: Projection, facts: list[Fact]) -> set[str]:
    found = {part for step in steps_of(facts) for part in read(projection, step)}
    return {part for part in found if not any(covers(one, part) for one in projection.reads)}


@each_projection
@settings(max_examples=20, deadline=None)
@given(lived_through=LIVES)
def test_a_projection_reads_no_part_that_it_does_not_declare(
    projection: Projection, lived_through: Life
) -> None:
    assert undeclared(projection, lived_through[1]) == set()


@each_projection
def test_a_projection_declares_what_it_reads_and_nothing_else(projection: Projection) -> None:
    assert undeclared(projection, life(*WHOLE)) == set()
    found = {part for step in steps_of(life(*WHOLE)) for part in read(projection, step)}
    unread = [one for one in projection.reads if not any(covers(one, part) for part in found)]
    assert unread == []


def test_what_is_equal_is_no_change_though_it_is_another_object() -> None:
    *_, last = steps_of(life(RECEIVED, LINKED))
    assert last.before is not None
    assert not audit_copy.PROJECTION.is_changed(last.before, last.complaint)
    same = replace(last.complaint, receipt=replace(last.complaint.receipt))
    assert not audit_copy.PROJECTION.is_changed(last.complaint, same)
    another = replace(last.complaint, receipt=replace(last.complaint.receipt, unit="another"))
    assert audit_copy.PROJECTION.is_changed(last.complaint, another)
