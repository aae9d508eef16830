"""The engine stores exactly the rows of the projector before it, over the same log."""

import random
from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Table, select

from app.demo.scenario import Scenario, scenarios
from app.domain.complaint import Complaint, Fact, evolve
from app.domain.values import OrganisationId
from app.events.codec import decode
from app.events.documents import COMPLAINTS
from app.events.projection import PLACES, REMAINS
from app.events.projections import ALL
from app.events.store import Recorded
from app.events.subscriptions import Projector
from app.projections import engine as engine_module
from app.projections import ledger
from app.projections.catalogue import PROJECTIONS
from app.projections.projection import Projection
from tests.domain.test_lives import LIVES, Life
from tests.events.logs import append
from tests.events.projections.examples import APOLOGISED, CLOSED, WHOLE
from tests.events.projections.lives import life
from tests.projections.conftest import Bench
from tests.support.databases import SQLITE_AND_POSTGRESQL
from tests.test_demo_stories import EVERY_SEASON, lived

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parametrize("bench", SQLITE_AND_POSTGRESQL, indirect=True),
]

NUMBERS = count(1)
BEFORE, AFTER = 1, 2
"""Generations: of the projector, and of the engine beside it."""
PLACE = ("position", "stream_version")

Row = dict[str, Any]
Changes = dict[tuple[str, UUID], tuple[int, int]]


async def check(bench: Bench, lives: Sequence[Sequence[Fact]]) -> None:
    """Write lives into a log of their own, mixed, and compare what each program makes of it."""
    assert bench.database is not None
    organisation = OrganisationId(f"log-{next(NUMBERS)}")
    await append_mixed(bench, organisation, lives)
    await Projector(bench.database, bench.store, ALL).catch_up(organisation)
    await bench.engine().catch_up(organisation)
    assert await bench.storage().parked(organisation) == []
    log = await bench.store.read_log(organisation, after=0, limit=100_000)
    changes = last_changes([one for one in log if one.type.startswith(COMPLAINTS)])
    for projection in PROJECTIONS:
        before = await read(bench, organisation, projection.table, BEFORE)
        after = await read(bench, organisation, projection.table, AFTER)
        assert len(after) == len(before) == len(lives)
        for one, other in zip(before, after, strict=True):
            compare(projection, one, other, changes[projection.name, one["complaint_id"]])
        if projection.lines_table is not None:
            listed = await read(bench, organisation, projection.lines_table, AFTER)
            assert listed == await read(bench, organisation, projection.lines_table, BEFORE)


async def append_mixed(
    bench: Bench, organisation: OrganisationId, lives: Sequence[Sequence[Fact]]
) -> None:
    turns = [stream for stream, facts in enumerate(lives, 1) for _ in facts]
    random.Random(len(turns)).shuffle(turns)
    at = [0] * (len(lives) + 1)
    for stream in turns:
        fact = lives[stream - 1][at[stream]]
        await append(bench.store, [fact], stream=stream, at=at[stream], organisation=organisation)
        at[stream] += 1


def last_changes(log: Iterable[Recorded]) -> Changes:
    """By row: version and position of the last event that changed what is read."""
    found: Changes = {}
    states: dict[UUID, Complaint] = {}
    for entry in log:
        before = states.get(entry.stream_id)
        after = states[entry.stream_id] = evolve(before, decode(entry))
        for projection in PROJECTIONS:
            if projection.is_changed(before, after):
                found[projection.name, entry.stream_id] = (entry.version, entry.position)
    return found


async def read(
    bench: Bench, organisation: OrganisationId, table: Table, generation: int
) -> list[Row]:
    assert bench.database is not None
    columns = [column for column in table.c if column.name != "version"]
    own = (table.c.organisation_id == organisation, table.c.version == generation)
    found = select(*columns).where(*own).order_by(*table.primary_key)
    async with bench.database.begin() as connection:
        return [dict(row) for row in (await connection.execute(found)).mappings()]


def compare(projection: Projection, before: Row, after: Row, last: tuple[int, int]) -> None:
    """Compare all columns to the byte; the place is that of the last change."""
    version, position = last
    assert (after["stream_version"], after["position"]) == (version, position * PLACES)
    assert before["stream_version"] >= version
    if before["shape"] != REMAINS and projection is not ledger.PROJECTION:
        assert after["shape"] == before["shape"]
    for name in before.keys() - {*PLACE, "shape"}:
        if name == "document" and projection is ledger.PROJECTION:
            assert after[name] == "null"
        elif name in {"document", "line"}:
            assert placed(before[name], last) == after[name], projection.name
        else:
            assert before[name] == after[name], (projection.name, name)


def placed(text: str, last: tuple[int, int]) -> str:
    """Write a document as of its last change."""
    document = {**msgspec.json.decode(text)}
    document["version"], document["position"] = last
    return msgspec.json.encode(document).decode()


@pytest.mark.parametrize("scenario", scenarios(), ids=lambda one: one.organisation)
async def test_the_rows_of_every_story_are_those_of_the_projector(
    bench: Bench, scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "LEAST_BATCH", 40)
    stories = [tuple(story.requests(EVERY_SEASON[0])) for story in scenario.stories]
    await check(bench, [list(lived(scenario, story)) for story in stories])


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(lives=st.lists(LIVES, min_size=2, max_size=5))
async def test_the_rows_of_generated_lives_are_those_of_the_projector(
    bench: Bench, lives: list[Life]
) -> None:
    await check(bench, [facts for _, facts in lives])


@pytest.mark.parametrize("batch", [1, 7, 500])
async def test_the_rows_of_whole_lives_are_those_of_the_projector_however_batches_fall(
    bench: Bench, batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "LEAST_BATCH", batch)
    monkeypatch.setattr(engine_module, "MOST_BATCH", batch)
    short = life(*WHOLE[: WHOLE.index(CLOSED)], APOLOGISED)
    await check(bench, [life(*WHOLE), short, life(*WHOLE)])
