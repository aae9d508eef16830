"""Writing what proves the record: the whole log of an organisation, or one complaint.

The hashes are written as they were when the events were sealed, not as they would be now: so the
archive of a log that was changed says which event was.
"""

from collections.abc import Callable, Sequence
from typing import IO, Final
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import BigInteger, Text, Uuid, bindparam, select

from app.domain.values import OrganisationId
from app.events.database import Database, Query
from app.events.reading import IN_LOG
from app.events.tables import events
from app.proof import archive
from app.proof.notes import PublicKey
from app.proof.record import Exact
from app.proof.tiles import WIDTH, Place, Tiles, around, edge, hashes_of
from app.proof.tree import consistency, together
from app.proof.verifying import Proof
from app.sealing.checkpoints import Seals, Signed
from app.sealing.verbatim_events import exactly

NUMBERED: Final = Query(
    select(events.c.stream_id).where(IN_LOG, events.c.number == bindparam("number", type_=Text()))
)
PLACES: Final = Query(
    select(events.c.position)
    .where(
        IN_LOG,
        events.c.stream_id == bindparam("stream", type_=Uuid),
        events.c.position <= bindparam("size", type_=BigInteger()),
    )
    .order_by(events.c.position)
)


class NoSuchComplaint(Exception):
    """There is no complaint of that id or number, or none that is sealed."""


class ProofExporter:
    """Writes proofs of what was sealed up to a checkpoint."""

    def __init__(
        self,
        database: Database,
        organisation: OrganisationId,
        last: Signed,
        keys: Sequence[PublicKey],
    ) -> None:
        self._database = database
        self._seals = Seals(database)
        self._organisation = organisation
        self._last = last
        self._keys = keys

    async def write_archive(self, file: IO[bytes], tell: Callable[[int], None]) -> None:
        """Write the whole log, in constant memory; `tell` hears how many events are written."""
        with ZipFile(file, "w", ZIP_DEFLATED) as into:
            archive.describe(into, self._keys)
            with into.open(archive.EVENTS, "w", force_zip64=True) as out:
                await self._write_events(out, tell)
            with into.open(archive.LEAVES, "w", force_zip64=True) as out:
                await self._write_leaves(out)
            with into.open(archive.CHECKPOINTS, "w", force_zip64=True) as out:
                await self._write_checkpoints(out)

    async def _write_events(self, out: IO[bytes], tell: Callable[[int], None]) -> None:
        count = 0
        async for event in exactly(self._database, self._organisation, 0, self._last.size):
            out.write(event.line + b"\n")
            count += 1
            tell(count)

    async def _write_leaves(self, out: IO[bytes]) -> None:
        size = self._last.size
        for first in range(0, size, WIDTH):
            place = Place(0, first // WIDTH)
            tiles = await self._seals.tiles(self._organisation, [place])
            for value in hashes_of(tiles.get(place, b""))[: size - first]:
                out.write(value.hex().encode() + b"\n")

    async def _write_checkpoints(self, out: IO[bytes]) -> None:
        between = b""
        async for one in self._seals.signed(self._organisation, self._last.size):
            out.write(between + one.note.encode())
            between = b"\n"

    async def write_complaint(
        self, file: IO[bytes], complaint: UUID | str, *, since: int | None = None
    ) -> int:
        """Prove one complaint, by its id or number; tell how many events it has.

        With `since`, prove as well that the log has only grown since it had that number of events.

        Raises:
            NoSuchComplaint: there is none, or it is not sealed yet.
            ValueError: the tree that is stored does not reach so far.

        """
        found = await self._events_of(complaint)
        if not found:
            raise NoSuchComplaint(complaint)
        size = self._last.size
        places = {*edge(size), *(around(since - 1, size) if since else ())}
        for event in found:
            places.update(around(event.position - 1, size))
        node = Tiles(size, await self._seals.tiles(self._organisation, places)).node
        proof = Proof(
            lines=[event.line for event in found],
            hashes=together(node, {event.position - 1 for event in found}, size),
            notes=await self._notes(),
            growth=consistency(node, since, size) if since else (),
        )
        archive.write_proof(file, proof, self._keys)
        return len(found)

    async def _notes(self) -> list[str]:
        """Give the last checkpoint, after those with which a key began to sign."""
        naming = await self._seals.naming(self._organisation)
        return [one.note for one in naming if one.size < self._last.size] + [self._last.note]

    async def _events_of(self, complaint: UUID | str) -> list[Exact]:
        whose = {"organisation": self._organisation}
        if isinstance(complaint, str):
            named = await self._database.fetch(NUMBERED, **whose, number=complaint)
            if not named:
                return []
            complaint = named[0][0]
        rows = await self._database.fetch(PLACES, **whose, stream=complaint, size=self._last.size)
        return [
            event
            for (position,) in rows
            async for event in exactly(self._database, self._organisation, position - 1, position)
        ]
