"""What is to become of the copies of every ended complaint, and taking them to their end (SC-46).

Read a page at a time in the order of receipt, so that it costs the same memory however many there
are. What is read may be behind the record; the record decides, by the command that anybody gives.
"""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import BigInteger, Integer, Table, and_, bindparam, literal_column

from app.application.command_handler import CommandContext, CommandHandler
from app.domain.custody import holder, way_to_destruction
from app.domain.policy import Policy
from app.domain.retention import Fate, fate
from app.domain.steps.hand_over import HandOver
from app.domain.values import Actor, ComplaintId, Copy, OrganisationId, Place, Term
from app.events.codec import iso
from app.events.database import Database, Query
from app.events.projection import in_units, live_version, rows, stored
from app.events.projections import audit_copy, case_state, handler_copy, planning_copy
from app.events.stale_rows import StoredTexts
from app.events.uuids import name_based

PAGE: Final = 200

TABLES: Final[dict[Copy, Table]] = {
    Copy.HANDLER: handler_copy.TABLE,
    Copy.AUDIT: audit_copy.TABLE,
    Copy.PLANNING: planning_copy.TABLE,
}
PROJECTIONS: Final = (case_state.TABLE.name, *(table.name for table in TABLES.values()))
"""What must have taken the log in for a plan to be right."""

_PLACES: Final = {place.value: place for place in Place}


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCopy:
    """A copy of an ended complaint, and what is to become of it."""

    complaint: UUID
    number: str
    copy: Copy
    lies: Place
    since: datetime
    ended_at: datetime
    term: Term
    fate: Fate
    way: tuple[Place, ...] | None
    """The moves that take it to its end; None: the policy leads nowhere from where it lies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedCase:
    """An ended complaint and its copies."""

    id: UUID
    number: str
    opened_position: int
    ended_on: date
    holds: tuple[int, ...]
    """The numbers of those that are on."""
    copies: tuple[KeptCopy, ...]


class _Given(msgspec.Struct):
    expense: int | None = None
    reversed: Any = None


class _Hold(msgspec.Struct):
    number: int
    lifted_at: str | None


class _Case(msgspec.Struct):
    """What of the document of a case terms depend on."""

    number: str
    closed_at: datetime
    compensations: list[_Given] = []
    holds: list[_Hold] = []


_case: Final = msgspec.json.Decoder(_Case)
_CASES: Final = StoredTexts(case_state.PROJECTION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """The ended complaints of an organisation, under its policy, on a day."""

    database: Database
    organisation: OrganisationId
    policy: Policy
    today: date
    units: tuple[str, ...] = ()
    """Recorded or handled there; none are all."""

    async def pages(self) -> AsyncIterator[list[EndedCase]]:
        """Read all, page by page.

        Raises:
            DatabaseUnavailable: the database cannot be asked now.

        """
        after = 0
        while found := await self.page(after=after, limit=PAGE):
            yield found
            after = found[-1].opened_position

    async def page(self, *, after: int, limit: int) -> list[EndedCase]:
        """Read on after a place, in the order of receipt.

        Raises:
            DatabaseUnavailable: the database cannot be asked now.

        """
        scope = {"units": msgspec.json.encode(self.units).decode()} if self.units else {}
        found = await _CASES.fetch(
            self.database,
            _page(scoped=bool(scope)),
            self.organisation,
            after=after,
            limit=limit,
            **scope,
        )
        return [self._ended(*row) for row in found]

    def _ended(self, position: int, *row: Any) -> EndedCase:  # noqa: ANN401 - what _page lists
        *lying, complaint, document = row
        case = _case.decode(document)
        return EndedCase(
            id=complaint,
            number=case.number,
            opened_position=position,
            ended_on=self.policy.calendar.local(case.closed_at).date(),
            holds=tuple(hold.number for hold in case.holds if hold.lifted_at is None),
            copies=tuple(self._copies(complaint, case, lying)),
        )

    def _copies(self, complaint: UUID, case: _Case, lying: list[Any]) -> Iterator[KeptCopy]:
        """One that is not known yet, or was written before copies had places, is left out."""
        paid = any(one.expense is not None and one.reversed is None for one in case.compensations)
        held = any(hold.lifted_at is None for hold in case.holds)
        for copy, custody, since in zip(TABLES, lying[::2], lying[1::2], strict=True):
            place = _PLACES.get(custody)
            if place is None or since is None:
                continue
            term = self.policy.term(copy, ended=case.closed_at, paid=paid)
            gone = place is Place.DESTROYED
            yield KeptCopy(
                complaint=complaint,
                number=case.number,
                copy=copy,
                lies=place,
                since=since,
                ended_at=case.closed_at,
                term=term,
                fate=Fate.GONE if gone else fate(term, self.today, held=held),
                way=() if gone else way_to_destruction(place, self.policy.routes.get(copy, {})),
            )


@lru_cache(maxsize=2)
def _page(*, scoped: bool) -> Query:
    """List ended complaints in the order of receipt.

    Columns: that place, of each copy where it lies and since when, and `stored` of the case.
    """
    case = case_state.TABLE
    joined: Any = case
    columns = []
    for table in TABLES.values():
        mine = and_(
            table.c.organisation_id == case.c.organisation_id,
            table.c.version == live_version(table),
            table.c.complaint_id == case.c.complaint_id,
        )
        joined = joined.outerjoin(table, mine)
        columns += [table.c.custody, table.c.since]
    found = (
        rows(case, case.c.opened_position, *columns, *stored(case, "document"))
        .select_from(joined)
        .where(
            case.c.opened_position > bindparam("after", type_=BigInteger()),
            case.c.status != literal_column("'open'"),
        )
        .order_by(case.c.opened_position)
        .limit(bindparam("limit", type_=Integer()))
    )
    return Query(found.where(in_units(case)) if scoped else found)


async def destroy(
    handling: CommandHandler, register: Register, copy: KeptCopy, *, by: str, at: datetime
) -> None:
    """Take a copy to its end, by the archive if need be, on the word of somebody.

    He acts with the role of who holds it. The ids of the commands follow from the copy, the end of
    the complaint and where the copy lay: a retry, also after a crash, does nothing twice.

    Raises:
        Refusal: it may not go, or not any more: held, taken up again, handed on meanwhile.
        Contended: others kept writing to the complaint.

    """
    lies, since = copy.lies, copy.since
    for to in copy.way or ():
        roles = register.policy.roles_with(holder(copy.copy, lies))[:1]
        which = f"{copy.copy}/{iso(copy.ended_at)}/{lies}/{iso(since)}/{to}"
        key = name_based(copy.complaint, f"retention/{which}")
        context = CommandContext(
            organisation=register.organisation,
            command_id=key,
            fingerprint=sha256(key.bytes).hexdigest()[:32],
            expected_version=None,
            correlation=str(key),
            channel="console",
        )
        command = HandOver(at=at, by=Actor(by, roles), copy=copy.copy, origin=lies, to=to)
        await handling.handle(context, ComplaintId(copy.complaint), command)
        lies, since = to, at
