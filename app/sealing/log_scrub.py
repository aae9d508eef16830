"""The log scrub: old events are compared with the sealed tree again, slowly and for ever.

Sealing compares the last events only. The scrub reads one tile of events (256) at a time, hashes
them, and computes the root of the whole tree from them and from the stored hashes beside their
path. That root must be the one in the last signed checkpoint. The stored tree is not trusted: who
can edit events can edit it too, but cannot sign another root. The state of the scrub can be edited
as well; the proof for outsiders remains an archive that they verify themselves.

Work is bounded: a process reads at most one tile in two seconds, whatever the number of
organisations, and a log is read by one process at a time, at most one tile in two seconds. That is
11 million events a day. A round begins an hour after the one before began, or when that has ended.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import Update, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from app.domain.values import OrganisationId
from app.events.background import run_forever
from app.events.database import Database, Query, to_the_end
from app.proof.notes import Checkpoint
from app.proof.record import leaf_of
from app.proof.tiles import WIDTH, Place, Tiles, around, edge, hashes_of
from app.proof.tree import inclusion, root_by_inclusion
from app.sealing.checkpoints import log_scrubs
from app.sealing.sealer import AnotherKey, Inconsistent, Sealer
from app.sealing.sweep import LOGS_TO_SCRUB
from app.sealing.verbatim_events import exactly

log = logging.getLogger(__name__)

SLICE: Final = timedelta(seconds=2)
"""Between two tiles of a log, and of a process: a tile takes 43 ms of a processor on SQLite."""
PAGE: Final = 32
"""Events read between two turns of the event loop: about 5 ms."""
ROUND: Final = timedelta(hours=1)
"""Between the beginnings of two rounds, so that a small log is not read without end."""
LOOK_AT_MOST_SECONDS: Final = 30.0
"""Between two looks while no log is due."""


class Scrub(NamedTuple):
    """How far the scrub of a log is."""

    upto: int = 0
    """Events of this round."""
    position: int = 0
    """Events compared so far in this round."""
    begun_at: datetime | None = None
    slice_at: datetime | None = None
    alarm: str | None = None
    """What does not match the signed tree, as found last."""
    alarm_at: int | None = None
    """Where the tile of the alarm begins: the alarm ends when that tile matches again, with no
    other found on the way round."""
    since: datetime | None = None

    def is_due(self, now: datetime) -> bool:
        """See whether a tile is to be read; a time in the future was set by a wrong clock."""
        if self.position < self.upto:
            return _is_over(self.slice_at, SLICE, now)
        return _is_over(self.begun_at, ROUND, now)

    def turn(self, now: datetime, size: int) -> "Scrub":
        """Begin the next tile, of the next round where this one is over."""
        if self.position < self.upto:
            return self._replace(slice_at=now, upto=min(self.upto, size))
        return self._replace(upto=size, position=0, begun_at=now, slice_at=now)

    def compared(self, fault: str | None, now: datetime) -> "Scrub":
        """Go past the tile that was begun."""
        first, position = self.position, min(self.position + WIDTH, self.upto)
        if fault is not None:
            found = self._replace(alarm=fault, alarm_at=first, since=self.since or now)
        elif first == self.alarm_at:
            found = self._replace(alarm=None, alarm_at=None, since=None)
        else:
            found = self
        return found._replace(position=position)


def _is_over(since: datetime | None, pause: timedelta, now: datetime) -> bool:
    return since is None or not since <= now < since + pause


_ours: Final = log_scrubs.c.organisation_id == bindparam("organisation")
_STATE: Final = select(*(log_scrubs.c[name] for name in Scrub._fields)).where(_ours)
_NOW: Final = Query(_STATE)
_LEASE: Final = _STATE.with_for_update(skip_locked=True)


class LogScrubber:
    """Compares the logs of all organisations with their sealed trees."""

    def __init__(
        self,
        database: Database,
        sealer: Sealer,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        """Trust the checkpoints that `sealer` trusts."""
        self._database = database
        self._sealer = sealer
        self._clock = clock

    async def run(self) -> None:
        """Scrub until cancelled."""
        interval = SLICE.total_seconds()
        await run_forever("log scrub", interval, self._scrub_due, at_most=LOOK_AT_MOST_SECONDS)

    async def _scrub_due(self) -> bool:
        """Compare a tile of each log that is due, one after another."""
        now = self._clock()
        due = await self._database.fetch(
            LOGS_TO_SCRUB, now=now, slice_before=now - SLICE, round_before=now - ROUND
        )
        for (organisation,) in due:
            if await self.scrub(organisation):
                await asyncio.sleep(SLICE.total_seconds())
        return bool(due)

    async def scrub(self, organisation: OrganisationId) -> bool:
        """Compare the next tile of a log, if one is due here; say whether it was.

        Raises:
            DatabaseUnavailable: the database cannot be asked now; the tile is compared later.

        """
        if not (await self.state(organisation)).is_due(self._clock()):
            return False
        try:
            signed = await self._sealer.checkpoint(organisation)
        except (Inconsistent, AnotherKey):  # the sealer tells of it
            return False
        if signed is None:
            return False
        turn = await to_the_end(self._begin(organisation, signed.size))
        if turn is None:
            return False
        # No transaction is open meanwhile: on SQLite it would keep every command waiting.
        fault = await self._fault(organisation, signed, turn.position)
        await to_the_end(self._end(organisation, turn, fault))
        return True

    async def state(self, organisation: OrganisationId) -> Scrub:
        """Read how far the scrub of a log is, and whether there is an alarm."""
        rows = await self._database.fetch(_NOW, organisation=organisation)
        return Scrub._make(rows[0]) if rows else Scrub()

    async def _begin(self, organisation: OrganisationId, size: int) -> Scrub | None:
        """Take the next tile for this process; None if another was faster.

        A process that dies over it lets the next one begin it again.
        """
        async with self._database.begin() as connection:
            found, now = await _lease(connection, organisation), self._clock()
            if found is None or not found.is_due(now):
                return None
            turn = found.turn(now, size)
            await connection.execute(_save(turn), {"organisation": organisation})
        return turn

    async def _end(self, organisation: OrganisationId, turn: Scrub, fault: str | None) -> None:
        """Go past a tile, unless it took so long that another process has it."""
        after = turn.compared(fault, self._clock())
        async with self._database.begin() as connection:
            if await _lease(connection, organisation) == turn:
                await connection.execute(_save(after), {"organisation": organisation})
        if fault is not None:
            log.error("the log of %s was changed: %s", organisation, fault)
        elif turn.alarm is not None and after.alarm is None:
            log.warning("the log of %s is again what was signed", organisation)

    async def _fault(
        self, organisation: OrganisationId, signed: Checkpoint, first: int
    ) -> str | None:
        """Say what of the tile that begins with an event is not as it was signed."""
        last = min(first + WIDTH, signed.size)
        found = exactly(self._database, organisation, first, last, page=PAGE)
        leaves = {event.position: leaf_of(event.line) async for event in found}
        own = Place(0, first // WIDTH)
        places = {*edge(signed.size), *around(first, signed.size), own}
        stored = await self._sealer.seals.tiles(organisation, places)
        read = [leaves.get(position, b"") for position in range(first + 1, last + 1)]
        if _leads_to(signed, first, {**stored, own: b"".join(read)}):
            return None
        if _leads_to(signed, first, stored):
            sealed = hashes_of(stored[own])
            (position, *_) = (n for n, leaf in enumerate(read) if leaf != sealed[n])
            return f"event {first + 1 + position} is not what was signed"
        return f"events {first + 1} to {last}, or the tree over them, are not what was signed"


def _leads_to(signed: Checkpoint, first: int, held: dict[Place, bytes]) -> bool:
    """See that a tile of hashes, with the stored ones beside its path, has the signed root."""
    tile = hashes_of(held.get(Place(0, first // WIDTH), b""))
    tiles = Tiles(signed.size, held)
    try:
        path = inclusion(tiles.node, first, signed.size)
        return root_by_inclusion(tile[0], first, signed.size, path) == signed.root
    except (ValueError, IndexError):
        return False


async def _lease(connection: AsyncConnection, organisation: OrganisationId) -> Scrub | None:
    """Lock the state of a log, unless another process has it."""
    kind = postgresql if connection.dialect.name == "postgresql" else sqlite
    begun = kind.insert(log_scrubs).on_conflict_do_nothing()
    await connection.execute(begun, {"organisation_id": organisation})
    row = (await connection.execute(_LEASE, {"organisation": organisation})).first()
    return None if row is None else Scrub._make(row)


def _save(scrub: Scrub) -> Update:
    values: dict[str, Any] = scrub._asdict()
    return update(log_scrubs).where(_ours).values(values)
