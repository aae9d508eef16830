"""Whether this program may run on a database, whose schema may be newer than the program.

A migration leaves the program before working unless it says otherwise: `schema_compatibility` names
the oldest revision whose program may run on the schema. A program that knows that revision is new
enough, even where it does not know the schema's own. A schema without the row is a foreign one.
"""

from typing import Final

import asyncpg
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from app.events.database import Database, Query
from app.events.schema import head_revision, known_revisions, migrate, revision
from app.events.tables import schema_compatibility

_OLDEST: Final = Query(select(schema_compatibility.c.oldest_program))


class IncompatibleSchema(Exception):
    """This program cannot run on a database's schema."""


async def schema_fault(database: Database) -> str | None:
    """Say why this program cannot run on a database; None if it can.

    Only by reading, so that it never waits for those who write.

    Raises:
        DatabaseUnavailable: the database cannot be asked now.

    """
    found = await revision(database)
    if found == head_revision():
        return None
    if found is None or found in known_revisions():
        return "the database is not at this program's schema; run `triplicate migrate`"
    oldest = await _oldest_programs(database)
    if not oldest:
        return f"the database is at schema {found}, which is none of this program's"
    if oldest <= known_revisions():
        return None
    return f"the database is at schema {found}, which needs a newer program"


async def migrate_or_accept(url: str) -> str:
    """Migrate a database, unless its schema is newer and bears this program; give its revision.

    So the program before can be started again, with its migration step, after an upgrade.

    Raises:
        IncompatibleSchema: this program cannot run on it.
        DatabaseUnavailable: it cannot be reached or opened.

    """
    await migrate(url)
    database = await Database.open(url)
    try:
        if fault := await schema_fault(database):
            raise IncompatibleSchema(fault)
        return str(await revision(database))
    finally:
        await database.close()


async def _oldest_programs(database: Database) -> set[str]:
    """Read the row; more than one, or none, is not as migrations leave it, and all must hold."""
    try:
        return {str(oldest) for (oldest,) in await database.fetch(_OLDEST)}
    except (asyncpg.UndefinedTableError, OperationalError):  # SQLite has no error of its own for it
        return set()
