"""What is done to the database behind the triggers shows in what is exported from it."""

from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import UUID, uuid5

import pytest
from sqlalchemy import text

from app.events.database import Database
from app.events.store import Entry, NewEvent, Write
from app.proof import archive
from app.proof.notes import SealKey
from app.proof.record import leaf_of
from app.proof.verifying import CannotTell, Sound, Tampered
from app.sealing.checkpoints import Signed
from app.sealing.proof_export import NoSuchComplaint, ProofExporter
from app.sealing.sealer import Inconsistent
from app.sealing.verbatim_events import EXACT, as_sqlite_has_it, exactly
from tests.events.logs import HOUSE, PLAIN
from tests.proof.building import note
from tests.proof.tampering import without_triggers
from tests.sealing.test_sealer import KEY, Store, sealer
from tests.support.databases import store_on

pytestmark = pytest.mark.slow

PUBLIC = KEY.public(HOUSE)
STREAMS = 20
SIZE = 200
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
async def log(database: Database) -> AsyncIterator[Store]:
    """A log on each of the two databases: twenty complaints of ten events, mixed, and sealed."""
    store = store_on(database)
    await fill(store, 0, SIZE // STREAMS)
    yield store
    await store.close()


async def fill(store: Store, first: int, last: int, words: str = "备忘") -> None:
    """Let every complaint have more events, in turn."""
    for at in range(first, last):
        await store.append_many(HOUSE, [entry(stream, at, words) for stream in range(1, 21)])


def entry(number: int, at: int, words: str) -> Entry:
    stream, when = UUID(int=number), START + timedelta(minutes=at)
    event = NewEvent("memo-added", 1, f'{{"text":"{words} 𠮷 {at}"}}', "{}", when)
    write = Write(stream, at, (event,), None if at else PLAIN)
    return Entry(uuid5(stream, f"{words}{at}"), "f", (write,))


async def signed(database: Database, store: Store, key: SealKey = KEY) -> Signed:
    """Seal, if it is not refused, and give the last checkpoint."""
    one = sealer(database, store, key)
    with suppress(Inconsistent):
        await one.seal(HOUSE)
    last = await one.seals.last(HOUSE)
    assert last is not None
    return last


async def check(database: Database, store: Store, *kept: str, key: SealKey = KEY) -> Sound:
    """Export and verify, as an auditor does who knows the key."""
    file = BytesIO()
    last = await signed(database, store, key)
    proving = ProofExporter(database, HOUSE, last, [key.public(HOUSE)])
    await proving.write_archive(file, lambda _: None)
    return archive.verify(file, PUBLIC, kept)


async def change(database: Database, *statements: str) -> None:
    async with without_triggers(database) as connection:
        for statement in statements:
            await connection.execute(text(statement))


async def test_an_untouched_log_is_sound(database: Database, log: Store) -> None:
    before = await signed(database, log)
    await fill(log, 10, 12)
    assert (await check(database, log, before.note)).events == SIZE + 2 * STREAMS


# ---- one byte ---------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_no_byte_that_sqlite_keeps_of_any_event_can_change(
    database: Database, log: Store
) -> None:
    await signed(database, log)
    rows = await database.fetch(EXACT, organisation=HOUSE, after=0, last=SIZE)
    assert len(rows) == SIZE
    for row in rows:
        leaf = leaf_of(as_sqlite_has_it(HOUSE, row).line)
        for column, told in enumerate(row):
            kind, _, digits = told.partition(":")
            stored = bytes.fromhex(digits)
            for at in range(len(stored)):
                for bit in (1, 32) if kind == "text" else (1,):
                    value = stored[:at] + bytes([stored[at] ^ bit]) + stored[at + 1 :]
                    changed = (*row[:column], f"{kind}:{value.hex()}", *row[column + 1 :])
                    found = as_sqlite_has_it(HOUSE, changed).line
                    assert leaf_of(found) != leaf, (column, at)


ON_BOTH = {
    "position": "position + 1000",
    "version": "version + 1000",
    "schema_version": "2",
    "type": "'memo-addee'",
    "number": "'2027-000007'",
}
# Where SQLite would take another text for the same moment, id or document.
ON_SQLITE = ON_BOTH | {
    "stream_id": "replace(stream_id, '00', '0A')",
    "event_id": "upper(event_id) || ' '",
    "data": "replace(data, '{', '{ ')",
    "meta": "replace(meta, '{', '{ ')",
    "occurred_at": "replace(occurred_at, 'T', ' ')",
    "recorded_at": "replace(recorded_at, '+00:00', 'Z')",
}
ON_POSTGRESQL = ON_BOTH | {
    "stream_id": "replace(stream_id::text, '-0000-', '-0001-')::uuid",
    "event_id": "translate(event_id::text, '0123456789', '1234567890')::uuid",
    "data": "replace(data::text, '{', '{ ')::json",
    "meta": "replace(meta::text, '{', '{ ')::json",
    "occurred_at": "occurred_at + interval '1 microsecond'",
    "recorded_at": "recorded_at - interval '1 microsecond'",
}


@pytest.mark.parametrize("column", ON_SQLITE)
async def test_a_changed_column_is_found_at_its_event(
    database: Database, log: Store, column: str
) -> None:
    await signed(database, log)
    value = (ON_SQLITE if database.dialect == "sqlite" else ON_POSTGRESQL)[column]
    positions = (7,) if column == "number" else (200, 133, 77, 1)
    for position in positions:
        await change(database, f"UPDATE events SET {column} = {value} WHERE position = {position}")  # noqa: S608
        with pytest.raises(Tampered) as found:
            await check(database, log)
        assert found.value.position == position


# ---- events -----------------------------------------------------------------------------------

INSERTED = (
    "INSERT INTO events SELECT organisation_id, 77, event_id, 1, stream_id, type, schema_version,"
    " data, meta, occurred_at, recorded_at, NULL FROM events WHERE position = 76"
)
CHANGES = {
    "two versions swapped": (
        (
            "UPDATE events SET position = position + 1000 WHERE position IN (77, 97)",
            "UPDATE events SET position = 97 WHERE position = 1077",
            "UPDATE events SET position = 77 WHERE position = 1097",
        ),
        77,
    ),
    "the tail deleted": (("DELETE FROM events WHERE position > 180",), 181),
    "the tail deleted, and the head moved": (
        (
            "DELETE FROM events WHERE position > 180",
            "UPDATE log_heads SET position = 180",
        ),
        181,
    ),
    "a stream deleted": (
        ("DELETE FROM events WHERE position % 20 = 7",),
        7,
    ),
    "one inserted in the middle": (
        (
            "UPDATE events SET position = position + 1000 WHERE position >= 77",
            "UPDATE events SET position = position - 999 WHERE position > 1000",
            INSERTED,
            "UPDATE log_heads SET position = 201",
        ),
        77,
    ),
}


@pytest.mark.parametrize(("statements", "position"), CHANGES.values(), ids=CHANGES)
async def test_the_first_event_that_is_not_as_signed_is_named(
    database: Database, log: Store, statements: tuple[str, ...], position: int
) -> None:
    await signed(database, log)
    await change(database, *statements)
    with pytest.raises(Tampered) as found:
        await check(database, log)
    assert found.value.position == position


FORGET = ("DELETE FROM checkpoints", "DELETE FROM seal_tiles", "DELETE FROM seals")


async def test_sealing_anew_after_an_edit_is_found_by_a_checkpoint_kept_elsewhere(
    database: Database, log: Store
) -> None:
    before = await signed(database, log)
    await change(database, "UPDATE events SET type = 'x' WHERE position = 77", *FORGET)
    await fill(log, 10, 11)
    assert (await check(database, log)).events == SIZE + STREAMS
    with pytest.raises(Tampered):
        await check(database, log, before.note)


async def test_an_older_backup_is_found_by_a_checkpoint_kept_elsewhere(
    database: Database, log: Store
) -> None:
    older = await signed(database, log)
    await fill(log, 10, 12)
    newer = await signed(database, log)
    await change(
        database,
        "DELETE FROM events WHERE position > 200",
        "UPDATE log_heads SET position = 200",
        *FORGET,
    )
    assert (await check(database, log, older.note)).events == SIZE
    with pytest.raises(Tampered) as found:
        await check(database, log, newer.note)
    assert found.value.position == SIZE + 1
    await fill(log, 10, 13, "后来")
    assert (await check(database, log, older.note)).events == SIZE + 3 * STREAMS
    with pytest.raises(Tampered):
        await check(database, log, newer.note)


async def test_sealing_anew_with_another_key_is_found(database: Database, log: Store) -> None:
    before = await signed(database, log)
    await change(database, *FORGET)
    other = SealKey("another")
    with pytest.raises(Tampered, match="another key"):
        await check(database, log, key=other)
    with pytest.raises(Tampered, match="another key"):
        await check(database, log, before.note, key=other)


async def test_a_checkpoint_forked_for_one_reader_is_found(database: Database, log: Store) -> None:
    last = await signed(database, log)
    forked = note(KEY, HOUSE, last.size, bytes(32))
    with pytest.raises(Tampered):
        await check(database, log, forked)
    await change(database, f"UPDATE checkpoints SET note = '{forked}'")  # noqa: S608
    with pytest.raises(Tampered):
        await check(database, log)


# ---- one complaint ----------------------------------------------------------------------------


async def prove(
    database: Database, last: Signed, complaint: UUID | str, since: int | None = None
) -> BytesIO:
    file = BytesIO()
    proving = ProofExporter(database, HOUSE, last, [PUBLIC])
    assert await proving.write_complaint(file, complaint, since=since) == last.size // STREAMS
    return file


async def test_one_complaint_is_proved_by_id_or_number(database: Database, log: Store) -> None:
    before = await signed(database, log)
    await fill(log, 10, 11)
    last = await signed(database, log)
    for complaint in (UUID(int=7), "2026-000007"):
        found = archive.verify(await prove(database, last, complaint), PUBLIC, [last.note])
        assert (found.events, found.last.size) == (11, last.size)
    reaching = await prove(database, last, UUID(int=7), since=before.size)
    assert archive.verify(reaching, PUBLIC, [before.note]).events == 11
    with pytest.raises(CannotTell, match="reach back"):
        archive.verify(await prove(database, last, UUID(int=7)), PUBLIC, [before.note])
    with pytest.raises(CannotTell, match="newer"):
        archive.verify(reaching, PUBLIC, [note(KEY, HOUSE, last.size + 1, bytes(32))])
    for forked in (before.size, last.size):
        with pytest.raises(Tampered):
            archive.verify(reaching, PUBLIC, [note(KEY, HOUSE, forked, bytes(32))])
    for nobody in ("2026-999999", UUID(int=999)):
        with pytest.raises(NoSuchComplaint):
            await ProofExporter(database, HOUSE, last, [PUBLIC]).write_complaint(BytesIO(), nobody)


async def test_a_changed_event_cannot_be_proved(database: Database, log: Store) -> None:
    last = await signed(database, log)
    await change(database, "UPDATE events SET type = 'x' WHERE position = 47")
    with pytest.raises(Tampered, match="changed"):
        archive.verify(await prove(database, last, UUID(int=7)), PUBLIC)
    await change(database, "DELETE FROM events WHERE position = 47")
    file = BytesIO()
    await ProofExporter(database, HOUSE, last, [PUBLIC]).write_complaint(file, UUID(int=7))
    with pytest.raises(Tampered, match="missing"):
        archive.verify(file, PUBLIC)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_pages_of_an_export_join(database: Database, log: Store) -> None:
    assert await log.head(HOUSE) == SIZE
    whole = [one async for one in exactly(database, HOUSE, 0, SIZE)]
    for page in (1, 7, 200):
        assert [one async for one in exactly(database, HOUSE, 0, SIZE, page=page)] == whole
