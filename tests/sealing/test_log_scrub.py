"""Old events are compared with the signed tree again, and an edit behind the last seal is found."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from app.events.database import Database
from app.events.postgres import PostgresStore
from app.events.sqlite import SqliteStore
from app.events.store import Entry, NewEvent, Write
from app.proof.notes import SealKey
from app.proof.record import leaf_of
from app.proof.tiles import Place, Tiles
from app.sealing.checkpoints import Seals
from app.sealing.log_scrub import ROUND, SLICE, LogScrubber
from app.sealing.sealer import Sealer
from app.sealing.verbatim_events import exactly
from tests.events.logs import HOUSE
from tests.proof.tampering import without_triggers
from tests.support.databases import store_on

KEY = SealKey("a key for the tests of the scrub")
BEGIN = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
EVENTS = 600

Store = SqliteStore | PostgresStore


class Clock:
    """A clock that the test sets."""

    now = BEGIN

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def store(database: Database) -> AsyncIterator[Store]:
    """A sealed log of three tiles, the last not full."""
    store = store_on(database)
    await write(store, EVENTS)
    await sealer(database, store).seal(HOUSE)
    yield store
    await store.close()


async def write(store: Store, count: int) -> None:
    event = NewEvent("memo-added", 1, '{"text":"备忘"}', '{"actor":{}}', BEGIN)
    await store.append(HOUSE, Entry(uuid4(), "f", (Write(uuid4(), 0, (event,) * count),)))


def sealer(database: Database, store: Store, key: SealKey = KEY) -> Sealer:
    return Sealer(database, store, key, clock=lambda: BEGIN)


def scrubber(database: Database, store: Store, clock: Clock, key: SealKey = KEY) -> LogScrubber:
    return LogScrubber(database, sealer(database, store, key), clock=clock)


async def scrub_round(scrub: LogScrubber, clock: Clock) -> list[int]:
    """Go through one round, and tell where each step ended."""
    positions = []
    while await scrub.scrub(HOUSE):
        positions.append((await scrub.state(HOUSE)).position)
        clock.now += SLICE
    return positions


async def next_round(scrub: LogScrubber, clock: Clock) -> str | None:
    """Go through the round after this one, and give the alarm at its end."""
    clock.now += ROUND
    assert await scrub_round(scrub, clock)
    return (await scrub.state(HOUSE)).alarm


async def edit(database: Database, position: int, data: str) -> None:
    async with without_triggers(database) as connection:
        change = text("UPDATE events SET data = :data WHERE position = :position")
        await connection.execute(change, {"data": data, "position": position})


async def test_a_log_that_is_as_it_was_signed_raises_no_alarm(
    database: Database, store: Store, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    scrub = scrubber(database, store, clock)
    assert await scrub_round(scrub, clock) == [256, 512, 600]
    await write(store, 10)
    await scrub._sealer.seal(HOUSE)
    assert await next_round(scrub, clock) is None
    assert (await scrub.state(HOUSE)).position == 610
    assert not [one for one in caplog.records if one.levelno >= logging.WARNING]


async def test_a_step_reads_one_tile_of_events_at_most(
    database: Database, store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []

    def counted(_database: Database, _house: str, after: int, last: int, **_page: int) -> object:
        read.append(last - after)
        return exactly(database, HOUSE, after, last)

    monkeypatch.setattr("app.sealing.log_scrub.exactly", counted)
    scrub = scrubber(database, store, clock)
    assert await scrub.scrub(HOUSE)
    assert not await scrub.scrub(HOUSE)
    assert read == [256]


async def test_an_edit_behind_the_last_seal_is_named_until_it_is_undone(
    database: Database, store: Store, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    scrub = scrubber(database, store, clock)
    await edit(database, 17, '{"text":"改"}')
    await write(store, 300)
    await scrub._sealer.seal(HOUSE)  # finds nothing: it compares the last events only

    await scrub_round(scrub, clock)
    assert (await scrub.state(HOUSE)).alarm == "event 17 is not what was signed"
    assert "event 17 is not what was signed" in caplog.text

    await edit(database, 700, '{"text":"改"}')
    await edit(database, 17, '{"text":"备忘"}')
    assert await next_round(scrub, clock) == "event 700 is not what was signed"
    await edit(database, 700, '{"text":"备忘"}')
    assert await next_round(scrub, clock) is None
    assert (await scrub.state(HOUSE)).since is None


async def test_an_event_that_was_deleted_is_missed(
    database: Database, store: Store, clock: Clock
) -> None:
    async with without_triggers(database) as connection:
        await connection.execute(text("DELETE FROM events WHERE position = 300"))
    scrub = scrubber(database, store, clock)
    await scrub_round(scrub, clock)
    assert (await scrub.state(HOUSE)).alarm == "event 300 is not what was signed"


async def test_editing_the_stored_tree_with_the_events_does_not_help(
    database: Database, store: Store, clock: Clock
) -> None:
    await edit(database, 17, '{"text":"改"}')
    forged = Tiles(0, {})
    async for event in exactly(database, HOUSE, 0, EVENTS):
        forged.add(leaf_of(event.line))
    async with database.begin() as connection:
        for place, hashes in forged.held.items():
            change = text(
                "UPDATE seal_tiles SET hashes = :hashes WHERE level = :level AND number = :number"
            )
            await connection.execute(change, {"hashes": bytes(hashes), **place._asdict()})
    assert len(forged.held) > 1

    scrub = scrubber(database, store, clock)
    await scrub_round(scrub, clock)

    alarm = (await scrub.state(HOUSE)).alarm
    assert alarm is not None
    assert "or the tree over them" in alarm


async def test_a_tree_that_was_damaged_alone_raises_an_alarm(
    database: Database, store: Store, clock: Clock
) -> None:
    async with database.begin() as connection:
        await connection.execute(text("DELETE FROM seal_tiles WHERE level = 1"))
    assert Place(1, 0) not in await Seals(database).tiles(HOUSE, [Place(1, 0)])
    scrub = scrubber(database, store, clock)
    await scrub_round(scrub, clock)
    assert (await scrub.state(HOUSE)).alarm is not None


async def test_another_process_goes_on_where_the_first_ended(
    database: Database, store: Store, clock: Clock
) -> None:
    first, second = (scrubber(database, store, clock) for _ in range(2))
    assert await first.scrub(HOUSE)
    assert not await second.scrub(HOUSE)  # not yet, whoever reads it
    clock.now += SLICE
    assert await scrub_round(second, clock) == [512, 600]


async def test_of_many_processes_one_reads_a_tile(
    database: Database, store: Store, clock: Clock
) -> None:
    many = [scrubber(database, store, clock) for _ in range(4)]
    done = await asyncio.gather(*(one.scrub(HOUSE) for one in many))
    assert sorted(done) == [False, False, False, True]


async def test_a_round_begins_an_hour_after_the_last_began(
    database: Database, store: Store, clock: Clock
) -> None:
    scrub = scrubber(database, store, clock)
    await scrub_round(scrub, clock)
    clock.now = BEGIN + ROUND - timedelta(seconds=1)
    assert not await scrub.scrub(HOUSE)
    clock.now = BEGIN + ROUND
    assert await scrub.scrub(HOUSE)
    clock.now = BEGIN - timedelta(days=1)  # the clock was ahead: nothing waits for it
    assert await scrub.scrub(HOUSE)


async def test_a_log_that_another_key_seals_is_left_to_its_process(
    database: Database, store: Store, clock: Clock
) -> None:
    other = scrubber(database, store, clock, SealKey("a key of another process, long enough"))
    assert not await other.scrub(HOUSE)
