"""The three copies of the form, each for its readers (SC-35..38)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Final

import msgspec
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from app.api.commands import PATH, ComplaintPath
from app.api.credentials import Caller
from app.api.problems import responses
from app.api.reading import (
    CASE_READERS,
    Limit,
    Position,
    QueryRoute,
    document_response,
    items_response,
    require_position,
    require_reader,
    show,
)
from app.api.services import services_of
from app.domain.values import Capability, ComplaintId
from app.events.database import Query as Statement
from app.events.projection import Projection
from app.events.projections import audit_copy, handler_copy, planning_copy
from app.events.projections.audit_copy import AuditCopy
from app.events.projections.handler_copy import HandlerCopy
from app.events.projections.planning_copy import PlanningCopy
from app.events.tokens import Principal

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


class Place(StrEnum):
    """Where an audit copy can lie (SC-36, SC-37)."""

    WITH_HANDLING_UNIT = audit_copy.WITH_HANDLING_UNIT
    WITH_FINANCE = audit_copy.WITH_FINANCE
    CONFIRMED = audit_copy.CONFIRMED
    WITH_AUDIT = audit_copy.WITH_AUDIT


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


class AuditSince(Since):
    """Where to read on, and which copies to keep."""

    custody: Place | None = Field(default=None, description="Only copies that lie here now.")


class HandlerPage(BaseModel):
    """First copies that changed after a position, the oldest change first."""

    items: list[HandlerCopy]
    last: int = Field(description="The `after` of the next page; no position in the log.")


class AuditPage(BaseModel):
    """Second copies that changed after a position, the oldest change first."""

    items: list[AuditCopy]
    last: int = Field(description="The `after` of the next page; no position in the log.")


class PlanningPage(BaseModel):
    """Third copies that changed after a position, the oldest change first."""

    items: list[PlanningCopy]
    last: int = Field(description="The `after` of the next page; no position in the log.")


_ONE = responses(401, 403, 404, 422, 503)
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
    found = handler_copy.FEED_IN_UNITS if caller.actor.units else handler_copy.FEED
    return await _list(HANDLER, request, caller, since, found)


@router.get("/v1/copies/audit", response_model=AuditPage, responses=_LIST)
async def audit_copies(
    request: Request, caller: Caller, since: Annotated[AuditSince, Query()]
) -> Response:
    """List second copies by their last change: what finance and audit fetch."""
    found = audit_copy.copies(custody=since.custody is not None, scoped=bool(caller.actor.units))
    more = {} if since.custody is None else {"custody": since.custody.value}
    return await _list(AUDIT, request, caller, since, found, **more)


@router.get("/v1/copies/planning", response_model=PlanningPage, responses=_LIST)
async def planning_copies(
    request: Request, caller: Caller, since: Annotated[Since, Query()]
) -> Response:
    """List third copies by their last change."""
    found = planning_copy.FEED_IN_UNITS if caller.actor.units else planning_copy.FEED
    return await _list(PLANNING, request, caller, since, found)


async def _show(
    copy: Copy, request: Request, caller: Principal, complaint_id: ComplaintId
) -> Response:
    """Show one copy, never stale."""
    services = services_of(request)
    await require_reader(services, caller, copy.readers)
    shown = await show(services, caller, complaint_id, copy.projection, copy.one)
    return document_response(request, shown.document, shown.version)


async def _list(
    copy: Copy,
    request: Request,
    caller: Principal,
    since: Since,
    statement: Statement,
    **parameters: str,
) -> Response:
    services = services_of(request)
    await require_reader(services, caller, copy.readers)
    await require_position(services, caller, copy.projection.name, since.min_position)
    if caller.actor.units:
        parameters["units"] = msgspec.json.encode(caller.actor.units).decode()
    rows = await services.database.fetch(
        statement,
        organisation=caller.organisation,
        after=since.after,
        limit=since.limit,
        **parameters,
    )
    last = rows[-1][0] if rows else since.after
    return items_response([row[1] for row in rows], {"last": last})
