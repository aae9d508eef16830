"""Making the documents of a projection anew, while the old ones are read and kept up.

A new generation is filled beside the live one and takes its place in one transaction once it has
come as far. A rebuild that is interrupted leaves the live generation as it is; the next one throws
its remains away.

On PostgreSQL a second rebuild of the same projection is refused while the first one runs. SQLite
has no lock that ends with its process, so there the later rebuild wins and the earlier one stops.
The same happens on PostgreSQL when the session that holds the lock is lost. On either a switch
takes over only from the generation that is live under its lock.

No two rebuilds share a generation number. A rebuild inserts its row before it removes any, and
removes only lower numbers than its own. The row of the highest number therefore always stays, and
the next rebuild takes the number above it.

The log is read stream by stream, not position by position: so a document is finished when the next
begins, and memory holds at most CHUNK of them (about 10 kB each), however long the log is.
"""

import gc
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Integer,
    Text,
    Uuid,
    bindparam,
    delete,
    insert,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from app.domain.values import OrganisationId
from app.events.checkpoints import (
    FORGET,
    HELD,
    MOVE,
    RELEASED,
    STANDING,
    Standing,
    begin,
    park,
    show_again,
    take_in,
)
from app.events.copying import copied
from app.events.database import Database, Query, to_the_end
from app.events.documents import Folding, Generation, read
from app.events.projection import Projection
from app.events.store import EventStore, Recorded
from app.events.tables import events, subscriptions

CHUNK: Final = 1000
"""Documents written in one transaction."""
PAGE: Final = 2000
"""Events read at once, where they are read in pages."""
BATCH: Final = 500
"""Events taken in by one transaction, that of the switch too."""
SOME: Final = 1000
"""Documents thrown away in one transaction."""

Progress = Callable[[int, int], None]
"""Hears how many events are done, and of how many."""

_first: Final = UUID(int=0)
_BY_STREAM: Final = Query(
    select(*(events.c[name] for name in Recorded._fields))
    .where(
        events.c.organisation_id == bindparam("organisation", type_=Text()),
        tuple_(events.c.stream_id, events.c.version)
        > tuple_(bindparam("stream", type_=Uuid()), bindparam("after", type_=Integer())),
        events.c.position <= bindparam("head", type_=BigInteger()),
    )
    .order_by(events.c.stream_id, events.c.version)
    .limit(bindparam("limit", type_=Integer()))
)
_GENERATIONS: Final = select(
    subscriptions.c.version, subscriptions.c.status, subscriptions.c.position
).where(
    subscriptions.c.organisation_id == bindparam("organisation", type_=Text()),
    subscriptions.c.name == bindparam("projection", type_=Text()),
)
_UNFINISHED: Final = Query(
    select(
        subscriptions.c.name,
        subscriptions.c.version,
        subscriptions.c.position,
        subscriptions.c.updated_at,
    )
    .where(
        subscriptions.c.organisation_id == bindparam("organisation", type_=Text()),
        subscriptions.c.status != "live",
    )
    .order_by(subscriptions.c.name, subscriptions.c.version)
)
_STILL_OURS: Final = _GENERATIONS.where(
    subscriptions.c.version == bindparam("generation", type_=Integer()),
    subscriptions.c.status == "rebuilding",
).with_for_update(key_share=True)


_LIVE: Final = _GENERATIONS.where(subscriptions.c.status == "live").with_for_update(key_share=True)
"""The live generation, locked. A row that ceased to be live before the lock is not returned."""


class Superseded(Exception):
    """Another rebuild of the same projection began, and this one has stopped."""


class UnderWay(Exception):
    """Another process is rebuilding the same projection."""


async def rebuild(
    database: Database,
    store: EventStore,
    organisation: OrganisationId,
    projection: Projection[Any],
    *,
    progress: Progress = lambda _done, _total: None,
) -> None:
    """Fill a new generation of a projection from the beginning, and let it take over.

    Raises:
        UnderWay: another rebuild of this projection is running (PostgreSQL); nothing was changed.
        Superseded: another rebuild of this projection began meanwhile.

    """
    work = Rebuild(database, store, organisation, projection)
    async with database.locked(f"rebuild/{organisation}/{projection.name}") as locked:
        if not locked:
            raise UnderWay
        version = await work.begin()
        await work.tidy(version)
        await work.fill(version, progress)
        while not await work.switch(version):
            await work.follow(version)
        await work.tidy(version)


class Unfinished(NamedTuple):
    """A generation that is not read: being filled, or left behind by an interrupted rebuild."""

    name: str
    """Of the projection."""
    version: int
    position: int
    updated_at: datetime


async def unfinished(database: Database, organisation: OrganisationId) -> list[Unfinished]:
    """List the generations of an organisation that are not live.

    Raises:
        DatabaseUnavailable: the database cannot be asked now.

    """
    rows = await database.fetch(_UNFINISHED, organisation=organisation)
    return [Unfinished._make(row) for row in rows]


class Rebuild(NamedTuple):
    """The steps of a rebuild."""

    database: Database
    store: EventStore
    organisation: OrganisationId
    projection: Projection[Any]

    def _generation(self, connection: AsyncConnection, version: int) -> Generation:
        return Generation(connection, self.projection, self.organisation, version)

    async def begin(self) -> int:
        """Begin a generation, whose version no rebuild has had before.

        It is the highest version, whose row `tidy` leaves until there is a higher one.
        """
        async with self.database.begin() as connection:
            await begin(connection, self.organisation, [self.projection.name])
            key = self._generation(connection, 0).key
            used = (await connection.execute(_GENERATIONS, key)).all()
            version: int = max(row.version for row in used) + 1
            row = {
                "organisation_id": self.organisation,
                "name": self.projection.name,
                "version": version,
                "position": 0,
                "status": "rebuilding",
                "updated_at": _now(),
            }
            await connection.execute(insert(subscriptions), row)
        return version

    async def fill(self, version: int, progress: Progress) -> None:
        """Fold every stream up to the present head, and set the checkpoint there."""
        head, done = await self.store.head(self.organisation), 0
        folding = Folding(self.projection, {})
        with _no_garbage_collection():
            async for page in self._pages(head):
                folding.take(read(page))
                if len(folding.documents) > CHUNK:
                    following = folding.go_on_with(page[-1].stream_id)
                    await to_the_end(self._write(version, folding))
                    folding = following
                done += len(page)
                progress(done, head)
            await to_the_end(self._write(version, folding, head))

    def _pages(self, head: int) -> AsyncIterator[list[Recorded]]:
        if self.database.dialect == "postgresql":
            return copied(self.database, self.organisation, head)
        return self._read(head)

    async def _read(self, head: int) -> AsyncIterator[list[Recorded]]:
        stream, after = _first, 0
        while True:
            rows = await self.database.fetch(
                _BY_STREAM,
                organisation=self.organisation,
                stream=stream,
                after=after,
                head=head,
                limit=PAGE,
            )
            if not rows:
                return
            page = [Recorded._make(row) for row in rows]
            yield page
            stream, after = page[-1].stream_id, page[-1].version

    async def _write(self, version: int, folding: Folding, to: int = 0) -> None:
        async with self.database.begin() as connection:
            generation = self._generation(connection, version)
            if (await connection.execute(_STILL_OURS, generation.key)).first() is None:
                raise Superseded
            await generation.add(folding.written())
            await park(generation, folding.parked)
            await connection.execute(MOVE, {**generation.key, "to": to, "now": _now()})

    async def follow(self, version: int) -> None:
        """Take in what was written since."""
        while (standing := await self._standing(version)).position < await self._goal():
            async with self.database.begin() as connection:
                await self._take_in(connection, standing, BATCH)

    async def _standing(self, version: int) -> Standing:
        async with self.database.begin() as connection:
            key = self._generation(connection, version).key
            row = (await connection.execute(_STILL_OURS, key)).first()
        if row is None:
            raise Superseded
        return Standing(self.projection.name, version, row.position)

    async def _goal(self) -> int:
        """Tell where the live generation stands."""
        rows = await self.database.fetch(
            STANDING, organisation=self.organisation, projection=self.projection.name
        )
        return int(rows[0][2])

    async def _take_in(self, connection: AsyncConnection, standing: Standing, limit: int) -> None:
        recorded = await self.store.read_log(
            self.organisation, after=standing.position, limit=limit
        )
        generation = self._generation(connection, standing.version)
        last = recorded[-1].position
        if not await take_in(generation, standing.position, read(recorded), last):
            raise Superseded

    async def switch(self, version: int) -> bool:
        """Let the generation take over if it is close enough; tell whether it has."""
        return await to_the_end(self._switch(version))

    async def _switch(self, version: int) -> bool:
        mine = await self._standing(version)
        async with self.database.begin() as connection:
            ours = self._generation(connection, version)
            # From here on the live generation stands still.
            live = (await connection.execute(_LIVE, ours.key)).first()
            # The lock may have been waited for while another rebuild took over.
            if live is None or (await connection.execute(_STILL_OURS, ours.key)).first() is None:
                raise Superseded
            old, goal = self._generation(connection, live.version), live.position
            if goal - mine.position > BATCH:
                return False
            if goal > mine.position:
                await self._take_in(connection, mine, goal - mine.position)
            # Its readers have perhaps read all that appeared at this position.
            released: int = (await connection.scalars(RELEASED, old.key)).one()
            await connection.execute(
                update(subscriptions)
                .where(
                    subscriptions.c.organisation_id == self.organisation,
                    subscriptions.c.name == self.projection.name,
                    subscriptions.c.version == version,
                )
                .values(released=released)
            )
            held = set((await connection.scalars(HELD, old.key)).all())
            held -= set((await connection.scalars(HELD, ours.key)).all())
            await show_again(ours, sorted(held))
            for number, status in ((live.version, "retired"), (version, "live")):
                await connection.execute(
                    update(subscriptions)
                    .where(
                        subscriptions.c.organisation_id == self.organisation,
                        subscriptions.c.name == self.projection.name,
                        subscriptions.c.version == number,
                    )
                    .values(status=status, updated_at=_now())
                )
        return True

    async def tidy(self, version: int) -> None:
        """Remove the generations below a version, except the live one.

        An earlier rebuild that still fills one of them stops with Superseded. Higher versions
        belong to later rebuilds and stay.
        """
        async with self.database.begin() as connection:
            key = self._generation(connection, 0).key
            rows = (await connection.execute(_GENERATIONS, key)).all()
        for row in rows:
            if row.version < version and row.status != "live":
                await self._remove(row.version)

    async def _remove(self, version: int) -> None:
        """Throw a generation away bit by bit, its checkpoint first and last; never a live one."""
        mine = (
            subscriptions.c.organisation_id == self.organisation,
            subscriptions.c.name == self.projection.name,
            subscriptions.c.version == version,
        )
        retire = update(subscriptions).where(*mine, subscriptions.c.status != "live")
        async with self.database.begin() as connection:
            # Whoever still fills it finds that it is not theirs any more.
            if not (await connection.execute(retire.values(status="retired"))).rowcount:
                return  # it has taken over since it was seen, or another threw it away
        left = SOME
        while left >= SOME:
            async with self.database.begin() as connection:
                left = await self._generation(connection, version).remove(SOME)
        async with self.database.begin() as connection:
            await connection.execute(FORGET, self._generation(connection, version).key)
            await connection.execute(delete(subscriptions).where(*mine))


def _now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Documents hold no cycles, and looking for some costs a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
