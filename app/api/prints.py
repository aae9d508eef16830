"""The three copies on paper (客诉处理单, SC-35..38): PDF/A, for the readers of each copy."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any, Final
from urllib.parse import quote

import msgspec
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from app.access.tokens import Principal
from app.api.answer_headers import IF_NONE_MATCH, Responses, sends, tagged
from app.api.copies import AUDIT, HANDLER, PLANNING
from app.api.copies import Copy as Source
from app.api.credentials import Caller
from app.api.parameters import PATH, ComplaintPath
from app.api.problems import responses, unavailable
from app.api.reading import QueryRoute, is_known, require_reader, show
from app.api.services import services_of
from app.documents.form import Busy, Language, form, language_of
from app.documents.form.copies import REVISION
from app.domain.numbering import PLAIN, place_of
from app.domain.values import ComplaintId, Copy
from app.events.drawings import with_drawings
from app.events.reading import recorded_at

router = APIRouter(tags=["copies"], route_class=QueryRoute)

PDF: Final = "application/pdf"


class Wish(BaseModel):
    """How it is to be printed."""

    model_config = ConfigDict(extra="forbid")

    language: Language | None = Field(
        default=None, description="The policy's own unless another is asked for."
    )


Wishes = Annotated[Wish, Query()]

_RESPONSES: Final[Responses] = {
    **tagged(),
    200: {
        **sends("ETag", "Content-Disposition")[200],
        "description": "The form, PDF/A-2b.",
        "content": {PDF: {"schema": {"type": "string", "format": "binary"}}},
    },
    **responses(401, 403, 404, 410, 422, 503),
}


@router.get(
    f"{PATH}/{{complaint_id}}/prints/handler",
    operation_id="print_handler_copy",
    summary="Print the handler copy of a complaint",
    response_class=Response,
    responses=_RESPONSES,
    openapi_extra=IF_NONE_MATCH,
)
async def handler_print_of(
    request: Request, caller: Caller, complaint_id: ComplaintPath, wish: Wishes
) -> Response:
    """Print the first copy, kept by the handling unit (SC-35)."""
    return await _print(Copy.HANDLER, HANDLER, request, caller, ComplaintId(complaint_id), wish)


@router.get(
    f"{PATH}/{{complaint_id}}/prints/audit",
    operation_id="print_audit_copy",
    summary="Print the audit copy of a complaint",
    response_class=Response,
    responses=_RESPONSES,
    openapi_extra=IF_NONE_MATCH,
)
async def audit_print_of(
    request: Request, caller: Caller, complaint_id: ComplaintPath, wish: Wishes
) -> Response:
    """Print the second copy, for finance and then audit (SC-36, SC-37)."""
    return await _print(Copy.AUDIT, AUDIT, request, caller, ComplaintId(complaint_id), wish)


@router.get(
    f"{PATH}/{{complaint_id}}/prints/planning",
    operation_id="print_planning_copy",
    summary="Print the planning copy of a complaint",
    response_class=Response,
    responses=_RESPONSES,
    openapi_extra=IF_NONE_MATCH,
)
async def planning_print_of(
    request: Request, caller: Caller, complaint_id: ComplaintPath, wish: Wishes
) -> Response:
    """Print the third copy, for planning, without personal data (SC-38)."""
    return await _print(Copy.PLANNING, PLANNING, request, caller, ComplaintId(complaint_id), wish)


async def _print(
    copy: Copy,
    source: Source,
    request: Request,
    caller: Principal,
    complaint_id: ComplaintId,
    wish: Wish,
) -> Response:
    """Print one copy, never stale; one that the caller has is not printed again."""
    services = services_of(request)
    await require_reader(services, caller, source.readers)
    shown = await show(services, caller, complaint_id, source.projection, source.one)
    policy = await services.policies.of(caller.organisation)
    language = language_of(policy, wish.language)
    document: Mapping[str, Any] = msgspec.json.decode(shown.document, type=dict[str, Any])
    seals = services.sealer.seals
    seal = (await seals.extent(caller.organisation, document["position"])).stamp
    sealed = seal.checkpoint.size if seal else 0
    etag = f'"{shown.version}-{language}-{policy.version}-{REVISION}-{sealed}"'
    known = {"ETag": etag, "Cache-Control": "private, no-cache"}
    if is_known(request, etag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=known)
    title = await services.policies.title_of(caller.organisation)
    if copy is Copy.AUDIT:
        document = await with_drawings(services.store, caller.organisation, document)
    laid_out = form(
        copy,
        document,
        policy,
        organisation=title,
        changed_at=await recorded_at(services.store, caller.organisation, document["position"]),
        language=language,
        seal=seal,
    )
    try:
        printed = await services.print_room.print(laid_out)
    except Busy:
        detail = "other forms are being printed; ask again"
        raise unavailable(detail) from None
    headers = {
        **known,
        "Content-Disposition": _shown_as(document["number"], copy),
    }
    return Response(printed, HTTPStatus.OK, headers, media_type=PDF)


def _shown_as(number: str, copy: Copy) -> str:
    """Name the file after the form; a header has no Chinese, so it is encoded (RFC 6266, 8187).

    A program too old for that finds the number as a house without a format of its own has it.
    """
    if number.isascii():
        return f'inline; filename="{number}-{copy}.pdf"'
    plain, own = PLAIN.write(*place_of(number)), quote(f"{number}-{copy}.pdf")
    return f"inline; filename=\"{plain}-{copy}.pdf\"; filename*=UTF-8''{own}"
