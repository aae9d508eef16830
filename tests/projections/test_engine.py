"""The engine takes every event in exactly once, and each row is a function of the state alone."""

import asyncio
from dataclasses import replace
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import pytest

from app.domain.complaint import Complaint, Event, Fact, replay
from app.domain.steps.memo import Noted
from app.events.codec import decode
from app.events.database import DatabaseUnavailable
from app.events.log_follower import Step
from app.events.projection import PLACES
from app.projections import engine as engine_module
from app.projections import search_terms
from app.projections.catalogue import PROJECTIONS
from app.projections.document_parts import Columns, Document, Envelope
from app.projections.engine import StateCache
from app.projections.folding import STATES
from app.projections.planning_copy import PROJECTION as PLANNING_COPY
from app.projections.planning_copy import planning_copy
from app.projections.projection import Projection
from app.projections.storage import Storage
from app.projections.stored_state import FoldedComplaint, StateCodec
from tests.events.logs import HOUSE, append, append_lives
from tests.events.projections.examples import APOLOGISED, CLASSIFIED, CLOSED, NOTED, RECEIVED, WHOLE
from tests.events.projections.lives import START, ZHANG, life
from tests.projections.conftest import Bench, all_with

SHORT = (RECEIVED, CLASSIFIED, CLOSED)
ONE = UUID(int=1)


async def assert_current(bench: Bench) -> None:
    """See that states and rows equal a fold of the whole log from zero."""
    log = await bench.store.read_log(HOUSE, after=0, limit=100_000)
    streams: dict[UUID, list[Any]] = {}
    for entry in log:
        streams.setdefault(entry.stream_id, []).append(entry)
    expected: dict[str, dict[UUID, Document]] = {one.name: {} for one in PROJECTIONS}
    states = {}
    for stream, entries in streams.items():
        complaint = replay(decode(entry) for entry in entries)
        assert complaint is not None
        positions = tuple(entry.position for entry in entries)
        states[stream] = (len(positions), positions[-1])
        envelope = Envelope(stream, entries[0].number, positions)
        for projection in PROJECTIONS:
            row = projection.write(complaint, envelope).row
            expected[projection.name][stream] = _unplaced(msgspec.json.decode(row["document"]))
    for name, documents in expected.items():
        rows = await bench.rows(name)
        assert {stream: _unplaced(row) for stream, row in rows.items()} == documents
    assert {s: found[:2] for s, found in (await bench.states()).items()} == states


def _unplaced(document: Document | None) -> Document:
    """Leave out what tells of the last change alone."""
    found = document or {}
    return {name: found[name] for name in found.keys() - {"place", "version", "position"}}


def failing(when: str) -> Projection:
    """Plant a fault: the function fails on a state in which somebody noted some words."""

    def document(complaint: Complaint, envelope: Envelope) -> Document:
        if any(one.text == when for one in complaint.content.memos):
            raise ValueError("王芳 13800000000")
        return planning_copy(complaint, envelope)

    reads = (*PLANNING_COPY.reads, "content.memos")
    return replace(PLANNING_COPY, document=document, reads=reads)


BAD = Noted(text="毒")


async def test_rows_and_states_equal_a_fold_from_zero(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "LEAST_BATCH", 7)
    await append_lives(bench.store, [WHOLE] * 5 + [SHORT] * 10)
    await bench.engine().catch_up(HOUSE)
    await assert_current(bench)


async def test_a_new_process_goes_on_from_the_stored_states(bench: Bench) -> None:
    await append(bench.store, life(*WHOLE[:3]))
    await bench.engine().catch_up(HOUSE)
    await append(bench.store, life(*WHOLE)[3:], at=3)
    await bench.engine().catch_up(HOUSE)
    await assert_current(bench)


async def test_several_engines_share_the_work_and_double_nothing(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "LEAST_BATCH", 3)
    monkeypatch.setattr(engine_module, "MOST_BATCH", 3)
    await append_lives(bench.store, [SHORT] * 20)
    engines = [bench.engine() for _ in range(3)]
    await asyncio.gather(*(one.catch_up(HOUSE) for one in engines))
    await assert_current(bench)
    assert await bench.storage().parked(HOUSE) == []


async def test_a_crash_before_or_after_the_commit_doubles_and_loses_nothing(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "LEAST_BATCH", 5)
    monkeypatch.setattr(engine_module, "MOST_BATCH", 5)
    await append_lives(bench.store, [WHOLE] * 3)
    honest, times = Storage.write, iter(range(1_000_000))

    async def crashing(self: Storage, *given: Any, **named: Any) -> bool:
        time = next(times) % 3
        if time == 1:
            raise DatabaseUnavailable("gone before")
        done = await honest(self, *given, **named)
        if time == 2:
            raise DatabaseUnavailable("gone after")
        return done

    monkeypatch.setattr(Storage, "write", crashing)
    engine, crashes = bench.engine(), 0
    while True:
        try:
            await engine.catch_up(HOUSE)
            break
        except DatabaseUnavailable:
            crashes += 1
    assert crashes > 2
    await assert_current(bench)


async def test_a_row_stays_where_it_is_in_the_feed_while_nothing_it_reads_changes(
    bench: Bench,
) -> None:
    await append(bench.store, life(RECEIVED, CLASSIFIED, NOTED))
    await bench.engine().catch_up(HOUSE)
    row = (await bench.rows())[ONE]
    assert (row["place"], row["position"], row["version"]) == (2 * PLACES, 2, 2)
    assert (await bench.states())[ONE][:2] == (3, 3)


async def test_the_place_in_the_feed_does_not_depend_on_how_batches_fell(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    await append(bench.store, life(RECEIVED, CLASSIFIED, NOTED, NOTED))
    await bench.engine().catch_up(HOUSE)
    at_once = await bench.rows()
    monkeypatch.setattr(engine_module, "LEAST_BATCH", 1)
    monkeypatch.setattr(engine_module, "MOST_BATCH", 1)
    await append(bench.store, life(RECEIVED, CLASSIFIED, NOTED, NOTED), stream=2)
    await bench.engine().catch_up(HOUSE)
    rows = await bench.rows()
    assert rows[UUID(int=2)]["place"] - 4 * PLACES == at_once[ONE]["place"]


async def test_a_function_that_fails_parks_its_row_alone_and_the_next_event_mends_it(
    bench: Bench,
) -> None:
    await append(bench.store, life(RECEIVED, BAD))
    await append(bench.store, life(*SHORT), stream=2)
    broken = failing("毒")
    await bench.engine(all_with(broken)).catch_up(HOUSE)
    assert set(await bench.rows()) == {UUID(int=2)}
    (fault,) = await bench.storage().parked(HOUSE)
    assert fault == ("planning_copy", ONE, 2, "ValueError at 2")
    assert (await bench.states())[ONE][:2] == (2, 2), "the state goes on"
    await append(bench.store, [Fact(NOTED, START, ZHANG)], at=2)
    await bench.engine().catch_up(HOUSE)
    assert await bench.storage().parked(HOUSE) == []
    await assert_current(bench)


async def test_an_event_that_cannot_be_folded_holds_its_complaint_until_it_is_retried(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await append(bench.store, life(RECEIVED, BAD, APOLOGISED))
    await append(bench.store, life(*SHORT), stream=2)
    honest = FoldedComplaint.apply

    def apply(self: FoldedComplaint, fact: Any, entry: Any) -> None:
        if fact.event == BAD:
            raise ValueError("王芳 13800000000")
        honest(self, fact, entry)

    with monkeypatch.context() as broken:
        broken.setattr(FoldedComplaint, "apply", apply)
        await bench.engine().catch_up(HOUSE)
        assert await bench.engine().retry_parked(HOUSE) == 1
    assert [fault[:3] for fault in await bench.storage().parked(HOUSE)] == [(STATES, ONE, 2)]
    assert "138" not in caplog.text
    await append(bench.store, life(CLASSIFIED), at=3)
    engine = bench.engine()
    await engine.catch_up(HOUSE)
    assert (await bench.states())[ONE][:2] == (1, 1)
    assert await engine.retry_parked(HOUSE) == 0
    place = (await bench.rows())[ONE]["place"]
    assert place > 7 * PLACES, "who has read the feed to its end meets it"
    await assert_current(bench)
    await append(bench.store, life(CLOSED), at=4)
    await engine.catch_up(HOUSE)
    await assert_current(bench)


async def test_an_edited_state_is_folded_from_the_log_again(bench: Bench) -> None:
    await append(bench.store, life(RECEIVED, CLASSIFIED))
    await bench.engine().catch_up(HOUSE)
    before = (await bench.states())[ONE]
    await bench.edit('"zhang"', '"wang"')
    assert (await bench.states())[ONE] != before
    await append(bench.store, life(CLOSED), at=2)
    await bench.engine().catch_up(HOUSE)
    assert "wang" not in (await bench.states())[ONE][2]
    await assert_current(bench)


async def test_a_state_written_with_another_key_is_folded_from_the_log_again(bench: Bench) -> None:
    await append(bench.store, life(RECEIVED, CLASSIFIED))
    await bench.engine(codec=StateCodec(b"another key")).catch_up(HOUSE)
    await append(bench.store, life(CLOSED), at=2)
    await bench.engine().catch_up(HOUSE)
    await assert_current(bench)


async def test_a_row_that_the_database_refuses_is_parked_alone(bench: Bench) -> None:
    if bench.database is None:
        return  # memory refuses nothing

    def columns(complaint: Complaint, envelope: Envelope) -> Columns:
        found = PLANNING_COPY.columns(complaint, envelope)
        return found | {"status": None} if complaint.content.classifications else found

    await append(bench.store, life(RECEIVED, CLASSIFIED))
    await append(bench.store, life(RECEIVED), stream=2)
    await bench.engine(all_with(replace(PLANNING_COPY, columns=columns))).catch_up(HOUSE)
    assert set(await bench.rows()) == {UUID(int=2)}
    assert [fault[:3] for fault in await bench.storage().parked(HOUSE)] == [
        ("planning_copy", ONE, 2)
    ]
    assert len(await bench.states()) == 2
    assert await bench.engine().retry_parked(HOUSE) == 0
    await assert_current(bench)


async def test_batches_grow_while_there_is_more_and_shrink_when_caught_up(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "LEAST_BATCH", 2)
    monkeypatch.setattr(engine_module, "MOST_BATCH", 8)
    await append_lives(bench.store, [SHORT] * 9)
    engine, limits = bench.engine(), list[int]()
    honest = bench.store.read_log

    async def read_log(organisation: Any, *, after: int, limit: int) -> Any:
        limits.append(limit)
        return await honest(organisation, after=after, limit=limit)

    monkeypatch.setattr(bench.store, "read_log", read_log)
    await engine.catch_up(HOUSE)
    assert limits == [2, 4, 8, 8, 8, 2]


async def test_a_batch_is_bounded_by_the_bytes_of_its_events(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "BATCH_BYTES", 1)
    await append(bench.store, life(*SHORT))
    engine = bench.engine()
    steps = [await engine.step(HOUSE) for _ in range(4)]
    assert steps == [Step.MOVED, Step.MOVED, Step.CAUGHT_UP, Step.DONE]
    await assert_current(bench)


async def test_busy_complaints_are_not_read_again_while_nobody_else_writes(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, loads = bench.engine(), list[int]()
    await append(bench.store, life(RECEIVED))
    await engine.catch_up(HOUSE)
    honest = Storage.load if bench.database else type(bench.storage()).load

    async def load(self: Any, organisation: Any, complaints: Any) -> Any:
        loads.append(len(complaints))
        return await honest(self, organisation, complaints)

    monkeypatch.setattr(type(bench.storage()), "load", load)
    following: tuple[Event, ...] = (CLASSIFIED, NOTED, APOLOGISED)
    for at, event in enumerate(following, 1):
        await append(bench.store, life(event), at=at)
        await engine.catch_up(HOUSE)
    assert loads == []
    await append(bench.store, life(NOTED), at=4)
    await bench.engine().catch_up(HOUSE)
    assert loads == [1]
    await append(bench.store, life(CLOSED), at=5)
    await engine.catch_up(HOUSE)
    assert loads == [1, 1], "another engine has written meanwhile"
    await assert_current(bench)


def test_the_cache_lets_the_longest_unused_go_when_its_bytes_are_used_up() -> None:
    cache = StateCache(25)
    for number in (1, 2, 3):
        cache.put(HOUSE, [FoldedComplaint(UUID(int=number), size=10)])
    assert set(cache.take(HOUSE, [UUID(int=n) for n in (1, 2, 3)])) == {UUID(int=2), UUID(int=3)}
    assert cache.take(HOUSE, [UUID(int=2)]) == {}


@pytest.mark.postgres
@pytest.mark.parametrize("bench", ["postgresql"], indirect=True)
async def test_a_batch_on_postgresql_is_three_round_trips_and_two_for_its_holder(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = bench.engine()
    await append(bench.store, life(RECEIVED))
    await engine.catch_up(HOUSE)
    trips = list[str]()
    for name in ("fetch", "fetchval", "execute"):
        honest = getattr(asyncpg.Connection, name)

        async def counted(
            self: Any, query: str, *given: Any, _honest: Any = honest, **named: Any
        ) -> Any:
            if "pg_notify" not in query:
                trips.append(query.split(maxsplit=1)[0])
            return await _honest(self, query, *given, **named)

        monkeypatch.setattr(asyncpg.Connection, name, counted)
    await append(bench.store, life(CLASSIFIED), at=1)
    trips.clear()
    assert await engine.step(HOUSE) is Step.CAUGHT_UP
    assert trips == ["SELECT", "WITH"]


async def test_a_document_that_is_extended_is_continued_as_it_was_stored(bench: Bench) -> None:
    given = list[Document | None]()

    def extend(complaint: Complaint, envelope: Envelope, stored: Document | None) -> Document:
        given.append(stored)
        return search_terms.search_terms(complaint, envelope, stored)

    projections = all_with(replace(search_terms.PROJECTION, extend=extend))
    engine = bench.engine(projections)
    await append(bench.store, life(RECEIVED))
    await engine.catch_up(HOUSE)
    assert given == [None]
    await append(bench.store, life(NOTED), at=1)
    await engine.catch_up(HOUSE)
    await append(bench.store, life(NOTED), at=2)
    await bench.engine(projections).catch_up(HOUSE)
    await append(bench.store, life(NOTED), at=3)
    other = replace(search_terms.PROJECTION, extend=extend, version=99)
    await bench.engine(all_with(other)).catch_up(HOUSE)
    assert [one and one["version"] for one in given[1:]] == [1, 2, None]
    await assert_current(bench)
