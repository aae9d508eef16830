"""The state comes back from its bytes, and these are the same in every process."""

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import get_type_hints
from uuid import UUID

import pytest
from hypothesis import given, settings

from app.demo.scenario import Scenario, scenarios
from app.domain.complaint import Complaint, Event, Fact, evolve
from app.domain.steps.receipt import Received
from app.projections.state_codec import decode_state, encode_state
from tests.domain.test_lives import LIVES, Life
from tests.events.projections.examples import (
    CASE_WRITTEN,
    PROPOSED,
    RECEIVED,
    WHOLE,
    confirmed,
    requested,
)
from tests.events.projections.lives import life
from tests.events.test_golden import FILES, decode_golden
from tests.support.state_types import types_in
from tests.test_demo_stories import EVERY_SEASON, lived


def check(facts: Iterable[Fact]) -> None:
    """Fold, store and read back after every event."""
    complaint: Complaint | None = None
    for version, fact in enumerate(facts, 1):
        complaint = evolve(complaint, fact)
        assert complaint.version == version
        stored = encode_state(complaint)
        assert decode_state(stored) == complaint
        assert encode_state(decode_state(stored)) == stored


@settings(max_examples=60, deadline=None)
@given(LIVES)
def test_the_state_of_every_life_comes_back_from_its_bytes(life: Life) -> None:
    check(life[1])


@pytest.mark.parametrize("scenario", scenarios(), ids=lambda one: one.organisation)
def test_the_state_of_every_story_comes_back_from_its_bytes(scenario: Scenario) -> None:
    for story in scenario.stories:
        check(lived(scenario, tuple(story.requests(EVERY_SEASON[0]))))


def test_the_state_of_one_whole_life_comes_back_from_its_bytes() -> None:
    check(life(*WHOLE))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_state_with_every_event_ever_recorded_comes_back_from_its_bytes(path: Path) -> None:
    fact = decode_golden(path)
    begun = life(RECEIVED, PROPOSED, requested(), confirmed(), CASE_WRITTEN)
    check([fact] if isinstance(fact.event, Received) else [*begun, fact])


def test_the_bytes_of_a_state_depend_on_no_order_but_its_own() -> None:
    """Sets and mappings with keys other than texts come out in another order elsewhere."""
    ordered = {str, int, bool, date, datetime, UUID, type(None)}
    assert {
        kind
        for kind in types_in(Complaint)
        if not is_dataclass(kind) and not issubclass(kind, Enum) and kind not in ordered
    } == set()


def test_the_state_knows_no_class_of_an_event() -> None:
    """Events are frozen; the state changes with what is asked of it."""
    assert not [kind for kind in types_in(Complaint) if issubclass(kind, Event)]


def test_a_node_has_at_most_ten_fields_so_that_changing_it_is_cheap() -> None:
    nodes = [kind for kind in get_type_hints(Complaint).values() if is_dataclass(kind)]
    assert len(nodes) == 10
    assert [node for node in nodes if len(fields(node)) > 10] == []
