"""Sealing: the events of each log go into a Merkle tree, whose root is signed.

A step reads what has come since the last checkpoint, lets the tree grow by it, and signs, in one
transaction that holds the organisation's row in `seals`. So a log is sealed once, however many
processes try. Nothing of it touches the writing of events.

Before it signs, it looks whether the log is still the one it signed: the tree has the signed root,
and the last events before have the hashes in the tree. If not, it refuses, loudly, until that is
mended. What was changed further back stays as it was in the tree, so that checking an archive
finds it.

A log is sealed with one key, until that hands it on to another, or is lost and another begins again
(ADR 0014). A process whose key does not sign a log any more lets it be.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Final, NamedTuple

from sqlalchemy import Table, Update, bindparam, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from app.domain.values import OrganisationId
from app.events.background import run_forever
from app.events.database import Database, described, to_the_end
from app.events.store import EventStore
from app.proof.notes import Checkpoint, Note, NoteFault, PublicKey, SealKey, sign
from app.proof.record import leaf_of
from app.proof.tiles import WIDTH, Place, Tiles, edge, hashes_of
from app.proof.tree import root_of
from app.sealing.checkpoints import Seals, Signed, checkpoints, seal_tiles, seals
from app.sealing.sweep import LOGS_TO_SIGN
from app.sealing.verbatim_events import exactly

log = logging.getLogger(__name__)

BATCH: Final = 1000
"""Events under one checkpoint at most."""
LOOK_EVERY_SECONDS: Final = 1.0
LOOK_AT_MOST_SECONDS: Final = 30.0
"""Between two looks while no log grows."""
BUSY_SECONDS: Final = 0.05
TRY_AGAIN: Final = timedelta(seconds=60)

_ours: Final = seals.c.organisation_id == bindparam("organisation")
LEASE: Final = select(seals.c.trouble).where(_ours).with_for_update(skip_locked=True)
SIZE: Final = select(func.max(checkpoints.c.size)).where(
    checkpoints.c.organisation_id == bindparam("organisation")
)


class Step(Enum):
    """How it went."""

    SEALED = auto()
    """A whole batch was sealed; there may be more."""
    DONE = auto()
    """There is nothing more to seal."""
    BUSY = auto()
    """Another process is at it, or was faster."""


class Inconsistent(Exception):
    """The log is not the one that was signed, or the seals are not."""


class AnotherKey(Exception):
    """The log is sealed with another key than this process has."""


class NoKey(Exception):
    """This process has no key of the seals, and needs it."""


class Unsigned(NamedTuple):
    """A log that does not end where it is signed, or that was refused."""

    organisation: OrganisationId
    head: int
    size: int
    """Of the last checkpoint; 0 if there is none."""
    signed_at: datetime | None


@dataclass(frozen=True, slots=True)
class _Turn:
    """Which key the last checkpoint was signed with, and which sign the next."""

    before: PublicKey | None
    """None where ours must have signed."""
    begins: SealKey | None
    """It signs for the first time."""
    keys: tuple[SealKey, ...]


class Sealer:
    """Seals the logs of all organisations."""

    def __init__(
        self,
        database: Database,
        store: EventStore,
        key: SealKey | None,
        *,
        clock: Callable[[], datetime],
        every: timedelta = timedelta(minutes=1),
    ) -> None:
        """Sign with `key`, after `every` so long, and earlier when a whole batch has come.

        Without a key, what needs it raises NoKey.
        """
        self.seals = Seals(database)
        self._database = database
        self._store = store
        self._own_key = key
        self._clock = clock
        self._every = every
        self._again: dict[OrganisationId, datetime] = {}
        """When to try again what was refused."""

    @property
    def _key(self) -> SealKey:
        if self._own_key is None:
            raise NoKey
        return self._own_key

    async def report_other_keys(self) -> None:
        """Log, for a process that starts, which logs it cannot seal with its key; raise nothing."""
        try:
            for organisation in await self._store.organisations():
                await self._report_other_key(organisation)
        except Exception as error:  # noqa: BLE001 - the process starts without it, too
            # Never the message: that of a database quotes what it could not take.
            log.warning("no log is looked at for another key after %s", described(error))

    async def _report_other_key(self, organisation: OrganisationId) -> None:
        try:
            self._signed(organisation, await self.seals.last(organisation))
        except AnotherKey:
            log.error(  # noqa: TRY400 - no stack
                "%s is sealed with another key than this process has, so nothing new of it is"
                " sealed here. Give every process the key that signs: TRIPLICATE_SEAL_KEY, or"
                " seal.key in the data directory. If it is lost, run"
                " `triplicate seal begin-anew --organisation %s`.",
                organisation,
                organisation,
            )
        except Inconsistent:
            pass  # the sealer says so, and keeps it for `status`

    async def public(self, organisation: OrganisationId) -> PublicKey:
        """Give the public key of this process, as it is called in an organisation's log."""
        last = await self.seals.last(organisation)
        return self._key.under(self._origin(organisation, last))

    async def keys(self, organisation: OrganisationId) -> list[PublicKey]:
        """Give the keys that an organisation's checkpoints are checked with; the last one signs."""
        found = []
        for one in await self.seals.naming(organisation):
            with suppress(NoteFault):  # the check will find that it is none
                found.append(Note.parse(one.note).checkpoint.key)
        return [key for key in found if key] or [await self.public(organisation)]

    async def checkpoint(self, organisation: OrganisationId) -> Checkpoint | None:
        """Read the last checkpoint, which the key of this process has signed.

        Raises:
            Inconsistent: its signature does not hold, or it is of another log.
            AnotherKey: somebody else seals this log.

        """
        return self._signed(organisation, await self.seals.last(organisation))

    async def run(self) -> None:
        """Seal what is due, until cancelled."""
        grown = asyncio.Event()
        with self._store.growth.heard_by(lambda _: grown.set()):
            await run_forever(
                "sealing",
                LOOK_EVERY_SECONDS,
                self._seal_due,
                at_most=LOOK_AT_MOST_SECONDS,
                wake=grown,
            )

    async def _seal_due(self) -> bool:
        """Seal what is due; say whether any log does not end where it is signed."""
        await self._store.listen()
        found = [Unsigned._make(row) for row in await self._database.fetch(LOGS_TO_SIGN)]
        for log_end in found:
            if self._is_due(log_end):
                await self._try(log_end.organisation)
        return bool(found)

    def _is_due(self, log_end: Unsigned) -> bool:
        now = self._clock()
        if now < self._again.get(log_end.organisation, now):
            return False
        if log_end.signed_at is None or abs(now - log_end.signed_at) >= self._every:
            return True
        return log_end.head >= log_end.size + BATCH

    async def _try(self, organisation: OrganisationId) -> None:
        try:
            await self.seal(organisation)
            self._again.pop(organisation, None)
        except (Inconsistent, AnotherKey):
            self._again[organisation] = self._clock() + TRY_AGAIN

    async def seal(self, organisation: OrganisationId) -> Signed | None:
        """Seal all there is by now, and give the last checkpoint.

        What comes meanwhile waits for the next time: under load it would be a tail of ever
        smaller batches, each looked through as carefully as a large one.

        Raises:
            Inconsistent: the log is not the one that was signed; nothing was signed.
            AnotherKey: somebody else seals this log.

        """
        try:
            upto, step = await self._store.head(organisation), None
            while (step := await self._step(organisation, upto=upto, after=step)) is not Step.DONE:
                if step is Step.BUSY:
                    await asyncio.sleep(BUSY_SECONDS)
        except Inconsistent as fault:
            log.error("%s is not sealed any more: %s", organisation, fault)  # noqa: TRY400 - no stack
            await self._note_trouble(organisation, str(fault))
            raise
        except AnotherKey as fault:
            log.error("%s is not sealed by this process: %s", organisation, fault)  # noqa: TRY400
            raise
        return await self.seals.last(organisation)

    async def hand_over(self, organisation: OrganisationId, to: SealKey) -> bool:
        """Seal with this key and the one that it hands the log on to; tell if there was anything.

        Raises:
            Inconsistent: the log is not the one that was signed; nothing was signed.
            AnotherKey: somebody else seals this log.

        """
        return await self._change(organisation, _Turn(None, to, (self._key, to)))

    async def begin_anew(self, organisation: OrganisationId) -> bool:
        """Seal with this key a log whose own was lost; tell if there was anything.

        Who trusts the lost key can tell nothing of what is sealed from here on.

        Raises:
            Inconsistent: the log is not the one that was signed; nothing was signed.

        """
        *_, before = await self.keys(organisation)
        return await self._change(organisation, _Turn(before, self._key, (self._key,)))

    async def _change(self, organisation: OrganisationId, turn: _Turn) -> bool:
        while True:
            step = await self._step(organisation, turn)
            if step is not Step.BUSY:
                return step is Step.SEALED
            await asyncio.sleep(BUSY_SECONDS)

    async def trouble(self, organisation: OrganisationId) -> str | None:
        """Tell why a log is not sealed any more, if so; by this process or any other."""
        last = await self.seals.last(organisation)
        try:
            self._signed(organisation, last)
        except (Inconsistent, AnotherKey) as fault:
            return str(fault)
        found = await self.seals.trouble(organisation)
        return found[0] if found else None

    async def _step(
        self,
        organisation: OrganisationId,
        change: _Turn | None = None,
        *,
        upto: int | None = None,
        after: Step | None = None,
    ) -> Step:
        """Seal one batch, up to a position at most, after such a step.

        What is read before the lock stays true: a log only grows.
        """
        last = await self.seals.last(organisation)
        turn = change or _Turn(None, None if last else self._key, (self._key,))
        size = last.size if last else 0
        head = await self._store.head(organisation)
        if head < size:
            raise Inconsistent(f"it ends at {head}, though {size} events were signed")
        try:
            tiles = await self._tiles(organisation, last, turn.before)
            if after is not Step.SEALED:  # else they were read just now, to be sealed
                await self._reread(organisation, tiles)
        except Inconsistent:
            if await self.seals.last(organisation) != last:
                return Step.BUSY  # another process has sealed meanwhile, and the tree is newer
            raise
        upto = head if upto is None else upto
        if upto <= size:
            return await self._clear_trouble(organisation)
        upto = min(upto, size + BATCH)
        async for event in exactly(self._database, organisation, size, upto):
            if event.position != tiles.size + 1:
                break
            tiles.add(leaf_of(event.line))
        if tiles.size != upto:
            raise Inconsistent(f"event {tiles.size + 1} is missing, or is not what it may be")
        return await to_the_end(self._sign(organisation, last, tiles, turn))

    async def _tiles(
        self, organisation: OrganisationId, last: Signed | None, before: PublicKey | None
    ) -> Tiles:
        """Read the right edge of the tree, which must have the root that was signed."""
        size = last.size if last else 0
        places = {*edge(size), Place(0, (size - 1) // WIDTH)} if size else set()
        tiles = Tiles(size, await self.seals.tiles(organisation, places))
        signed = self._signed(organisation, last, before)
        try:
            same = signed is None or root_of(tiles.node, size) == signed.root
        except ValueError:
            same = False
        if not same:
            raise Inconsistent(f"its tree does not have the root that was signed at {size}")
        return tiles

    def _signed(
        self, organisation: OrganisationId, last: Signed | None, before: PublicKey | None = None
    ) -> Checkpoint | None:
        """Read the last checkpoint, which a key has signed: ours, where none is given."""
        if last is None:
            return None
        try:
            note = Note.parse(last.note)
            found = note.checkpoint
            key = before or self._key.under(found.origin)
            if note.signer != key.id or found.key not in {None, key}:
                message = "the last checkpoint was signed with another key (TRIPLICATE_SEAL_KEY)"
                raise AnotherKey(message)
            note.require(key)
        except NoteFault as fault:
            raise Inconsistent(str(fault)) from None
        if found.size != last.size or not found.origin.endswith(f"/{organisation}"):
            raise Inconsistent(f"the checkpoint at {last.size} is not one of it")
        return found

    async def _reread(self, organisation: OrganisationId, tiles: Tiles) -> None:
        """Compare the last events that were signed with their hashes."""
        if not tiles.size:
            return
        place = Place(0, (tiles.size - 1) // WIDTH)
        expected = hashes_of(bytes(tiles.held[place]))
        first = place.number * WIDTH
        found = exactly(self._database, organisation, first, tiles.size)
        hashes = {event.position: leaf_of(event.line) async for event in found}
        for position, leaf in enumerate(expected, first + 1):
            if hashes.get(position) != leaf:
                raise Inconsistent(f"event {position} is not what was signed")

    async def _sign(
        self, organisation: OrganisationId, last: Signed | None, tiles: Tiles, turn: _Turn
    ) -> Step:
        origin = self._origin(organisation, last)
        begins = turn.begins.under(origin) if turn.begins else None
        async with self._database.begin() as connection:
            if not await _has_lease(connection, organisation, last.size if last else 0):
                return Step.BUSY
            root = root_of(tiles.node, tiles.size)
            note = sign(Checkpoint(origin, tiles.size, root, begins), *turn.keys)
            await _save_tiles(connection, organisation, tiles)
            signed = Signed(tiles.size, note, self._clock())
            row = {"organisation_id": organisation, **signed._asdict()}
            await connection.execute(insert(checkpoints), row)
            await connection.execute(_trouble(None, None), {"organisation": organisation})
        return Step.SEALED

    def _origin(self, organisation: OrganisationId, last: Signed | None) -> str:
        """Name a log as its first checkpoint did; one that has none begins with our key."""
        if last is None:
            return self._key.public(organisation).name
        return last.note.partition("\n")[0]

    async def _note_trouble(self, organisation: OrganisationId, trouble: str) -> None:
        async with self._database.begin() as connection:
            await _begin(connection, organisation)
            change = _trouble(trouble, self._clock()).where(
                seals.c.trouble.is_distinct_from(trouble)
            )
            await connection.execute(change, {"organisation": organisation})

    async def _clear_trouble(self, organisation: OrganisationId) -> Step:
        if await self.seals.trouble(organisation):
            async with self._database.begin() as connection:
                await connection.execute(_trouble(None, None), {"organisation": organisation})
        return Step.DONE


def _trouble(trouble: str | None, since: datetime | None) -> Update:
    return update(seals).where(_ours).values(trouble=trouble, since=since)


async def _has_lease(
    connection: AsyncConnection, organisation: OrganisationId, before: int
) -> bool:
    """Lock a log's seals, if nobody else is at them and they end where they did."""
    await _begin(connection, organisation)
    parameters = {"organisation": organisation}
    if (await connection.execute(LEASE, parameters)).first() is None:
        return False
    return ((await connection.execute(SIZE, parameters)).scalar() or 0) == before


async def _begin(connection: AsyncConnection, organisation: OrganisationId) -> None:
    row = {"organisation_id": organisation}
    await connection.execute(_upsert(connection, seals).on_conflict_do_nothing(), row)


async def _save_tiles(
    connection: AsyncConnection, organisation: OrganisationId, tiles: Tiles
) -> None:
    fresh = _upsert(connection, seal_tiles)
    keep = fresh.on_conflict_do_update(
        index_elements=["organisation_id", "level", "number"],
        set_={"hashes": fresh.excluded.hashes},
    )
    rows: Sequence[dict[str, object]] = [
        {"organisation_id": organisation, **place._asdict(), "hashes": bytes(tiles.held[place])}
        for place in sorted(tiles.changed)
    ]
    await connection.execute(keep, rows)


def _upsert(connection: AsyncConnection, table: Table) -> "postgresql.Insert | sqlite.Insert":
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
