"""The log in an SQLite file: a batch of entries is one `BEGIN IMMEDIATE` transaction.

That is the append lock as well, for every process that has the file open.
"""

import asyncio
import itertools
import json
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import bindparam, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.domain.values import OrganisationId
from app.events.database import Database, to_the_end
from app.events.entries import Known, Standing, answer, check, judge, records, rounds
from app.events.growth import Growth
from app.events.reading import Reading
from app.events.store import Appended, Conflict, Entry, Outcome, Recorded, Write, event_id_of
from app.events.tables import events
from app.events.wall_clock import time_to_record, wall_clock

LOOK_EVERY_SECONDS = 0.1
"""At the file, for what other processes write."""
TICK_NANOSECONDS = 20_000_000
"""More than a tick of any Linux kernel (10 ms)."""

STANDING = text("""
    SELECT (SELECT coalesce(max(version), 0) FROM events
             WHERE organisation_id = :organisation AND stream_id = json_extract(w.value, '$[0]')),
           EXISTS (SELECT * FROM events
                    WHERE organisation_id = :organisation
                      AND event_id = json_extract(w.value, '$[1]'))
      FROM json_each(:writes) AS w ORDER BY w.key
""")
"""For pairs of a stream and an event id: the stream's version, and whether the event stands."""
HEAD = text("""
    INSERT INTO log_heads (organisation_id, position) VALUES (:organisation, :count)
    ON CONFLICT DO UPDATE SET position = position + :count RETURNING position - :count
""")
LAST = select(events.c.recorded_at).where(
    events.c.organisation_id == bindparam("organisation"),
    events.c.position == bindparam("position"),
)
NUMBER = text("""
    INSERT INTO form_numbers (organisation_id, series, last) VALUES (:organisation, :series, 1)
    ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last
""")


class SqliteStore(Reading):
    """A log per organisation in an SQLite file."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime] = wall_clock) -> None:
        """Record times by `clock`: the database has none of its own."""
        super().__init__(database)
        self._clock = clock
        self._file = FileWatcher(database, self.growth)

    async def append(self, organisation: OrganisationId, entry: Entry) -> Outcome:
        """Write one entry."""
        return (await self.append_many(organisation, (entry,)))[0]

    async def append_many(
        self, organisation: OrganisationId, entries: Sequence[Entry]
    ) -> list[Outcome]:
        """Write entries in one transaction, each with an outcome of its own, in their order.

        Raises:
            ValueError: an entry is not fit to be written; none was.
            DatabaseUnavailable: nothing was written, unless the disk failed at the very end.
            WrongClock: the clock of this process lies too far before the last event.

        """
        check(entries)
        outcomes = await to_the_end(self._append(organisation, entries))
        if any(isinstance(one, Appended) for one in outcomes):
            self._database.writes.appended()
            self.growth.tell(organisation)
        return [
            await self.first_answer(organisation, entry) if isinstance(one, Known) else one
            for entry, one in zip(entries, outcomes, strict=True)
        ]

    async def _append(
        self, organisation: OrganisationId, entries: Sequence[Entry]
    ) -> list[Appended | Conflict | Known]:
        outcomes: list[Appended | Conflict | Known] = []
        async with self._database.begin() as connection:
            for part in rounds(entries):
                transaction = Transaction(connection, organisation, self._clock)
                verdicts = await transaction.judge(part)
                fit = [e for e, verdict in zip(part, verdicts, strict=True) if verdict is None]
                appended = iter(await transaction.append(fit) if fit else ())
                outcomes += [verdict or next(appended) for verdict in verdicts]
        return outcomes

    async def listen(self) -> None:
        """Hear of growth from other processes too, from now on."""
        self._file.start()

    async def close(self) -> None:
        """Let go of nothing but the file: the connections belong to the database."""
        await self._file.close()


class FileWatcher:
    """Sees that some process has written to the file; which log has grown, it does not see.

    Every commit writes to the write-ahead log. To look at its time and size costs microseconds; to
    ask SQLite would cost a transaction.
    """

    def __init__(self, database: Database, growth: Growth) -> None:
        self._path = Path(f"{database.url.database}-wal")
        self._growth = growth
        self._seen: tuple[int, int] | None = None
        self._watching: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to look, unless it was begun."""
        if self._watching is None:
            self._watching = asyncio.create_task(self._watch())

    async def _watch(self) -> None:
        while True:
            if self._has_changed():
                self._growth.tell(None)
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    def _has_changed(self) -> bool:
        try:
            found = self._path.stat()
        except OSError:
            return False
        before, now = self._seen, (found.st_mtime_ns, found.st_size)
        # Within a tick of the file system's clock another commit would have the same time.
        self._seen = now if time.time_ns() - found.st_mtime_ns > TICK_NANOSECONDS else None
        return now != before

    async def close(self) -> None:
        """Look no more."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.wait({self._watching})


class Transaction(NamedTuple):
    """One organisation's log in a write transaction; no two entries share stream or command."""

    connection: AsyncConnection
    organisation: OrganisationId
    clock: Callable[[], datetime]

    async def judge(self, entries: Sequence[Entry]) -> list[Known | Conflict | None]:
        """Tell which entries cannot be written, and why."""
        writes = [
            (write.stream_id.hex, event_id_of(entry.command_id, 0).hex)
            for entry in entries
            for write in entry.writes
        ]
        found = await self.connection.execute(STANDING, self._with(writes=json.dumps(writes)))
        standings = itertools.starmap(Standing, found.all())
        return [
            judge(entry, list(itertools.islice(standings, len(entry.writes)))) for entry in entries
        ]

    async def append(self, entries: Sequence[Entry]) -> list[Appended]:
        """Write entries that fit."""
        count = sum(len(write.events) for entry in entries for write in entry.writes)
        base = (await self.connection.execute(HEAD, self._with(count=count))).scalar_one()
        last = (await self.connection.execute(LAST, self._with(position=base))).scalar_one_or_none()
        now = time_to_record(self.clock(), last)
        written: list[list[Recorded]] = []
        for entry in entries:
            numbers = [await self._number(write) for write in entry.writes]
            written.append(records(entry, after=base, at=now, numbers=numbers))
            base += len(written[-1])
        await self.connection.execute(
            insert(events),
            [
                {"organisation_id": self.organisation, **event._asdict()}
                for of_entry in written
                for event in of_entry
            ],
        )
        return [answer(of_entry) for of_entry in written]

    async def _number(self, write: Write) -> str | None:
        if (numbering := write.numbering) is None:
            return None
        taken = await self.connection.execute(NUMBER, self._with(series=numbering.series))
        return numbering.write(taken.scalar_one())

    def _with(self, **parameters: object) -> dict[str, object]:
        return {"organisation": self.organisation, **parameters}
