"""Refilling: the rows of a changed projection are made again from the stored states.

A new generation is filled beside the live one, which is read and kept up meanwhile, and takes its
place in one transaction. Both are written by every batch of the engine, so nothing has to be caught
up with; a fill that was interrupted is resumed.

Whoever begins, fills or switches locks the checkpoint, and by a new `released` makes every engine
read the generations again before its next write.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import (
    Integer,
    Text,
    Uuid,
    and_,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from app.domain.values import OrganisationId
from app.events.database import Query, to_the_end
from app.events.documents import among_ids
from app.events.tables import parked, subscriptions
from app.projections.engine import Engine
from app.projections.folding import STATES, Changes, Fault, fault_of
from app.projections.projection import Projection, Written
from app.projections.storage import Storage, parked_rows
from app.projections.stored_state import complaint_states

CHUNK: Final = 500
"""Complaints in one transaction; the engine waits for it."""
_FIRST: Final = UUID(int=0)

_organisation: Final = bindparam("organisation", type_=Text())
_states: Final = complaint_states.c
_CHUNK: Final = Query(
    select(
        _states.complaint_id,
        _states.schema_version,
        _states.state,
        _states.mac,
        _states.position,
    )
    .where(
        _states.organisation_id == _organisation,
        _states.complaint_id > bindparam("after", type_=Uuid()),
    )
    .order_by(_states.complaint_id)
    .limit(bindparam("limit", type_=Integer()))
)


def stale_generations(projections: Sequence[Projection]) -> Query:
    """Make the statement that finds, across organisations, what is to be filled.

    Columns: organisation, name of the projection.
    """
    status, code_version = subscriptions.c.status, subscriptions.c.code_version
    begun = status == literal_column("'rebuilding'")
    live = status == literal_column("'live'")
    wanted = (
        and_(
            subscriptions.c.name == literal_column(f"'{one.name}'"),
            or_(begun, and_(live, code_version != literal_column(str(one.version)))),
        )
        for one in projections
    )
    found = select(subscriptions.c.organisation_id, subscriptions.c.name).distinct()
    return Query(found.where(or_(*wanted)))


class Superseded(Exception):
    """Another process has switched or removed the generation that was being filled."""


class Refill(NamedTuple):
    """Fills one projection of one organisation, whose engine has caught up with the log."""

    storage: Storage
    engine: Engine
    organisation: OrganisationId
    projection: Projection

    async def run(self) -> None:
        """Fill a new generation, or go on with one, and let it take over.

        Raises:
            Superseded: another process was faster; nothing is lost.

        """
        version = await to_the_end(self._begin())
        faults = await self._fill(version)
        await to_the_end(self._switch(version, faults))
        await self._remove_retired()

    async def _begin(self) -> int:
        async with self.storage.database.begin() as connection:
            await self._lock(connection)
            found = await connection.execute(
                select(
                    subscriptions.c.version, subscriptions.c.status, subscriptions.c.code_version
                ).where(*self._mine())
            )
            rows = found.all()
            for row in rows:
                if (row.status, row.code_version) == ("rebuilding", self.projection.version):
                    return int(row.version)
            version: int = max((row.version for row in rows), default=0) + 1
            values = {
                "organisation_id": self.organisation,
                "name": self.projection.name,
                "version": version,
                "status": "rebuilding",
                "code_version": self.projection.version,
                "updated_at": datetime.now(UTC),
            }
            await connection.execute(insert(subscriptions), values)
        return version

    async def _fill(self, version: int) -> list[Fault]:
        """Write the rows of all complaints that no batch has written yet."""
        after, faults = _FIRST, list[Fault]()
        while rows := await self.storage.database.fetch(
            _CHUNK, organisation=self.organisation, after=after, limit=CHUNK
        ):
            after = rows[-1][0]
            written: list[Written] = []
            for row in rows:
                try:
                    written.append(await self._written(row))
                except Exception as error:  # noqa: BLE001 - one row must not stop the others
                    faults.append(fault_of(self.projection.name, row[0], row[4], error))
            await to_the_end(self._add(version, written))
        return faults

    async def _written(self, row: Sequence[Any]) -> Written:
        complaint_id, schema_version, state, mac, position = row
        stored = (complaint_id, schema_version, state, mac)
        folded = self.storage.codec.read(self.organisation, *stored)
        if folded is None:
            folded = await self.engine.fold(self.organisation, complaint_id, position)
        return self.projection.write(folded.state, folded.envelope)

    async def _add(self, version: int, written: Sequence[Written]) -> None:
        table, lines_table = self.projection.table, self.projection.lines_table
        key = {"organisation_id": self.organisation, "version": version}
        ids = msgspec.json.encode([one.row["complaint_id"].hex for one in written]).decode()
        async with self.storage.database.begin() as connection:
            await self._lock(connection)
            await self._require_ours(connection, version)
            present = select(table.c.complaint_id).where(
                table.c.organisation_id == self.organisation,
                table.c.version == version,
                among_ids(table.c.complaint_id, bindparam("ids", type_=Text())),
            )
            newer = set((await connection.scalars(present, {"ids": ids})).all())
            missing = [one for one in written if one.row["complaint_id"] not in newer]
            if missing:
                await connection.execute(insert(table), [{**key, **one.row} for one in missing])
            lines = [{**key, **line} for one in missing for line in one.lines or ()]
            if lines_table is not None and lines:
                await connection.execute(insert(lines_table), lines)

    async def _switch(self, version: int, faults: list[Fault]) -> None:
        own = and_(parked.c.organisation_id == self.organisation)
        async with self.storage.database.begin() as connection:
            await self._lock(connection)
            await self._require_ours(connection, version)
            now = datetime.now(UTC)
            retire = update(subscriptions).where(*self._mine(), subscriptions.c.status == "live")
            await connection.execute(retire.values(status="retired", updated_at=now))
            ours = update(subscriptions).where(*self._mine(), subscriptions.c.version == version)
            await connection.execute(ours.values(status="live", updated_at=now))
            await connection.execute(
                delete(parked).where(own, parked.c.name == self.projection.name)
            )
            if rows := parked_rows(Changes(faults=faults)):
                fixed = {"organisation_id": self.organisation, "parked_at": now}
                await connection.execute(insert(parked), [{**fixed, **row} for row in rows])

    async def _remove_retired(self) -> None:
        """Remove the rows of retired generations in parts, and then the generations."""
        retired = (*self._mine(), subscriptions.c.status == "retired")
        async with self.storage.database.begin() as connection:
            found = await connection.scalars(select(subscriptions.c.version).where(*retired))
            versions = list(found)
        tables = [self.projection.table]
        if self.projection.lines_table is not None:
            tables.insert(0, self.projection.lines_table)
        for version in versions:
            for table in tables:
                mine = (table.c.organisation_id == self.organisation, table.c.version == version)
                some = select(table.c.complaint_id).where(*mine).limit(CHUNK)
                removed = 1
                while removed:
                    async with self.storage.database.begin() as connection:
                        gone = delete(table).where(*mine, table.c.complaint_id.in_(some))
                        removed = (await connection.execute(gone)).rowcount
            async with self.storage.database.begin() as connection:
                gone = delete(subscriptions).where(*retired, subscriptions.c.version == version)
                await connection.execute(gone)

    def _mine(self) -> tuple[Any, Any]:
        return (
            subscriptions.c.organisation_id == self.organisation,
            subscriptions.c.name == self.projection.name,
        )

    async def _lock(self, connection: AsyncConnection) -> None:
        """Stop every engine until the end of the transaction, and have it look again after that."""
        checkpoint = update(subscriptions).where(
            subscriptions.c.organisation_id == self.organisation, subscriptions.c.name == STATES
        )
        released = subscriptions.c.released + 1
        await connection.execute(checkpoint.values(released=released))

    async def _require_ours(self, connection: AsyncConnection, version: int) -> None:
        still = select(func.count()).where(
            *self._mine(),
            subscriptions.c.version == version,
            subscriptions.c.status == "rebuilding",
        )
        if not await connection.scalar(still):
            raise Superseded
