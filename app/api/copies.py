"""The three copies of the form, each for its readers (SC-35..38)."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Annotated, Any, Final

import msgspec
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from app.access.tokens import Principal
from app.api.credentials import Caller
from app.api.field_types import Instant
from app.api.parameters import PATH, ComplaintPath
from app.api.problems import responses
from app.api.reading import (
    CASE_READERS,
    Limit,
    Position,
    QueryRoute,
    document_response,
    items_response,
    json_response,
    require_position,
    require_reader,
    show,
)
from app.api.services import services_of
from app.domain.values import Capability, ComplaintId, Place
from app.domain.values import Copy as CopyOfForm
from app.events.codec import iso
from app.events.database import Query as Statement
from app.events.exporting import issued
from app.events.projection import PLACES, Projection
from app.events.projections import audit_copy, handler_copy, planning_copy
from app.events.projections.audit_copy import AuditCopy
from app.events.projections.handler_copy import HandlerCopy
from app.events.projections.planning_copy import PlanningCopy
from app.events.stale_rows import StoredTexts
from app.events.stays import DestroyedCopy, copies, places

router = APIRouter(tags=["copies"], route_class=QueryRoute)


@dataclass(frozen=True, slots=True)
class Copy:
    """What the routes need to know of a copy."""

    projection: Projection[Any]
    readers: frozenset[Capability]
    one: Statement


HANDLER: Final = Copy(handler_copy.PROJECTION, CASE_READERS, handler_copy.ONE)
AUDIT: Final = Copy(
    audit_copy.PROJECTION, frozenset({Capability.PAY, Capability.AUDIT}), audit_copy.ONE
)
PLANNING: Final = Copy(planning_copy.PROJECTION, frozenset({Capability.PLAN}), planning_copy.ONE)
COPIES: Final = {
    CopyOfForm.HANDLER: HANDLER,
    CopyOfForm.AUDIT: AUDIT,
    CopyOfForm.PLANNING: PLANNING,
}
KNOWN: Final = frozenset(Place)
"""Not what a row says that was written before copies had places; a rebuild tells that too."""


class Since(BaseModel):
    """Where to read on."""

    model_config = ConfigDict(extra="forbid")

    after: Position = Field(
        default=0, description="The `last` of the page before: a place in this feed, safe to keep."
    )
    limit: Limit = 50
    min_position: Position | None = Field(
        default=None, description="Wait until the list holds everything up to here."
    )
    custody: Place | None = Field(default=None, description="Only copies that lie here now.")
    since_before: Instant | None = Field(
        default=None, description="Only copies that have lain there since an earlier instant."
    )


POSITION: Final = (
    "The position in the log that nothing on this page goes beyond; `GET /v1/checkpoint` with it "
    "gives the checkpoint that covers the page."
)


class HandlerPage(BaseModel):
    """First copies that changed after a position, the oldest change first."""

    items: list[HandlerCopy | DestroyedCopy]
    last: int = Field(description="The `after` of the next page; no position in the log.")
    position: int = Field(description=POSITION)


class AuditPage(BaseModel):
    """Second copies that changed after a position, the oldest change first.

    A reader can prove that it has them all: form numbers have no gaps. Whoever has read from the
    beginning, without filter, to a page without items, holds of every year in `issued` each number
    from 1 to that. One that is missing is still being taken in; one that stays away is parked.
    However a number is written, its first four digits are the year and its others the number.
    """

    items: list[AuditCopy | DestroyedCopy]
    first: int | None = Field(description="The place of the first item; null without items.")
    last: int = Field(description="The `after` of the next page; no position in the log.")
    position: int = Field(description=POSITION)
    count: int = Field(description="How many items there are on this page.")
    issued: dict[str, int] | None = Field(
        description="The last form number of each year, as a number; null where a filter or the "
        "units of the token leave something out."
    )


class PlanningPage(BaseModel):
    """Third copies that changed after a position, the oldest change first."""

    items: list[PlanningCopy | DestroyedCopy]
    last: int = Field(description="The `after` of the next page; no position in the log.")
    position: int = Field(description=POSITION)


_ONE = responses(401, 403, 404, 410, 422, 503)
_LIST = responses(401, 403, 422, 503)


@router.get(f"{PATH}/{{complaint_id}}/copies/handler", response_model=HandlerCopy, responses=_ONE)
async def handler_copy_of(
    request: Request, caller: Caller, complaint_id: ComplaintPath
) -> Response:
    """Show the first copy, kept by the handling unit (SC-35)."""
    return await _show(HANDLER, request, caller, ComplaintId(complaint_id))


@router.get(f"{PATH}/{{complaint_id}}/copies/audit", response_model=AuditCopy, responses=_ONE)
async def audit_copy_of(request: Request, caller: Caller, complaint_id: ComplaintPath) -> Response:
    """Show the second copy, for finance and then audit (SC-36, SC-37)."""
    return await _show(AUDIT, request, caller, ComplaintId(complaint_id))


@router.get(f"{PATH}/{{complaint_id}}/copies/planning", response_model=PlanningCopy, responses=_ONE)
async def planning_copy_of(
    request: Request, caller: Caller, complaint_id: ComplaintPath
) -> Response:
    """Show the third copy, for planning, without personal data (SC-38)."""
    return await _show(PLANNING, request, caller, ComplaintId(complaint_id))


@router.get("/v1/copies/handler", response_model=HandlerPage, responses=_LIST)
async def handler_copies(
    request: Request, caller: Caller, since: Annotated[Since, Query()]
) -> Response:
    """List first copies by their last change."""
    return await _list(HANDLER, request, caller, since)


@router.get("/v1/copies/audit", response_model=AuditPage, responses=_LIST)
async def audit_copies(
    request: Request, caller: Caller, since: Annotated[Since, Query()]
) -> Response:
    """List second copies by their last change: what finance and audit fetch."""
    return await _list(AUDIT, request, caller, since)


@router.get("/v1/copies/planning", response_model=PlanningPage, responses=_LIST)
async def planning_copies(
    request: Request, caller: Caller, since: Annotated[Since, Query()]
) -> Response:
    """List third copies by their last change."""
    return await _list(PLANNING, request, caller, since)


async def _show(
    copy: Copy, request: Request, caller: Principal, complaint_id: ComplaintId
) -> Response:
    """Show one copy, never stale."""
    services = services_of(request)
    await require_reader(services, caller, copy.readers)
    shown = await show(services, caller, complaint_id, copy.projection, copy.one)
    return document_response(request, shown.document, shown.version)


async def _list(copy: Copy, request: Request, caller: Principal, since: Since) -> Response:
    services = services_of(request)
    await require_reader(services, caller, copy.readers)
    await require_position(services, caller, copy.projection.name, since.min_position)
    narrowed: dict[str, Any] = _units(caller)
    if since.custody is not None:
        narrowed["custody"] = since.custody.value
    if since.since_before is not None:
        narrowed["since_before"] = since.since_before
    rows = await StoredTexts(copy.projection).fetch(
        services.database,
        copies(copy.projection.table, frozenset(narrowed)),
        caller.organisation,
        after=since.after,
        limit=since.limit,
        **narrowed,
    )
    last = rows[-1][0] if rows else since.after
    members: dict[str, object] = {"last": last, "position": last // PLACES}
    if copy is AUDIT:
        whole = None if narrowed else await issued(services.database, caller.organisation)
        first = rows[0][0] if rows else None
        members = {"first": first, **members, "count": len(rows), "issued": whole}
    page = bytes(items_response([row[-1] for row in rows], members).body)
    # Of the bytes, not of the places: a rebuild may change what stands at a place.
    return document_response(request, page, sha256(page).hexdigest()[:32])


def _units(caller: Principal) -> dict[str, Any]:
    units = caller.actor.units
    return {"units": msgspec.json.encode(units).decode()} if units else {}


class Holding(BaseModel):
    """How many copies lie at a place."""

    copy_: CopyOfForm = Field(alias="copy")
    place: Place
    count: int
    since: datetime | None = Field(description="When the one that lies there longest came.")


class Holdings(BaseModel):
    """What lies where."""

    items: list[Holding]


@router.get("/v1/copies/custody", response_model=Holdings, responses=_LIST)
async def custody(request: Request, caller: Caller) -> Response:
    """Count what lies where, of the copies that the caller may read, and for how long."""
    services = services_of(request)
    readers = frozenset().union(*(copy.readers for copy in COPIES.values()))
    await require_reader(services, caller, readers)
    policy = await services.policies.of(caller.organisation)
    able = policy.capabilities(caller.actor.roles)
    units = _units(caller)
    items = []
    for word, copy in COPIES.items():
        if able.isdisjoint(copy.readers):
            continue
        query = places(copy.projection.table, scoped=bool(units))
        rows = await services.database.fetch(query, organisation=caller.organisation, **units)
        items += [
            {"copy": word, "place": place, "count": count, "since": since and iso(since)}
            for place, count, since in rows
            if place in KNOWN
        ]
    content = msgspec.json.encode({"items": items})
    return json_response(content, {"Cache-Control": "private, no-cache"})
