"""Keeping the projections up with the log.

A projection's checkpoint and its rows change in one transaction, so every event is taken in exactly
once, whatever crashes when. Whoever has locked the checkpoint's row has the lease: on PostgreSQL
others skip it, on SQLite there is one writer anyway. A process that finds another at a log leaves
the log to it for a while. Projections that stand at the same position go on together, so the copies
of a form show the same moment.

Nothing runs for a log that rests. News of its growth starts a follower, and now and then one
statement finds the logs of which there was no news.

What is read of the log is read before the lock: nothing lower can appear in it later, and the lock
says whether another was faster.
"""

import asyncio
import logging
import math
import random
from collections.abc import Sequence
from enum import Enum, auto
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from app.domain.values import OrganisationId
from app.events.background import retry_seconds, run_forever, wait_for_event
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
from app.events.projection import Projection
from app.events.store import EventStore
from app.events.sweep import HEADS_AHEAD

log = logging.getLogger(__name__)

BATCH: Final = 500
BATCHES_AT_ONCE: Final = 4
"""Of one process; more would take the connections from those who read."""
SWEEP_EVERY_SECONDS: Final = 0.1
SWEEP_AT_MOST_SECONDS: Final = 30.0
"""Between two looks at all organisations while nothing is found."""
WAIT_SECONDS: Final = 5.0
"""Between two looks whether a newer program has come."""
GATHER_SECONDS: Final = 0.05
"""Under load events gather so long: together they cost a fraction of what they cost alone."""
LEASE_SECONDS: Final = 10.0
"""How long a log is left to another process that was seen to take it in."""
DEFER_SECONDS: Final = 0.25
"""How long that process has to take new events in before this one does."""
BUSY_SECONDS: Final = 0.05
POLL_SECONDS: Final = 0.05
TELL_EVERY_SECONDS: Final = 60.0


class Step(Enum):
    """How it went."""

    MOVED = auto()
    """A whole batch was taken in; there may be more."""
    CAUGHT_UP = auto()
    """What there was has been taken in."""
    BUSY = auto()
    """Another process has the lease."""
    DONE = auto()
    """There is nothing more to take in."""
    STUCK = auto()
    """A newer program must take in what comes next."""


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
        self._group: asyncio.TaskGroup | None = None
        """Of the followers; None while the projector does not run."""
        self._followed: dict[OrganisationId, asyncio.Event] = {}
        """Logs that are being followed, and whether they have grown since."""
        self._left_until: dict[OrganisationId, float] = {}
        """Logs that another process has the lease of, and until when that is supposed."""
        self._turns = asyncio.Semaphore(BATCHES_AT_ONCE)
        self._look = asyncio.Event()
        self._hurry = asyncio.Event()
        """Set by who waits for a projection: then nothing gathers."""
        self._moved = asyncio.Event()
        self._known: dict[tuple[OrganisationId, str], int] = {}
        self._told: dict[OrganisationId, float] = {}

    async def run(self) -> None:
        """Follow the logs that grow until cancelled, in this process or any other."""
        async with asyncio.TaskGroup() as group:
            self._group = group
            with self._store.growth.heard_by(self._hear):
                try:
                    await run_forever(
                        "projections",
                        SWEEP_EVERY_SECONDS,
                        self._sweep,
                        at_most=SWEEP_AT_MOST_SECONDS,
                        wake=self._look,
                    )
                finally:
                    self._group = None

    def _hear(self, organisation: OrganisationId | None) -> None:
        if organisation is None:
            self._look.set()
        else:
            self._start(organisation)

    def _start(self, organisation: OrganisationId) -> bool:
        """Follow a log, if this projector runs; tell whether nobody here did."""
        if grown := self._followed.get(organisation):
            grown.set()
        elif self._group is not None:
            grown = self._followed[organisation] = asyncio.Event()
            self._group.create_task(self._follow(organisation, grown))
            return True
        return False

    async def _sweep(self) -> bool:
        """Follow those logs that are ahead and that nobody told of; tell whether there were any."""
        await self._store.listen()
        names = msgspec.json.encode([*map(str, self._projections)]).decode()
        ahead = await self._database.fetch(HEADS_AHEAD, names=names, count=len(self._projections))
        new = [organisation for (organisation,) in ahead if self._start(organisation)]
        return bool(new)

    async def _follow(self, organisation: OrganisationId, grown: asyncio.Event) -> None:
        """Take in what there is, until nothing more is heard of the log."""
        failures, more = 0, True
        try:
            while more:
                grown.clear()
                try:
                    more = await self._go_on(organisation)
                    failures = 0
                except Exception as error:  # noqa: BLE001 - it must never die silently, nor die
                    failures += 1
                    # Never the message: that of a database quotes the row it could not take.
                    log.warning("projections of %s wait after %s", organisation, described(error))
                    await asyncio.sleep(retry_seconds(failures) * random.uniform(0.5, 1))  # noqa: S311 - no secret
                more = more or grown.is_set()
        finally:
            del self._followed[organisation]

    async def _go_on(self, organisation: OrganisationId) -> bool:
        """Take in a batch, unless another process does; tell whether there may be more."""
        deferred = self._now() < self._left_until.get(organisation, 0)
        if deferred:
            await asyncio.sleep(DEFER_SECONDS)
        async with self._turns:
            step = await self._step(organisation)
        if step is Step.BUSY or (deferred and step is Step.DONE):
            self._left_until[organisation] = self._now() + LEASE_SECONDS
        else:
            self._left_until.pop(organisation, None)
        if step is Step.CAUGHT_UP:
            await wait_for_event(self._hurry, GATHER_SECONDS)
            self._hurry.clear()
        elif step is Step.STUCK:
            await asyncio.sleep(WAIT_SECONDS)
        return step in {Step.MOVED, Step.BUSY, Step.STUCK}

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
        self._start(organisation)
        while self._known.get((organisation, name), 0) < position:
            moved = self._moved
            self._hurry.set()
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
