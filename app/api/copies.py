"""The three copies of the form, each for its readers (SC-35..38)."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Any, Final

import msgspec
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from app.access.tokens import Principal
from app.api.answer_headers import IF_NONE_MATCH, tagged
from app.api.answers.audit_copy import AuditCopy, AuditCopyPage
from app.api.answers.custody import HeldCopiesList
from app.api.answers.handler_copy import HandlerCopy, HandlerCopyPage
from app.api.answers.planning_copy import PlanningCopy, PlanningCopyPage
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
from app.events.stale_rows import StoredTexts
from app.events.stays import copies, places

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


_ONE: Final[dict[str, Any]] = {
    "responses": {**tagged(), **responses(401, 403, 404, 410, 422, 503)},
    "openapi_extra": IF_NONE_MATCH,
}
_LIST: Final[dict[str, Any]] = {
    "responses": {**tagged(), **responses(401, 403, 422, 503)},
    "openapi_extra": IF_NONE_MATCH,
}


@router.get(
    f"{PATH}/{{complaint_id}}/copies/handler",
    operation_id="show_handler_copy",
    summary="Show the handler copy of a complaint",
    response_model=HandlerCopy,
    **_ONE,
)
async def handler_copy_of(
    request: Request, caller: Caller, complaint_id: ComplaintPath
) -> Response:
    """Show the first copy, kept by the handling unit (SC-35)."""
    return await _show(HANDLER, request, caller, ComplaintId(complaint_id))


@router.get(
    f"{PATH}/{{complaint_id}}/copies/audit",
    operation_id="show_audit_copy",
    summary="Show the audit copy of a complaint",
    response_model=AuditCopy,
    **_ONE,
)
async def audit_copy_of(request: Request, caller: Caller, complaint_id: ComplaintPath) -> Response:
    """Show the second copy, for finance and then audit (SC-36, SC-37)."""
    return await _show(AUDIT, request, caller, ComplaintId(complaint_id))


@router.get(
    f"{PATH}/{{complaint_id}}/copies/planning",
    operation_id="show_planning_copy",
    summary="Show the planning copy of a complaint",
    response_model=PlanningCopy,
    **_ONE,
)
async def planning_copy_of(
    request: Request, caller: Caller, complaint_id: ComplaintPath
) -> Response:
    """Show the third copy, for planning, without personal data (SC-38)."""
    return await _show(PLANNING, request, caller, ComplaintId(complaint_id))


@router.get(
    "/v1/copies/handler",
    operation_id="list_handler_copies",
    summary="List handler copies by their last change",
    response_model=HandlerCopyPage,
    **_LIST,
)
async def handler_copies(
    request: Request, caller: Caller, since: Annotated[Since, Query()]
) -> Response:
    """List first copies by their last change."""
    return await _list(HANDLER, request, caller, since)


@router.get(
    "/v1/copies/audit",
    operation_id="list_audit_copies",
    summary="List audit copies by their last change",
    response_model=AuditCopyPage,
    **_LIST,
)
async def audit_copies(
    request: Request, caller: Caller, since: Annotated[Since, Query()]
) -> Response:
    """List second copies by their last change: what finance and audit fetch."""
    return await _list(AUDIT, request, caller, since)


@router.get(
    "/v1/copies/planning",
    operation_id="list_planning_copies",
    summary="List planning copies by their last change",
    response_model=PlanningCopyPage,
    **_LIST,
)
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


@router.get(
    "/v1/copies/custody",
    operation_id="count_copies_by_place",
    summary="Count copies by the place where they lie",
    response_model=HeldCopiesList,
    responses=responses(401, 403, 422, 503),
)
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
