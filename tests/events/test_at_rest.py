"""Organisations that rest cost one statement a look, however many they are."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from app.access.organisations import Policies
from app.application.command_handler import CommandHandler
from app.application.deadline_monitor import DeadlineMonitor
from app.domain.values import OrganisationId
from app.events import log_follower
from app.events.database import Database, Query
from app.events.log_follower import Step
from app.events.projections import ALL
from app.events.store import EventStore
from app.events.subscriptions import Projector
from app.events.sweep import DEADLINES_DUE, HEADS_AHEAD
from app.proof.notes import SealKey
from app.sealing.log_scrub import ROUND, SLICE, LogScrubber
from app.sealing.sealer import Sealer
from app.sealing.sweep import LOGS_TO_SCRUB, LOGS_TO_SIGN
from tests.events.logs import HOUSE, NAMES, append, assert_current
from tests.events.projections.examples import CLASSIFIED, CLOSED, RECEIVED
from tests.events.projections.lives import life
from tests.support.databases import store_on

LOGS = [OrganisationId(f"log-{nth}") for nth in range(12)]
NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
SHORT = (RECEIVED, CLASSIFIED, CLOSED)


class Statements:
    """What is asked of the database."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.queries: list[Query] = []
        self.organisations: set[str] = set()
        self.transactions = 0
        fetch, begin = Database.fetch, Database.begin

        async def counted(self_: Database, query: Query, /, **parameters: Any) -> Any:
            self.queries.append(query)
            if "organisation" in parameters:
                self.organisations.add(parameters["organisation"])
            return await fetch(self_, query, **parameters)

        def begun(self_: Database) -> Any:
            self.transactions += 1
            return begin(self_)

        monkeypatch.setattr(Database, "fetch", counted)
        monkeypatch.setattr(Database, "begin", begun)


@pytest.fixture
async def store(database: Database) -> AsyncIterator[EventStore]:
    store = store_on(database)
    yield store
    await store.close()


class Process:
    """All that runs beside the requests, stopped at one moment."""

    def __init__(self, database: Database, store: EventStore) -> None:
        self.now = NOW
        self.projector = Projector(database, store, ALL)
        key = SealKey("a key for logs that rest")
        self.sealer = Sealer(database, store, key, clock=self.clock, every=timedelta(seconds=60))
        handling = CommandHandler(store, Policies(store), clock=self.clock)
        self.clockwork = DeadlineMonitor(database, handling, clock=self.clock)
        self.scrubber = LogScrubber(database, self.sealer, clock=self.clock)

    def clock(self) -> datetime:
        return self.now

    async def come_to_rest(self) -> None:
        """Project, seal and scrub all there is."""
        await self.projector.catch_up()
        await self.sealer._seal_due()
        for name in LOGS:
            assert await self.scrubber.scrub(name)
        self.now += SLICE


@pytest.fixture
async def at_rest(database: Database, store: EventStore) -> Process:
    """A process whose logs rest."""
    for name in LOGS:
        await append(store, life(*SHORT), organisation=name)
    process = Process(database, store)
    await process.come_to_rest()
    return process


@asynccontextmanager
async def running(projector: Projector) -> AsyncIterator[None]:
    task = asyncio.create_task(projector.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def projected(projector: Projector, position: int) -> None:
    """Wait until a projector has come to a position, without asking it to look."""
    async with asyncio.timeout(20):
        while (await projector.positions(HOUSE))["audit_copy"] < position:  # noqa: ASYNC110 - nobody may tell
            await asyncio.sleep(0.01)


async def test_each_look_at_logs_that_rest_is_one_statement_for_all_of_them(
    at_rest: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Statements(monkeypatch)
    looks = (
        at_rest.projector._follower._sweep,
        at_rest.sealer._seal_due,
        at_rest.clockwork._look,
        at_rest.scrubber._scrub_due,
    )
    for look in looks:
        assert not await look()
    assert asked.queries == [HEADS_AHEAD, LOGS_TO_SIGN, DEADLINES_DUE, LOGS_TO_SCRUB]
    assert asked.transactions == 0


async def test_a_log_that_grows_causes_no_statement_on_logs_that_rest(
    at_rest: Process, store: EventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(at_rest.projector):
        asked = Statements(monkeypatch)
        position = await append(store, life(*SHORT), stream=2, organisation=LOGS[3])
        assert await at_rest.projector.wait_for(LOGS[3], "audit_copy", position, timeout=20)
    await at_rest.sealer._seal_due()
    assert asked.organisations == {LOGS[3]}


async def ahead(database: Database) -> list[str]:
    names = msgspec.json.encode([*map(str, NAMES)]).decode()
    return [row[0] for row in await database.fetch(HEADS_AHEAD, names=names, count=len(NAMES))]


async def test_the_sweep_finds_logs_that_are_ahead_of_any_projection(
    at_rest: Process, database: Database, store: EventStore
) -> None:
    assert await ahead(database) == []
    await append(store, life(*SHORT), stream=2, organisation=LOGS[5])
    assert await ahead(database) == [LOGS[5]]
    await Projector(database, store, ALL[:3]).catch_up(LOGS[5])
    assert await ahead(database) == [LOGS[5]]
    await at_rest.projector.catch_up(LOGS[5])
    assert await ahead(database) == []


async def test_the_sweep_finds_logs_that_a_projection_has_not_begun_with(
    database: Database, store: EventStore
) -> None:
    await append(store, life(*SHORT))
    await Projector(database, store, ALL[1:]).catch_up()
    assert await ahead(database) == [HOUSE]


async def test_logs_to_sign_are_those_that_grew_were_cut_or_were_refused(
    at_rest: Process, database: Database, store: EventStore
) -> None:
    await append(store, life(*SHORT), stream=2, organisation=LOGS[0])
    await at_rest.sealer._note_trouble(LOGS[1], "changed")
    async with database.begin() as connection:
        cut = "UPDATE log_heads SET position = 2 WHERE organisation_id = 'log-2'"
        await connection.exec_driver_sql(cut)
    found = sorted(await database.fetch(LOGS_TO_SIGN))
    assert [row[:3] for row in found] == [("log-0", 6, 3), ("log-1", 3, 3), ("log-2", 2, 3)]
    assert {row[3] for row in found} == {NOW}


async def test_a_scrub_is_due_when_its_round_begins_again(
    at_rest: Process, database: Database
) -> None:
    async def due() -> int:
        now = at_rest.now
        given = {"slice_before": now - SLICE, "round_before": now - ROUND}
        return len(await database.fetch(LOGS_TO_SCRUB, now=now, **given))

    assert await due() == 0
    at_rest.now += ROUND
    assert await due() == len(LOGS)
    at_rest.now -= 3 * ROUND
    assert await due() == len(LOGS), "the last round began in the future: a clock was wrong"


async def test_news_alone_brings_an_event_into_the_projections(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = store_on(database), store_on(database)
    projector, swept = Projector(database, here, ALL), asyncio.Event()
    honest = projector._follower._sweep

    async def sweep_once() -> bool:
        if not swept.is_set():
            await honest()
            swept.set()
        return False

    monkeypatch.setattr(projector._follower, "_sweep", sweep_once)
    async with running(projector):
        await swept.wait()
        store = here if database.dialect == "sqlite" else there
        position = await append(store, life(*SHORT))
        await projected(projector, position)
    await assert_current(database, here)
    await here.close()
    await there.close()


async def test_the_sweep_brings_in_what_no_news_told_of(
    database: Database, store: EventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store.growth, "tell", lambda _: None)
    monkeypatch.setattr(log_follower, "SWEEP_AT_MOST_SECONDS", 0.01)
    projector = Projector(database, store, ALL)
    async with running(projector):
        position = await append(store, life(*SHORT))
        await projected(projector, position)


async def test_a_log_is_left_to_the_process_that_has_its_lease_and_taken_over_if_it_stops(
    database: Database, store: EventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_follower, "DEFER_SECONDS", 0)
    holder, other = (Projector(database, store, ALL) for _ in range(2))
    steps = iter([Step.BUSY, Step.DONE])

    async def step(_organisation: OrganisationId) -> Step:
        return next(steps)

    with monkeypatch.context() as beaten:
        beaten.setattr(other._follower, "_step", step)
        assert await other._follower._go_on(HOUSE), "busy: there may be more"
        assert not await other._follower._go_on(HOUSE), "the holder was faster"
    assert HOUSE in other._follower._left_until
    await append(store, life(*SHORT), stream=UUID(int=1).int)
    await other._follower._go_on(HOUSE)
    assert HOUSE not in other._follower._left_until
    assert await holder._step(HOUSE) is Step.DONE
