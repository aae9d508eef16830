"""The engine: takes events into the states of complaints and into the rows of all projections.

Per organisation there is one checkpoint. A batch writes states, rows and checkpoint together, or
nothing, so every event is taken in exactly once, whatever crashes when. The states written last are
kept while the checkpoint stands where this process left it; nobody else can have written since.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from typing import Final
from uuid import UUID

from app.domain.values import OrganisationId
from app.events.database import DatabaseUnavailable, described
from app.events.documents import NewerProgram, read
from app.events.log_follower import Step
from app.events.projection import PLACES
from app.events.store import EventStore, Recorded
from app.projections.folding import STATES, Changes, Fault, Folding
from app.projections.storage import NOTHING_PARKED, Checkpoint, Storage
from app.projections.stored_state import FoldedComplaint, NewerState

log = logging.getLogger(__name__)

LEAST_BATCH: Final = 500
MOST_BATCH: Final = 4000
"""Events of a batch: few while up to date, so that they are seen soon, and more when behind."""
BATCH_BYTES: Final = 4 << 20
"""Of the events of a batch, so that a few large ones do not fill the memory."""
CACHE_BYTES: Final = 30 << 20
BUSY_SECONDS: Final = 0.05


class Engine:
    """Keeps the states and rows of all organisations up with their logs, a batch at a time."""

    def __init__(
        self, store: EventStore, storage: Storage, *, cache_bytes: int = CACHE_BYTES
    ) -> None:
        self._store = store
        self._storage = storage
        self._checkpoints: dict[OrganisationId, Checkpoint] = {}
        """As this process left them; if one still stands there, nobody else has written."""
        self._limits: dict[OrganisationId, int] = {}
        self._cache = StateCache(cache_bytes)

    async def catch_up(self, organisation: OrganisationId) -> None:
        """Take in all there is."""
        while (step := await self.step(organisation)) not in {Step.DONE, Step.STUCK}:
            if step is Step.BUSY:
                await asyncio.sleep(BUSY_SECONDS)

    async def step(self, organisation: OrganisationId) -> Step:
        """Take one batch in.

        Raises:
            DatabaseUnavailable: the database cannot be asked now; nothing was taken in.

        """
        before = await self._checkpoint(organisation)
        limit = self._limits.get(organisation, LEAST_BATCH)
        recorded = await self._store.read_log(organisation, after=before.position, limit=limit)
        if not recorded:
            return Step.DONE
        full = len(recorded) == limit
        self._limits[organisation] = min(2 * limit, MOST_BATCH) if full else LEAST_BATCH
        kept = _within(recorded, BATCH_BYTES)
        try:
            entries = read(kept)
        except NewerProgram as newer:
            kept = [one for one in kept if one.position < newer.position]
            if not kept:
                return Step.STUCK
            entries = read(kept)
        try:
            folding = await self._load(organisation, before, {one.stream_id for one, _ in entries})
        except (NewerProgram, NewerState):
            return Step.STUCK
        folding.take(entries)
        await self._read_documents(organisation, before, folding)
        changes = folding.changes(self._storage.codec)
        if not await self._write(organisation, before, kept[-1].position, changes, folding):
            return Step.BUSY
        return Step.MOVED if full or len(kept) < len(recorded) else Step.CAUGHT_UP

    async def _checkpoint(self, organisation: OrganisationId) -> Checkpoint:
        known = self._checkpoints.get(organisation)
        if known is None:
            known = await self._storage.checkpoint(organisation)
            self._checkpoints[organisation] = known
        return known

    async def _load(
        self, organisation: OrganisationId, before: Checkpoint, streams: Collection[UUID]
    ) -> Folding:
        """Get complaints as they stand at the checkpoint: kept, stored, or folded from the log."""
        found = self._cache.take(organisation, streams)
        faults: dict[UUID, Exception] = {}
        if missing := [stream for stream in streams if stream not in found]:
            stored, stale = await self._storage.load(organisation, missing)
            found |= stored
            for stream in stale:
                try:
                    found[stream] = await self.fold(organisation, stream, before.position)
                except NewerProgram:
                    raise
                except Exception as error:  # noqa: BLE001 - one complaint must not stop the others
                    faults[stream] = error
        for stream in streams:
            names = before.parked.get(stream, NOTHING_PARKED)
            if names or stream in found:
                found.setdefault(stream, FoldedComplaint(stream)).parked = names
        folding = Folding(organisation, self._storage.projections, found)
        for stream, fault in faults.items():
            folding.hold(stream, before.position, fault)
        return folding

    async def _read_documents(
        self, organisation: OrganisationId, before: Checkpoint, folding: Folding
    ) -> None:
        """Read the documents that are continued, in the generation that is filled last."""
        for projection, streams in folding.to_read():
            generation = before.generations[projection.name][-1]
            asked = (organisation, projection, generation, streams)
            found = await self._storage.documents(*asked)
            for stream in streams:
                folding.complaints[stream].documents[projection.name] = found.get(stream)

    async def fold(
        self, organisation: OrganisationId, stream: UUID, position: int
    ) -> FoldedComplaint:
        """Fold a complaint from the log, up to a position.

        Raises:
            NewerProgram: a newer program wrote an event of it.

        """
        folded = FoldedComplaint(stream)
        recorded = await self._store.read_stream(organisation, stream)
        for entry, fact in read(one for one in recorded if one.position <= position):
            folded.apply(fact, entry)
        return folded

    async def _write(
        self,
        organisation: OrganisationId,
        before: Checkpoint,
        position: int,
        changes: Changes,
        folding: Folding,
    ) -> bool:
        """Write a batch, without the rows that the database refuses."""
        try:
            done = await self._try(organisation, before, position, changes)
        except DatabaseUnavailable:
            self._forget(organisation)
            raise
        except Exception as error:  # noqa: BLE001 - a row of the batch; find out which
            log.warning("%s: batch up to %d: %s", organisation, position, described(error))
            changes = await self._without_refused(organisation, before, changes)
            done = await self._try(organisation, before, position, changes)
        if not done:
            self._forget(organisation)
            return False
        for fault in changes.faults:
            _tell(organisation, fault)
        held = {fault.complaint_id for fault in changes.faults if fault.name == STATES}
        written = (folding.complaints[stream] for stream in folding.last if stream not in held)
        self._cache.put(organisation, written)
        return True

    async def _try(
        self, organisation: OrganisationId, before: Checkpoint, position: int, changes: Changes
    ) -> bool:
        after = before.after(position, changes)
        done = await self._storage.write(organisation, before, after, changes)
        if done:
            self._checkpoints[organisation] = after
        return done

    async def _without_refused(
        self, organisation: OrganisationId, before: Checkpoint, changes: Changes
    ) -> Changes:
        """Find by trial which rows the database does not take, complaint by complaint."""
        taken = Changes(faults=[*changes.faults], cleared=changes.cleared)
        for part in changes.by_complaint():
            if not await self._refuses(organisation, before, part):
                taken.add(part)
                continue
            for row in part.by_row():
                if error := await self._refuses(organisation, before, row):
                    fault = row.fault(error)
                    taken.faults.append(fault)
                    if fault.name == STATES:
                        break  # nothing of this complaint is written
                else:
                    taken.add(row)
        return taken

    async def _refuses(
        self, organisation: OrganisationId, before: Checkpoint, part: Changes
    ) -> Exception | None:
        after = before.after(before.position, part)
        try:
            await self._storage.write(organisation, before, after, part, keep=False)
        except DatabaseUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 - that is the answer
            return error
        return None

    async def retry_parked(self, organisation: OrganisationId) -> int:
        """Fold again what is parked, once the cause is gone; return how many rows are parked still.

        What is released appears at the end of the feed, so that every reader meets it.

        Raises:
            NewerProgram: a newer program wrote an event of it.

        """
        self._forget(organisation)
        for stream in (await self._storage.checkpoint(organisation)).parked:
            await self._release(organisation, stream)
        return len(await self._storage.parked(organisation))

    async def _release(self, organisation: OrganisationId, stream: UUID) -> None:
        while True:
            before = await self._storage.checkpoint(organisation)
            names = before.parked.get(stream)
            if not names:
                return
            try:
                folded = await self.fold(organisation, stream, before.position)
            except NewerProgram:
                raise
            except Exception as error:  # noqa: BLE001 - it stays as it is
                log.warning("%s: still parked: %s", organisation, described(error))
                return
            folded.parked = names
            folding = Folding(organisation, self._storage.projections, {stream: folded})
            folding.release(stream)
            place = before.position * PLACES + before.released + 1
            changes = folding.changes(self._storage.codec, place)
            if await self._write(organisation, before, before.position, changes, folding):
                return

    def _forget(self, organisation: OrganisationId) -> None:
        self._checkpoints.pop(organisation, None)
        self._cache.forget(organisation)


class StateCache:
    """The states used last, bounded by the memory they take."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[tuple[OrganisationId, UUID], FoldedComplaint] = OrderedDict()
        self._size = 0

    def take(
        self, organisation: OrganisationId, complaints: Iterable[UUID]
    ) -> dict[UUID, FoldedComplaint]:
        """Take out those that there are: they are about to change."""
        keys = (key for one in complaints if (key := (organisation, one)) in self._held)
        return {key[1]: self._pop(key) for key in keys}

    def put(self, organisation: OrganisationId, complaints: Iterable[FoldedComplaint]) -> None:
        """Put some in, and let those go that were not used for the longest time."""
        for one in complaints:
            self._held[organisation, one.complaint_id] = one
            self._size += one.size
        while self._size > self._most:
            self._pop(next(iter(self._held)))

    def forget(self, organisation: OrganisationId) -> None:
        """Let all of an organisation go."""
        for key in [key for key in self._held if key[0] == organisation]:
            self._pop(key)

    def _pop(self, key: tuple[OrganisationId, UUID]) -> FoldedComplaint:
        found = self._held.pop(key)
        self._size -= found.size
        return found


def _within(recorded: Sequence[Recorded], most: int) -> list[Recorded]:
    """Keep the first events, one at least, that have no more bytes together."""
    kept, size = list[Recorded](), 0
    for one in recorded:
        size += len(one.data)
        if kept and size > most:
            break
        kept.append(one)
    return kept


def _tell(organisation: OrganisationId, fault: Fault) -> None:
    log.error(
        "%s of %s: parked complaint %s: %s",
        fault.name,
        organisation,
        fault.complaint_id,
        fault.error,
    )
