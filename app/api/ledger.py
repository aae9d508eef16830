"""The ledger of the house: what was asked for, decided and paid, month by month; it balances."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from http import HTTPStatus
from typing import Annotated, Final
from zoneinfo import ZoneInfo

import msgspec
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from app.api.answers.parts import Answer
from app.api.credentials import Caller
from app.api.problems import FieldFault, Problem, responses
from app.api.reading import (
    Position,
    QueryRoute,
    json_response,
    require_position,
    require_reader,
)
from app.api.services import services_of
from app.domain.ledger import Account, Posting, balances
from app.domain.values import Capability
from app.events.bookkeeping import Moved, Postings
from app.events.projections import ledger

router = APIRouter(tags=["money"], route_class=QueryRoute)

READERS: Final = frozenset({Capability.PAY, Capability.AUDIT, Capability.PLAN})
FIRST: Final = date(2000, 1, 1)
LAST: Final = date(2199, 12, 31)

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


class LedgerBalance(Answer):
    """Minor units: requested = open + refused + payable + paid + spared, always."""

    currency: str
    requested: int = Field(description="Asked of finance, less what a change took back.")
    open: int = Field(description="Finance has not decided.")
    refused: int
    payable: int = Field(description="Confirmed and not paid, or paid and come back.")
    paid: int
    spared: int = Field(description="Confirmed and not needed: less was paid.")


class LedgerMonth(LedgerBalance):
    """What moved in a month, more coming in than going out, or less: then it is negative."""

    month: str = Field(examples=["2026-03"])
    remedies: dict[str, int] = Field(description="What was paid, less what came back, by remedy.")


class Ledger(Answer):
    """What moved, month by month, and how it all stood at the end of the period."""

    time_zone: str
    months: list[LedgerMonth]
    closing: list[LedgerBalance] = Field(description="Since the beginning, by currency.")


@router.get(
    "/v1/ledger",
    operation_id="show_ledger",
    summary="Show the ledger of a period",
    response_model=Ledger,
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
    first, until = _days(period, services.clock().astimezone(zone).date())
    books = _Books()
    postings = Postings(services.database, caller.organisation, zone, caller.actor.units)
    books.enter(await postings.before(first))
    async for month, moved in postings.months(first, until):
        books.enter(moved, month)
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


Sums = dict[Account, int]


@dataclass(slots=True)
class _Books:
    """The sums of a period, entered month by month."""

    _months: dict[tuple[str, str], Sums] = field(default_factory=dict)
    _remedies: dict[tuple[str, str], dict[str, int]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(int))
    )
    _closing: dict[str, Sums] = field(default_factory=dict)

    def enter(self, moved: Iterable[Moved], month: str | None = None) -> None:
        """Add what moved in a month, or before the first."""
        for posting, remedy in moved:
            currency = posting.amount.currency
            _add(self._closing.setdefault(currency, {}), posting)
            if month is None:
                continue
            _add(self._months.setdefault((currency, month), {}), posting)
            if remedy is not None:
                paid = balances([posting])[Account.PAID]
                self._remedies[currency, month][remedy] += paid

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


def _add(sums: Sums, posting: Posting) -> None:
    for account, amount in balances([posting]).items():
        sums[account] = sums.get(account, 0) + amount
