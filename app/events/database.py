"""One database, SQLite or PostgreSQL: connections, transactions, and fast reads."""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Coroutine, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from time import monotonic
from typing import Any, Literal, TypeVar

import asyncpg
from sqlalchemy import URL, CompoundSelect, Connection, Dialect, Select, event, exc, make_url
from sqlalchemy.dialects.postgresql import asyncpg as sqlalchemy_asyncpg
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

Done = TypeVar("Done")

READERS = 4
POOL = 10
CONNECTION_SECONDS = 5
"""How long a request waits for a free connection, and a connection for the server."""
BUSY_SECONDS = 5
"""How long a write transaction on SQLite waits until it begins: for the one connection that writes
and then for the lock on the file, together."""
STATEMENT_SECONDS = 60
LOCK_SECONDS = 5
IDLE_SECONDS = 5
"""How long a transaction may stand still between two statements before PostgreSQL ends it.

The longest work of ours between two statements is folding a batch, well under a second. A paused
process or one behind a broken network would otherwise keep its locks for as long as it is away.

Not covered: a pause between preparing a statement for the first time on a connection and running
it, which PostgreSQL 18 counts as active (measured). A session does that once for each statement.
"""
TRY_LOCK = "SELECT pg_try_advisory_lock(hashtextextended($1, 1))"  # 0 seeds the append locks
ALL_STATEMENTS = 0  # asyncpg: no end to the life of a prepared statement
NEVER = 1 << 62  # asyncpg: queries until a connection is replaced


def session_settings(**own: str) -> dict[str, str]:
    """Give the settings of every session on PostgreSQL, and of a session that has others."""
    return {
        "jit": "off",
        # What COPY writes of an instant follows these, and a database or a role may have others.
        "datestyle": "ISO",
        "timezone": "UTC",
        "lock_timeout": f"{round(LOCK_SECONDS * 1000)}ms",
        "idle_in_transaction_session_timeout": f"{round(IDLE_SECONDS * 1000)}ms",
        **own,
    }


KEEPALIVE = {
    # A host that vanished gives its locks back within a minute, not after the two hours of Linux.
    "tcp_keepalives_idle": "30",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
}

SQLITE_TROUBLE = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOTADB,
    }
)
POSTGRES_TROUBLE = (
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,  # shut down, starting, cancelled
    asyncpg.InsufficientResourcesError,  # disk or memory full, too many connections
    asyncpg.LockNotAvailableError,
    asyncpg.IdleInTransactionSessionTimeoutError,  # this process was paused
    asyncpg.TransactionRollbackError,  # a deadlock, or not serializable: not so the next time
    asyncpg.InvalidCachedStatementError,  # a migration meanwhile; it is prepared anew
    asyncpg.ReadOnlySQLTransactionError,  # a standby, after a failover
    asyncpg.InsufficientPrivilegeError,  # grants not yet repeated after a migration
    asyncpg.InvalidCatalogNameError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InternalClientError,  # used after the server's last words, before the end of the line
)

ASYNCPG: Dialect = sqlalchemy_asyncpg.dialect()  # type: ignore[no-untyped-call]


FULL = ("SQLITE_FULL", "53100")
READ_ONLY = ("SQLITE_READONLY", "25006")


class DatabaseUnavailable(Exception):
    """The database cannot be asked now: not reachable, full, locked too long, or not granted."""


@dataclass
class Writes:
    """The last write that failed because of the disk, if no append has gone well since."""

    fault: str | None = None
    """The code of FULL or READ_ONLY."""
    at: float = 0.0
    """On the monotonic clock."""

    def failed(self, code: str | None) -> None:
        """Note a failure, if its code is of the disk."""
        if code is not None and code.startswith((*FULL, *READ_ONLY)):
            self.fault, self.at = code, monotonic()

    def appended(self) -> None:
        """Note that the log has grown. A smaller write may go well on a full disk."""
        self.fault = None


def file_of(url: str) -> Path | None:
    """Name the file of an embedded database; None of another one."""
    address = make_url(url)
    embedded = address.get_backend_name() == "sqlite" and address.database
    return Path(address.database or "") if embedded else None


class Query:
    """A SELECT that is made once, compiled once, and run often.

    Parameters are bindparams, by name. Values come back as Python values: `uuid.UUID`, aware
    `datetime`, JSON as `str`. `IN` over a list is allowed but takes the slow path on PostgreSQL;
    a column type with a conversion of its own is not (on PostgreSQL it would be left out).
    """

    def __init__(
        self,
        statement: Select[Any] | CompoundSelect[Any],
        *,
        on_sqlite: Select[Any] | CompoundSelect[Any] | None = None,
    ) -> None:
        """Ask by `statement`, but by `on_sqlite` where SQLite cannot be asked in that way."""
        self.statement = statement
        self.on_sqlite = statement if on_sqlite is None else on_sqlite

    @cached_property
    def for_asyncpg(self) -> tuple[str, tuple[str, ...], dict[str, Any]] | None:
        """The SQL text, the order of its parameters, and their given values; None: cannot be."""
        compiled = self.statement.compile(dialect=ASYNCPG)
        if compiled.post_compile_params:
            return None
        given = {name: value for name, value in compiled.params.items() if value is not None}
        return str(compiled), tuple(compiled.positiontup or ()), given


@dataclass(frozen=True)
class Database:
    """One database, SQLite or PostgreSQL: its connections and transactions."""

    dialect: Literal["sqlite", "postgresql"]
    url: URL
    writer: AsyncEngine
    reader: AsyncEngine
    _pool: "asyncpg.Pool[asyncpg.Record] | None" = None
    writes: Writes = field(default_factory=Writes)

    @classmethod
    async def open(
        cls,
        url: str,
        *,
        statement_seconds: float | None = STATEMENT_SECONDS,
        connections: int = POOL,
    ) -> "Database":
        """Open `sqlite+aiosqlite:///path` or `postgresql+asyncpg://...` (`?host=` for a socket).

        On PostgreSQL a statement may take `statement_seconds`; None: as long as it needs. At
        most `connections` there are for reading.

        Raises:
            DatabaseUnavailable: it cannot be reached or opened.
            ValueError: the address is of another kind of database.

        """
        address = make_url(url)
        if address.drivername == "sqlite+aiosqlite":
            return await cls._open_sqlite(address)
        if address.drivername == "postgresql+asyncpg":
            return await cls._open_postgresql(address, statement_seconds, connections)
        raise ValueError(f"neither sqlite+aiosqlite nor postgresql+asyncpg: {address!r}")

    @classmethod
    async def _open_sqlite(cls, url: URL) -> "Database":
        writer = sqlite_engine(url, write=True)
        database = cls("sqlite", url, writer, sqlite_engine(url, write=False))
        with telling_of_trouble():
            make_private(url)
            try:
                async with writer.connect():
                    return database
            except BaseException:
                await database.close()
                raise

    @classmethod
    async def _open_postgresql(
        cls, url: URL, statement_seconds: float | None, connections: int
    ) -> "Database":
        engine = postgresql_engine(url, statement_seconds)
        with _telling_of_the_address(), telling_of_trouble():
            pool = await asyncpg.create_pool(
                libpq_url(url),
                # With a floor asyncpg logs a traceback for each failure to restore it.
                min_size=0,
                max_size=connections,
                timeout=CONNECTION_SECONDS,
                max_queries=NEVER,
                max_cached_statement_lifetime=ALL_STATEMENTS,
                command_timeout=statement_seconds,
                reset=_leave_as_it_is,
                server_settings=session_settings(),
            )
            try:
                async with pool.acquire():  # tell at once whether it can be reached
                    return cls("postgresql", url, engine, engine, pool)
            except BaseException:
                await pool.close()
                raise

    @property
    def pool(self) -> "asyncpg.Pool[asyncpg.Record]":
        """The connections of PostgreSQL without SQLAlchemy.

        Nothing resets a session between two users of a connection, so change none.
        """
        if self._pool is None:
            raise TypeError("SQLite has no such connections")
        return self._pool

    def begin(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """Open a write transaction: on SQLite the only one, on PostgreSQL READ COMMITTED.

        It commits at the end of the block and rolls back when the block raises.

        Raises:
            DatabaseUnavailable: the database went away, also in the middle.

        """
        return self._begin()

    @asynccontextmanager
    async def _begin(self) -> AsyncIterator[AsyncConnection]:
        asked = monotonic()
        with self.writing():
            connection = await self.writer.connect()
            try:
                waited = monotonic() - asked
                if self.dialect == "sqlite":
                    await connection.execution_options(busy_ms=_left_of_busy(waited))
                async with connection.begin():
                    yield connection
            finally:
                await connection.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Turn what a driver raises into DatabaseUnavailable, and note what the disk refused."""
        try:
            with telling_of_trouble():
                yield
        except DatabaseUnavailable as error:
            self.writes.failed(code_of(error))
            raise

    async def fetch(self, query: Query, /, **parameters: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 - whatever the columns hold
        """Run a query on what is committed and return all rows.

        Raises:
            DatabaseUnavailable: the database cannot be asked now.

        """
        try:
            if self._pool is not None and (compiled := query.for_asyncpg):
                text, names, given = compiled
                values = [parameters[name] if name in parameters else given[name] for name in names]
                return await self._rows(self._pool, text, values)
            async with self.reader.connect() as connection:
                sqlite = self.dialect == "sqlite"
                statement = query.on_sqlite if sqlite else query.statement
                rows = (await connection.execute(statement, parameters)).all()
                return [tuple(row) for row in rows]
        except TROUBLE as error:
            _tell_of_trouble(error)
            raise

    async def _rows(
        self, pool: "asyncpg.Pool[asyncpg.Record]", text: str, values: Sequence[object]
    ) -> list[tuple[Any, ...]]:
        async with asyncio.timeout(CONNECTION_SECONDS):
            connection = await pool.acquire()
        try:
            return [tuple(row) for row in await connection.fetch(text, *values)]
        finally:
            await pool.release(connection)

    @asynccontextmanager
    async def locked(self, name: str) -> AsyncIterator[bool]:
        """Hold a lock that has a name for the block; False: somebody else holds it.

        PostgreSQL frees it with the session, so no crash leaves it behind. On SQLite nothing is
        locked, and the answer is always True.

        Raises:
            DatabaseUnavailable: the database cannot be asked now.

        """
        if self.dialect == "sqlite":
            yield True
            return
        with telling_of_trouble():
            session = await asyncpg.connect(
                libpq_url(self.url),
                timeout=CONNECTION_SECONDS,
                command_timeout=LOCK_SECONDS,
                server_settings=session_settings(**KEEPALIVE),
            )
        try:
            with telling_of_trouble():
                held: bool = await session.fetchval(TRY_LOCK, name)
            yield held
        finally:
            # The end of the session would free it too, but a moment later.
            with suppress(DatabaseUnavailable), telling_of_trouble():
                await session.execute("SELECT pg_advisory_unlock_all()")
            session.terminate()

    async def close(self) -> None:
        """Let all connections go."""
        if self._pool is not None:
            await self._pool.close()
        await self.writer.dispose()
        await self.reader.dispose()


async def to_the_end(work: Coroutine[Any, Any, Done]) -> Done:
    """Run work whole: where its caller is cancelled, the work is finished first.

    So no transaction is cut in two. The work must have an end of its own, which on a database is
    the limit for a statement and that for waiting for a lock.
    """
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        while not task.done():
            with _deaf_to_cancellation():
                await asyncio.wait({task})
        if not task.cancelled():
            task.exception()
        raise


def make_private(url: URL) -> None:
    """Make the file of an SQLite database, for its owner only; SQLite's side files follow it."""
    if url.database and url.database != ":memory:" and not Path(url.database).exists():
        os.close(os.open(url.database, os.O_CREAT | os.O_WRONLY, 0o600))


def sqlite_engine(url: URL, *, write: bool) -> AsyncEngine:
    """Make the engine that writes, one at a time, or the one that only reads."""
    engine = create_async_engine(
        url,
        pool_size=1 if write else READERS,
        max_overflow=0,
        pool_timeout=BUSY_SECONDS if write else CONNECTION_SECONDS,
        hide_parameters=True,  # what customers say must not get into messages and logs
    )

    def set_up(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # "begin" below is the only one to begin
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout = {_left_of_busy(0)}",
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "recursive_triggers = ON",  # else REPLACE deletes unseen by triggers
            f"query_only = {'OFF' if write else 'ON'}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def begin(connection: Connection) -> None:
        left = connection.get_execution_options().get("busy_ms", _left_of_busy(0))
        if write and connection.info.setdefault("busy_ms", _left_of_busy(0)) != left:
            # The wait for the connection counts too.
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {left}")
            connection.info["busy_ms"] = left
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    event.listen(engine.sync_engine, "connect", set_up)
    event.listen(engine.sync_engine, "begin", begin)
    return engine


def _left_of_busy(waited: float) -> int:
    """Tell how many ms are left of BUSY_SECONDS, in tenths of a second: it seldom changes so."""
    return max(0, round((BUSY_SECONDS - waited) * 10)) * 100


def postgresql_engine(url: URL, statement_seconds: float | None) -> AsyncEngine:
    """Make the engine for all that is not hot."""

    async def connect() -> "asyncpg.Connection[asyncpg.Record]":
        return await asyncpg.connect(
            libpq_url(url),
            timeout=CONNECTION_SECONDS,
            command_timeout=statement_seconds,
            server_settings=session_settings(),
        )

    return create_async_engine(
        # SQLAlchemy would hand the parameters of an address (sslmode) on as arguments, which
        # asyncpg does not have: only asyncpg itself reads the address.
        url.set(query={}),
        async_creator=connect,
        isolation_level="READ COMMITTED",
        pool_pre_ping=True,
        pool_timeout=CONNECTION_SECONDS,
        hide_parameters=True,  # what customers say must not get into messages and logs
    )


def libpq_url(url: URL) -> str:
    """Write the address as asyncpg itself and libpq read it."""
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


TROUBLE = (
    OSError,
    sqlite3.Error,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    exc.SQLAlchemyError,
)


@contextmanager
def telling_of_trouble() -> Iterator[None]:
    """Turn what a driver raises into DatabaseUnavailable, where it is that."""
    try:
        yield
    except TROUBLE as error:
        _tell_of_trouble(error)
        raise


@contextmanager
def _telling_of_the_address() -> Iterator[None]:
    """Turn what a driver raises for an address into DatabaseUnavailable, without the address."""
    try:
        yield
    except asyncpg.PostgresError as error:  # a setting that the server does not know
        raise DatabaseUnavailable(str(error)) from error
    except (ValueError, OverflowError):
        raise DatabaseUnavailable("a host or a port in its address cannot be read") from None


def _tell_of_trouble(error: BaseException) -> None:
    _leave_the_row_out(error)
    if _is_trouble(error):
        raise DatabaseUnavailable(str(error)) from error


def code_of(error: BaseException | None) -> str | None:
    """Find SQLite's name for an error (SQLITE_BUSY) or PostgreSQL's SQLSTATE (55P03)."""
    while error is not None:
        for name in ("sqlite_errorname", "sqlstate"):
            if isinstance(code := getattr(error, name, None), str):
                return code
        error = error.orig if isinstance(error, exc.DBAPIError) else error.__cause__
    return None


def described(error: BaseException) -> str:
    """Describe an error in a log: never by its message, which may quote a row."""
    name, cause = type(error).__name__, error.__cause__
    code = code_of(error) or (type(cause).__name__ if cause is not None else None)
    return name if code is None else f"{name}, {code}"


def _leave_the_row_out(error: BaseException | None) -> None:
    """Take the DETAIL off PostgreSQL's message, which quotes the row it refused."""
    while error is not None:
        if isinstance(error, asyncpg.PostgresError):
            error.detail = None
        elif isinstance(error, exc.DBAPIError | sqlalchemy_asyncpg.AsyncAdapt_asyncpg_dbapi.Error):
            error.args = tuple(str(part).split("\nDETAIL:", 1)[0] for part in error.args)
        error = error.orig if isinstance(error, exc.DBAPIError) else error.__cause__


def _is_trouble(error: BaseException | None) -> bool:
    """Whether a driver's error, or what SQLAlchemy wrapped around it, is the database's."""
    while isinstance(error, exc.DBAPIError | sqlalchemy_asyncpg.AsyncAdapt_asyncpg_dbapi.Error):
        if isinstance(error, exc.DBAPIError) and error.connection_invalidated:
            return True
        error = error.orig if isinstance(error, exc.DBAPIError) else error.__cause__
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", 0) & 0xFF in SQLITE_TROUBLE
    if isinstance(error, asyncpg.ClientConfigurationError):  # the file of a certificate is missing
        return True
    if isinstance(error, asyncpg.InterfaceError):  # closed; the rest of them is wrong use
        return "clos" in str(error)
    return isinstance(error, (OSError, exc.TimeoutError, *POSTGRES_TROUBLE))


async def _leave_as_it_is(_connection: object) -> None:
    """Save the round trip that asyncpg would make to reset a session nobody changed."""


@contextmanager
def _deaf_to_cancellation() -> Iterator[None]:
    try:
        yield
    except asyncio.CancelledError:
        return
