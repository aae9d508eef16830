"""What the two SQL stores read alike."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Integer, Uuid, bindparam, select

from app.domain.values import OrganisationId
from app.events.database import Database, Query
from app.events.entries import answer_again
from app.events.growth import Growth
from app.events.store import Duplicate, Entry, EventStore, Recorded, Reused, event_id_of
from app.events.tables import events, log_heads

PAGE = 64

RECORDED = [events.c[name] for name in Recorded._fields]
IN_LOG = events.c.organisation_id == bindparam("organisation")

STREAM = Query(
    select(*RECORDED)
    .where(
        IN_LOG,
        events.c.stream_id == bindparam("stream", type_=Uuid),
        events.c.version > bindparam("after", type_=Integer),
    )
    .order_by(events.c.version)
)
LOG = Query(
    select(*RECORDED)
    .where(IN_LOG, events.c.position > bindparam("after", type_=BigInteger))
    .order_by(events.c.position)
    .limit(bindparam("limit", type_=Integer))
)
PLACE = Query(
    select(events.c.position).where(IN_LOG, events.c.event_id == bindparam("event", type_=Uuid))
)
HEAD = Query(
    select(log_heads.c.position).where(log_heads.c.organisation_id == bindparam("organisation"))
)
ORGANISATIONS = Query(select(log_heads.c.organisation_id).order_by(log_heads.c.organisation_id))


async def recorded_at(store: EventStore, organisation: OrganisationId, position: int) -> datetime:
    """Tell when the event at a position of the log was recorded."""
    [event] = await store.read_log(organisation, after=position - 1, limit=1)
    return event.recorded_at


class Reading:
    """The reading half of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.growth = Growth()

    async def find(
        self, organisation: OrganisationId, command_id: UUID, fingerprint: str
    ) -> Duplicate | Reused | None:
        """Look a command up that may have been written before."""
        place = await self._database.fetch(
            PLACE, organisation=organisation, event=event_id_of(command_id, 0)
        )
        if not place:
            return None
        before = place[0][0] - 1
        limit = PAGE
        while True:
            found = await self.read_log(organisation, after=before, limit=limit)
            last = event_id_of(command_id, limit - 1)
            if len(found) < limit or found[-1].event_id != last:
                return answer_again(command_id, fingerprint, found)
            limit *= 2

    async def first_answer(self, organisation: OrganisationId, entry: Entry) -> Duplicate | Reused:
        """Answer an entry whose command was found in the log."""
        before = await self.find(organisation, entry.command_id, entry.fingerprint)
        if before is None:
            raise LookupError(f"command {entry.command_id} left the log")
        return before

    async def read_stream(
        self, organisation: OrganisationId, stream_id: UUID, *, after_version: int = 0
    ) -> list[Recorded]:
        """Read a stream in version order; empty when there is none."""
        rows = await self._database.fetch(
            STREAM, organisation=organisation, stream=stream_id, after=after_version
        )
        return [Recorded._make(row) for row in rows]

    async def read_log(
        self, organisation: OrganisationId, *, after: int, limit: int
    ) -> list[Recorded]:
        """Read on after a position, in position order; nothing lower can appear later."""
        rows = await self._database.fetch(LOG, organisation=organisation, after=after, limit=limit)
        return [Recorded._make(row) for row in rows]

    async def head(self, organisation: OrganisationId) -> int:
        """Tell the last position; 0 for an empty log."""
        rows = await self._database.fetch(HEAD, organisation=organisation)
        return int(rows[0][0]) if rows else 0

    async def organisations(self) -> list[OrganisationId]:
        """Name the organisations that have a log."""
        return [OrganisationId(row[0]) for row in await self._database.fetch(ORGANISATIONS)]
