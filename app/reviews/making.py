"""Makes a review out of the record's figures, page by page (WS-43, PC-43, AS-26, SC-07, BE-10)."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from app.domain.policy import Policy, ReviewDuty
from app.domain.values import OrganisationId
from app.events.database import Database
from app.events.projections.figures import PROJECTION, between
from app.events.stale_rows import StoredTexts
from app.proof.stamp import Extent
from app.reviews.period import Period
from app.reviews.review import Review
from app.reviews.tally import Figures, Tally

PAGE: Final = 200
_FIRST: Final = UUID(int=0)
_FIGURES: Final = StoredTexts(PROJECTION)

_document: Final = msgspec.json.Decoder(dict[str, Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A review, and that of the span before to compare it with."""

    period: Period
    units: tuple[str, ...]
    """Handling units; none is all of them."""
    at: datetime
    extent: Extent
    running: bool
    """It is not over yet."""
    review: Review
    before: Review


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the figures of an organisation lie; with units, of what these handle.

    A complaint counts for the unit that handles it, so that the units add up to the house.
    """

    database: Database
    organisation: OrganisationId
    units: tuple[str, ...] = ()

    async def read(self, since: datetime, until: datetime) -> AsyncIterator[Figures]:
        """Give the figures of each complaint that has a place in a span of time, once."""
        query, after = between(units=bool(self.units)), _FIRST
        named = {"units": msgspec.json.encode(self.units).decode()} if self.units else {}
        while True:
            page = await _FIGURES.fetch(
                self.database,
                query,
                self.organisation,
                since=since,
                until=until,
                after=after,
                limit=PAGE,
                **named,
            )
            for complaint, document in page:
                after = complaint
                yield _document.decode(document)
            if len(page) < PAGE:
                return


async def make(
    source: Source, policy: Policy, period: Period, *, at: datetime, extent: Extent
) -> Made:
    """Review a span of time, and the one before it, in one reading."""
    since, until = period.bounds(policy.time_zone)
    earlier, _ = period.before().bounds(policy.time_zone)
    now = Tally(since, until, policy.occasions)
    before = Tally(earlier, since, policy.occasions)
    async for figures in source.read(earlier, until):
        now.take(figures)
        before.take(figures)
    return Made(
        period=period,
        units=source.units,
        at=at,
        extent=extent,
        running=at < until,
        review=now.review(),
        before=before.review(),
    )


def duties(policy: Policy, period: Period) -> tuple[ReviewDuty, ...]:
    """Tell whose review this is, by the policy."""
    return tuple(one for one in policy.reviews.values() if one.every is period.every)
