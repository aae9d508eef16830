"""The key that seals a log is changed: handed on, or begun anew after a loss."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from io import BytesIO

import msgspec
import pytest
from sqlalchemy import text

from app.access.organisations import Policies, found, organisation_stream
from app.application.key_rotation import KEY_CHANGED, KeyRotation
from app.domain.values import Actor
from app.events.database import Database
from app.policies import text_of
from app.proof import archive
from app.proof.notes import PublicKey, SealKey
from app.proof.verifying import CannotTell, Sound, Tampered
from app.sealing.proof_export import ProofExporter
from app.sealing.sealer import AnotherKey, Inconsistent
from tests.events.logs import HOUSE
from tests.proof.tampering import without_triggers
from tests.sealing.test_sealer import KEY, Store, sealer, write
from tests.support.databases import store_on

NEXT = SealKey("the next key of the tests of the sealer")
LAST = SealKey("the last key of the tests of the sealer")
OLD = KEY.public(HOUSE)
NEW = NEXT.under(OLD.name)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
BY = Actor("console")


@pytest.fixture
async def log(database: Database) -> AsyncIterator[Store]:
    """The log of an organisation that was founded, sealed with the first key."""
    store = store_on(database)
    policy = text_of("default")
    await found(store, HOUSE, title="House", policy_text=policy, at=NOW, by=BY)
    await write(store, 5)
    await sealer(database, store).seal(HOUSE)
    yield store
    await store.close()


def resealing(database: Database, store: Store, key: SealKey) -> KeyRotation:
    one = sealer(database, store, key)
    return KeyRotation(store, Policies(store), one, clock=lambda: NOW + timedelta(hours=1), by=BY)


async def check(database: Database, store: Store, key: SealKey, trusted: PublicKey) -> Sound:
    """Export with one key, verify with another or the same; proof and archive say the same."""
    one = sealer(database, store, key)
    last = await one.seal(HOUSE)
    assert last is not None
    proving = ProofExporter(database, HOUSE, last, await one.keys(HOUSE))
    small, whole = BytesIO(), BytesIO()
    await proving.write_complaint(small, organisation_stream(HOUSE))
    await proving.write_archive(whole, lambda _: None)
    try:
        archive.verify(small, trusted)
    except CannotTell:
        with pytest.raises(CannotTell):
            archive.verify(whole, trusted)
        raise
    return archive.verify(whole, trusted)


async def test_a_log_goes_on_under_a_key_that_it_was_handed_on_to(
    database: Database, log: Store
) -> None:
    assert await resealing(database, log, KEY).hand_over(HOUSE, NEXT)
    await write(log, 4)
    for trusted in (OLD, NEW):
        sound = await check(database, log, NEXT, trusted)
        assert sound.events == await log.head(HOUSE)
        assert sound.last.origin == OLD.name
    with pytest.raises(AnotherKey):
        await sealer(database, log).seal(HOUSE)
    assert not await resealing(database, log, NEXT).hand_over(HOUSE, NEXT)


async def test_a_change_of_the_key_is_on_record(database: Database, log: Store) -> None:
    await resealing(database, log, KEY).hand_over(HOUSE, NEXT)
    [*_, last] = await log.read_log(HOUSE, after=0, limit=100)
    assert last.type == KEY_CHANGED
    assert msgspec.json.decode(last.data) == {"key": NEW.text, "lost": False}
    assert (await Policies(log).of(HOUSE)).name == "default"


async def test_after_a_loss_who_trusts_the_old_key_cannot_tell_of_what_came_then(
    database: Database, log: Store
) -> None:
    signed = await log.head(HOUSE)
    assert await resealing(database, log, NEXT).begin_anew(HOUSE)
    await write(log, 4)
    assert (await check(database, log, NEXT, NEW)).events == signed + 5
    with pytest.raises(CannotTell, match=f"up to {signed}"):
        await check(database, log, NEXT, OLD)
    await resealing(database, log, NEXT).hand_over(HOUSE, LAST)
    await check(database, log, LAST, NEW)
    with pytest.raises(CannotTell, match=f"up to {signed}"):
        await check(database, log, LAST, OLD)


async def test_a_log_that_was_changed_is_neither_handed_on_nor_begun_anew(
    database: Database, log: Store
) -> None:
    last = await sealer(database, log).seals.last(HOUSE)
    async with without_triggers(database) as connection:
        await connection.execute(text("UPDATE events SET type = 'other' WHERE position = 4"))
    with pytest.raises(Inconsistent, match="event 4"):
        await resealing(database, log, KEY).hand_over(HOUSE, NEXT)
    with pytest.raises(Inconsistent, match="event 4"):
        await resealing(database, log, NEXT).begin_anew(HOUSE)
    assert await sealer(database, log).seals.last(HOUSE) == last
    file = BytesIO()
    assert last is not None
    await ProofExporter(database, HOUSE, last, [OLD]).write_archive(file, lambda _: None)
    with pytest.raises(Tampered) as found_out:
        archive.verify(file, OLD)
    assert found_out.value.position == 4


async def test_a_stranger_cannot_hand_on_what_he_does_not_seal(
    database: Database, log: Store
) -> None:
    with pytest.raises(AnotherKey):
        await resealing(database, log, LAST).hand_over(HOUSE, NEXT)
    assert (await check(database, log, KEY, OLD)).last.origin == OLD.name


async def test_a_log_is_handed_on_once_while_others_write_and_seal(
    database: Database, log: Store
) -> None:
    handed_on = asyncio.Event()

    async def seal() -> None:
        one = sealer(database, log)
        while not handed_on.is_set():
            await write(log, 2)
            try:
                await one.seal(HOUSE)
            except AnotherKey:
                return
            await asyncio.sleep(0)

    others = [asyncio.create_task(seal()) for _ in range(3)]
    assert await resealing(database, log, KEY).hand_over(HOUSE, NEXT)
    handed_on.set()
    await asyncio.gather(*others)
    assert (await check(database, log, NEXT, OLD)).events == await log.head(HOUSE)


async def test_a_log_that_nobody_sealed_begins_with_whatever_key_is_there(
    database: Database,
) -> None:
    store = store_on(database)
    assert not await resealing(database, store, KEY).hand_over(HOUSE, NEXT)
    assert not await resealing(database, store, NEXT).begin_anew(HOUSE)
    await store.close()
