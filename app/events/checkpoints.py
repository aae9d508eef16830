"""Checkpoints: where the projections stand, and moving on from there in one transaction."""

import logging
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Delete,
    Integer,
    Select,
    Text,
    Update,
    Uuid,
    and_,
    bindparam,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from app.domain.values import OrganisationId
from app.events.database import Query
from app.events.documents import Folding, Generation, Parked, Read
from app.events.projection import PLACES
from app.events.tables import Moment, parked, subscriptions

log = logging.getLogger(__name__)


class Standing(NamedTuple):
    """Where a generation of a projection stands."""

    name: str
    version: int
    position: int


_organisation: Final = subscriptions.c.organisation_id == bindparam("organisation", type_=Text())
_named: Final = subscriptions.c.name == bindparam("projection", type_=Text())
_columns: Final = (subscriptions.c.name, subscriptions.c.version, subscriptions.c.position)
_live: Final = subscriptions.c.status == "live"

STANDINGS: Final = Query(select(*_columns).where(_organisation, _live))
STANDING: Final = Query(select(*_columns).where(_organisation, _live, _named))

_generation: Final = and_(
    _organisation, _named, subscriptions.c.version == bindparam("generation", type_=Integer())
)
LEASE: Final = (
    select(*_columns)
    .where(
        _generation,
        subscriptions.c.position == bindparam("position", type_=BigInteger()),
        subscriptions.c.status != "retired",
    )
    .with_for_update(key_share=True, skip_locked=True)
)
"""The row of a generation that stands where we think it does, unless somebody else is at it."""
LOCK: Final = select(subscriptions.c.position).where(_generation).with_for_update(key_share=True)
"""The same row, waiting for whoever is at it."""
MOVE: Final[Update] = (
    update(subscriptions)
    .where(_generation)
    .values(
        position=bindparam("to", type_=BigInteger()),
        released=0,
        updated_at=bindparam("now", type_=Moment()),
    )
)
RELEASED: Final = select(subscriptions.c.released).where(_generation)
_PLACE: Final = (
    update(subscriptions)
    .where(_generation)
    .values(released=subscriptions.c.released + 1)
    .returning(subscriptions.c.position * PLACES + subscriptions.c.released)
)

_parked_of: Final = and_(
    parked.c.organisation_id == bindparam("organisation", type_=Text()),
    parked.c.name == bindparam("projection", type_=Text()),
    parked.c.version == bindparam("generation", type_=Integer()),
)
HELD: Final[Select[UUID]] = select(parked.c.stream_id).where(_parked_of).distinct()
HELD_NOW: Final = Query(HELD)
RELEASE: Final[Delete] = delete(parked).where(
    _parked_of, parked.c.stream_id == bindparam("stream", type_=Uuid())
)
FORGET: Final[Delete] = delete(parked).where(_parked_of)


class ParkedEvent(NamedTuple):
    """An event that a document could not take in, or that waits behind one."""

    name: str
    """Of the projection."""
    position: int
    stream_id: UUID
    error: str
    parked_at: datetime


PARKED: Final = Query(
    select(*(parked.c[name] for name in ParkedEvent._fields))
    .where(parked.c.organisation_id == bindparam("organisation", type_=Text()))
    .order_by(parked.c.position, parked.c.name)
)


async def take_in(
    generation: Generation, position: int, entries: Sequence[Read], last: int
) -> bool:
    """Fold events into a generation that stands at a position, and move its checkpoint to `last`.

    Do nothing if it stands elsewhere by now, or somebody else is at it; tell whether it was done.
    """
    connection, key = generation.connection, generation.key
    if (await connection.execute(LEASE, {**key, "position": position})).first() is None:
        return False
    streams = {entry.stream_id for entry, _ in entries}
    held = streams.intersection((await connection.scalars(HELD, key)).all())
    documents, outdated = await generation.load(streams - held)
    folding = Folding(generation.projection, documents, held)
    for stream in outdated:
        # One by one: PostgreSQL ends a transaction that computes for long between two statements.
        folding.take(await generation.read_again(stream, position))
    folding.take(entries)
    await generation.save(folding.written())
    await park(generation, folding.parked)
    await connection.execute(MOVE, {**key, "to": last, "now": datetime.now(UTC)})
    return True


async def park(generation: Generation, events: Sequence[Parked]) -> None:
    """Set events aside."""
    if not events:
        return
    organisation, name = generation.organisation, generation.projection.name
    for event in events:
        message = "%s of %s: parked the event at %d: %s"
        log.error(message, name, organisation, event.position, event.error)
    row = {
        "organisation_id": organisation,
        "name": name,
        "version": generation.version,
        "parked_at": datetime.now(UTC),
    }
    rows = [{**row, **event._asdict()} for event in events]
    await generation.connection.execute(insert(parked), rows)


async def release(generation: Generation, stream: Sequence[Read]) -> bool:
    """Fold a held stream from its beginning up to the checkpoint; it stays held if it must."""
    connection, key = generation.connection, generation.key
    position = (await connection.scalars(LOCK, key)).one()
    folding = Folding(generation.projection, {})
    folding.take(one for one in stream if one[0].position <= position)
    written = folding.written()
    if folding.parked:
        return False
    await generation.save(written)
    await show_again(generation, [stream[0][0].stream_id])
    await connection.execute(RELEASE, {**key, "stream": stream[0][0].stream_id})
    return True


async def show_again(generation: Generation, streams: Iterable[UUID]) -> None:
    """Let documents appear in the feed after all that its readers may have read.

    The caller holds the lock of the checkpoint.
    """
    for stream in streams:
        place = (await generation.connection.scalars(_PLACE, generation.key)).one()
        await generation.move(stream, place)


async def begin(
    connection: AsyncConnection, organisation: OrganisationId, names: Iterable[str]
) -> None:
    """Begin projections at the beginning of a log; what was begun stays where it stands."""
    kind = postgresql if connection.dialect.name == "postgresql" else sqlite
    row = {
        "organisation_id": organisation,
        "version": 1,
        "position": 0,
        "status": "live",
        "updated_at": datetime.now(UTC),
    }
    await connection.execute(
        kind.insert(subscriptions).on_conflict_do_nothing(),
        [{**row, "name": name} for name in sorted(names)],
    )
