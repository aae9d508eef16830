"""A changed projection is filled from the stored states, while it is read and commands come in."""

import asyncio
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text

from app.domain.complaint import Complaint
from app.events.projection import PLACES
from app.events.projections.planning_copy import PROJECTION as BEFORE
from app.events.subscriptions import Projector
from app.projections import refill as refill_module
from app.projections.catalogue import PROJECTIONS
from app.projections.document_parts import Document, Envelope
from app.projections.planning_copy import PROJECTION as PLANNING_COPY
from app.projections.planning_copy import planning_copy
from app.projections.projection import Projection
from app.projections.refill import Refill, Superseded, stale_generations
from tests.events.logs import HOUSE, append, append_lives
from tests.events.projections.examples import CLASSIFIED, CLOSED, NOTED, RECEIVED, WHOLE
from tests.events.projections.lives import life
from tests.projections.conftest import Bench
from tests.support.databases import SQLITE_AND_POSTGRESQL

pytestmark = pytest.mark.parametrize("bench", SQLITE_AND_POSTGRESQL, indirect=True)

PLACED = ("version", "position", "stream_version", "shape", "document", "line")
"""Columns in which the generation, or the place of the last change, is written."""
SHORT = (RECEIVED, CLASSIFIED, CLOSED)


def shouted(complaint: Complaint, envelope: Envelope) -> Document:
    """Give another document than the program before."""
    return {**planning_copy(complaint, envelope), "mindset": "shouted"}


NEXT = replace(PLANNING_COPY, document=shouted, version=PLANNING_COPY.version + 1)


def refilling(bench: Bench) -> Refill:
    storage = bench.storage([NEXT])
    return Refill(storage, bench.engine([NEXT]), HOUSE, NEXT)


async def generations(bench: Bench) -> list[tuple[int, str, int]]:
    assert bench.database is not None
    async with bench.database.begin() as connection:
        found = await connection.execute(
            text(
                "SELECT version, status, code_version FROM subscriptions"
                " WHERE name = 'planning_copy' ORDER BY version"
            )
        )
        return [(row[0], row[1], row[2]) for row in found]


async def test_a_changed_projection_is_found_and_filled_without_reading_the_log(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    await append_lives(bench.store, [WHOLE] * 2 + [SHORT] * 3)
    await bench.engine().catch_up(HOUSE)
    assert bench.database is not None
    stale = stale_generations([NEXT])
    assert await bench.database.fetch(stale) == [(HOUSE, "planning_copy")]

    async def read_nothing(*_: Any, **__: Any) -> Any:
        pytest.fail("the log is read")

    with monkeypatch.context() as closed:
        closed.setattr(type(bench.store), "read_log", read_nothing)
        closed.setattr(type(bench.store), "read_stream", read_nothing)
        await refilling(bench).run()
    assert await bench.database.fetch(stale) == []
    assert await generations(bench) == [(2, "live", NEXT.version)]
    rows = await bench.rows()
    assert len(rows) == 5
    states = await bench.states()
    for stream, row in rows.items():
        assert row.get("mindset", "destroyed") in {"shouted", "destroyed"}
        assert (row["version"], row["place"]) == (states[stream][0], states[stream][1] * PLACES)


async def test_events_that_come_while_it_is_filled_are_in_both_generations(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refill_module, "CHUNK", 1)
    await append_lives(bench.store, [(RECEIVED,)] * 4)
    engine = bench.engine()
    await engine.catch_up(HOUSE)
    refill = refilling(bench)
    honest, filled = Refill._add, list[int]()

    async def add(self: Refill, version: int, written: Any) -> None:
        await append(bench.store, life(CLASSIFIED), stream=4 - len(filled), at=1)
        await engine.catch_up(HOUSE)
        if not filled:
            assert [row["severity"] for row in (await live(bench)).values()].count(None) == 3
        filled.append(version)
        await honest(self, version, written)

    monkeypatch.setattr(Refill, "_add", add)
    await refill.run()
    rows = await bench.rows()
    assert len(rows) == len(filled) == 4
    assert all(row["severity"] is not None for row in rows.values())
    await append(bench.store, life(CLOSED), stream=1, at=2)
    await engine.catch_up(HOUSE)
    assert (await bench.rows())[UUID(int=1)]["status"] == "closed"


async def live(bench: Bench) -> dict[UUID, dict[str, Any]]:
    """Read the rows of the first generation."""
    return await bench.rows(where="version = 1")


async def test_a_fill_that_was_interrupted_is_resumed(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refill_module, "CHUNK", 2)
    await append_lives(bench.store, [SHORT] * 5)
    await bench.engine().catch_up(HOUSE)
    honest, times = Refill._add, iter([True, False])

    async def add(self: Refill, version: int, written: Any) -> None:
        if not next(times, True):
            raise ConnectionError
        await honest(self, version, written)

    with monkeypatch.context() as interrupted:
        interrupted.setattr(Refill, "_add", add)
        with pytest.raises(ConnectionError):
            await refilling(bench).run()
    assert [status for _, status, _ in await generations(bench)] == ["live", "rebuilding"]
    await refilling(bench).run()
    assert await generations(bench) == [(2, "live", NEXT.version)]
    assert len(await bench.rows()) == 5


async def test_two_refills_at_once_end_with_one_generation(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refill_module, "CHUNK", 1)
    await append_lives(bench.store, [SHORT] * 4)
    await bench.engine().catch_up(HOUSE)
    ends = await asyncio.gather(
        refilling(bench).run(), refilling(bench).run(), return_exceptions=True
    )
    assert all(end is None or isinstance(end, Superseded) for end in ends)
    assert None in ends
    assert await generations(bench) == [(2, "live", NEXT.version)]
    assert len(await bench.rows()) == 4


async def test_a_row_that_cannot_be_filled_is_parked_and_the_rest_is_switched(
    bench: Bench,
) -> None:
    def function(complaint: Complaint, envelope: Envelope) -> Document:
        if envelope.complaint_id == UUID(int=2):
            raise ValueError
        return shouted(complaint, envelope)

    await append_lives(bench.store, [SHORT] * 3)
    await bench.engine().catch_up(HOUSE)
    broken = replace(NEXT, document=function)
    refill = Refill(bench.storage([broken]), bench.engine([broken]), HOUSE, broken)
    await refill.run()
    assert [fault.complaint_id for fault in await bench.storage().parked(HOUSE)] == [UUID(int=2)]
    assert len(await bench.rows()) == 2
    assert await bench.engine([NEXT]).retry_parked(HOUSE) == 0
    assert len(await bench.rows()) == 3


async def test_rows_of_the_program_before_are_read_until_those_of_the_engine_take_over(
    bench: Bench,
) -> None:
    assert bench.database is not None
    await append_lives(bench.store, [SHORT] * 3)
    await Projector(bench.database, bench.store, [BEFORE]).catch_up(HOUSE)
    before = await live(bench)
    await append(bench.store, life(NOTED), stream=1, at=len(SHORT))
    await bench.engine().catch_up(HOUSE)
    assert await live(bench) == before
    engine_s = (2, "rebuilding", PLANNING_COPY.version)
    assert await generations(bench) == [(1, "live", 0), engine_s]
    await Refill(bench.storage(), bench.engine(), HOUSE, PLANNING_COPY).run()
    assert await generations(bench) == [(2, "live", PLANNING_COPY.version)]
    after = await bench.rows()
    assert {stream: row["status"] for stream, row in after.items()} == {
        stream: row["status"] for stream, row in before.items()
    }


async def test_a_new_projection_is_filled_with_what_was_there_before_it(bench: Bench) -> None:
    assert bench.database is not None
    await append_lives(bench.store, [SHORT] * 3)
    await bench.engine([]).catch_up(HOUSE)
    await append(bench.store, life(*SHORT), stream=9)
    engine = bench.engine()
    await engine.catch_up(HOUSE)
    assert set(await bench.rows()) == {UUID(int=9)}
    stale = stale_generations([PLANNING_COPY])
    assert await bench.database.fetch(stale) == [(HOUSE, "planning_copy")]
    await Refill(bench.storage(), engine, HOUSE, PLANNING_COPY).run()
    assert await bench.database.fetch(stale) == []
    assert len(await bench.rows()) == 4


@pytest.mark.parametrize("projection", PROJECTIONS, ids=lambda one: one.name)
async def test_a_refill_of_unchanged_functions_gives_rows_and_lines_again(
    bench: Bench, projection: Projection
) -> None:
    async def stored() -> list[list[Any]]:
        tables = [projection.table, projection.lines_table]
        assert bench.database is not None
        async with bench.database.begin() as connection:
            return [
                sorted(
                    [str(value) for name, value in row.items() if name not in PLACED]
                    for row in (await connection.execute(select(table))).mappings()
                )
                for table in tables
                if table is not None
            ]

    await append_lives(bench.store, [WHOLE] * 2 + [SHORT] * 3)
    await bench.engine().catch_up(HOUSE)
    before = await stored()
    next_one = replace(projection, version=projection.version + 1)
    refill = Refill(bench.storage([next_one]), bench.engine([next_one]), HOUSE, next_one)
    await refill.run()
    assert len(before[0]) == 5
    assert await stored() == before
