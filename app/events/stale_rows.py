"""Stale rows: what another version of a projection's fold wrote is folded from the log when read.

A row names by `shape` the version of the fold that wrote it. After an upgrade rows of the version
before stay until the next event of their complaint, or a rebuild, and may lack what this program
reads in them. Every list of documents is therefore read through a `StoredTexts`.

Filters and orders use the columns as they were written: until the rebuild a list may leave a stale
row out, or show one too many. What it shows is whole.
"""

import asyncio
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import Text, and_, bindparam, literal_column, select

from app.domain.values import OrganisationId
from app.events.database import Database, Query
from app.events.documents import Folding, NewerProgram, Row, among_ids, read
from app.events.projection import ORGANISATION, REMAINS, Projection, rows
from app.events.reading import RECORDED
from app.events.store import Recorded
from app.events.tables import events

log = logging.getLogger(__name__)

AT_ONCE: Final = 20
"""Streams folded between two turns of the event loop: about 5 ms at 30 events to a complaint."""

_STREAMS: Final = Query(
    select(*RECORDED)
    .where(
        events.c.organisation_id == ORGANISATION,
        among_ids(events.c.stream_id, bindparam("ids", type_=Text())),
    )
    .order_by(events.c.stream_id, events.c.version)
)


class StaleRow(Exception):
    """A row of another version cannot be folded from the log, and lacks what is to be read."""

    def __init__(self, projection: str) -> None:
        """Say what can be done."""
        super().__init__(
            f"rows of another version are in the way: `triplicate rebuild {projection}`"
        )


@dataclass(frozen=True)
class StoredTexts:
    """JSON texts of a projection's rows, as this program would have written them."""

    projection: Projection[Any]
    names: tuple[str, ...] = ("document",)
    """Of the columns."""

    async def fetch(
        self,
        database: Database,
        query: Query,
        organisation: OrganisationId,
        **parameters: Any,  # noqa: ANN401 - whatever the columns hold
    ) -> list[tuple[Any, ...]]:
        """Run a query that ends with the columns of `projection.stored`.

        A row comes back as the columns before those, the complaint's id, and the texts as bytes. A
        stale row is folded up to the version that it stands at, so that a page holds nothing from
        beyond its place in the feed.

        Raises:
            DatabaseUnavailable: the database cannot be asked now.
            StaleRow: a row lacks a text and cannot be folded.

        """
        found = await database.fetch(query, organisation=organisation, **parameters)
        own = len(found[0]) - len(self.names) - 3 if found else 0
        current = {self.projection.shape, REMAINS}
        stale = {row[own]: row[own + 1] for row in found if row[own + 2] not in current}
        if not stale:
            return [(*row[: own + 1], *row[own + 3 :]) for row in found]
        folded = await self._fold(database, organisation, stale)
        return [
            (*row[: own + 1], *self._texts(folded.get(row[own]), row[own + 3 :])) for row in found
        ]

    def _texts(self, folded: Row | None, as_stored: tuple[bytes | None, ...]) -> Iterable[Any]:
        if folded is not None:
            return (folded[name].encode() for name in self.names)
        if None in as_stored:
            raise StaleRow(self.projection.name)
        return as_stored

    async def _fold(
        self, database: Database, organisation: OrganisationId, versions: Mapping[UUID, int]
    ) -> dict[UUID, Row]:
        """Fold streams up to these versions; one that cannot be folded is left out."""
        made: dict[UUID, Row] = {}
        streams = list(versions)
        for first in range(0, len(streams), AT_ONCE):
            ids = msgspec.json.encode([one.hex for one in streams[first : first + AT_ONCE]])
            found = await database.fetch(_STREAMS, organisation=organisation, ids=ids.decode())
            recorded = map(Recorded._make, found)
            upto = (one for one in recorded if one.version <= versions[one.stream_id])
            made |= _fold(self.projection, upto)
            await asyncio.sleep(0)
        if left := len(streams) - len(made):
            log.warning("%s: %d stale rows cannot be folded", self.projection.name, left)
        return made


def _fold(projection: Projection[Any], recorded: Iterable[Recorded]) -> dict[UUID, Row]:
    folding = Folding(projection, {})
    for _, stream in groupby(recorded, attrgetter("stream_id")):
        try:
            folding.take(read(stream))
        except NewerProgram:  # it wrote the row too, which is served as it is
            continue
    return {one.row["complaint_id"]: one.row for one in folding.written()}


def stale(projection: Projection[Any]) -> Query:
    """Find whether the live generation has a stale row: one row if so, none if not.

    It reads all rows where none is stale. An index on organisation, generation and shape would
    save that, but PostgreSQL then prefers it to the partial indexes of the worklist's counts.
    """
    shape = projection.table.c.shape
    others = and_(
        *(shape != literal_column(str(current)) for current in (projection.shape, REMAINS))
    )
    return Query(rows(projection.table, shape).where(others).limit(1))
