"""Projections take every event in exactly once, whatever happens."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.domain.complaint import Fact
from app.domain.steps.memo import Noted
from app.domain.values import OrganisationId
from app.events import checkpoints, codec
from app.events.database import Database, DatabaseUnavailable
from app.events.documents import Generation
from app.events.log_follower import Step
from app.events.projection import Projection
from app.events.projections import ALL, audit_copy, planning_copy
from app.events.rebuild import rebuild
from app.events.stays import copies
from app.events.store import EventStore, Recorded
from app.events.subscriptions import Projector
from tests.events.logs import (
    HOUSE,
    NAMES,
    append,
    append_lives,
    assert_current,
    fold_all,
    stored,
)
from tests.events.projections.examples import (
    APOLOGISED,
    CLASSIFIED,
    CLOSED,
    NOTED,
    RECEIVED,
    WHOLE,
)
from tests.events.projections.lives import START, ZHANG, life
from tests.support.databases import store_on

pytestmark = pytest.mark.slow

FEED = copies(planning_copy.TABLE)
SHORT = (RECEIVED, CLASSIFIED, CLOSED)
BAD = Noted(text="毒")


@pytest.fixture
async def store(database: Database) -> AsyncIterator[EventStore]:
    store = store_on(database)
    yield store
    await store.close()


@asynccontextmanager
async def running(projector: Projector) -> AsyncIterator[None]:
    task = asyncio.create_task(projector.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def choking_on(event: Noted, projection: Projection[Any]) -> Projection[Any]:
    """Plant a fault: the projection cannot take one event."""

    def project(document: Any, fact: Fact, entry: Recorded) -> Any:
        if fact.event == event:
            message = "王芳 13800000000"
            raise ValueError(message)
        return projection.project(document, fact, entry)

    return replace(projection, project=project)


async def parked(database: Database) -> list[tuple[str, int, str]]:
    async with database.begin() as connection:
        found = await connection.execute(
            text("SELECT name, position, error FROM parked ORDER BY name, position")
        )
        return [(row[0], row[1], row[2]) for row in found]


async def test_rows_equal_a_fold_from_zero(database: Database, store: EventStore) -> None:
    position = await append_lives(store, [WHOLE] * 5 + [SHORT] * 10)
    projector = Projector(database, store, ALL, batch=7)
    await projector.catch_up()
    assert await projector.positions(HOUSE) == dict.fromkeys(NAMES, position)
    await assert_current(database, store)


def of_yesterday(projection: Projection[Any]) -> Projection[Any]:
    """The same projection before its documents were given a version."""

    def project(document: Any, fact: Fact, entry: Recorded) -> Any:
        whole = None if document is None else {**document, "version": entry.version}
        return {
            name: value
            for name, value in projection.project(whole, fact, entry).items()
            if name != "unit"
        }

    columns = projection.columns
    return replace(
        projection,
        project=project,
        columns=lambda document: columns({**document, "unit": "front-hall"}),
        shape=projection.shape - 1,
    )


async def test_a_document_that_an_older_program_wrote_is_folded_anew_with_the_next_event(
    database: Database, store: EventStore
) -> None:
    older = [of_yesterday(planning_copy.PROJECTION)]
    await append(store, life(*SHORT[:2]))
    await append(store, life(*SHORT[:2]), stream=2)
    await Projector(database, store, older).catch_up()
    await append(store, life(*SHORT)[2:], at=2)
    await Projector(database, store, [planning_copy.PROJECTION]).catch_up()
    log = await store.read_log(HOUSE, after=0, limit=100)
    expected = fold_all(planning_copy.PROJECTION, log)
    found = await stored(database, planning_copy.PROJECTION)
    first, second = str(UUID(int=1)), str(UUID(int=2))
    assert found[first] == expected[first]
    assert "unit" not in found[second], "nothing happened to it, so nobody has looked"
    assert await parked(database) == []


async def test_a_crash_between_fold_and_commit_doubles_and_loses_nothing(
    database: Database, store: EventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await append_lives(store, [WHOLE] * 3)
    honest, times = Generation.save, iter(range(1_000_000))

    async def crashing(self: Generation, rows: Any) -> None:
        await honest(self, rows)
        # More than the saves of one batch, so that some batches come through.
        if next(times) % (2 * len(ALL) - 1) == 1:
            message = "gone"
            raise DatabaseUnavailable(message)

    monkeypatch.setattr(Generation, "save", crashing)
    crashes = 0
    while True:
        try:
            await Projector(database, store, ALL, batch=10).catch_up()
            break
        except DatabaseUnavailable:
            crashes += 1
    assert crashes > 2
    await assert_current(database, store)


async def test_two_projectors_share_the_work_and_double_nothing(
    database: Database, store: EventStore
) -> None:
    await append_lives(store, [SHORT] * 20)
    projectors = [Projector(database, store, ALL, batch=3) for _ in range(3)]
    await asyncio.gather(*(projector.catch_up() for projector in projectors))
    await assert_current(database, store)
    assert await parked(database) == []


async def test_the_copies_of_a_form_always_stand_at_one_position(
    database: Database, store: EventStore
) -> None:
    await append_lives(store, [WHOLE, SHORT])
    projector = Projector(database, store, ALL, batch=1)
    for position in range(1, 8):
        await projector._step(HOUSE)
        assert set((await projector.positions(HOUSE)).values()) == {position}
    documents = [await stored(database, projection) for projection in ALL[:4]]
    for stream in documents[0]:
        assert len({(d[stream]["version"], d[stream]["position"]) for d in documents}) == 1
        assert len({(d[stream]["status"], d[stream]["number"]) for d in documents}) == 1


async def test_a_new_projection_catches_up_and_then_goes_with_the_others(
    database: Database, store: EventStore
) -> None:
    await append_lives(store, [WHOLE] * 2)
    await Projector(database, store, ALL[:2]).catch_up()
    await append(store, life(*SHORT), stream=9)
    await Projector(database, store, ALL, batch=4).catch_up()
    await assert_current(database, store)


async def test_a_poison_event_is_parked_with_what_follows_it_and_the_rest_goes_on(
    database: Database, store: EventStore, caplog: pytest.LogCaptureFixture
) -> None:
    await append(store, life(RECEIVED, BAD, APOLOGISED), stream=1)
    await append(store, life(*SHORT), stream=2)
    await append(store, [Fact(CLOSED, START, ZHANG)], stream=1, at=3)
    choking = choking_on(BAD, audit_copy.PROJECTION)
    with caplog.at_level(logging.ERROR):
        await Projector(database, store, [choking], batch=4).catch_up()
    assert await parked(database) == [
        ("audit_copy", 2, "ValueError at 2"),
        ("audit_copy", 3, "follows a parked event"),
        ("audit_copy", 7, "follows a parked event"),
    ]
    documents = await stored(database, choking)
    assert sorted(document["version"] for document in documents.values()) == [1, 3]
    assert "138" not in caplog.text


async def test_parked_events_are_taken_in_once_the_cause_is_gone(
    database: Database, store: EventStore
) -> None:
    await append(store, life(RECEIVED, BAD, CLASSIFIED), stream=1)
    choking = [choking_on(BAD, projection) for projection in ALL]
    still_broken = Projector(database, store, choking)
    await still_broken.catch_up()
    assert await still_broken.retry_parked(HOUSE, "case_state") == 0
    mended = Projector(database, store, ALL)
    assert [await mended.retry_parked(HOUSE, name) for name in NAMES] == [1] * len(NAMES)
    assert await parked(database) == []
    await append(store, [Fact(CLOSED, START, ZHANG)], stream=1, at=3)
    await mended.catch_up()
    await assert_current(database, store)


async def test_who_has_read_the_feed_to_its_end_meets_what_is_released(
    database: Database, store: EventStore
) -> None:
    await append(store, life(RECEIVED, BAD, CLASSIFIED), stream=1)
    await append(store, life(RECEIVED, BAD), stream=2)
    await append(store, life(RECEIVED), stream=3)
    projection = planning_copy.PROJECTION
    await Projector(database, store, [choking_on(BAD, projection)]).catch_up()
    mended = Projector(database, store, [projection])
    last = 0

    async def fed() -> list[int]:
        nonlocal last
        rows = await database.fetch(FEED, organisation=HOUSE, after=last, limit=10)
        last = rows[-1][0] if rows else last
        return [UUID(msgspec.json.decode(document)["id"]).int for *_, document in rows]

    assert await fed() == [1, 2, 3]
    assert await mended.retry_parked(HOUSE, projection.name) == 2
    assert sorted(await fed()) == [1, 2]
    for stream in (1, 2):
        where = {"organisation": HOUSE, "complaint_id": UUID(int=stream)}
        ((_, at, position, *_),) = await database.fetch(planning_copy.ONE, **where)
        assert at == position
    await append(store, life(RECEIVED), stream=4)
    await mended.catch_up()
    assert await fed() == [4]
    assert await fed() == []


async def test_who_has_read_the_feed_to_its_end_meets_what_a_rebuild_mends(
    database: Database, store: EventStore
) -> None:
    worse = Noted(text="更毒")
    await append(store, life(RECEIVED, worse), stream=1)
    await append(store, life(RECEIVED, BAD), stream=2)
    projection = planning_copy.PROJECTION
    broken = choking_on(worse, projection)
    await Projector(database, store, [choking_on(BAD, broken)]).catch_up()
    assert await Projector(database, store, [broken]).retry_parked(HOUSE, projection.name) == 1
    last = (await database.fetch(FEED, organisation=HOUSE, after=0, limit=10))[-1][0]
    await rebuild(database, store, HOUSE, projection)
    ((*_, document),) = await database.fetch(FEED, organisation=HOUSE, after=last, limit=10)
    assert UUID(msgspec.json.decode(document)["id"]).int == 1


async def test_an_event_that_only_a_newer_program_knows_waits_for_it(
    database: Database,
    store: EventStore,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await append(store, life(RECEIVED))
    with monkeypatch.context() as newer:
        newer.setattr("tests.events.projections.lives.encode", lambda _: ("complaint.x", 1, "{}"))
        await append(store, life(NOTED), at=1)
    await append(store, life(RECEIVED), stream=2)
    projector = Projector(database, store, ALL)
    for _ in range(3):
        await projector.catch_up()
    assert await parked(database) == []
    assert await projector.positions(HOUSE) == dict.fromkeys(NAMES, 1)
    assert caplog.text.count("wait for a newer program") == 1
    monkeypatch.setitem(codec_classes(), ("complaint.x", 1), lambda _: BAD)
    await Projector(database, store, ALL).catch_up()
    await assert_current(database, store)


def codec_classes() -> dict[tuple[str, int], Any]:
    """What this program can read."""
    return codec._codec._decoders


async def test_a_fault_that_passes_parks_nothing(
    database: Database, store: EventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await append(store, life(*SHORT))
    honest, faults = Generation.save, iter(range(2))

    async def failing(self: Generation, rows: Any) -> None:
        if next(faults, None) is not None:
            raise ZeroDivisionError
        await honest(self, rows)

    monkeypatch.setattr(Generation, "save", failing)
    await Projector(database, store, ALL[:1]).catch_up()
    assert await parked(database) == []
    assert next(faults, None) is None


@pytest.mark.parametrize(
    "fault",
    [
        asyncpg.DeadlockDetectedError("x"),
        asyncpg.SerializationError("x"),
        asyncpg.InvalidCachedStatementError("x"),
    ],
)
async def test_a_batch_in_the_way_of_another_is_tried_again_whole(
    database: Database, store: EventStore, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    await append(store, life(*SHORT))

    async def failing(_self: Generation, _rows: Any) -> None:
        raise fault

    with monkeypatch.context() as trouble:
        trouble.setattr(Generation, "save", failing)
        with pytest.raises(DatabaseUnavailable):
            await Projector(database, store, ALL).catch_up()
    assert await parked(database) == []
    await Projector(database, store, ALL).catch_up()
    await assert_current(database, store)


async def test_events_of_the_organisation_itself_are_passed_over(
    database: Database, store: EventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    founded = ("organisation.founded", 1, "{}")
    monkeypatch.setattr("tests.events.projections.lives.encode", lambda _: founded)
    position = await append(store, life(NOTED))
    projector = Projector(database, store, ALL)
    await projector.catch_up()
    assert await parked(database) == []
    assert await projector.positions(HOUSE) == dict.fromkeys(NAMES, position)


async def test_a_row_that_the_database_refuses_parks_that_event_alone(
    database: Database, store: EventStore
) -> None:
    def columns(copy: audit_copy.AuditCopy) -> dict[str, Any]:
        found = audit_copy.columns(copy)
        return found | {"custody": None} if copy["severity"] else found

    await append(store, life(RECEIVED, CLASSIFIED, APOLOGISED), stream=1)
    await append(store, life(RECEIVED), stream=2)
    broken = replace(audit_copy.PROJECTION, columns=columns)
    await Projector(database, store, [broken]).catch_up()
    assert [position for _, position, _ in await parked(database)] == [2, 3]
    assert len(await stored(database, broken)) == 2


async def test_a_document_that_cannot_be_written_parks_its_last_event(
    database: Database, store: EventStore
) -> None:
    def columns(copy: audit_copy.AuditCopy) -> dict[str, Any]:
        return {"severity": copy["severity"]} | {"x": 1 // 0}

    await append(store, life(RECEIVED, CLASSIFIED))
    broken = replace(audit_copy.PROJECTION, columns=columns)
    await Projector(database, store, [broken]).catch_up()
    assert await parked(database) == [("audit_copy", 2, "ZeroDivisionError at 2")]


async def test_a_running_projector_follows_organisations_that_appear(
    database: Database, store: EventStore
) -> None:
    projector = Projector(database, store, ALL)
    async with running(projector):
        for name in ("first", "second"):
            organisation = OrganisationId(name)
            position = await append(store, life(*SHORT), organisation=organisation)
            assert await projector.wait_for(organisation, "audit_copy", position, timeout=5)
            assert len(await stored(database, audit_copy.PROJECTION, organisation)) == 1


async def test_a_running_projector_survives_a_database_that_fails(
    database: Database, store: EventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest, failures = checkpoints.park, iter(range(2))

    async def failing(*given: Any) -> None:
        if next(failures, None) is not None:
            message = "gone"
            raise DatabaseUnavailable(message)
        await honest(*given)

    monkeypatch.setattr(checkpoints, "park", failing)
    projector = Projector(database, store, ALL)
    async with running(projector):
        position = await append(store, life(*SHORT))
        assert await projector.wait_for(HOUSE, "case_state", position, timeout=10)
    assert next(failures, None) is None
    await assert_current(database, store)


async def test_waiting_for_a_position_ends_when_another_process_gets_there(
    database: Database, store: EventStore
) -> None:
    position = await append(store, life(*SHORT))
    here, there = (Projector(database, store, ALL) for _ in range(2))
    waiting = asyncio.create_task(here.wait_for(HOUSE, "planning_copy", position, timeout=5))
    await there.catch_up(HOUSE)
    assert await waiting


async def test_waiting_for_a_position_that_does_not_come_ends_in_time(
    database: Database, store: EventStore
) -> None:
    position = await append(store, life(*SHORT))
    projector = Projector(database, store, ALL)
    assert not await projector.wait_for(HOUSE, "case_state", position, timeout=0.01)
    await projector.catch_up()
    assert await projector.wait_for(HOUSE, "case_state", position, timeout=0)
    assert not await projector.wait_for(HOUSE, "case_state", position + 1, timeout=0)


async def test_a_lease_that_is_held_is_left_to_its_holder(
    database: Database, store: EventStore
) -> None:
    if database.dialect == "sqlite":
        return  # one writer: who waits for the lock finds the position moved
    await append(store, life(*SHORT))
    projector = Projector(database, store, ALL)
    await projector._standings(HOUSE)
    async with database.begin() as connection:
        await _lock_all(connection)
        step = await projector._step(HOUSE)
    assert step is Step.BUSY


async def _lock_all(connection: AsyncConnection) -> None:
    await connection.execute(text("SELECT * FROM subscriptions FOR UPDATE"))
