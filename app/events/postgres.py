"""The log in PostgreSQL: a batch of entries is one call of a function, in one round trip.

The function (`append_entries`, beside its migration) takes the organisation's append lock first.
No transaction is ever open between two round trips, so a client that stalls stalls nobody.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, TypeAlias

import asyncpg

from app.domain.values import OrganisationId
from app.events.database import (
    CONNECTION_SECONDS,
    Database,
    DatabaseUnavailable,
    libpq_url,
    session_settings,
    telling_of_trouble,
    to_the_end,
)
from app.events.entries import BAR, check, rounds, stamp, stamped
from app.events.growth import Listener
from app.events.reading import Reading
from app.events.store import Appended, Conflict, Entry, Outcome, event_id_of
from app.events.wall_clock import TOLERANCE, WrongClock, wall_clock

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

LINES = 4
APPEND_SECONDS = 30
NOTIFY_EVERY_SECONDS = 0.01
CHANNEL = "triplicate_log"

APPEND = "SELECT * FROM append_entries($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
NOTIFY = "SELECT pg_notify($1, organisation) FROM unnest($2::text[]) AS organisation"

LINE_SETTINGS = {
    "default_transaction_isolation": "read committed",
    # One plan for ever, and by the indexes even while the tables are young and look small.
    "plan_cache_mode": "force_generic_plan",
    "enable_seqscan": "off",
}
NOTIFIER_SETTINGS = {"synchronous_commit": "off"}  # there is nothing in a NOTIFY to keep


class PostgresStore(Reading):
    """A log per organisation in PostgreSQL."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime] = wall_clock) -> None:
        """Compare `clock`, that of this process, with the database's, which tells when it was."""
        super().__init__(database)
        self._clock = clock
        self._lines = Lines(database)
        self._notifier = LogNotifier(database, self.growth.tell)

    async def append(self, organisation: OrganisationId, entry: Entry) -> Outcome:
        """Write one entry."""
        return (await self.append_many(organisation, (entry,)))[0]

    async def append_many(
        self, organisation: OrganisationId, entries: Sequence[Entry]
    ) -> list[Outcome]:
        """Write entries, each with an outcome of its own, in one transaction.

        Where two entries share a stream or a command, the later goes into a transaction after.

        Raises:
            ValueError: an entry is not fit to be written; none was.
            DatabaseUnavailable: what was not answered may stand in the log or not; ask again.
            WrongClock: the clock of this process differs too much from the database's, or lies too
                far before the last event. Nothing was written.

        """
        check(entries)
        outcomes: list[Outcome] = []
        for part in rounds(entries):
            outcomes += await self._append_round(organisation, part)
        return outcomes

    async def _append_round(
        self, organisation: OrganisationId, entries: Sequence[Entry]
    ) -> list[Outcome]:
        now, columns = self._clock(), arrays_of(entries)
        answer = await to_the_end(
            self._lines.row_of(APPEND, organisation, now, TOLERANCE, *columns)
        )
        if answer["recorded"] is None:
            clock, last = answer["database_clock"], answer["last_recorded"]
            apart = abs(now - clock) > TOLERANCE
            raise WrongClock.beside(now, clock) if apart else WrongClock.behind(now, last)
        written = list(written_of(entries, answer))
        if any(written):
            self._database.writes.appended()
            self.growth.tell(organisation)
            self._notifier.notify(organisation)
        return [
            one or await self._refusal(organisation, entry, nth, answer)
            for nth, (entry, one) in enumerate(zip(entries, written, strict=True))
        ]

    async def _refusal(
        self, organisation: OrganisationId, entry: Entry, nth: int, answer: asyncpg.Record
    ) -> Outcome:
        faults = [at for at, refused in enumerate(answer["refused"]) if refused == nth]
        if any(answer["refused_known"][at] for at in faults):
            return await self.first_answer(organisation, entry)
        at = faults[0]
        return Conflict(answer["refused_streams"][at], answer["refused_versions"][at])

    async def listen(self) -> None:
        """Hear of growth from other processes too, from now on; again after a lost connection.

        Raises:
            DatabaseUnavailable: it cannot be heard of now.

        """
        await self._notifier.connect()

    async def close(self) -> None:
        """Let the store's connections go; the database stays open."""
        await self._notifier.close()
        await self._lines.close()


def arrays_of(entries: Sequence[Entry]) -> list[tuple[Any, ...] | None]:
    """Lay entries out as `append_entries` takes them."""
    rows: list[tuple[Any, ...]] = []
    numbered = False
    for nth, entry in enumerate(entries):
        mark = stamp(entry)
        index = 0
        for write in entry.writes:
            number = None if write.numbering is None else BAR.join(map(str, write.numbering))
            numbered = numbered or number is not None
            opens = True
            version = write.expected_version
            for event in write.events:
                version += 1
                rows.append(
                    (
                        nth,
                        opens,
                        write.stream_id,
                        version,
                        event_id_of(entry.command_id, index),
                        event.type,
                        event.schema_version,
                        event.data,
                        stamped(mark, event.meta),
                        event.occurred_at,
                        number,
                    )
                )
                index += 1
                opens, number = False, None
    columns: list[tuple[Any, ...] | None] = [*zip(*rows, strict=True)]
    if not numbered:
        columns[-1] = None
    return columns


def written_of(entries: Sequence[Entry], answer: asyncpg.Record) -> Iterator[Appended | None]:
    """Tell of each entry how it was written, or that it was not."""
    refused = frozenset(answer["refused"] or ())
    numbers: Sequence[str | None] = answer["numbers"] or ()
    position, seen = answer["base"], 0
    for nth, entry in enumerate(entries):
        count = sum(len(write.events) for write in entry.writes)
        if nth in refused:
            yield None
        else:
            position += count
            last = entry.writes[-1]
            number = next(filter(None, numbers[seen : seen + count]), None)
            version = last.expected_version + len(last.events)
            yield Appended(last.stream_id, version, position, number, answer["recorded"])
        seen += count


class Lines:
    """A few connections held open to append on: nothing is checked out, reset or pinged."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._url = libpq_url(database.url)
        self._free = asyncio.Semaphore(LINES)
        self._idle: list[Connection] = []

    async def row_of(self, statement: str, *arguments: object) -> asyncpg.Record:
        """Run a statement that returns one row, in a transaction of its own.

        Raises:
            DatabaseUnavailable: no connection, or a lock was not had in time.

        """
        with self._database.writing():
            async with asyncio.timeout(CONNECTION_SECONDS):
                await self._free.acquire()
            try:
                line = await self._line()
                try:
                    (row,) = await line.fetch(statement, *arguments)
                except BaseException:
                    line.terminate()
                    raise
                self._idle.append(line)
            finally:
                self._free.release()
        return row

    async def _line(self) -> Connection:
        while self._idle:
            if not (line := self._idle.pop()).is_closed():
                return line
        return await asyncpg.connect(
            self._url,
            server_settings=session_settings(**LINE_SETTINGS),
            timeout=CONNECTION_SECONDS,
            command_timeout=APPEND_SECONDS,
        )

    async def close(self) -> None:
        """Let the connections go."""
        while self._idle:
            await self._idle.pop().close()


class LogNotifier:
    """Tells other processes that a log has grown, and hears it from them.

    NOTIFY goes out after the commit and on a connection of its own, because a commit with a NOTIFY
    in it waits for every other one, whatever the organisation. One may be lost.
    """

    def __init__(self, database: Database, heard: Listener) -> None:
        self._url = libpq_url(database.url)
        self._heard = heard
        self._connection: Connection | None = None
        self._connecting = asyncio.Lock()
        self._pending: set[OrganisationId] = set()
        self._notifying: asyncio.Task[None] | None = None
        self._closed = False

    def notify(self, organisation: OrganisationId) -> None:
        """Tell the others; many calls in a short time become one NOTIFY."""
        self._pending.add(organisation)
        if self._notifying is None or self._notifying.done():
            self._notifying = asyncio.create_task(self._notify())

    async def _notify(self) -> None:
        with suppress(DatabaseUnavailable), telling_of_trouble():
            while self._pending:
                connection = await self.connect()
                told, self._pending = self._pending, set()
                await connection.execute(NOTIFY, CHANNEL, list(told))
                await asyncio.sleep(NOTIFY_EVERY_SECONDS)

    async def connect(self) -> Connection:
        """Hear the others from now on."""
        async with self._connecting:
            if self._connection is None or self._connection.is_closed():
                with telling_of_trouble():
                    self._connection = await asyncpg.connect(
                        self._url, server_settings=session_settings(**NOTIFIER_SETTINGS)
                    )
                    await self._connection.add_listener(CHANNEL, self._hear)
                    self._connection.add_termination_listener(self._lose)
            return self._connection

    def _hear(self, _connection: object, pid: int, _channel: str, payload: object) -> None:
        if self._connection is not None and pid != self._connection.get_server_pid():
            self._heard(OrganisationId(str(payload)))

    def _lose(self, _connection: object) -> None:
        """Have the listeners look for themselves: nothing is heard until it is connected again."""
        if not self._closed:
            self._heard(None)

    async def close(self) -> None:
        """Neither tell nor hear any more."""
        self._closed = True
        if self._notifying is not None:
            self._notifying.cancel()
            await asyncio.wait({self._notifying})
        if self._connection is not None and not self._connection.is_closed():
            await self._connection.close()
