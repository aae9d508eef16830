"""One way to two databases: queries, transactions, and what happens when they are away."""

import asyncio
import sqlite3
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import bindparam, event, func, insert, make_url, select, text, update
from sqlalchemy.exc import DBAPIError, StatementError

from app.domain.values import OrganisationId
from app.events import database as database_module
from app.events import postgres as postgres_module
from app.events.database import (
    Database,
    DatabaseUnavailable,
    Query,
    described,
    libpq_url,
    to_the_end,
)
from app.events.postgres import PostgresStore
from app.events.schema import migrate
from app.events.store import Appended, Duplicate, Entry, NewEvent, Write
from app.events.tables import form_numbers, parked, subscriptions, tokens
from tests.support.postgres import Postgres

HERE = OrganisationId("gym")
NOON = datetime(2026, 3, 1, 12, 0, 0, 5, tzinfo=timezone(timedelta(hours=8)))

POSITION = Query(
    select(subscriptions.c.position, subscriptions.c.updated_at, subscriptions.c.status).where(
        subscriptions.c.organisation_id == bindparam("organisation"),
        subscriptions.c.name == bindparam("name"),
        subscriptions.c.status == "live",
        subscriptions.c.name != "",
        subscriptions.c.organisation_id == bindparam("organisation"),
    )
)


async def subscribe(database: Database, name: str, status: str = "live") -> None:
    async with database.begin() as connection:
        await connection.execute(
            insert(subscriptions).values(
                organisation_id=HERE, name=name, version=1, status=status, updated_at=NOON
            )
        )


async def test_a_query_finds_what_was_committed(database: Database) -> None:
    await subscribe(database, "copies")
    await subscribe(database, "clocks", "retired")

    (row,) = await database.fetch(POSITION, organisation=HERE, name="copies")

    assert row == (0, NOON, "live")
    assert row[1].utcoffset() == timedelta(0)
    assert await database.fetch(POSITION, organisation=HERE, name="clocks") == []


async def test_a_query_may_ask_for_a_list(database: Database) -> None:
    for name in ("a", "b", "c"):
        await subscribe(database, name)
    names = Query(
        select(subscriptions.c.name)
        .where(subscriptions.c.name.in_(bindparam("names", expanding=True)))
        .order_by(subscriptions.c.name)
    )

    assert await database.fetch(names, names=["c", "a", "z"]) == [("a",), ("c",)]


async def test_a_query_needs_all_its_parameters(database: Database) -> None:
    with pytest.raises((KeyError, StatementError)):
        await database.fetch(POSITION, organisation=HERE)


async def test_values_come_back_as_they_went_in(database: Database) -> None:
    stream, roles = uuid4(), '["handler" , "接待"]'
    async with database.begin() as connection:
        await connection.execute(
            insert(parked).values(
                organisation_id=HERE,
                name="copies",
                version=1,
                position=7,
                stream_id=stream,
                error="坏",
                parked_at=NOON,
            )
        )
        await connection.execute(
            insert(tokens).values(
                organisation_id=HERE,
                token_hash=b"\x00\xff" * 16,
                token_id="t1",
                subject="li",
                roles=roles,
                units="[]",
                created_at=NOON,
            )
        )
        inside = (await connection.execute(select(tokens.c.roles))).scalar_one()

    of_parked = await database.fetch(Query(select(parked.c.stream_id, parked.c.error)))
    columns = (tokens.c.token_hash, tokens.c.roles, tokens.c.expires_at, tokens.c.created_at)
    of_tokens = await database.fetch(Query(select(*columns)))

    assert of_parked == [(stream, "坏")]
    assert of_tokens == [(b"\x00\xff" * 16, roles, None, NOON)]
    assert inside == roles


async def test_an_instant_needs_a_time_zone(database: Database) -> None:
    with pytest.raises(StatementError, match="naive datetime"):
        async with database.begin() as connection:
            await connection.execute(update(subscriptions).values(updated_at=datetime(2026, 3, 1)))  # noqa: DTZ001


async def test_a_transaction_is_rolled_back_when_its_block_raises(database: Database) -> None:
    async def insert_and_raise() -> None:
        async with database.begin() as connection:
            await connection.execute(text("INSERT INTO form_numbers VALUES ('gym', '2026', 1)"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await insert_and_raise()
    assert await count(database, "form_numbers") == 0


async def count(database: Database, table: str) -> int:
    ((number,),) = await database.fetch(Query(select(func.count()).select_from(text(table))))
    return int(number)


async def test_transactions_add_up(database: Database) -> None:
    async with database.begin() as connection:
        await connection.execute(text("INSERT INTO form_numbers VALUES ('gym', '2026', 0)"))

    async def add() -> None:
        async with database.begin() as connection:
            await connection.execute(text("UPDATE form_numbers SET last = last + 1"))

    await asyncio.gather(*(add() for _ in range(20)))

    last = Query(select(text("last")).select_from(text("form_numbers")))
    assert await database.fetch(last) == [(20,)]


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_sqlite_is_set_up_to_keep_what_it_says_it_kept(database: Database) -> None:
    async with database.writer.connect() as connection:
        pragmas = {
            name: (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers")
        }
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
    }


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_an_sqlite_reader_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError, match="readonly"):
        async with database.reader.connect() as connection:
            await connection.execute(text("DELETE FROM form_numbers"))


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_sqlite_has_no_pool_of_postgresql(database: Database) -> None:
    with pytest.raises(TypeError, match="SQLite"):
        _ = database.pool


async def test_other_databases_are_refused() -> None:
    with pytest.raises(ValueError, match="neither sqlite"):
        await Database.open("mysql+aiomysql://localhost/x")


@pytest.mark.parametrize(
    "url",
    [
        "sqlite+aiosqlite:////no/such/folder/log.sqlite3",
        "postgresql+asyncpg://nobody@/x?host=/no/such/folder",
        "postgresql+asyncpg://nobody@127.0.0.1:1/x",
        "postgresql+asyncpg://nobody@127.0.0.1:99999/x",
        "postgresql+asyncpg://nobody@/x?host=127.0.0.1:99999",
        "postgresql+asyncpg://nobody@[bad/x",
        "postgresql+asyncpg://nobody@127.0.0.1:1/x?sslmode=bogus",
    ],
)
async def test_a_database_that_is_not_there_is_unavailable(url: str) -> None:
    with pytest.raises(DatabaseUnavailable):
        await Database.open(url)


@pytest.mark.postgres
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_every_connection_reads_the_address_as_libpq_does(url: str) -> None:
    named = make_url(url).update_query_dict({"application_name": "till", "sslmode": "prefer"})
    database = await Database.open(named.render_as_string(hide_password=False))
    try:
        async with database.begin() as connection:
            by_engine = await connection.scalar(text("SHOW application_name"))
        by_pool = await database.pool.fetchval("SHOW application_name")
    finally:
        await database.close()
    assert (by_engine, by_pool) == ("till", "till")


@pytest.mark.postgres
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("parameter", ["connect_timeout=3", "options=-c x=y"])
async def test_a_server_that_does_not_know_a_setting_of_the_address_is_unavailable(
    url: str, parameter: str
) -> None:
    asked = make_url(url).update_query_string(parameter)
    with pytest.raises(DatabaseUnavailable):
        await Database.open(asked.render_as_string(hide_password=False))


async def test_a_file_of_something_else_is_unavailable(tmp_path: Path) -> None:
    path = tmp_path / "photo.sqlite3"
    path.write_bytes(b"\xff\xd8 this is a photograph" * 100)

    with pytest.raises(DatabaseUnavailable):
        await Database.open(f"sqlite+aiosqlite:///{path}")


async def test_a_mistake_in_sql_is_not_taken_for_trouble(database: Database) -> None:
    nonsense = Query(select(text("nonsense")))

    with pytest.raises((DBAPIError, asyncpg.PostgresError)):
        await database.fetch(nonsense)
    with pytest.raises(DBAPIError):
        async with database.begin() as connection:
            await connection.execute(nonsense.statement)


async def test_an_sqlite_file_locked_for_too_long_is_unavailable(
    make_url: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "BUSY_SECONDS", 0)
    database = await Database.open(make_url("sqlite"))
    stranger = sqlite3.connect(tmp_path / "log.sqlite3", isolation_level=None)
    stranger.execute("BEGIN IMMEDIATE")

    with pytest.raises(DatabaseUnavailable, match="locked"):
        async with database.begin():
            pass

    stranger.execute("ROLLBACK")
    async with database.begin():
        pass
    stranger.close()
    await database.close()


def watched(database: Database) -> list[str]:
    """Note the statements of the one connection that writes."""
    statements: list[str] = []

    @event.listens_for(database.writer.sync_engine, "before_cursor_execute")
    def see(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    return statements


async def begin_nothing(database: Database) -> None:
    async with database.begin():
        pass


async def test_writers_behind_a_foreign_lock_on_sqlite_wait_together(
    make_url: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "BUSY_SECONDS", 0.5)
    database = await Database.open(make_url("sqlite"))
    statements = watched(database)
    stranger = sqlite3.connect(tmp_path / "log.sqlite3", isolation_level=None)
    stranger.execute("BEGIN IMMEDIATE")

    writers = (begin_nothing(database) for _ in range(5))
    ends = await asyncio.gather(*writers, return_exceptions=True)

    assert [type(end) for end in ends] == [DatabaseUnavailable] * 5
    # One waited for the file; the others had no time left when it gave the connection back.
    assert statements[0] == "BEGIN IMMEDIATE"
    assert {*statements[1:]} <= {"BEGIN IMMEDIATE", "PRAGMA busy_timeout = 0"}
    assert statements[1:2] in ([], ["PRAGMA busy_timeout = 0"])
    stranger.execute("ROLLBACK")
    await begin_nothing(database)
    stranger.close()
    await database.close()


async def test_the_wait_for_the_connection_is_taken_off_the_wait_for_the_lock(
    make_url: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    database = await Database.open(make_url("sqlite"))
    statements = watched(database)
    times = iter((0.0, 3.0, 3.0, 9.0, 9.0, 9.0))  # asked, and connected
    monkeypatch.setattr(database_module, "monotonic", lambda: next(times))

    for _ in range(3):
        await begin_nothing(database)

    pragmas = [one for one in statements if one.startswith("PRAGMA busy_timeout")]
    assert [int(one.rpartition("=")[2]) for one in pragmas] == [2000, 0, 5000]
    await database.close()


async def test_what_a_log_says_of_trouble_names_the_databases_own_code(
    database: Database,
) -> None:
    async def insert_twice() -> None:
        async with database.begin() as connection:
            for _ in range(2):
                await connection.execute(text("INSERT INTO form_numbers VALUES ('王芳', 'a', 1)"))

    with pytest.raises(DBAPIError) as caught:
        await insert_twice()

    code = "SQLITE_CONSTRAINT_PRIMARYKEY" if database.dialect == "sqlite" else "23505"
    assert described(caught.value) == f"IntegrityError, {code}"


async def test_trouble_without_a_code_is_named_by_its_kind() -> None:
    with pytest.raises(DatabaseUnavailable) as caught:
        await Database.open("postgresql+asyncpg://nobody@127.0.0.1:1/x")
    assert described(caught.value) == "DatabaseUnavailable, ConnectionRefusedError"
    assert described(ValueError("王芳 13800000000")) == "ValueError"


@pytest.mark.postgres
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_a_table_locked_by_a_stranger_does_not_hold_whoever_is_to_stop(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "LOCK_SECONDS", 1)
    database = await Database.open(url)
    stranger = await asyncpg.connect(libpq_url(database.url))

    async def write() -> None:
        async with database.begin() as connection:
            await connection.execute(update(subscriptions).values(status="retired"))

    async with stranger.transaction():
        await stranger.execute("LOCK TABLE subscriptions")
        writer = asyncio.create_task(to_the_end(write()))
        waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        for _ in range(500):
            if await stranger.fetchval(waiting):
                break
            await asyncio.sleep(0.01)
        assert await stranger.fetchval(waiting), "the writer never came to the lock"
        writer.cancel()
        await asyncio.wait({writer}, timeout=5)
        assert writer.cancelled()
        with pytest.raises(DatabaseUnavailable, match="lock timeout"):
            await write()
    await write()
    await stranger.close()
    await database.close()


@pytest.mark.postgres
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_a_statement_has_an_end(url: str) -> None:
    database = await Database.open(url, statement_seconds=0.05)
    with pytest.raises(DatabaseUnavailable):
        async with database.begin() as connection:
            await connection.execute(text("SELECT pg_sleep(10)"))
    with pytest.raises(DatabaseUnavailable):
        await database.fetch(Query(select(func.pg_sleep(10))))
    await database.close()


async def test_what_was_to_be_written_is_not_in_the_message(database: Database) -> None:
    async def insert_twice() -> None:
        async with database.begin() as connection:
            row = {"organisation_id": HERE, "series": "王芳 13800000000", "last": 1}
            await connection.execute(insert(form_numbers), row)
            await connection.execute(insert(form_numbers), row | {"last": None})

    with pytest.raises(DBAPIError) as caught:
        await insert_twice()
    told = "".join(traceback.format_exception(caught.value))
    assert "parameters hidden" in told
    assert "13800000000" not in told.replace('"王芳 13800000000"', "")  # but for this source


def entry() -> Entry:
    received = NewEvent("complaint.received", 1, "{}", "{}", NOON)
    return Entry(uuid4(), "print", (Write(uuid4(), 0, (received,)),))


@pytest.mark.postgres
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_an_append_lock_held_for_too_long_is_unavailable(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(postgres_module.LINE_SETTINGS, "lock_timeout", "20ms")
    store = PostgresStore(database)
    stranger = await asyncpg.connect(libpq_url(database.url))
    async with stranger.transaction():
        await stranger.execute("SELECT pg_advisory_xact_lock(hashtextextended('gym', 0))")
        with pytest.raises(DatabaseUnavailable, match="lock timeout"):
            await store.append(HERE, entry())
        other = await store.append(OrganisationId("hotel"), entry())
    assert isinstance(other, Appended)
    assert isinstance(await store.append(HERE, entry()), Appended)
    await stranger.close()
    await store.close()


@pytest.fixture
def own_server() -> Iterator[Postgres]:
    """A server that a test may kill."""
    with Postgres() as server:
        yield server


@pytest.mark.slow
@pytest.mark.postgres
async def test_a_database_that_comes_back_is_used_again(own_server: Postgres) -> None:
    own_server.create_database("log")
    await migrate(own_server.url("log"))
    database = await Database.open(own_server.url("log"))
    store = PostgresStore(database)
    first = entry()
    assert isinstance(await store.append(HERE, first), Appended)
    await store.listen()

    await asyncio.to_thread(own_server.kill)
    with pytest.raises(DatabaseUnavailable):
        await store.append(HERE, entry())
    with pytest.raises(DatabaseUnavailable):
        await store.head(HERE)
    with pytest.raises(DatabaseUnavailable):
        await store.listen()
    with pytest.raises(DatabaseUnavailable):
        async with database.begin():
            pass

    await asyncio.to_thread(own_server.start)
    assert isinstance(await store.append(HERE, first), Duplicate)
    assert isinstance(await store.append(HERE, entry()), Appended)
    await store.listen()
    await store.close()
    await database.close()


@pytest.mark.postgres
@pytest.mark.parametrize("turns", range(6))
async def test_a_connection_that_the_server_is_ending_is_trouble_whenever_it_is_used(
    make_url: Callable[[str], str], postgres: Postgres, turns: int
) -> None:
    database = await Database.open(make_url("postgresql"))
    store = PostgresStore(database)

    async def append() -> None:
        await store.append(HERE, entry())

    async def transaction() -> None:
        async with database.begin() as connection:
            await connection.execute(text("SELECT 1"))

    async def query() -> None:
        await store.head(HERE)

    async def ended() -> None:
        # The loop stands still meanwhile.
        postgres.sql(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()",
            database=str(database.url.database),
        )
        for _ in range(turns):  # in one of these turns it reads what the server said last
            await asyncio.sleep(0)

    for use in (append, query, transaction):
        await use()
        await ended()
        with suppress(DatabaseUnavailable):
            await use()
        await use()
    with suppress(DatabaseUnavailable):
        async with database.begin() as connection:
            await connection.execute(text("SELECT 1"))
            await ended()
            await connection.execute(text("SELECT 1"))
    await store.close()
    await database.close()


async def test_work_is_finished_before_its_cancelled_caller_goes() -> None:
    gate, done = asyncio.Event(), []

    async def work() -> None:
        await gate.wait()
        done.append("done")
        raise ValueError("nobody is there to hear this")

    caller = asyncio.create_task(to_the_end(work()))
    await asyncio.sleep(0)
    for _ in range(3):
        caller.cancel()
        await asyncio.sleep(0)
    assert not caller.done()
    gate.set()
    await asyncio.wait({caller})

    assert caller.cancelled()
    assert done == ["done"]


async def test_moments_are_kept_in_utc(make_url: Callable[[str], str], tmp_path: Path) -> None:
    database = await Database.open(make_url("sqlite"))
    await subscribe(database, "copies")
    stranger = sqlite3.connect(tmp_path / "log.sqlite3")

    kept = stranger.execute("SELECT updated_at FROM subscriptions").fetchone()[0]

    assert kept == "2026-03-01T04:00:00.000005+00:00"
    assert datetime.fromisoformat(kept) == NOON.astimezone(UTC)
    stranger.close()
    await database.close()
