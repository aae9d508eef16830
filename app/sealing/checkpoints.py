"""The tables of the seals: the Merkle tree of each log in tiles, and its signed checkpoints."""

from collections.abc import AsyncIterator, Iterable
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import (
    BigInteger,
    Column,
    LargeBinary,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    bindparam,
    select,
)

from app.domain.values import OrganisationId
from app.events.database import Database, Query
from app.events.tables import Key, Moment, metadata
from app.proof.stamp import Extent, stamp_of
from app.proof.tiles import Place

PAGE: Final = 256

seals = Table(
    "seals",
    metadata,
    Column("organisation_id", Key),
    Column("trouble", Text),
    Column("since", Moment),
    PrimaryKeyConstraint("organisation_id"),
)
"""Why an organisation's log is not sealed any more, if so. Who has locked the row may seal."""

seal_tiles = Table(
    "seal_tiles",
    metadata,
    Column("organisation_id", Key),
    Column("level", SmallInteger),
    Column("number", BigInteger),
    Column("hashes", LargeBinary, nullable=False),
    PrimaryKeyConstraint("organisation_id", "level", "number"),
)
"""The Merkle tree: hashes, 256 to a tile; level 0 has those of the events."""

checkpoints = Table(
    "checkpoints",
    metadata,
    Column("organisation_id", Key),
    Column("size", BigInteger),
    Column("note", Text, nullable=False),
    Column("signed_at", Moment, nullable=False),
    PrimaryKeyConstraint("organisation_id", "size"),
)
"""What was signed. The database itself refuses to change or delete what stands here."""

log_scrubs = Table(
    "log_scrubs",
    metadata,
    Column("organisation_id", Key),
    Column("upto", BigInteger, nullable=False, server_default="0"),
    Column("position", BigInteger, nullable=False, server_default="0"),
    Column("begun_at", Moment),
    Column("slice_at", Moment),
    Column("alarm", Text),
    Column("alarm_at", BigInteger),
    Column("since", Moment),
    PrimaryKeyConstraint("organisation_id"),
)
"""How far each log has been compared with its tree again (`log_scrub.Scrub`)."""

_organisation: Final = bindparam("organisation", type_=Text())
_signed: Final = [checkpoints.c.size, checkpoints.c.note, checkpoints.c.signed_at]

LAST: Final = Query(
    select(*_signed)
    .where(checkpoints.c.organisation_id == _organisation)
    .order_by(checkpoints.c.size.desc())
    .limit(1)
)
COVERING: Final = Query(
    select(*_signed)
    .where(
        checkpoints.c.organisation_id == _organisation,
        checkpoints.c.size >= bindparam("position", type_=BigInteger()),
    )
    .order_by(checkpoints.c.size)
    .limit(1)
)
SIGNED: Final = Query(
    select(*_signed)
    .where(
        checkpoints.c.organisation_id == _organisation,
        checkpoints.c.size > bindparam("after", type_=BigInteger()),
        checkpoints.c.size <= bindparam("size", type_=BigInteger()),
    )
    .order_by(checkpoints.c.size)
    .limit(PAGE)
)
NAMING: Final = Query(
    select(*_signed)
    .where(checkpoints.c.organisation_id == _organisation, checkpoints.c.note.contains("\nkey "))
    .order_by(checkpoints.c.size)
)
"""The checkpoints that name a key."""
TILE: Final = Query(
    select(seal_tiles.c.hashes).where(
        seal_tiles.c.organisation_id == _organisation,
        seal_tiles.c.level == bindparam("level", type_=SmallInteger()),
        seal_tiles.c.number == bindparam("number", type_=BigInteger()),
    )
)
TROUBLE: Final = Query(
    select(seals.c.trouble, seals.c.since).where(seals.c.organisation_id == _organisation)
)


class Signed(NamedTuple):
    """A checkpoint as it is stored."""

    size: int
    note: str
    signed_at: datetime


class Seals:
    """The seals of all organisations, for readers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def last(self, organisation: OrganisationId) -> Signed | None:
        """Give the last checkpoint."""
        rows = await self._database.fetch(LAST, organisation=organisation)
        return Signed._make(rows[0]) if rows else None

    async def covering(self, organisation: OrganisationId, position: int) -> Signed | None:
        """Give the first checkpoint that covers a position, if there is one yet."""
        rows = await self._database.fetch(COVERING, organisation=organisation, position=position)
        return Signed._make(rows[0]) if rows else None

    async def extent(self, organisation: OrganisationId, position: int) -> Extent:
        """Tell what covers all up to a position."""
        found = await self.covering(organisation, position)
        stamp = stamp_of(found.note, found.signed_at) if found else None
        return Extent(position=position, stamp=stamp)

    async def signed(self, organisation: OrganisationId, size: int) -> AsyncIterator[Signed]:
        """Give all checkpoints up to a size, in their order."""
        after = 0
        while rows := await self._database.fetch(
            SIGNED, organisation=organisation, after=after, size=size
        ):
            for row in rows:
                yield Signed._make(row)
            after = rows[-1][0]

    async def naming(self, organisation: OrganisationId) -> list[Signed]:
        """Give the checkpoints with which a key began to sign, in their order."""
        rows = await self._database.fetch(NAMING, organisation=organisation)
        return [Signed._make(row) for row in rows]

    async def tiles(
        self, organisation: OrganisationId, places: Iterable[Place]
    ) -> dict[Place, bytes]:
        """Give those tiles that there are."""
        found: dict[Place, bytes] = {}
        for place in set(places):
            rows = await self._database.fetch(TILE, organisation=organisation, **place._asdict())
            if rows:
                found[place] = bytes(rows[0][0])
        return found

    async def trouble(self, organisation: OrganisationId) -> tuple[str, datetime] | None:
        """Tell why a log is not sealed any more, and since when."""
        rows = await self._database.fetch(TROUBLE, organisation=organisation)
        return rows[0][:2] if rows and rows[0][0] is not None else None
