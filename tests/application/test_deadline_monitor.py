"""What passes its time is recorded as missed: once, whoever watches and whatever crashes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from app.access.organisations import Policies, found
from app.application.command_handler import CommandContext, CommandHandler
from app.application.deadline_monitor import DeadlineMonitor
from app.domain.command import Command
from app.domain.steps.apology import Apologise
from app.domain.steps.receipt import ReceiveComplaint
from app.domain.values import (
    Actor,
    ApologyKind,
    Channel,
    Complainant,
    ComplaintId,
    OrganisationId,
)
from app.events.codec import decode_meta
from app.events.database import Database
from app.events.projections import ALL
from app.events.store import EventStore, Recorded
from app.events.subscriptions import Projector
from app.policies import text_of
from tests.support.databases import store_on
from tests.support.growth import grows

HOUSE = OrganisationId("house")
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
LIN = Actor("lin", ("handler",))
MISSED = "complaint.deadline-missed"

RULES = (
    text_of("default")
    + """
[clocks.apology]
title = { en = "Apology", zh-Hans = "首次致歉", zh-Hant = "首次致歉" }
start = ["received"]
stop = ["apologised"]
length = "30 minutes"
report_to = ["supervisor"]
rule = "WS-11"

[clocks.keep]
title = { en = "Keep", zh-Hans = "保存", zh-Hant = "保存" }
start = ["received"]
stop = ["published"]
length = "10 minutes"
reminder = true
after_end = true
rule = "SC-46"
"""
)


@dataclass
class Process:
    """A process of its own: it shares the database, and the time."""

    database: Database
    store: EventStore
    now: datetime = NOW
    handling: CommandHandler = field(init=False)
    clockwork: DeadlineMonitor = field(init=False)
    projector: Projector = field(init=False)

    def __post_init__(self) -> None:
        self.handling = CommandHandler(self.store, Policies(self.store), clock=lambda: self.now)
        self.clockwork = DeadlineMonitor(self.database, self.handling, clock=lambda: self.now)
        self.projector = Projector(self.database, self.store, ALL)

    async def receive(self) -> ComplaintId:
        receipt = ReceiveComplaint(
            at=self.now,
            by=LIN,
            channel=Channel.TELEPHONE,
            unit="front-hall",
            complainant=Complainant(name="张女士", telephone="138"),
            statement="相册印反了",
        )
        answer = await self.handling.receive(_ask(), receipt)
        return ComplaintId(answer.complaint_id)

    async def do(self, complaint: ComplaintId, command: Command) -> None:
        await self.handling.handle(_ask(), complaint, command)

    async def tick(self) -> int:
        await self.projector.catch_up(HOUSE)
        return await self.clockwork.tick(HOUSE)


def _ask() -> CommandContext:
    return CommandContext(HOUSE, uuid4(), "f", None, "c", "test")


@pytest.fixture
async def process(database: Database) -> AsyncIterator[Process]:
    store = store_on(database)
    await found(store, HOUSE, title="House", policy_text=RULES, at=NOW, by=Actor("founder"))
    yield Process(database, store)
    await store.close()


async def log_of(store: EventStore, complaint: ComplaintId) -> list[Recorded]:
    return await store.read_stream(HOUSE, complaint)


async def misses(process: Process, complaint: ComplaintId) -> list[Recorded]:
    return [one for one in await log_of(process.store, complaint) if one.type == MISSED]


async def test_a_deadline_that_passed_is_recorded_and_reported_ws_37(process: Process) -> None:
    complaint = await process.receive()
    assert await process.tick() == 0
    process.now += timedelta(minutes=30)
    assert await process.tick() == 1
    missed, reported = (await log_of(process.store, complaint))[-2:]
    assert (missed.type, reported.type) == (MISSED, "complaint.reported")
    assert missed.occurred_at == process.now
    meta = decode_meta(missed.meta)
    assert (meta.actor, meta.channel) == (Actor("clock"), "clock")


async def test_what_was_on_paper_first_is_not_missed_while_it_is_entered_ws_15(
    process: Process,
) -> None:
    recorded = datetime.now(UTC) + timedelta(minutes=1)
    process.now = recorded - timedelta(days=1)
    entered = await process.receive()
    forgotten = await process.receive()
    process.now = recorded
    assert await process.tick() == 0
    assert not await process.clockwork._look(), "nothing is to be looked at while it is entered"
    apology = Apologise(
        at=recorded - timedelta(hours=23, minutes=50),
        by=LIN,
        kind=ApologyKind.COURTESY,
        words="抱歉",
    )
    await process.do(entered, apology)
    process.now = recorded + timedelta(minutes=15)
    await process.projector.catch_up(HOUSE)
    assert await process.clockwork._look()
    assert await misses(process, entered) == []
    assert len(await misses(process, forgotten)) == 1


async def test_it_is_recorded_once_however_often_one_looks(process: Process) -> None:
    complaint = await process.receive()
    process.now += timedelta(hours=1)
    assert [await process.tick() for _ in range(3)] == [1, 0, 0]
    assert len(await misses(process, complaint)) == 1


async def test_what_was_done_in_time_is_not_missed_ws_11(process: Process) -> None:
    complaint = await process.receive()
    apology = Apologise(at=NOW, by=LIN, kind=ApologyKind.COURTESY, words="抱歉")
    await process.do(complaint, apology)
    process.now += timedelta(hours=1)
    assert await process.tick() == 0
    assert await misses(process, complaint) == []


async def test_the_record_decides_where_the_worklist_is_behind(process: Process) -> None:
    complaint = await process.receive()
    await process.tick()
    apology = Apologise(at=NOW, by=LIN, kind=ApologyKind.COURTESY, words="抱歉")
    await process.do(complaint, apology)
    process.now += timedelta(hours=1)
    assert await process.clockwork.tick(HOUSE) == 0
    assert await misses(process, complaint) == []


async def test_several_processes_record_it_once(process: Process) -> None:
    complaints = [await process.receive() for _ in range(20)]
    await process.projector.catch_up(HOUSE)
    others = [Process(process.database, process.store) for _ in range(4)]
    for each in others:
        each.now = NOW + timedelta(hours=1)
    counts = await asyncio.gather(*(each.clockwork.tick(HOUSE) for each in others))
    assert sum(counts) == len(complaints)
    for complaint in complaints:
        assert len(await misses(process, complaint)) == 1


async def test_a_process_that_begins_again_catches_up_with_the_time(process: Process) -> None:
    complaint = await process.receive()
    again = Process(process.database, process.store, NOW + timedelta(days=3))
    assert await again.tick() == 1
    (missed,) = await misses(process, complaint)
    assert missed.occurred_at == again.now
    assert await Process(process.database, process.store, again.now).tick() == 0


async def test_more_than_a_batch_is_worked_off(
    process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.application.deadline_monitor.BATCH", 3)
    for _ in range(10):
        await process.receive()
    process.now += timedelta(hours=1)
    assert await process.tick() == 10


async def test_it_runs_beside_until_it_is_told_to_stop(
    process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.application.deadline_monitor.LOOK_EVERY_SECONDS", 0.01)
    await process.receive()
    process.now += timedelta(hours=1)
    await process.projector.catch_up(HOUSE)
    head = await process.store.head(HOUSE)
    task = asyncio.create_task(process.clockwork.run())
    assert await grows(process.store, HOUSE, after=head, timeout=10)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    assert task.cancelled()
