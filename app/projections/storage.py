"""States, rows and the one checkpoint of an organisation, read and written together."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import Integer, Table, Text, bindparam, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from app.domain.values import OrganisationId
from app.events.database import Database, Query, to_the_end
from app.events.documents import among_ids
from app.events.projection import utf8
from app.events.tables import parked, subscriptions
from app.projections.folding import STATES, Changes, Fault
from app.projections.projection import Projection
from app.projections.stored_state import FoldedComplaint, StateCodec, complaint_states

GENERATION: Final = 1
"""Of the states, which are upgraded in place, and of what is parked."""
EARLIER_PROGRAM: Final = 0
"""The `code_version` of generations that were filled by a program before the engine."""
NOTHING_PARKED: Final[frozenset[str]] = frozenset()


class Checkpoint(NamedTuple):
    """Where an organisation's states and rows stand."""

    position: int
    released: int
    """Writes at this position that took no event in: rows released, a generation begun."""
    generations: Mapping[str, tuple[int, ...]]
    """Those of each projection that are kept up: the live one, and one that is being filled."""
    parked: Mapping[UUID, frozenset[str]]
    """Projections whose row of a complaint could not be written; STATES: it is held."""

    def after(self, position: int, changes: Changes) -> "Checkpoint":
        """Return the checkpoint after a write. At the same position it counts as released."""
        now = dict(self.parked)
        for name, complaint in changes.cleared:
            now[complaint] = now.get(complaint, NOTHING_PARKED) - {name}
        for name, complaint, *_ in changes.faults:
            now[complaint] = now.get(complaint, NOTHING_PARKED) | {name}
        released = self.released + 1 if position == self.position else 0
        return self._replace(position=position, released=released, parked=now)


_organisation: Final = bindparam("organisation", type_=Text())
_GENERATIONS: Final = Query(
    select(
        subscriptions.c.name,
        subscriptions.c.version,
        subscriptions.c.position,
        subscriptions.c.released,
    )
    .where(
        subscriptions.c.organisation_id == _organisation,
        subscriptions.c.status != "retired",
        # Those of programs before the engine are read until its own are live, and not touched.
        or_(subscriptions.c.name == STATES, subscriptions.c.code_version != EARLIER_PROGRAM),
    )
    .order_by(subscriptions.c.name, subscriptions.c.version)
)
_LAST_GENERATIONS: Final = (
    select(
        subscriptions.c.name,
        func.max(subscriptions.c.version),
        func.max(subscriptions.c.code_version),
    )
    .where(subscriptions.c.organisation_id == _organisation)
    .group_by(subscriptions.c.name)
)
_PARKED: Final = Query(
    select(*(parked.c[name] for name in ("name", "stream_id", "position", "error")))
    .where(parked.c.organisation_id == _organisation)
    .order_by(parked.c.position, parked.c.name)
)
_STATES: Final = Query(
    select(
        *(complaint_states.c[name] for name in ("complaint_id", "schema_version", "state", "mac"))
    ).where(
        complaint_states.c.organisation_id == _organisation,
        among_ids(complaint_states.c.complaint_id, bindparam("ids", type_=Text())),
    )
)


class Storage(ABC):
    """Where the engine reads what it has made, and writes what it makes."""

    def __init__(
        self, database: Database, projections: Sequence[Projection], codec: StateCodec
    ) -> None:
        self.database = database
        self.projections = projections
        self.codec = codec

    async def checkpoint(self, organisation: OrganisationId) -> Checkpoint:
        """Read where an organisation stands; one that is new begins at the beginning."""
        rows = await self.database.fetch(_GENERATIONS, organisation=organisation)
        names = {name for name, *_ in rows}
        if new := {STATES, *(one.name for one in self.projections)} - names:
            await to_the_end(self._begin(organisation, new))
            return await self.checkpoint(organisation)
        ((position, released),) = [row[2:] for row in rows if row[0] == STATES]
        generations = {
            one.name: tuple(version for name, version, *_ in rows if name == one.name)
            for one in self.projections
        }
        found: dict[UUID, frozenset[str]] = {}
        for fault in await self.parked(organisation):
            before = found.get(fault.complaint_id, NOTHING_PARKED)
            found[fault.complaint_id] = before | {fault.name}
        return Checkpoint(position, released, generations, found)

    async def _begin(self, organisation: OrganisationId, names: Collection[str]) -> None:
        code = {one.name: one.version for one in self.projections}
        kind = postgresql if self.database.dialect == "postgresql" else sqlite
        async with self.database.begin() as connection:
            known = await connection.execute(_LAST_GENERATIONS, {"organisation": organisation})
            last = {name: (version, made_by) for name, version, made_by in known}
            # Another process may have been faster. One that is as fast takes the same versions,
            # and its rows win.
            missing = {n for n in names if n not in last or (n != STATES and not last[n][1])}
            rows = [
                {
                    "organisation_id": organisation,
                    "name": name,
                    "version": last.get(name, (GENERATION - 1, 0))[0] + 1,
                    # What is there already was made without this generation.
                    "status": "rebuilding" if {name, STATES} & set(last) else "live",
                    "code_version": code.get(name, EARLIER_PROGRAM),
                    "updated_at": datetime.now(UTC),
                }
                for name in sorted(missing)
            ]
            if rows:
                await connection.execute(kind.insert(subscriptions).on_conflict_do_nothing(), rows)

    async def parked(self, organisation: OrganisationId) -> list[Fault]:
        """List what could not be written, the oldest first."""
        rows = await self.database.fetch(_PARKED, organisation=organisation)
        return [Fault(name, stream, position, error) for name, stream, position, error in rows]

    async def load(
        self, organisation: OrganisationId, complaints: Collection[UUID]
    ) -> tuple[dict[UUID, FoldedComplaint], list[UUID]]:
        """Read stored states, and list those that are to be folded from the log instead.

        Raises:
            NewerState: a newer program wrote one.

        """
        read: dict[UUID, FoldedComplaint] = {}
        again: list[UUID] = []
        for row in await self.database.fetch(
            _STATES, organisation=organisation, ids=_id_list(complaints)
        ):
            found = self.codec.read(organisation, *row)
            if found is None:
                again.append(row[0])
            else:
                read[row[0]] = found
        return read, again

    async def documents(
        self,
        organisation: OrganisationId,
        projection: Projection,
        generation: int,
        complaints: Collection[UUID],
    ) -> dict[UUID, str]:
        """Read stored documents, but for those of another version of the projection."""
        rows = await self.database.fetch(
            _documents(projection.table),
            organisation=organisation,
            generation=generation,
            shape=projection.version,
            ids=_id_list(complaints),
        )
        return {complaint: bytes(text).decode() for complaint, text in rows}

    async def write(
        self,
        organisation: OrganisationId,
        before: Checkpoint,
        after: Checkpoint,
        changes: Changes,
        *,
        keep: bool = True,
    ) -> bool:
        """Write a batch if the checkpoint stands at `before`, and leave it at `after`.

        Return whether it stood there and no other process was at it. Without `keep` all is undone,
        to see whether the database takes it.

        Raises:
            DatabaseUnavailable: the database cannot be asked now.

        """
        return await to_the_end(self._write(organisation, before, after, changes, keep=keep))

    @abstractmethod
    async def _write(
        self,
        organisation: OrganisationId,
        before: Checkpoint,
        after: Checkpoint,
        changes: Changes,
        *,
        keep: bool,
    ) -> bool:
        """Write all of it or nothing."""


def _id_list(complaints: Collection[UUID]) -> str:
    return msgspec.json.encode([one.hex for one in complaints]).decode()


@cache
def _documents(table: Table) -> Query:
    found = select(table.c.complaint_id, utf8(table.c.document)).where(
        table.c.organisation_id == _organisation,
        table.c.version == bindparam("generation", type_=Integer()),
        table.c.shape == bindparam("shape", type_=Integer()),
        among_ids(table.c.complaint_id, bindparam("ids", type_=Text())),
    )
    return Query(found)


def parked_rows(changes: Changes) -> list[dict[str, Any]]:
    """Make the rows of what is parked by a batch, without organisation and time."""
    return [
        {
            "name": fault.name,
            "version": GENERATION,
            "position": fault.position,
            "stream_id": fault.complaint_id,
            "error": fault.error,
        }
        for fault in changes.faults
    ]
