"""How Alembic reaches the database.

`app.events.schema` hands over a connection; on the command line name the database:
`alembic -x url=postgresql+asyncpg://... check`.
"""

import asyncio

from alembic import context
from sqlalchemy import Connection, MetaData, text

from app.events.database import Database
from app.events.schema import metadata

LOCK_SECONDS = 3
ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtextextended('alembic', 0))")
WAIT_FOR_EACH_OTHER = text("SET LOCAL lock_timeout = 0")
DO_NOT_WAIT_FOR_OTHERS = text(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
"""Who waits for a table lock makes all wait who come to the table after: better to try again."""


def belongs_to_the_code(name: str | None, _kind: object, _parents: object) -> bool:
    """Leave the words to search by out: each database has them in its own way."""
    return name is None or not name.startswith("search_words")


def run(connection: Connection, target: MetaData | None) -> None:
    """Do what was asked in one transaction, one process at a time."""
    if connection.dialect.name == "postgresql":
        for statement in (WAIT_FOR_EACH_OTHER, ONE_AT_A_TIME, DO_NOT_WAIT_FOR_OTHERS):
            connection.execute(statement)
    context.configure(
        connection=connection,
        target_metadata=target,
        transactional_ddl=True,  # on SQLite too: its BEGIN is ours
        include_name=belongs_to_the_code,
    )
    with context.begin_transaction():
        context.run_migrations()


async def run_from_command_line() -> None:
    """Open the database named by `-x url=...`."""
    url = context.get_x_argument(as_dictionary=True)["url"]
    database = await Database.open(url, statement_seconds=None)
    try:
        async with database.begin() as connection:
            await connection.run_sync(run, metadata())
    finally:
        await database.close()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    run(given, context.config.attributes.get("metadata"))
else:
    asyncio.run(run_from_command_line())
