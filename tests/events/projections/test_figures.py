"""Both databases give the figures that a review is made of: all of them, and each once."""

import json
import random
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from app.domain.complaint import Event, Fact
from app.domain.values import OrganisationId
from app.events.database import Database
from app.events.projections import figures
from app.events.subscriptions import Projector
from app.reviews import making
from app.reviews.making import Source
from app.reviews.tally import review_of
from tests.events.logs import HOUSE, append
from tests.events.projections.examples import RECEIVED, WHOLE
from tests.events.projections.lives import ZHANG, fold
from tests.support.databases import store_on

OTHER = OrganisationId("other-house")
JANUARY = datetime(2026, 1, 1, tzinfo=UTC)
MONTHS = [JANUARY + timedelta(days=30 * month) for month in range(7)]
LIVES = 23


def a_life(rng: random.Random) -> list[Fact]:
    """Some of what can happen to a complaint, within some months."""
    events: list[Event] = [event for event in WHOLE[1:] if rng.random() < 0.6]
    at = JANUARY + timedelta(minutes=rng.randrange(60 * 24 * 120))
    life = [Fact(RECEIVED, at, ZHANG)]
    for event in events[: rng.randrange(len(events))]:
        at += timedelta(minutes=rng.randrange(60 * 24 * 3))
        life.append(Fact(event, at, ZHANG))
    return life


@pytest.fixture
def lives() -> list[list[Fact]]:
    rng = random.Random(26)
    return [a_life(rng) for _ in range(LIVES)]


@pytest.fixture
async def filled(database: Database, lives: list[list[Fact]]) -> AsyncIterator[Database]:
    store = store_on(database)
    for stream, life in enumerate(lives, 1):
        await append(store, life, stream=stream)
    await append(store, lives[0], stream=1, organisation=OTHER)
    await Projector(database, store, (figures.PROJECTION,)).catch_up()
    yield database
    await store.close()


async def test_a_review_is_made_of_every_complaint_that_has_a_place_in_it_ws_43_pc_43(
    filled: Database, lives: list[list[Fact]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "PAGE", 4)
    known = [fold(figures.project, life) for life in lives]
    for since, until in pairwise(MONTHS):
        read = [one async for one in Source(database=filled, organisation=HOUSE).read(since, until)]
        assert len({one["id"] for one in read}) == len(read)
        found, expected = (numbers(review_of(one, since, until)) for one in (read, known))
        assert found == expected
    assert len(read) < LIVES, "nothing was left out, so that nothing was tried"


def numbers(review: Any) -> Any:
    """Without the lists, whose complaints have another number in the log."""
    return (
        review.complaints,
        review.received_by,
        review.outcomes,
        review.times,
        review.promises,
        review.missed,
        review.remedies,
        review.satisfaction,
        review.follow_ups,
        review.improvements,
    )


async def test_a_review_of_a_unit_is_of_what_it_handles(filled: Database) -> None:
    async def of(*units: str) -> int:
        source = Source(database=filled, organisation=HOUSE, units=units)
        return len([one async for one in source.read(JANUARY, MONTHS[-1])])

    units = {RECEIVED.unit, *named_units()}
    assert await of() == LIVES == sum([await of(unit) for unit in units])
    assert await of("nowhere") == 0


def named_units() -> Iterator[str]:
    for event in WHOLE:
        for name in ("unit", "to_unit"):
            unit = getattr(event, name, None)
            if unit is not None:
                yield unit


async def test_a_review_sees_nothing_of_another_house(filled: Database) -> None:
    source = Source(database=filled, organisation=OTHER)
    assert len([one async for one in source.read(JANUARY, MONTHS[-1])]) == 1


def test_the_figures_hold_no_name_and_no_words_that_people_wrote_sc_38() -> None:
    document = fold(figures.project, [Fact(event, JANUARY, ZHANG) for event in WHOLE])
    written = json.dumps(document, ensure_ascii=False)
    assert written.isascii(), "every word of the examples that people wrote is Chinese"
    assert "zhang" not in written
    assert "13800000000" not in written
