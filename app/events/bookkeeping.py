"""The books of a house, month by month: the database adds up what moved from account to account."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from app.domain.ledger import Account, Posting
from app.domain.values import Money, OrganisationId
from app.events.database import Database, Query
from app.events.projections import ledger


class Moved(NamedTuple):
    """All that moved from one account to another in a stretch of time, for one remedy or none."""

    posting: Posting
    remedy: str | None


@dataclass(frozen=True, slots=True)
class Postings:
    """What moved in an organisation, or in some of its units; each sum of it balances."""

    database: Database
    organisation: OrganisationId
    zone: ZoneInfo
    units: tuple[str, ...] = ()
    """Recorded or handled there; none are all."""

    async def before(self, day: date) -> list[Moved]:
        """Add up what moved before a day.

        Raises:
            DatabaseUnavailable: the database cannot be asked now.

        """
        found = await self._fetch(ledger.moved_before, over=self._instant(day))
        return [_moved(*row) for row in found]

    async def months(self, first: date, until: date) -> AsyncIterator[tuple[str, list[Moved]]]:
        """Add up what moved in each month of a period; one in which nothing did is passed over.

        Raises:
            DatabaseUnavailable: the database cannot be asked now.

        """
        over = until + timedelta(days=1)
        while found := await self._fetch(ledger.next_movement, **self._between(first, over)):
            day = found[0][0].astimezone(self.zone).date()
            month = day.replace(day=1)
            following = min(over, (month + timedelta(days=31)).replace(day=1))
            bounds = self._between(max(first, month), following)
            yield (
                f"{month:%Y-%m}",
                [_moved(*row) for row in await self._fetch(ledger.moved, **bounds)],
            )
            first = following

    def _between(self, begins: date, over: date) -> dict[str, datetime]:
        return {"begins": self._instant(begins), "over": self._instant(over)}

    def _instant(self, day: date) -> datetime:
        return datetime.combine(day, time.min, self.zone).astimezone(UTC)

    async def _fetch(self, query: Callable[..., Query], **bounds: datetime) -> list[Any]:
        given: dict[str, Any] = {**bounds}
        if self.units:
            given["units"] = msgspec.json.encode(self.units).decode()
        asked = query(scoped=bool(self.units))
        return await self.database.fetch(asked, organisation=self.organisation, **given)


def _moved(currency: str, out_of: str, into: str, total: int, remedy: str | None = None) -> Moved:
    amount = Money(total, currency)
    return Moved(Posting(out_of=Account(out_of), into=Account(into), amount=amount), remedy)
