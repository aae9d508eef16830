"""The ledger of the house: what was asked for, decided and paid, month by month; it balances."""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from http import HTTPStatus
from typing import Annotated, Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from app.api.credentials import Caller
from app.api.problems import FieldFault, Problem, responses
from app.api.reading import (
    Position,
    QueryRoute,
    json_response,
    require_position,
    require_reader,
)
from app.api.services import Services, services_of
from app.domain.ledger import Account, Posting, balances
from app.domain.values import Capability, Money
from app.events.projections import ledger
from app.events.projections.ledger import PostingJson
from app.events.tokens import Principal

router = APIRouter(tags=["ledger"], route_class=QueryRoute)

READERS: Final = frozenset({Capability.PAY, Capability.AUDIT, Capability.PLAN})
FIRST: Final = date(2000, 1, 1)
LAST: Final = date(2199, 12, 31)
_AT_ONCE: Final = 500

Day = Annotated[date, Field(ge=FIRST, le=LAST)]


class Period(BaseModel):
    """From which day until which, both included, by the calendar of the house."""

    model_config = ConfigDict(extra="forbid")

    from_: Day | None = Field(
        default=None, alias="from", description="The first of that month if left out."
    )
    until: Day | None = Field(default=None, description="Today if left out.")
    min_position: Position | None = Field(
        default=None, description="Wait until the ledger holds everything up to here."
    )


class BalanceBody(BaseModel):
    """Minor units: requested = open + refused + payable + paid + spared, always."""

    currency: str
    requested: int = Field(description="Asked of finance, less what a change took back.")
    open: int = Field(description="Finance has not decided.")
    refused: int
    payable: int = Field(description="Confirmed and not paid, or paid and come back.")
    paid: int
    spared: int = Field(description="Confirmed and not needed: less was paid.")


class MonthBody(BalanceBody):
    """What moved in a month, more coming in than going out, or less: then it is negative."""

    month: str = Field(examples=["2026-03"])
    remedies: dict[str, int] = Field(description="What was paid, less what came back, by remedy.")


class LedgerBody(BaseModel):
    """What moved, month by month, and how it all stood at the end of the period."""

    time_zone: str
    months: list[MonthBody]
    closing: list[BalanceBody] = Field(description="Since the beginning, by currency.")


@router.get(
    "/v1/ledger",
    summary="Show the ledger of a period",
    response_model=LedgerBody,
    responses=responses(401, 403, 422, 503),
)
async def show_ledger(
    request: Request, caller: Caller, period: Annotated[Period, Query()]
) -> Response:
    """Balance what was requested, decided and paid; by when it happened, not when it was recorded.

    A caller bound to units sees the money of what these recorded or handle.
    """
    services = services_of(request)
    await require_reader(services, caller, READERS)
    await require_position(services, caller, ledger.PROJECTION.name, period.min_position)
    policy = await services.policies.of(caller.organisation)
    zone = ZoneInfo(policy.time_zone)
    books = _Books(zone, *_days(period, services.clock().astimezone(zone).date()))
    async for postings in _postings(services, caller, books.end):
        books.enter(postings)
    shown = {"time_zone": policy.time_zone, "months": books.months(), "closing": books.closing()}
    return json_response(msgspec.json.encode(shown), {"Cache-Control": "private, no-cache"})


def _days(period: Period, today: date) -> tuple[date, date]:
    until = period.until or today
    first = period.from_ or until.replace(day=1)
    if first > until:
        detail = "a period does not begin after its end"
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", detail, fields=(FieldFault("from", detail),)
        )
    return first, until


async def _postings(
    services: Services, caller: Principal, until: datetime
) -> AsyncIterator[list[PostingJson]]:
    """Read the books some at a time; each balances by itself, whatever comes in meanwhile."""
    units = caller.actor.units
    given: dict[str, Any] = {"until": until, "limit": _AT_ONCE, "after_id": UUID(int=0)}
    if units:
        given["units"] = msgspec.json.encode(units).decode()
    query = ledger.books(scoped=bool(units))
    while found := await services.database.fetch(query, organisation=caller.organisation, **given):
        for _, document in found:
            yield msgspec.json.decode(document)["postings"]
        given["after_id"] = found[-1][0]


Sums = dict[Account, int]


@dataclass
class _Books:
    """The sums of a period, entered complaint by complaint."""

    zone: ZoneInfo
    first: date
    until: date
    _months: dict[tuple[str, str], Sums] = field(default_factory=dict)
    _remedies: dict[tuple[str, str], dict[str, int]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(int))
    )
    _closing: dict[str, Sums] = field(default_factory=dict)

    @property
    def end(self) -> datetime:
        """The first instant after the period."""
        following = self.until + timedelta(days=1)
        return datetime.combine(following, time(0), self.zone).astimezone(UTC)

    def enter(self, postings: Iterable[PostingJson]) -> None:
        """Add what moved."""
        for given in postings:
            day = datetime.fromisoformat(given["at"]).astimezone(self.zone).date()
            if day > self.until:
                continue
            posting = _read(given)
            currency = given["currency"]
            _add(self._closing.setdefault(currency, {}), posting)
            if day < self.first:
                continue
            key = (currency, f"{day:%Y-%m}")
            _add(self._months.setdefault(key, {}), posting)
            if given["remedy"] is not None:
                paid = balances([posting])[Account.PAID]
                self._remedies[key][given["remedy"]] += paid

    def months(self) -> list[dict[str, object]]:
        """Show what moved in each month."""
        return [
            {
                "currency": currency,
                "month": month,
                **_shown(sums),
                "remedies": dict(sorted(self._remedies[currency, month].items())),
            }
            for (currency, month), sums in sorted(self._months.items())
        ]

    def closing(self) -> list[dict[str, object]]:
        """Show how it stood at the end."""
        return [{"currency": one, **_shown(sums)} for one, sums in sorted(self._closing.items())]


def _shown(sums: Sums) -> dict[str, object]:
    return {account.value: amount for account, amount in sums.items()}


def _read(given: PostingJson) -> Posting:
    return Posting(
        out_of=Account(given["out_of"]),
        into=Account(given["into"]),
        amount=Money(given["amount"], given["currency"]),
    )


def _add(sums: Sums, posting: Posting) -> None:
    for account, amount in balances([posting]).items():
        sums[account] = sums.get(account, 0) + amount
