"""Readiness: whether the database answers and can be written to, for a load balancer to ask.

The question has a connection of its own, so that readers who wait behind a lock do not take it
along, and a limit of its own. Many who ask at once share one question.
"""

import asyncio
import os
from pathlib import Path
from time import monotonic
from typing import Final

from sqlalchemy import func, select

from app.events.compatibility import schema_fault
from app.events.database import FULL, Database, DatabaseUnavailable, Query

LIMIT_SECONDS: Final = 2.0
REMEMBER_SECONDS: Final = 30.0
"""How long a failed write counts where no other one has gone well since: nobody may be writing,
because nobody is sent here any more."""
ROOM_BYTES: Final = 16 << 20
"""SQLite needs room for its write-ahead log (4 MiB) and for moving that into the file."""

_READ_ONLY: Final = Query(select(func.current_setting("transaction_read_only")))
"""On PostgreSQL: "on" for a standby, and where `default_transaction_read_only` is set."""

IS_FULL: Final = "the disk of the database is full: commands are refused until there is room"
IS_GONE: Final = "the file of the database is gone, or cannot be looked at: put it back and restart"
IS_READ_ONLY: Final = "the database is read-only: commands are refused"


class Readiness:
    """Asks a database how it is, by itself and by how the service's own writes went."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._own: Database | None = None
        self._asking: asyncio.Task[tuple[str | None, bool]] | None = None

    async def fault(self) -> str | None:
        """Say why this process should get no requests; None if it should. Within LIMIT_SECONDS.

        This program cannot run on the schema, nothing can be written, or the file of SQLite is
        gone. A full disk of PostgreSQL is known from a write that failed. That of SQLite is looked
        at.

        Raises:
            DatabaseUnavailable: it cannot be reached, or does not answer in time.

        """
        # First, because opening an SQLite database makes the file where it is missing.
        if self._database.dialect == "sqlite" and (found := _fault_of(self._database)):
            return found
        schema, read_only = await self._answer()
        if schema is not None:
            return schema
        if read_only:
            return IS_READ_ONLY
        writes = self._database.writes
        if writes.fault is None or monotonic() - writes.at > REMEMBER_SECONDS:
            return None
        return IS_FULL if writes.fault.startswith(FULL) else IS_READ_ONLY

    async def _answer(self) -> tuple[str | None, bool]:
        """Give the fault of the schema, and whether the database is read-only.

        Callers share one question. A driver's own time limits add up; this one does not.
        """
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask())
            self._asking.add_done_callback(_noted)
        asking = self._asking
        await asyncio.wait({asking}, timeout=LIMIT_SECONDS)
        if not asking.done():
            raise DatabaseUnavailable(f"no answer within {LIMIT_SECONDS:.0f} s")
        return asking.result()

    async def _ask(self) -> tuple[str | None, bool]:
        if self._own is None:
            url = self._database.url.render_as_string(hide_password=False)
            limit = LIMIT_SECONDS
            self._own = await Database.open(url, statement_seconds=limit, connections=1)
        schema = await schema_fault(self._own)
        if self._own.dialect == "sqlite":
            return schema, False
        ((setting,),) = await self._own.fetch(_READ_ONLY)
        return schema, setting == "on"

    async def close(self) -> None:
        """Let the connection go."""
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.wait({self._asking})
        if self._own is not None:
            await self._own.close()


def _noted(asked: "asyncio.Task[tuple[str | None, bool]]") -> None:
    """Take note of an error that came when nobody waited any more."""
    if not asked.cancelled():
        asked.exception()


def _fault_of(database: Database) -> str | None:
    """Look at the file of an SQLite database and at the disk below it."""
    path = Path(str(database.url.database)).absolute()
    try:
        disk = os.statvfs(path)
    except OSError:
        return IS_GONE
    if disk.f_flag & os.ST_RDONLY or not os.access(path, os.W_OK):
        return IS_READ_ONLY
    return IS_FULL if disk.f_bavail * disk.f_frsize < ROOM_BYTES else None
