"""Doing to a database what its triggers forbid, as somebody who owns it can."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.events.database import Database

PROTECTED = ("events", "checkpoints")


@asynccontextmanager
async def without_triggers(database: Database) -> AsyncIterator[AsyncConnection]:
    """Write past the triggers, in one transaction, and leave them as they were."""
    async with database.begin() as connection:
        if database.dialect == "postgresql":
            await _on_postgresql(connection, "DISABLE")
            yield connection
            await _on_postgresql(connection, "ENABLE")
            return
        named = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE%'"
        triggers = (await connection.execute(text(named))).all()
        for name, _ in triggers:
            await connection.exec_driver_sql(f"DROP TRIGGER {name}")
        yield connection
        for _, sql in triggers:
            await connection.exec_driver_sql(sql)


async def _on_postgresql(connection: AsyncConnection, what: str) -> None:
    for table in PROTECTED:
        await connection.execute(text(f"ALTER TABLE {table} {what} TRIGGER ALL"))
