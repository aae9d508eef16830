"""A batch on PostgreSQL is one statement, and so one round trip and one transaction.

Its first CTE locks the checkpoint where it stands as it was read; every other one hangs on that, so
that nothing is written where another process was faster or is at it. Rows come as one array for
each column: any number of them is the same statement.
"""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Column, Table

from app.domain.values import OrganisationId
from app.events.database import ASYNCPG, CONNECTION_SECONDS, Database
from app.events.tables import parked, subscriptions
from app.projections.folding import STATES, Changes
from app.projections.projection import Projection, Row
from app.projections.storage import GENERATION, Checkpoint, Storage, parked_rows
from app.projections.stored_state import StateCodec, complaint_states

_CHECKPOINT: Final = f"organisation_id = $1::text AND name = '{STATES}' AND version = {GENERATION}"
_LEASE: Final = f"""
    lease AS (
        SELECT 1 FROM subscriptions
        WHERE {_CHECKPOINT} AND position = $2::bigint AND released = $3::integer
        FOR NO KEY UPDATE SKIP LOCKED),
    moved AS (
        UPDATE subscriptions
        SET position = $4::bigint, released = $5::integer, updated_at = $6::timestamptz
        FROM lease WHERE {_CHECKPOINT} RETURNING 1)"""  # noqa: S608 - constants
_GIVEN: Final = 6


class _Part(NamedTuple):
    """One CTE, and the columns whose arrays it takes."""

    text: str
    columns: tuple[str, ...]


class PostgresStorage(Storage):
    """States and rows in PostgreSQL."""

    def __init__(
        self, database: Database, projections: Sequence[Projection], codec: StateCodec
    ) -> None:
        super().__init__(database, projections, codec)
        self._statement, self._parts = _statement(projections)

    async def _write(
        self,
        organisation: OrganisationId,
        before: Checkpoint,
        after: Checkpoint,
        changes: Changes,
        *,
        keep: bool,
    ) -> bool:
        now = datetime.now(UTC)
        checkpoints = (before.position, before.released, after.position, after.released)
        arguments: list[Any] = [organisation, *checkpoints, now]
        for part, rows in zip(self._parts, self._rows(before, changes), strict=True):
            arguments += [[row[name] for row in rows] for name in part]
        pool = self.database.pool
        with self.database.writing():
            async with asyncio.timeout(CONNECTION_SECONDS):
                connection = await pool.acquire()
            try:
                if keep:
                    return bool(await connection.fetchval(self._statement, *arguments))
                undone = connection.transaction()
                await undone.start()
                try:
                    return bool(await connection.fetchval(self._statement, *arguments))
                finally:
                    await undone.rollback()
            finally:
                await pool.release(connection)

    def _rows(self, before: Checkpoint, changes: Changes) -> Iterable[Sequence[Row]]:
        """Give the rows of each part of the statement, in its order."""
        yield changes.states
        for projection in self.projections:
            written = changes.rows.get(projection.name, [])
            generations = [{"generation": one} for one in before.generations[projection.name]]
            yield generations
            yield [one.row for one in written]
            if projection.lines_table is not None:
                yield [line for one in written for line in one.lines or ()]
                yield [
                    {"complaint_id": one.row["complaint_id"], "count": len(one.lines or ())}
                    for one in written
                ]
        yield [{"name": name, "stream_id": complaint} for name, complaint in changes.cleared]
        yield parked_rows(changes)


def _statement(projections: Sequence[Projection]) -> tuple[str, list[tuple[str, ...]]]:
    """Write the statement, and the columns of its arrays, part by part."""
    ctes, parts, taken = [_LEASE], list[tuple[str, ...]](), _GIVEN

    def arrays(columns: Sequence[Column[Any]]) -> str:
        """Take the next parameters for the arrays of some columns."""
        nonlocal taken
        first, taken = taken + 1, taken + len(columns)
        parts.append(tuple(column.name for column in columns))
        # An array of a collated type has no name, and needs none.
        kinds = (c.type.compile(dialect=ASYNCPG).partition(" COLLATE")[0] for c in columns)
        return ", ".join(f"${n}::{kind}[]" for n, kind in enumerate(kinds, first))

    def upsert(table: Table, generations: str = "") -> None:
        own = [c for c in table.c if c.name not in {"organisation_id", "version"}]
        fixed = ["organisation_id", *(["version"] if generations else [])]
        names = ", ".join([*fixed, *(c.name for c in own)])
        values = ", ".join(["$1::text", *(["generation"] if generations else []), "new.*"])
        key = ", ".join(c.name for c in table.primary_key)
        updates = ", ".join(f"{c.name} = excluded.{c.name}" for c in own if not c.primary_key)
        ctes.append(
            f"{table.name}_rows AS (INSERT INTO {table.name} ({names}) SELECT {values}"  # noqa: S608
            f" FROM moved, {generations}unnest({arrays(own)}) AS new"
            f" ON CONFLICT ({key}) DO UPDATE SET {updates})"
        )

    upsert(complaint_states)
    for projection in projections:
        generations = f"unnest({arrays([subscriptions.c.version])}) AS generation, "
        parts[-1] = ("generation",)
        upsert(projection.table, generations)
        if projection.lines_table is not None:
            table = projection.lines_table
            upsert(table, generations)
            counts = arrays([table.c.complaint_id, table.c.nth])
            parts[-1] = ("complaint_id", "count")
            ctes.append(
                f"{table.name}_gone AS (DELETE FROM {table.name} AS t"  # noqa: S608
                f" USING moved, {generations}unnest({counts}) AS kept(complaint_id, count)"
                " WHERE t.organisation_id = $1::text AND t.version = generation"
                " AND t.complaint_id = kept.complaint_id AND t.nth > kept.count)"
            )
    cleared = arrays([parked.c.name, parked.c.stream_id])
    ctes.append(
        f"cleared AS (DELETE FROM parked USING moved, unnest({cleared}) AS c(name, id)"  # noqa: S608
        " WHERE parked.organisation_id = $1::text AND parked.name = c.name"
        " AND parked.stream_id = c.id)"
    )
    own = [parked.c[name] for name in ("name", "version", "position", "stream_id", "error")]
    names = ", ".join(c.name for c in own)
    ctes.append(
        f"set_aside AS (INSERT INTO parked (organisation_id, {names}, parked_at)"  # noqa: S608
        f" SELECT $1::text, new.*, $6::timestamptz FROM moved, unnest({arrays(own)}) AS new"
        " ON CONFLICT DO NOTHING)"
    )
    return f"WITH {', '.join(ctes)} SELECT count(*) FROM moved", parts  # noqa: S608 - names of our own tables
