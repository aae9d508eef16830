"""What the queries share: who may read what, reading what one has just written, raw JSON out."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from functools import partial
from http import HTTPStatus
from typing import Annotated, Any, NamedTuple, cast, get_type_hints
from uuid import UUID

import msgspec
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from app.access.tokens import Principal
from app.api.credentials import bearer
from app.api.parameters import complaint_id_of
from app.api.problems import FieldFault, Problem, copy_destroyed, not_found, unavailable
from app.api.routing import ContractRoute
from app.application.command_handler import in_reach
from app.application.services import Services
from app.domain.refusals import NotPermitted
from app.domain.values import Capability, ComplaintId
from app.events.codec import decode
from app.events.database import Query
from app.events.projection import Projection
from app.events.projections.case_state import PROJECTION as CASE_STATE
from app.events.projections.case_state import units_of
from app.events.stays import DestroyedCopy
from app.events.store import Recorded

CASE_READERS = frozenset(
    {Capability.RECEIVE, Capability.CONFIRM, Capability.HANDLE, Capability.APPROVE}
)
"""Who sees a case whole: those who take part in its handling."""

Limit = Annotated[int, Field(ge=1, le=200)]
Position = Annotated[int, Field(ge=0, lt=1 << 62)]


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


class Shown(NamedTuple):
    """A document of one complaint, as of the last event of its stream."""

    version: int
    document: bytes


async def show(
    services: Services,
    principal: Principal,
    complaint_id: ComplaintId,
    projection: Projection[Any],
    statement: Query,
) -> Shown:
    """Show a document of a complaint, never stale.

    The projection's own, if it stands at the last event; otherwise folded from the stream.

    Raises:
        Problem: 404, there is none, or none for this caller's units; 410, it was destroyed.

    """
    rows = await services.database.fetch(
        statement, organisation=principal.organisation, complaint_id=complaint_id
    )
    if not rows:
        raise not_found()
    version, last, position, unit, handling_unit, document = rows[0]
    if position == last and in_reach(principal.actor, (unit, handling_unit)):
        return Shown(version, document)
    # Not there yet; or not of these units, though perhaps of one that was asked for help.
    stream = await read_stream(services, principal, complaint_id)
    folded = fold(projection, stream)
    if (left := projection.remains(folded)) is not None:
        raise copy_destroyed(cast("DestroyedCopy", left))
    return Shown(stream[-1].version, msgspec.json.encode(folded))


async def read_stream(
    services: Services, principal: Principal, complaint_id: ComplaintId
) -> list[Recorded]:
    """Read a complaint's events straight from the log.

    Raises:
        Problem: 404, there is none, or none for this caller's units.

    """
    stream = await services.store.read_stream(principal.organisation, complaint_id)
    if not stream or stream[0].number is None:
        raise not_found()
    if not in_reach(principal.actor, units_of(fold(CASE_STATE, stream))):
        raise not_found()
    return stream


def fold(projection: Projection[Any], stream: Iterable[Recorded]) -> Any:  # noqa: ANN401 - its document
    """Fold events, of which there is one at least, into a projection's document."""
    document = None
    for recorded in stream:
        document = projection.project(document, decode(recorded), recorded)
    return document


def json_response(content: bytes, headers: Mapping[str, str] | None = None) -> Response:
    """Send JSON that is made already."""
    return Response(content, HTTPStatus.OK, headers, media_type="application/json")


def document_response(request: Request, document: bytes, version: int | str) -> Response:
    """Send a document under its version, or tell that the caller has it (RFC 9110, 13.1.2)."""
    headers = {"ETag": f'"{version}"', "Cache-Control": "private, no-cache"}
    if is_known(request, headers["ETag"]):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return json_response(document, headers)


def is_known(request: Request, etag: str) -> bool:
    """Tell whether the caller has what goes by this ETag (RFC 9110, 13.1.2)."""
    known = request.headers.get("if-none-match", "")
    return known == "*" or etag in (one.strip().removeprefix("W/") for one in known.split(","))


def items_response(
    documents: Sequence[bytes], members: dict[str, object], *, link: str | None = None
) -> Response:
    """Send stored documents as they lie, without parsing them."""
    content = b'{"items":[' + b",".join(documents) + b"]," + msgspec.json.encode(members)[1:]
    headers = {"Cache-Control": "private, no-cache"}
    if link is not None:
        headers["Link"] = f'<{link}>; rel="next"'
    return json_response(content, headers)


class QueryRoute(ContractRoute):
    """A query, whose parameters are filled in here.

    What an endpoint takes (the request, the caller, a complaint's id or another word of the path,
    a model of the query) is seen once, from its signature; the general machinery looks again on
    every request, which costs as much as the answer. The contract is derived from the same
    signature.
    """

    served = frozenset({"GET", "HEAD"})

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:  # noqa: ANN401 - as in the base
        """See what the endpoint takes."""
        super().__init__(path, endpoint, **options)
        hints = {name: hint for name, hint in get_type_hints(endpoint).items() if name != "return"}
        self._takes = {name: _source(hint, name) for name, hint in hints.items()}
        self.parameters = frozenset(
            field.alias or name
            for hint in hints.values()
            if issubclass(hint, BaseModel)
            for name, field in hint.model_fields.items()
        )

    async def respond(self, request: Request) -> Response:
        """Answer a query."""
        given = {name: await source(request) for name, source in self._takes.items()}
        response: Response = await self.endpoint(**given)
        return response


Source = Callable[[Request], Awaitable[object]]


def _source(hint: type, name: str) -> Source:
    if hint is Principal:
        return bearer
    if hint is UUID:
        return _complaint_id
    if issubclass(hint, BaseModel):
        return partial(_query, hint)
    if issubclass(hint, str):
        return partial(_word, hint, name)
    return _itself


async def _itself(request: Request) -> object:
    return request


async def _complaint_id(request: Request) -> object:
    return complaint_id_of(request)


async def _word(kind: type[str], name: str, request: Request) -> object:
    """Read a word of the path; a kind that has only some words refuses the others."""
    try:
        return kind(request.path_params[name])
    except ValueError:
        detail = "there is no such word here"
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", detail, fields=(FieldFault(name, detail),)
        ) from None


async def _query(model: type[BaseModel], request: Request) -> object:
    try:
        return model.model_validate(dict(request.query_params))
    except ValidationError as error:
        raise RequestValidationError(
            [{**item, "loc": ("query", *item["loc"])} for item in error.errors()]
        ) from None
