"""How Alembic reaches the database.

`app.events.schema` hands over a connection; on the command line name the database:
`alembic -x url=postgresql+asyncpg://... check`.
"""

import asyncio

from alembic import context
from sqlalchemy import Connection, MetaData, text

from app.events.database import Database
from app.events.schema import metadata

ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtextextended('alembic', 0))")


def run(connection: Connection, target: MetaData | None) -> None:
    """Do what was asked in one transaction, one process at a time."""
    if connection.dialect.name == "postgresql":
        connection.execute(ONE_AT_A_TIME)
    context.configure(
        connection=connection,
        target_metadata=target,
        transactional_ddl=True,  # on SQLite too: its BEGIN is ours
    )
    with context.begin_transaction():
        context.run_migrations()


async def run_from_command_line() -> None:
    """Open the database named by `-x url=...`."""
    database = await Database.open(context.get_x_argument(as_dictionary=True)["url"])
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
