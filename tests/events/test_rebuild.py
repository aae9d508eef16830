"""A rebuild makes the documents anew beside those that are read."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import asyncpg
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import make_url, text
from sqlalchemy.exc import IntegrityError

from app.domain.complaint import Event, Fact
from app.domain.steps.memo import Noted
from app.domain.values import Copy, Place
from app.events import rebuild as rebuilding
from app.events.database import Database, libpq_url
from app.events.documents import Generation
from app.events.projections import ALL, audit_copy, case_state, ledger
from app.events.rebuild import Superseded, UnderWay, rebuild
from app.events.store import EventStore, Recorded
from app.events.subscriptions import Projector
from tests.events.logs import HOUSE, append, append_lives, assert_current, stored
from tests.events.projections.examples import (
    APOLOGISED,
    CLASSIFIED,
    CLOSED,
    NOTED,
    RECEIVED,
    REOPENED,
    WHOLE,
    handed,
)
from tests.events.projections.lives import START, ZHANG, any_event, life
from tests.support.databases import store_on

pytestmark = pytest.mark.slow

SHORT = (RECEIVED, CLASSIFIED, CLOSED)


@pytest.fixture
async def store(database: Database) -> AsyncIterator[EventStore]:
    store = store_on(database)
    yield store
    await store.close()


async def generations(database: Database) -> list[tuple[int, str]]:
    statement = text("SELECT version, status FROM subscriptions WHERE name = 'case_state'")
    async with database.begin() as connection:
        rows = await connection.execute(statement)
        return sorted((row[0], row[1]) for row in rows)


async def versions_of_rows(database: Database) -> set[int]:
    async with database.begin() as connection:
        rows = await connection.execute(text("SELECT DISTINCT version FROM case_state"))
        return {row[0] for row in rows}


async def test_a_rebuild_makes_the_same_documents_and_leaves_nothing_behind(
    database: Database, store: EventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuilding, "CHUNK", 3)
    monkeypatch.setattr(rebuilding, "SOME", 2)
    monkeypatch.setattr(rebuilding, "PAGE", 5)
    position = await append_lives(store, [WHOLE] * 4 + [SHORT] * 5)
    await Projector(database, store, ALL).catch_up()
    told: list[tuple[int, int]] = []
    for projection in ALL:
        progress = told.append
        await rebuild(
            database, store, HOUSE, projection, progress=lambda *figures, p=progress: p(figures)
        )
    await assert_current(database, store)
    assert told[-1] == (position, position)
    assert await generations(database) == [(2, "live")]
    assert await versions_of_rows(database) == {2}


async def lines(database: Database, name: str, version: int) -> list[tuple[Any, ...]]:
    """The lines of a generation; there are no others."""
    async with database.begin() as connection:
        found = await connection.execute(text(f"SELECT * FROM {name} ORDER BY complaint_id, nth"))  # noqa: S608 - our own names
        rows = found.mappings().all()
    assert {row["version"] for row in rows} == {version}
    return [tuple(value for key, value in row.items() if key != "version") for row in rows]


async def test_a_rebuild_makes_the_same_lines_and_leaves_nothing_behind_sc_36(
    database: Database, store: EventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuilding, "SOME", 2)
    await append_lives(store, [WHOLE] * 4)
    await Projector(database, store, ALL).catch_up()
    for projection, name in ((ledger, "postings"), (audit_copy, "payments")):
        before = await lines(database, name, 1)
        await rebuild(database, store, HOUSE, projection.PROJECTION)
        assert await lines(database, name, 2) == before


async def test_a_projection_that_changed_shows_its_new_form_after_a_rebuild(
    database: Database, store: EventStore
) -> None:
    await append_lives(store, [SHORT] * 2)
    await Projector(database, store, ALL).catch_up()

    def project(document: Any, fact: Fact, entry: Recorded) -> Any:
        return {**case_state.project(document, fact, entry), "new": True}

    changed = replace(case_state.PROJECTION, project=project)
    await rebuild(database, store, HOUSE, changed)
    assert all(document["new"] for document in (await stored(database, changed)).values())


@pytest.mark.postgres
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_a_database_that_writes_instants_in_another_way_can_be_rebuilt(url: str) -> None:
    setting = await asyncpg.connect(libpq_url(make_url(url)))
    for of in ("datestyle TO 'German'", "timezone TO 'Asia/Shanghai'"):
        await setting.execute(f"ALTER DATABASE {make_url(url).database} SET {of}")
    await setting.close()
    database = await Database.open(url)
    store = store_on(database)
    await append_lives(store, [WHOLE, SHORT])
    await Projector(database, store, ALL).catch_up()
    for projection in ALL:
        await rebuild(database, store, HOUSE, projection)
    await assert_current(database, store)
    await store.close()
    await database.close()


async def test_events_that_arrive_meanwhile_are_in_the_new_generation(
    database: Database, store: EventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuilding, "BATCH", 1)
    await append_lives(store, [WHOLE])
    projector = Projector(database, store, ALL)
    await projector.catch_up()
    arrivals = iter(enumerate((life(RECEIVED, APOLOGISED), life(*SHORT), life(RECEIVED)), 7))
    honest = rebuilding.Rebuild.switch

    async def busy_switch(self: rebuilding.Rebuild, version: int) -> bool:
        if arrival := next(arrivals, None):
            await append(store, arrival[1], stream=arrival[0])
            await projector.catch_up()
        return await honest(self, version)

    monkeypatch.setattr(rebuilding.Rebuild, "switch", busy_switch)
    await rebuild(database, store, HOUSE, case_state.PROJECTION)
    await projector.catch_up()
    await assert_current(database, store)
    assert await generations(database) == [(2, "live")]


async def test_a_rebuild_beside_a_running_projector_and_a_writer_ends_current(
    database: Database, store: EventStore
) -> None:
    await append_lives(store, [SHORT] * 10)
    projector = Projector(database, store, ALL)
    task = asyncio.create_task(projector.run())

    async def write() -> int:
        return [await append(store, life(*SHORT), stream=n) for n in range(100, 130)][-1]

    position, _ = await asyncio.gather(
        write(), rebuild(database, store, HOUSE, case_state.PROJECTION)
    )
    assert await projector.wait_for(HOUSE, "case_state", position, timeout=10)
    task.cancel()
    await asyncio.wait({task})
    await projector.catch_up()
    await assert_current(database, store)


async def test_an_interrupted_rebuild_harms_nothing_and_the_next_cleans_up(
    database: Database, store: EventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await append_lives(store, [SHORT] * 6)
    await Projector(database, store, ALL).catch_up()
    honest, turns = Generation.add, iter(range(100))
    with monkeypatch.context() as patched:
        patched.setattr(rebuilding, "CHUNK", 2)
        patched.setattr(Generation, "add", _failing(honest, turns))
        with pytest.raises(RuntimeError):
            await rebuild(database, store, HOUSE, case_state.PROJECTION)
    await assert_current(database, store)
    assert await generations(database) == [(1, "live"), (2, "rebuilding")]
    assert await versions_of_rows(database) == {1, 2}
    await rebuild(database, store, HOUSE, case_state.PROJECTION)
    await assert_current(database, store)
    assert await generations(database) == [(3, "live")]
    assert await versions_of_rows(database) == {3}


def _failing(honest: Any, turns: Iterator[int]) -> Any:
    async def add(self: Generation, rows: Any) -> None:
        if next(turns) == 1:
            message = "interrupted"
            raise RuntimeError(message)
        await honest(self, rows)

    return add


async def test_of_two_rebuilds_the_later_wins(database: Database, store: EventStore) -> None:
    await append_lives(store, [SHORT] * 3)
    await Projector(database, store, ALL).catch_up()
    first = rebuilding.Rebuild(database, store, HOUSE, case_state.PROJECTION)
    version = await first.begin()
    await rebuild(database, store, HOUSE, case_state.PROJECTION)
    with pytest.raises(Superseded):
        await first.fill(version, lambda *_: None)
    with pytest.raises(Superseded):
        await first.switch(version)
    await assert_current(database, store)


async def test_a_rebuild_that_begins_beside_a_half_filled_one_stops_it_and_is_whole(
    database: Database, store: EventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await append_lives(store, [SHORT] * 6)
    await Projector(database, store, ALL).catch_up()
    monkeypatch.setattr(rebuilding, "CHUNK", 1)
    monkeypatch.setattr(rebuilding, "PAGE", 2)
    monkeypatch.setattr(rebuilding.Rebuild, "_pages", rebuilding.Rebuild._read)
    monkeypatch.setattr(Database, "locked", _as_if_the_lock_were_lost)
    written, begun, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()
    honest_write, honest_fill = rebuilding.Rebuild._write, rebuilding.Rebuild.fill

    async def write(self: rebuilding.Rebuild, *given: Any) -> None:
        await honest_write(self, *given)
        if not written.is_set():
            written.set()
            await begun.wait()

    async def fill(self: rebuilding.Rebuild, *given: Any) -> None:
        if written.is_set():  # the later one
            begun.set()
            await ended.wait()
        await honest_fill(self, *given)

    monkeypatch.setattr(rebuilding.Rebuild, "_write", write)
    monkeypatch.setattr(rebuilding.Rebuild, "fill", fill)
    earlier = asyncio.create_task(rebuild(database, store, HOUSE, case_state.PROJECTION))
    await written.wait()
    assert len(await versions_of_rows(database)) == 2  # half filled beside the live one
    later = asyncio.create_task(rebuild(database, store, HOUSE, case_state.PROJECTION))
    (end,) = await asyncio.gather(earlier, return_exceptions=True)
    ended.set()
    await asyncio.gather(later, return_exceptions=True)

    await assert_current(database, store)
    assert isinstance(end, Superseded)
    assert later.exception() is None
    assert await generations(database) == [(3, "live")]
    assert await versions_of_rows(database) == {3}


@asynccontextmanager
async def _as_if_the_lock_were_lost(_database: Database, _name: str) -> AsyncIterator[bool]:
    yield True


async def test_a_rebuild_that_ends_leaves_the_generation_of_a_later_one_alone(
    database: Database, store: EventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await append_lives(store, [SHORT] * 3)
    await Projector(database, store, ALL).catch_up()
    work = rebuilding.Rebuild(database, store, HOUSE, case_state.PROJECTION)
    honest, later = rebuilding.Rebuild.switch, []

    async def switch(self: rebuilding.Rebuild, version: int) -> bool:
        later.append(await work.begin())
        return await honest(self, version)

    with monkeypatch.context() as patched:
        patched.setattr(rebuilding.Rebuild, "switch", switch)
        await rebuild(database, store, HOUSE, case_state.PROJECTION)

    assert await generations(database) == [(2, "live"), (3, "rebuilding")]
    await work.fill(later[0], lambda *_: None)
    assert await work.switch(later[0])
    assert await live(database) == [3]


async def live(database: Database) -> list[int]:
    return [version for version, status in await generations(database) if status == "live"]


async def test_a_projection_rebuilt_before_has_one_live_generation_again(
    database: Database, store: EventStore
) -> None:
    await append_lives(store, [SHORT] * 2)
    await Projector(database, store, ALL).catch_up()
    for _ in range(3):
        await rebuild(database, store, HOUSE, case_state.PROJECTION)
    assert await generations(database) == [(4, "live")]
    await assert_current(database, store)


@pytest.mark.parametrize("count", [2, 3])
async def test_of_rebuilds_that_switch_at_once_one_is_live(
    database: Database, store: EventStore, count: int
) -> None:
    await append_lives(store, [SHORT] * 3)
    await Projector(database, store, ALL).catch_up()
    work = rebuilding.Rebuild(database, store, HOUSE, case_state.PROJECTION)
    versions = [await work.begin() for _ in range(count)]
    for version in versions:
        await work.fill(version, lambda *_: None)

    ends = await asyncio.gather(*map(work.switch, versions), return_exceptions=True)

    assert True in ends
    assert {repr(end) for end in ends} <= {"True", "Superseded()"}
    (taken_over,) = await live(database)
    assert taken_over in versions
    await assert_current(database, store)


@pytest.mark.parametrize("count", [2, 3])
async def test_rebuilds_at_once_leave_one_generation_that_is_current(
    database: Database, store: EventStore, count: int
) -> None:
    await append_lives(store, [WHOLE] * 2 + [SHORT] * 5)
    projector = Projector(database, store, ALL)
    await projector.catch_up()

    ends = await asyncio.gather(
        *(rebuild(database, store, HOUSE, case_state.PROJECTION) for _ in range(count)),
        return_exceptions=True,
    )

    assert None in ends
    assert {type(end) for end in ends} <= {type(None), Superseded, UnderWay}
    await append(store, life(*SHORT), stream=99)
    await projector.catch_up()
    assert len(await live(database)) == 1
    await assert_current(database, store)
    await rebuild(database, store, HOUSE, case_state.PROJECTION)
    assert [status for _, status in await generations(database)] == ["live"]


async def test_a_generation_that_has_taken_over_is_not_thrown_away_by_another_rebuild(
    database: Database, store: EventStore
) -> None:
    await append_lives(store, [SHORT] * 2)
    await Projector(database, store, ALL).catch_up()
    work = rebuilding.Rebuild(database, store, HOUSE, case_state.PROJECTION)
    version = await work.begin()
    await work.fill(version, lambda *_: None)
    assert await work.switch(version)

    await work._remove(version)  # another saw it while it was being filled

    assert await live(database) == [version]
    await assert_current(database, store)


async def test_the_database_refuses_a_second_live_generation(
    database: Database, store: EventStore
) -> None:
    await append_lives(store, [SHORT])
    await Projector(database, store, ALL).catch_up()
    work = rebuilding.Rebuild(database, store, HOUSE, case_state.PROJECTION)
    await work.begin()

    with pytest.raises(IntegrityError):
        async with database.begin() as connection:
            await connection.execute(
                text("UPDATE subscriptions SET status = 'live' WHERE name = 'case_state'")
            )


@pytest.mark.postgres
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_a_rebuild_beside_another_of_the_same_projection_is_refused_at_once(
    database: Database, store: EventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await append_lives(store, [SHORT])
    await Projector(database, store, ALL).catch_up()
    filling, go_on = asyncio.Event(), asyncio.Event()
    honest = rebuilding.Rebuild.fill

    async def slow_fill(self: rebuilding.Rebuild, *given: Any) -> None:
        filling.set()
        await go_on.wait()
        await honest(self, *given)

    monkeypatch.setattr(rebuilding.Rebuild, "fill", slow_fill)
    first = asyncio.create_task(rebuild(database, store, HOUSE, case_state.PROJECTION))
    await filling.wait()
    with pytest.raises(UnderWay):
        await rebuild(database, store, HOUSE, case_state.PROJECTION)
    go_on.set()
    await rebuild(database, store, HOUSE, audit_copy.PROJECTION)  # another is nobody's business
    await first
    await rebuild(database, store, HOUSE, case_state.PROJECTION)
    assert await generations(database) == [(3, "live")]


async def test_a_poison_event_is_parked_by_a_rebuild_too(
    database: Database, store: EventStore
) -> None:
    await append(store, life(RECEIVED, Noted(text="毒"), CLASSIFIED), stream=1)
    await append(store, life(*SHORT), stream=2)

    def project(document: Any, fact: Fact, entry: Recorded) -> Any:
        if isinstance(fact.event, Noted):
            raise TypeError
        return audit_copy.project(document, fact, entry)

    await rebuild(database, store, HOUSE, replace(audit_copy.PROJECTION, project=project))
    mended = Projector(database, store, ALL)
    assert await mended.retry_parked(HOUSE, "audit_copy") == 1
    await mended.catch_up()
    await assert_current(database, store)


async def test_a_projection_that_was_never_filled_can_be_rebuilt(
    database: Database, store: EventStore
) -> None:
    await append_lives(store, [WHOLE] * 2)
    for projection in ALL:
        await rebuild(database, store, HOUSE, projection)
    await assert_current(database, store)


async def test_what_was_written_with_backslashes_comes_out_of_a_copy_as_it_was(
    database: Database, store: EventStore
) -> None:
    odd = 'a\\b\\n\t"\n\\N 😀𠮷 \u2028'
    await append(store, [Fact(replace(RECEIVED, statement=odd), START, ZHANG)])
    await rebuild(database, store, HOUSE, case_state.PROJECTION)
    (document,) = (await stored(database, case_state.PROJECTION)).values()
    assert document["statement"] == odd


DESTROYED: tuple[Event, ...] = tuple(handed(copy, Place.RETAINED, Place.DESTROYED) for copy in Copy)
lives = st.lists(
    st.lists(any_event | st.sampled_from(DESTROYED), max_size=6).map(
        lambda events: (RECEIVED, *(event for event in events if type(event) is not type(RECEIVED)))
    ),
    min_size=1,
    max_size=4,
)


@pytest.fixture
def seeds() -> Iterator[int]:
    return iter(range(1_000_000))


@pytest.mark.slow
@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(lives=lives, batch=st.integers(1, 7))
@example(lives=[(RECEIVED, *DESTROYED)], batch=7)
@example(lives=[(RECEIVED, *DESTROYED, NOTED, REOPENED, NOTED), (RECEIVED, NOTED)], batch=1)
def test_rows_and_rebuilt_rows_equal_a_fold_from_zero_for_any_life(
    lives: list[tuple[Event, ...]], batch: int, make_url: Any, seeds: Iterator[int]
) -> None:
    async def check() -> None:
        database = await Database.open(make_url("sqlite"))
        store = store_on(database)
        try:
            await append_lives(store, lives, seed=next(seeds))
            await Projector(database, store, ALL, batch=batch).catch_up()
            await assert_current(database, store)
            for projection in ALL:
                await rebuild(database, store, HOUSE, projection)
            await assert_current(database, store)
        finally:
            await store.close()
            await database.close()

    asyncio.run(check())
