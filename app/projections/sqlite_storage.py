"""A batch on SQLite is one transaction, which is also the lease: there is one writer."""

from datetime import UTC, datetime
from functools import cache
from typing import Any, Final, Never

from sqlalchemy import Delete, Insert, Table, bindparam, delete, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from app.domain.values import OrganisationId
from app.events.tables import parked, subscriptions
from app.projections.folding import STATES, Changes
from app.projections.projection import Projection, Written
from app.projections.storage import GENERATION, Checkpoint, Storage, parked_rows
from app.projections.stored_state import complaint_states

_MOVE: Final = (
    update(subscriptions)
    .where(
        subscriptions.c.organisation_id == bindparam("organisation"),
        subscriptions.c.name == STATES,
        subscriptions.c.version == GENERATION,
        subscriptions.c.position == bindparam("stood_at"),
        subscriptions.c.released == bindparam("stood_released"),
    )
    .values(
        position=bindparam("to"), released=bindparam("to_released"), updated_at=bindparam("now")
    )
)
_CLEAR: Final = delete(parked).where(
    parked.c.organisation_id == bindparam("organisation"),
    parked.c.name == bindparam("projection"),
    parked.c.stream_id == bindparam("complaint"),
)


class _Undo(Exception):
    """Ends a transaction that is not to be kept."""


def _undo() -> Never:
    raise _Undo


class SqliteStorage(Storage):
    """States and rows in an SQLite file."""

    async def _write(
        self,
        organisation: OrganisationId,
        before: Checkpoint,
        after: Checkpoint,
        changes: Changes,
        *,
        keep: bool,
    ) -> bool:
        move = {
            "organisation": organisation,
            "stood_at": before.position,
            "stood_released": before.released,
            "to": after.position,
            "to_released": after.released,
            "now": datetime.now(UTC),
        }
        try:
            async with self.database.begin() as connection:
                if not (await connection.execute(_MOVE, move)).rowcount:
                    return False
                await _put(connection, complaint_states, changes.states, organisation)
                for projection in self.projections:
                    written = changes.rows.get(projection.name, [])
                    for generation in before.generations[projection.name]:
                        await _write_rows(connection, projection, written, organisation, generation)
                await _park(connection, organisation, changes)
                if not keep:
                    _undo()
        except _Undo:
            pass
        return True


async def _write_rows(
    connection: AsyncConnection,
    projection: Projection,
    written: list[Written],
    organisation: OrganisationId,
    generation: int,
) -> None:
    await _put(connection, projection.table, [one.row for one in written], organisation, generation)
    if projection.lines_table is None or not written:
        return
    table = projection.lines_table
    lines = [line for one in written for line in one.lines or ()]
    await _put(connection, table, lines, organisation, generation)
    counts = [
        {
            "organisation": organisation,
            "generation": generation,
            "complaint": one.row["complaint_id"],
            "count": len(one.lines or ()),
        }
        for one in written
    ]
    await connection.execute(_beyond(table), counts)


async def _put(
    connection: AsyncConnection,
    table: Table,
    rows: list[dict[str, Any]],
    organisation: OrganisationId,
    generation: int | None = None,
) -> None:
    if rows:
        key: dict[str, Any] = {"organisation_id": organisation}
        if generation is not None:
            key["version"] = generation
        await connection.execute(_upsert(table), [{**key, **row} for row in rows])


async def _park(
    connection: AsyncConnection, organisation: OrganisationId, changes: Changes
) -> None:
    if changes.cleared:
        cleared = [
            {"organisation": organisation, "projection": name, "complaint": complaint}
            for name, complaint in changes.cleared
        ]
        await connection.execute(_CLEAR, cleared)
    if changes.faults:
        key = {"organisation_id": organisation, "parked_at": datetime.now(UTC)}
        rows = [{**key, **row} for row in parked_rows(changes)]
        await connection.execute(sqlite.insert(parked).on_conflict_do_nothing(), rows)


@cache
def _upsert(table: Table) -> Insert:
    statement = sqlite.insert(table)
    values = {c.name: statement.excluded[c.name] for c in table.c if not c.primary_key}
    return statement.on_conflict_do_update(index_elements=[*table.primary_key], set_=values)


@cache
def _beyond(table: Table) -> Delete:
    return delete(table).where(
        table.c.organisation_id == bindparam("organisation"),
        table.c.version == bindparam("generation"),
        table.c.complaint_id == bindparam("complaint"),
        table.c.nth > bindparam("count"),
    )
