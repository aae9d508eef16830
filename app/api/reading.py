"""What the queries share: who may read what, reading what one has just written, raw JSON out."""

from collections.abc import Iterable, Sequence
from http import HTTPStatus
from typing import Annotated

import msgspec
from fastapi import Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from app.api.problems import FieldFault, Problem, not_found, unavailable
from app.api.services import Services
from app.domain.refusals import NotPermitted
from app.domain.values import Capability, ComplaintId
from app.events.codec import decode
from app.events.handling import in_reach
from app.events.projections.case_state import PROJECTION as CASE_STATE
from app.events.projections.case_state import CaseState
from app.events.store import Recorded
from app.events.tokens import Principal

CASE_READERS = frozenset(
    {Capability.RECEIVE, Capability.CONFIRM, Capability.HANDLE, Capability.APPROVE}
)
"""Who sees a case whole: those who take part in its handling."""

Limit = Annotated[int, Field(ge=1, le=200)]
Position = Annotated[int, Field(ge=0, lt=1 << 62)]

MinPosition = Annotated[
    Position | None,
    Query(
        description="Wait until the answer holds everything up to here: `position` of a command."
    ),
]


async def require_reader(
    services: Services, principal: Principal, readers: Iterable[Capability]
) -> None:
    """Let only these capabilities read.

    Raises:
        NotPermitted: the caller has none of them.

    """
    policy = await services.policies.of(principal.organisation)
    if policy.capabilities(principal.actor.roles).isdisjoint(readers):
        able = sorted({role for one in readers for role in policy.roles_with(one)})
        message = f"this opens for: {', '.join(able)}"
        raise NotPermitted(message)


async def require_position(
    services: Services, principal: Principal, name: str, position: int | None
) -> None:
    """Wait for a projection, so that the caller reads what it wrote.

    Raises:
        Problem: 422, there is no such position yet; 503, the projection is still behind.

    """
    if position is None:
        return
    if position > await services.store.head(principal.organisation):
        detail = "the log does not reach that far"
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "invalid",
            detail,
            fields=(FieldFault("min_position", detail),),
        )
    if not await services.projector.wait_for(
        principal.organisation, name, position, services.wait_seconds
    ):
        detail = f"the list has not reached position {position} yet; ask again"
        raise unavailable(detail)


async def read_stream(
    services: Services, principal: Principal, complaint_id: ComplaintId
) -> tuple[list[Recorded], CaseState]:
    """Read a complaint's events and the case they make, straight from the log: never stale.

    Raises:
        Problem: 404, there is none, or none for this caller's units.

    """
    stream = await services.store.read_stream(principal.organisation, complaint_id)
    if not stream or stream[0].number is None:
        raise not_found()
    case = fold_case(stream)
    if not in_reach(principal.actor, (case["unit"], case["handling_unit"])):
        raise not_found()
    return stream, case


def fold_case(stream: Sequence[Recorded]) -> CaseState:
    """Fold a stream, which is not empty, into the case."""
    case: CaseState | None = None
    for recorded in stream:
        case = CASE_STATE.project(case, decode(recorded), recorded)
    if case is None:
        raise not_found()
    return case


def json_response(content: bytes, **headers: str) -> Response:
    """Send JSON that is made already."""
    return Response(content, HTTPStatus.OK, headers, media_type="application/json")


def document_response(request: Request, document: object, version: int | str) -> Response:
    """Send a document under its version, or tell that the caller has it (RFC 9110, 13.1.2)."""
    etag = f'"{version}"'
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={"ETag": etag})
    return Response(
        msgspec.json.encode(document),
        HTTPStatus.OK,
        {"ETag": etag, "Cache-Control": "private, no-cache"},
        media_type="application/json",
    )


def items_response(
    documents: Sequence[str], members: dict[str, object], *, link: str | None = None
) -> Response:
    """Send stored documents as they lie, without parsing them."""
    rest = msgspec.json.encode(members)[1:]
    content = '{"items":[' + ",".join(documents) + "]," + rest.decode()
    headers = {"Cache-Control": "private, no-cache"}
    if link is not None:
        headers["Link"] = f'<{link}>; rel="next"'
    return Response(content, HTTPStatus.OK, headers, media_type="application/json")
