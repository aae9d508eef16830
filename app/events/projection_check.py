"""Comparing the rows of a projection with a fold of the log: it reports, and changes nothing.

Complaints are compared some at a time, each time in one snapshot of the database that holds the
checkpoint, the rows, and the events up to that checkpoint. So the comparison is exact while
commands come in, and no snapshot is held for long.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import BigInteger, Integer, Select, Table, Text, Uuid, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.domain.values import OrganisationId
from app.events.checkpoints import HELD, STANDING, Standing
from app.events.database import Database, telling_of_trouble
from app.events.documents import Folding, Row, among_ids, read
from app.events.projection import Projection
from app.events.reading import RECORDED
from app.events.row_difference import RowDifference, raw_columns, tables_of
from app.events.store import Recorded
from app.events.tables import events

CHUNK: Final = 100
"""Complaints compared in one snapshot: some 3,000 events, held in memory at once."""


class Difference(NamedTuple):
    """Something in the rows of a complaint that a fold of the log does not give."""

    complaint: str
    """The number of its form; its id where it has none."""
    what: str
    """A column, a key of its JSON (`document.compensations`), or a table of lines. Never a value:
    it may be what a customer said."""


class Checked(NamedTuple):
    """What was found in some complaints."""

    differences: list[Difference]
    held: int
    """Complaints that were not compared, because events of theirs are parked."""
    events: int
    """Events that were folded."""


_MINE: Final = events.c.organisation_id == bindparam("organisation", type_=Text())
_AFTER: Final = bindparam("after", type_=Uuid())
_LIMIT: Final = bindparam("limit", type_=Integer())
_IDS: Final = bindparam("ids", type_=Text())
_LOGGED: Final = (
    select(events.c.stream_id.label("id"))
    .where(_MINE, events.c.stream_id > _AFTER)
    .distinct()
    .order_by(events.c.stream_id)
    .limit(_LIMIT)
)
_EVENTS: Final = (
    select(*RECORDED)
    .where(
        _MINE,
        among_ids(events.c.stream_id, _IDS),
        events.c.position <= bindparam("upto", type_=BigInteger()),
    )
    .order_by(events.c.stream_id, events.c.version)
)


async def check_projection(
    database: Database, organisation: OrganisationId, projection: Projection[Any]
) -> AsyncIterator[Checked]:
    """Compare every complaint of an organisation, in the order of their ids.

    Raises:
        NewerProgram: an event takes a newer program to read.
        DatabaseUnavailable: the database cannot be asked now.

    """
    after = UUID(int=0)
    while True:
        async with _snapshot(database) as connection:
            standing = await _standing(connection, organisation, projection)
            if standing is None:
                return
            chunk = _Chunk(connection, projection, organisation, standing)
            streams = await chunk.streams(after)
            checked = await chunk.compare(streams)
        yield checked
        if len(streams) < CHUNK:
            return
        after = streams[-1]


@asynccontextmanager
async def _snapshot(database: Database) -> AsyncIterator[AsyncConnection]:
    """Open a transaction that only reads, and sees the database as it was when it began."""
    with telling_of_trouble():
        async with database.reader.connect() as connection:
            if database.dialect == "postgresql":
                await connection.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            async with connection.begin():
                yield connection


async def _standing(
    connection: AsyncConnection, organisation: OrganisationId, projection: Projection[Any]
) -> Standing | None:
    mine = {"organisation": organisation, "projection": projection.name}
    row = (await connection.execute(STANDING.statement, mine)).first()
    return None if row is None else Standing._make(row)


class _Chunk(NamedTuple):
    """Some complaints in a snapshot."""

    connection: AsyncConnection
    projection: Projection[Any]
    organisation: OrganisationId
    standing: Standing

    async def streams(self, after: UUID) -> list[UUID]:
        """Name the next streams that the log has, or a table of the projection."""
        found: set[UUID] = set()
        for statement in (_LOGGED, *map(_in_table, tables_of(self.projection))):
            found.update(row.id for row in await self._rows(statement, after=after, limit=CHUNK))
        return sorted(found)[:CHUNK]

    async def compare(self, streams: Sequence[UUID]) -> Checked:
        """Compare the rows of streams with a fold of their events."""
        ids = msgspec.json.encode([one.hex for one in streams]).decode()
        found = await self._rows(_EVENTS, ids=ids, upto=self.standing.position)
        recorded = [Recorded._make(row) for row in found]
        stored = [await self._stored(table, ids) for table in tables_of(self.projection)]
        held = {row.stream_id for row in await self._rows(HELD, projection=self.projection.name)}
        folding = Folding(self.projection, {}, set(held))
        folding.take(read(recorded))
        written = {one.row["complaint_id"]: one for one in folding.written()}
        faults = {
            one.stream_id: f"cannot be folded: {one.error}" for one in reversed(folding.parked)
        }
        rows = RowDifference(self.projection, self.connection.dialect, self.standing.position)
        numbers = {one.stream_id: one.number for one in recorded if one.number}
        differences = []
        for stream in streams:
            if stream in held:
                continue
            of_stream = [table[stream] for table in stored]
            whats = (
                [faults[stream]]
                if stream in faults
                else rows.between(written.get(stream), of_stream)
            )
            name = numbers.get(stream) or str(stream)
            differences += [Difference(name, what) for what in whats]
        return Checked(differences, len(held.intersection(streams)), len(recorded))

    async def _stored(self, table: Table, ids: str) -> dict[UUID, list[Row]]:
        """Read the rows of streams, each stream's in their order."""
        found: dict[UUID, list[Row]] = defaultdict(list)
        for key, *values in await self._rows(_raw_rows(table), ids=ids):
            names = (column.name for column in raw_columns(table))
            found[key].append(dict(zip(names, values, strict=True)))
        return found

    async def _rows(self, statement: Select[Any], **more: object) -> Sequence[Any]:
        given = {"organisation": self.organisation, "generation": self.standing.version, **more}
        rows: Sequence[Any] = (await self.connection.execute(statement, given)).all()
        return rows


def _in_table(table: Table) -> Select[Any]:
    found = select(table.c.complaint_id.label("id")).where(table.c.complaint_id > _AFTER)
    return _own(table, found).distinct().order_by(table.c.complaint_id).limit(_LIMIT)


def _raw_rows(table: Table) -> Select[Any]:
    found = select(table.c.complaint_id.label("key"), *raw_columns(table))
    nth = [table.c.nth] if "nth" in table.c else []
    return _own(table, found).where(among_ids(table.c.complaint_id, _IDS)).order_by(*nth)


def _own(table: Table, found: Select[Any]) -> Select[Any]:
    return found.where(
        table.c.organisation_id == bindparam("organisation", type_=Text()),
        table.c.version == bindparam("generation", type_=Integer()),
    )
