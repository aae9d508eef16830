"""Logs are sealed once, as they are, and no more when they are not what was signed."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import exc, text

from app.events.database import Database
from app.events.postgres import PostgresStore
from app.events.sqlite import SqliteStore
from app.events.store import Entry, NewEvent, Write, event_id_of
from app.proof.notes import SealKey, read_checkpoint
from app.proof.record import leaf_of
from app.proof.tree import Growing
from app.sealing.checkpoints import Seals, Signed
from app.sealing.sealer import AnotherKey, Inconsistent, Sealer, Unsigned
from app.sealing.sweep import LOGS_TO_SIGN
from app.sealing.verbatim_events import EPOCH, MICROSECOND, exactly
from tests.events.logs import HOUSE, PLAIN
from tests.proof.tampering import without_triggers
from tests.support.databases import store_on

KEY = SealKey("a key for the tests of the sealer")
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

Store = SqliteStore | PostgresStore


@pytest.fixture
async def log(database: Database) -> AsyncIterator[Store]:
    """A store on each of the two databases."""
    store = store_on(database)
    yield store
    await store.close()


def sealer(database: Database, store: Store, key: SealKey = KEY) -> Sealer:
    return Sealer(database, store, key, clock=lambda: NOW)


async def is_due(database: Database, one: Sealer) -> bool:
    (found,) = await database.fetch(LOGS_TO_SIGN)
    return one._is_due(Unsigned._make(found))


async def write(store: Store, count: int, stream: UUID | None = None) -> None:
    event = NewEvent("memo-added", 1, '{"text":"备忘 𠮷"}', '{"actor":{}}', NOW)
    await store.append(HOUSE, Entry(uuid4(), "f", (Write(stream or uuid4(), 0, (event,) * count),)))


async def must_be_sealed(database: Database, last: Signed | None) -> None:
    """See that what was signed is the root over what stands in the log."""
    assert last is not None
    tree = Growing()
    async for event in exactly(database, HOUSE, 0, last.size):
        tree.add(leaf_of(event.line))
    found = read_checkpoint(last.note, [KEY.public(HOUSE)])
    assert (found.size, found.root) == (tree.size, tree.root())
    assert found.size == last.size


async def test_a_log_is_sealed_as_it_grows(database: Database, log: Store) -> None:
    one = sealer(database, log)
    assert await one.seal(HOUSE) is None
    for count in (1, 254, 1, 1, 300, 2100):
        await write(log, count)
        last = await one.seal(HOUSE)
        await must_be_sealed(database, last)
        assert last == await one.seal(HOUSE)
    sizes = [each.size async for each in Seals(database).signed(HOUSE, 10_000)]
    assert sizes == [1, 255, 256, 257, 557, 1557, 2557, 2657]


async def test_what_comes_while_it_is_sealed_waits_for_the_next_time(
    database: Database, log: Store
) -> None:
    written: list[asyncio.Task[None]] = []

    def clock() -> datetime:
        """Have an event come with every signature."""
        written.append(asyncio.create_task(write(log, 1)))
        return NOW

    one = Sealer(database, log, KEY, clock=clock)
    await write(log, 3)
    last = await one.seal(HOUSE)
    assert last is not None
    assert last.size == 3
    await asyncio.gather(*written)
    await must_be_sealed(database, await one.seal(HOUSE))
    assert [each.size async for each in one.seals.signed(HOUSE, 10)] == [3, 4]
    await asyncio.gather(*written)


async def test_both_databases_give_the_same_bytes(database: Database, log: Store) -> None:
    event = NewEvent("t", 2, '{ "文" : "\\u00e9\\t" }', "{}", NOW + timedelta(microseconds=1))
    await log.append(HOUSE, Entry(UUID(int=7), "f", (Write(UUID(int=5), 0, (event,), PLAIN),)))
    (recorded,) = await log.read_log(HOUSE, after=0, limit=1)
    (found,) = [each async for each in exactly(database, HOUSE, 0, 9)]
    recorded_at = (recorded.recorded_at - EPOCH) // MICROSECOND
    assert found.line.decode() == (
        '{"organisation":"house","position":1,"stream":"00000000-0000-0000-0000-000000000005",'
        f'"version":1,"event":"{event_id_of(UUID(int=7), 0)}","type":"t","schema":2,'
        r'"data":"{ \"文\" : \"\\u00e9\\t\" }",'
        f'"meta":{json.dumps(recorded.meta)},"occurred_at":{int(NOW.timestamp())}000001,'
        f'"recorded_at":{recorded_at},"number":"2026-000001"}}'
    )


@pytest.mark.slow
async def test_many_writers_and_many_sealers_never_raise_an_alarm(
    database: Database, log: Store, caplog: pytest.LogCaptureFixture
) -> None:
    writing = asyncio.Event()

    async def writer() -> None:
        for count in range(40):
            await write(log, count % 5 + 1)

    async def sealing() -> None:
        one = sealer(database, log)
        while not writing.is_set():
            await one.seal(HOUSE)
            await asyncio.sleep(0)

    sealers = [asyncio.create_task(sealing()) for _ in range(3)]
    await asyncio.gather(*(writer() for _ in range(8)))
    writing.set()
    await asyncio.gather(*sealers)

    last = await sealer(database, log).seal(HOUSE)
    await must_be_sealed(database, last)
    assert last is not None
    assert last.size == await log.head(HOUSE) == 8 * 40 * 3
    assert await Seals(database).trouble(HOUSE) is None
    assert not [one for one in caplog.records if one.levelno >= logging.ERROR]


async def test_checkpoints_cannot_be_rewritten(database: Database, log: Store) -> None:
    await write(log, 3)
    await sealer(database, log).seal(HOUSE)
    for statement in ("UPDATE checkpoints SET size = 2", "DELETE FROM checkpoints"):
        with pytest.raises(exc.DBAPIError, match="append-only"):
            async with database.begin() as connection:
                await connection.execute(text(statement))


CHANGES = {
    "an event changed": "UPDATE events SET type = 'other' WHERE position = 300",
    "the last event deleted": "DELETE FROM events WHERE position = 300",
    "the tail deleted": "UPDATE log_heads SET position = 299",
    "a leaf changed": "UPDATE seal_tiles SET hashes = (SELECT hashes FROM seal_tiles "
    "WHERE level = 1) WHERE level = 0 AND number = 1",
    "a tile deleted": "DELETE FROM seal_tiles WHERE level = 1",
    "the signature changed": "UPDATE checkpoints SET note = replace(note, '300', '299')",
    "a checkpoint of another size": "UPDATE checkpoints SET size = 299",
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
async def test_nothing_is_signed_over_a_log_that_is_not_what_was_signed(
    database: Database, log: Store, change: str, caplog: pytest.LogCaptureFixture
) -> None:
    one = sealer(database, log)
    await write(log, 300)
    before = await one.seal(HOUSE)
    assert before is not None
    async with without_triggers(database) as connection:
        await connection.execute(text(change))

    with pytest.raises(Inconsistent):
        await one.seal(HOUSE)

    last = await one.seals.last(HOUSE)
    assert last is not None
    assert last.size <= before.size
    assert await one.trouble(HOUSE) is not None
    assert await one.seals.trouble(HOUSE) is not None
    assert "house is not sealed any more" in caplog.text


async def test_what_is_mended_is_sealed_again(database: Database, log: Store) -> None:
    one = sealer(database, log)
    await write(log, 3)
    await one.seal(HOUSE)
    for kind in ("other", "memo-added"):
        async with without_triggers(database) as connection:
            kinds = text("UPDATE events SET type = :kind WHERE position = 2")
            await connection.execute(kinds, {"kind": kind})
        if kind == "other":
            with pytest.raises(Inconsistent, match="event 2 "):
                await one.seal(HOUSE)
            assert "event 2 " in (await one.trouble(HOUSE) or "")
    await write(log, 1)
    await must_be_sealed(database, await one.seal(HOUSE))
    assert await one.trouble(HOUSE) is None


async def test_a_gap_in_what_is_new_is_not_signed(database: Database, log: Store) -> None:
    one = sealer(database, log)
    await write(log, 3)
    await one.seal(HOUSE)
    await write(log, 5)
    async with without_triggers(database) as connection:
        await connection.execute(text("DELETE FROM events WHERE position = 6"))
    with pytest.raises(Inconsistent, match="event 6 is missing"):
        await one.seal(HOUSE)


async def test_another_key_does_not_go_on_with_a_log(database: Database, log: Store) -> None:
    await write(log, 3)
    await sealer(database, log).seal(HOUSE)
    await write(log, 3)
    stranger = sealer(database, log, SealKey("another"))
    with pytest.raises(AnotherKey):
        await stranger.seal(HOUSE)
    assert "another key" in (await stranger.trouble(HOUSE) or "")
    last = await sealer(database, log).seal(HOUSE)
    assert last is not None
    assert last.size == 6


async def test_it_runs_beside_and_signs_what_is_due(database: Database, log: Store) -> None:
    await write(log, 3)
    one = sealer(database, log)
    running = asyncio.create_task(one.run())
    async with asyncio.timeout(10):
        while await one.seals.last(HOUSE) is None:  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.01)
    await write(log, 3)
    assert not await is_due(database, one)
    await write(log, 1000)
    assert await is_due(database, one)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_what_is_refused_is_not_tried_again_at_once(database: Database, log: Store) -> None:
    one = sealer(database, log)
    await write(log, 3)
    await one.seal(HOUSE)
    async with without_triggers(database) as connection:
        await connection.execute(text("UPDATE events SET type = 'other' WHERE position = 2"))
    await one._try(HOUSE)
    assert not await is_due(database, one)
