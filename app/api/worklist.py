"""What there is to do: for a person, a unit or the house, and how much of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Annotated, Any, Final
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from app.access.tokens import Principal
from app.api.answer_headers import sends
from app.api.answers.worklist import WorkPage, WorkSummary
from app.api.credentials import Caller
from app.api.field_types import Key, Person
from app.api.paging import read_place, write_place
from app.api.problems import responses
from app.api.reading import (
    CASE_READERS,
    Limit,
    Position,
    QueryRoute,
    items_response,
    json_response,
    require_position,
    require_reader,
)
from app.api.services import services_of
from app.api.work_item import KindOfWork, Stored, work_item
from app.application.services import Services
from app.domain.policy import Policy
from app.events.projections.case_state import (
    BUCKETS,
    KINDS,
    MOST_COUNTED,
    counting,
    worklist,
)
from app.events.projections.case_state import PROJECTION as CASE_STATE
from app.events.stale_rows import StoredTexts

router = APIRouter(tags=["lists"], route_class=QueryRoute)

PATH: Final = "/v1/worklist"
ME: Final = "me"
WORK: Final = StoredTexts(CASE_STATE, ("line", "work"))


class Whose(BaseModel):
    """Whose work it is."""

    model_config = ConfigDict(extra="forbid")

    unit: Key | None = Field(default=None, description="Handled by this unit.")
    owner: Person | None = Field(
        default=None,
        description="In the hands of this person; `me` is the caller. Of improvements: to be made "
        "by this person.",
    )
    min_position: Position | None = None


class Wanted(Whose):
    """Which work, and whose."""

    kind: KindOfWork = KindOfWork.DUE
    cursor: Annotated[str, Field(max_length=100)] | None = None
    limit: Limit = 50


@dataclass(frozen=True, slots=True)
class Desk:
    """Who looks at which work, when, and under which policy."""

    services: Services
    caller: Principal
    policy: Policy
    now: datetime
    narrowed: Mapping[str, str]

    async def fetch(
        self, word: str, part: Mapping[str, object], limit: int, after: Mapping[str, object]
    ) -> list[tuple[Any, ...]]:
        """Read some of a part of a kind."""
        given = {**self.narrowed, **after}
        query = worklist(word, frozenset(given))
        return await WORK.fetch(
            self.services.database, query, self.caller.organisation, limit=limit, **part, **given
        )

    async def count(self, word: str) -> tuple[int, bool]:
        """Count a kind; tell whether there is more."""
        query, total, more = counting(word, frozenset(self.narrowed)), 0, False
        for part in parts(word, self.policy, self.now):
            organisation = self.caller.organisation
            given = {**part, **self.narrowed}
            rows = await self.services.database.fetch(query, organisation=organisation, **given)
            total += rows[0][0]
            more = more or rows[0][0] == MOST_COUNTED
        return total, more


@router.get(
    PATH,
    operation_id="list_work",
    summary="List the work to do",
    response_model=WorkPage,
    responses={**sends("Link"), **responses(401, 403, 422, 503)},
)
async def show_worklist(
    request: Request, caller: Caller, wanted: Annotated[Wanted, Query()]
) -> Response:
    """List one kind of work, what concerns a valued customer first, then what is due first.

    A caller bound to units sees what is recorded, handled or helped with there.
    """
    desk = await _desk(request, caller, wanted)
    asked = {"kind": wanted.kind.value, **desk.narrowed}
    scope = f"{caller.organisation}/worklist?{urlencode(asked)}"
    key = desk.services.cursor_key
    place = None
    if wanted.cursor is not None:
        place = _Place.read(read_place(key, scope, wanted.cursor, size=_Place.SIZE))
    found = await _page(desk, wanted, place)
    page = found[: wanted.limit]
    after = None
    if len(found) > wanted.limit:
        after = write_place(key, scope, page[-1].place.written())
    items = [
        msgspec.json.encode(work_item(wanted.kind, row.line, row.work, desk.policy, desk.now))
        for row in page
    ]
    link = None
    if after is not None:
        given = wanted.model_dump(mode="json", exclude_none=True, exclude={"min_position"})
        link = f"{PATH}?{urlencode({**given, 'cursor': after})}"
    return items_response(items, {"next": after}, link=link)


@router.get(
    f"{PATH}/summary",
    operation_id="count_work",
    summary="Count the work to do",
    response_model=WorkSummary,
    responses=responses(401, 403, 422, 503),
)
async def show_summary(
    request: Request, caller: Caller, whose: Annotated[Whose, Query()]
) -> Response:
    """Count each kind of work; beyond some thousand it only says that there is more."""
    desk = await _desk(request, caller, whose)
    items = []
    for kind in KindOfWork:
        count, more = await desk.count(kind.value)
        items.append({"kind": kind.value, "count": count, "more": more})
    content = msgspec.json.encode({"items": items})
    return json_response(content, {"Cache-Control": "private, no-cache"})


async def _desk(request: Request, caller: Principal, whose: Whose) -> Desk:
    services = services_of(request)
    await require_reader(services, caller, CASE_READERS)
    await require_position(services, caller, CASE_STATE.name, whose.min_position)
    narrowed = {}
    if whose.unit is not None:
        narrowed["unit"] = whose.unit
    if whose.owner is not None:
        narrowed["owner"] = caller.actor.subject if whose.owner == ME else whose.owner
    if caller.actor.units:
        narrowed["units"] = msgspec.json.encode(caller.actor.units).decode()
    policy = await services.policies.of(caller.organisation)
    return Desk(services, caller, policy, services.clock(), narrowed)


_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a page ended: in which part, and after which row."""

    SIZE = 1 + 8 + 16

    part: int
    order: int
    """Microseconds, or the bucket of a sample."""
    complaint_id: UUID

    def written(self) -> bytes:
        """Write it down."""
        order = self.order.to_bytes(8, "big", signed=True)
        return bytes([self.part]) + order + self.complaint_id.bytes

    @classmethod
    def read(cls, raw: bytes) -> "_Place":
        """Read it back."""
        order = int.from_bytes(raw[1:9], "big", signed=True)
        return cls(raw[0], order, UUID(bytes=raw[9:]))

    def parameters(self, *, drawn: bool) -> dict[str, object]:
        """Say it to the query."""
        after = self.order if drawn else _EPOCH + self.order * _MICROSECOND
        return {"after": after, "after_id": self.complaint_id}


@dataclass(frozen=True, slots=True)
class _Row:
    place: _Place
    line: Stored
    work: Stored


async def _page(desk: Desk, wanted: Wanted, place: _Place | None) -> list[_Row]:
    """Read one row more than is wanted, part by part."""
    found: list[_Row] = []
    word = wanted.kind.value
    for number, part in enumerate(parts(word, desk.policy, desk.now)):
        after: dict[str, object] = {}
        if place is not None:
            if number < place.part:
                continue
            if number == place.part:
                after = place.parameters(drawn=KINDS[word].drawn)
        left = wanted.limit + 1 - len(found)
        if left > 0:
            rows = await desk.fetch(word, part, left, after)
            found += (_row(number, row) for row in rows)
    return found


def _row(part: int, row: Sequence[Any]) -> _Row:
    order, complaint_id, line, work = row
    value = (order - _EPOCH) // _MICROSECOND if isinstance(order, datetime) else order
    return _Row(
        _Place(part, value, complaint_id), msgspec.json.decode(line), msgspec.json.decode(work)
    )


def parts(word: str, policy: Policy, now: datetime) -> list[dict[str, object]]:
    """Tell the parts of a kind, in their order, as parameters of its query."""
    if KINDS[word].drawn:
        return _drawn(policy, now)
    until: dict[str, object] = {}
    if KINDS[word].come:
        until["until"] = _end_of_day(policy, now) if word == "promised-today" else now
    return [{"precedence": rank, **until} for rank in (0, 1)]


def _end_of_day(policy: Policy, now: datetime) -> datetime:
    tomorrow = policy.calendar.local(now).date() + timedelta(days=1)
    return policy.calendar.instant(tomorrow, time.min) - _MICROSECOND


def _drawn(policy: Policy, now: datetime) -> list[dict[str, object]]:
    """Draw the buckets of this month: as many of a hundred as the policy says, others each month.

    The windows follow each other round and round, so everybody's turn comes (PC-84).
    """
    today = policy.calendar.local(now).date()
    month = policy.calendar.instant(today.replace(day=1), time.min)
    first = (today.year * 12 + today.month) * policy.sample_percent % BUCKETS
    last = first + policy.sample_percent
    stretches = ((first, min(last, BUCKETS)), (0, last - BUCKETS))
    return [{"low": low, "high": high, "month": month} for low, high in stretches if low < high]
