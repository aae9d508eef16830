"""Keeping the projections up with the log.

A projection's checkpoint and its rows change in one transaction, so every event is taken in exactly
once, whatever crashes when. Whoever has locked the checkpoint's row has the lease: on PostgreSQL
others skip it, on SQLite there is one writer anyway. A process that finds another at a log leaves
the log to it for a while. Projections that stand at the same position go on together, so the copies
of a form show the same moment.

What is read of the log is read before the lock: nothing lower can appear in it later, and the lock
says whether another was faster.
"""

import asyncio
import logging
import math
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from app.domain.values import OrganisationId
from app.events.background import wait_for_event
from app.events.checkpoints import (
    HELD_NOW,
    LOCK,
    PARKED,
    STANDING,
    STANDINGS,
    ParkedEvent,
    Standing,
    begin,
    release,
    take_in,
)
from app.events.database import Database, DatabaseUnavailable, described, to_the_end
from app.events.documents import Generation, NewerProgram, Read, read
from app.events.log_follower import LogFollower, Step
from app.events.projection import Projection
from app.events.store import EventStore
from app.events.sweep import HEADS_AHEAD

log = logging.getLogger(__name__)

BATCH: Final = 500
BUSY_SECONDS: Final = 0.05
POLL_SECONDS: Final = 0.05
TELL_EVERY_SECONDS: Final = 60.0


class Projector:
    """Keeps projections of all organisations up with their logs."""

    def __init__(
        self,
        database: Database,
        store: EventStore,
        projections: Sequence[Projection[Any]],
        *,
        batch: int = BATCH,
    ) -> None:
        """Take in at most `batch` events in one transaction."""
        self._database = database
        self._store = store
        self._projections = {projection.name: projection for projection in projections}
        self._batch = batch
        self._follower = LogFollower(store, self._step, self._ahead)
        self._moved = asyncio.Event()
        self._known: dict[tuple[OrganisationId, str], int] = {}
        self._told: dict[OrganisationId, float] = {}

    async def run(self) -> None:
        """Follow the logs that grow until cancelled, in this process or any other."""
        await self._follower.run()

    async def _ahead(self) -> list[OrganisationId]:
        names = msgspec.json.encode([*map(str, self._projections)]).decode()
        found = await self._database.fetch(HEADS_AHEAD, names=names, count=len(self._projections))
        return [organisation for (organisation,) in found]

    async def catch_up(self, organisation: OrganisationId | None = None) -> None:
        """Take in all there is, of one organisation or of all."""
        every = await self._store.organisations() if organisation is None else [organisation]
        for each in every:
            while (step := await self._step(each)) not in {Step.DONE, Step.STUCK}:
                if step is Step.BUSY:
                    await asyncio.sleep(BUSY_SECONDS)

    async def _step(self, organisation: OrganisationId) -> Step:
        """Take one batch in, for the projections that are the furthest behind."""
        standings = await self._standings(organisation)
        after = min(standing.position for standing in standings)
        behind = [standing for standing in standings if standing.position == after]
        ahead = min((s.position for s in standings if s.position > after), default=None)
        # Up to where the next ones stand, and from there on together with them.
        limit = self._batch if ahead is None else min(self._batch, ahead - after)
        recorded = await self._store.read_log(organisation, after=after, limit=limit)
        if not recorded:
            return Step.DONE
        try:
            entries = read(recorded)
        except NewerProgram as newer:
            self._tell_of_newer(organisation, newer)
            recorded = [one for one in recorded if one.position < newer.position]
            if not recorded:
                return Step.STUCK
            entries = read(recorded)
        last = recorded[-1].position
        moved = await self._take_in(organisation, behind, entries, last)
        if not moved:
            return Step.BUSY
        return Step.MOVED if len(recorded) == limit else Step.CAUGHT_UP

    def _tell_of_newer(self, organisation: OrganisationId, newer: NewerProgram) -> None:
        """Log it, now and then."""
        now = self._now()
        if now - self._told.get(organisation, -math.inf) >= TELL_EVERY_SECONDS:
            self._told[organisation] = now
            log.error("projections of %s wait for a newer program: %s", organisation, newer)

    async def _take_in(
        self,
        organisation: OrganisationId,
        standings: Sequence[Standing],
        entries: Sequence[Read],
        last: int,
    ) -> bool:
        try:
            return await to_the_end(self._transaction(organisation, standings, entries, last))
        except DatabaseUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 - something in the batch; find out what
            why = described(error)
            log.warning("projections of %s: batch up to %d: %s", organisation, last, why)
            for standing in standings:
                await self._one_by_one(organisation, standing, entries, last)
            return True

    async def _one_by_one(
        self,
        organisation: OrganisationId,
        standing: Standing,
        entries: Sequence[Read],
        last: int,
    ) -> None:
        """Take a batch in event by event, and park the one that the database refuses twice."""
        for entry, fact in entries:
            await self._one(organisation, standing, (entry, fact))
            position = entry.position
            standing = standing._replace(position=position)
        await to_the_end(self._transaction(organisation, [standing], [], last))

    async def _one(
        self, organisation: OrganisationId, standing: Standing, one: Read, *, again: bool = True
    ) -> None:
        """Take an event in; a fault may pass, so it is parked only at the second."""
        entry, _ = one
        try:
            await to_the_end(self._transaction(organisation, [standing], [one], entry.position))
        except DatabaseUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 - that is the one
            if again:
                await self._one(organisation, standing, one, again=False)
                return
            bad: list[Read] = [(entry, error)]
            await to_the_end(self._transaction(organisation, [standing], bad, entry.position))

    async def _transaction(
        self,
        organisation: OrganisationId,
        standings: Sequence[Standing],
        entries: Sequence[Read],
        last: int,
    ) -> bool:
        async with self._database.begin() as connection:
            moved = [
                standing.name
                for standing in standings
                if await take_in(
                    self._generation(connection, organisation, standing),
                    standing.position,
                    entries,
                    last,
                )
            ]
        for name in moved:
            self._reached(organisation, name, last)
        return bool(moved)

    def _generation(
        self, connection: AsyncConnection, organisation: OrganisationId, standing: Standing
    ) -> Generation:
        projection = self._projections[standing.name]
        return Generation(connection, projection, organisation, standing.version)

    async def _standings(self, organisation: OrganisationId) -> list[Standing]:
        """Tell where the projections stand; one that is new begins at the beginning."""
        rows = await self._database.fetch(STANDINGS, organisation=organisation)
        found = [Standing._make(row) for row in rows if row[0] in self._projections]
        new = self._projections.keys() - {standing.name for standing in found}
        if not new:
            return found
        await to_the_end(self._begin(organisation, new))
        return await self._standings(organisation)

    async def _begin(self, organisation: OrganisationId, names: set[str]) -> None:
        async with self._database.begin() as connection:
            await begin(connection, organisation, names)

    async def parked(self, organisation: OrganisationId) -> list[ParkedEvent]:
        """List what no document has taken in, the oldest first."""
        rows = await self._database.fetch(PARKED, organisation=organisation)
        return [ParkedEvent._make(row) for row in rows]

    async def retry_all_parked(self, organisation: OrganisationId) -> int:
        """Fold every held stream anew; tell how many events are parked still."""
        for name in self._projections:
            await self.retry_parked(organisation, name)
        return len(await self.parked(organisation))

    async def retry_parked(self, organisation: OrganisationId, name: str) -> int:
        """Fold the held streams anew, once the cause is gone; tell how many are whole again.

        Their documents appear at the end of the feed, so that everybody meets them.
        """
        rows = await self._database.fetch(STANDING, organisation=organisation, projection=name)
        done = 0
        for standing in map(Standing._make, rows):
            held = await self._database.fetch(
                HELD_NOW, organisation=organisation, projection=name, generation=standing.version
            )
            for (stream,) in held:
                done += await to_the_end(self._release(organisation, standing, stream))
        return done

    async def _release(
        self, organisation: OrganisationId, standing: Standing, stream: UUID
    ) -> bool:
        async with self._database.begin() as connection:
            generation = self._generation(connection, organisation, standing)
            await connection.execute(LOCK, generation.key)
            # Read after the lock: what the projector has passed by then is all in it.
            recorded = await self._store.read_stream(organisation, stream)
            try:
                entries = read(recorded)
            except NewerProgram:
                return False
            return await release(generation, entries)

    def _reached(self, organisation: OrganisationId, name: str, position: int) -> None:
        self._note(organisation, name, position)
        self._moved.set()
        self._moved = asyncio.Event()

    def _note(self, organisation: OrganisationId, name: str, position: int) -> None:
        key = (organisation, name)
        self._known[key] = max(position, self._known.get(key, 0))

    async def positions(self, organisation: OrganisationId) -> dict[str, int]:
        """Tell how far each projection has come."""
        rows = await self._database.fetch(STANDINGS, organisation=organisation)
        stand = {name: position for name, _, position in rows}
        return {name: stand.get(name, 0) for name in self._projections}

    async def wait_for(
        self,
        organisation: OrganisationId,
        name: str,
        position: int,
        timeout: float,  # noqa: ASYNC109 - being late is an answer here
    ) -> bool:
        """Wait until a projection has taken a position in; tell whether it has."""
        end = self._now() + timeout
        self._follower.follow(organisation)
        while self._known.get((organisation, name), 0) < position:
            moved = self._moved
            self._follower.hurry.set()
            rows = await self._database.fetch(STANDING, organisation=organisation, projection=name)
            for standing in map(Standing._make, rows):
                self._note(organisation, name, standing.position)
            if self._known.get((organisation, name), 0) >= position:
                return True
            if (left := end - self._now()) <= 0:
                return False
            await wait_for_event(moved, min(left, POLL_SECONDS))
        return True

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()
