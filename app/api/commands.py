"""How a command comes in over HTTP: the same for every step of the procedure.

A step's module says what is its own: the noun of the route, the body, and how the body becomes a
command. Everything else happens here, once: who asks, the strict body, `Idempotency-Key`,
`If-Match`, the answer.
"""

import re
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256
from http import HTTPStatus
from inspect import cleandoc
from typing import Annotated, Any, ClassVar, Generic, TypeVar
from uuid import UUID

import msgspec
from fastapi import APIRouter, Depends, Header, Path
from pydantic import BaseModel, Field
from starlette.datastructures import URLPath
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import Receive, Scope, Send

from app.access.tokens import Principal
from app.api.bodies import Body, header, read
from app.api.credentials import bearer
from app.api.problems import Problem, not_found, responses
from app.api.routing import ContractRoute
from app.api.services import services_of
from app.application.command_handler import CommandContext, CommandResult
from app.domain.command import Command, Opening
from app.domain.values import Actor, ComplaintId
from app.events.uuids import name_based, uuid_of

PATH = "/v1/complaints"

_KEYS = UUID("0a3c2f1e-77b4-5d0a-8d3e-6a1b5f0c9e42")
_KEY = re.compile(r'"?([\x21\x23-\x7e]{1,200})"?')
_ETAG = re.compile(r'(?:W/)?"([1-9][0-9]{0,17})"')
"""A proxy that recodes answers weakens their ETags; the version they name is the same."""

B = TypeVar("B", bound=Body)


@dataclass(frozen=True, slots=True)
class Step(Generic[B]):
    """A command on a complaint that exists: `POST /v1/complaints/{complaint_id}/{noun}`."""

    noun: str
    body: type[B]
    command: Callable[[B, datetime, Actor], Command]
    summary: str
    rules: str
    """The rules that it serves, by their IDs."""


@dataclass(frozen=True, slots=True)
class Begin(Generic[B]):
    """The command that begins a complaint: `POST /v1/complaints`."""

    body: type[B]
    command: Callable[[B, datetime, Actor], Opening]
    summary: str
    rules: str


class CommandAnswer(BaseModel):
    """Where the complaint stands after a command."""

    complaint_id: UUID
    number: str = Field(
        examples=["2026-000001"],
        description="Of the form, consecutive in a year; written as the policy says (`numbers`).",
    )
    version: int = Field(description="Of the complaint; also the ETag. Send it as If-Match.")
    position: int = Field(description="In the organisation's log; send it as `min_position`.")


async def begin(begin: Begin[B], request: Request) -> Response:
    """Answer `POST /v1/complaints`."""
    services = services_of(request)
    principal = await bearer(request)
    key = _key(header(request, b"idempotency-key"))
    body, canonical = await read(request, begin.body)
    context = _context(principal, key, None, b"", canonical)
    at = body.occurred_at or services.clock()
    answer = await services.handling.receive(context, begin.command(body, at, principal.actor))
    return _respond(answer, HTTPStatus.CREATED, location=True)


async def take(step: Step[B], request: Request) -> Response:
    """Answer `POST /v1/complaints/{complaint_id}/{noun}`."""
    services = services_of(request)
    principal = await bearer(request)
    complaint_id = complaint_id_of(request)
    key = _key(header(request, b"idempotency-key"))
    expected = _expected(header(request, b"if-match"))
    body, canonical = await read(request, step.body)
    what = b"%s %s" % (step.noun.encode(), complaint_id.bytes)
    context = _context(principal, key, expected, what, canonical)
    at = body.occurred_at or services.clock()
    command = step.command(body, at, principal.actor)
    answer = await services.handling.handle(context, complaint_id, command)
    return _respond(answer, HTTPStatus.OK)


def complaint_id_of(request: Request) -> ComplaintId:
    """Read the id in the path; what is no id is a complaint that does not exist."""
    try:
        return ComplaintId(uuid_of(request.path_params["complaint_id"]))
    except ValueError:
        raise not_found() from None


def _context(
    principal: Principal, key: str, expected: int | None, what: bytes, canonical: bytes
) -> CommandContext:
    organisation = principal.organisation
    command_id = name_based(_KEYS, f"{organisation}\n{principal.written}\n{key}")
    return CommandContext(
        organisation=organisation,
        command_id=command_id,
        fingerprint=sha256(what + b"\n" + canonical).hexdigest()[:32],
        expected_version=expected,
        correlation=str(command_id),
        channel="http",
    )


def _key(given: str | None) -> str:
    if given is None:
        detail = "send an Idempotency-Key, new for every command and the same for its retries"
        raise Problem(HTTPStatus.BAD_REQUEST, "idempotency-key-missing", detail)
    match = _KEY.fullmatch(given)
    if match is None:
        detail = "an Idempotency-Key has 1 to 200 visible ASCII characters"
        raise Problem(HTTPStatus.BAD_REQUEST, "idempotency-key-malformed", detail)
    return match[1]


def _expected(given: str | None) -> int | None:
    if given is None or given == "*":
        return None
    match = _ETAG.fullmatch(given)
    if match is None:
        detail = 'If-Match takes the ETag of the complaint, such as "3", or *'
        raise Problem(HTTPStatus.BAD_REQUEST, "if-match-malformed", detail)
    return int(match[1])


def _respond(answer: CommandResult, status: HTTPStatus, *, location: bool = False) -> Response:
    headers = {"ETag": f'"{answer.version}"'}
    if location:
        headers["Location"] = f"{PATH}/{answer.complaint_id}"
    if answer.replayed:
        headers["Idempotency-Replayed"] = "true"
    content = msgspec.json.encode(
        {
            "complaint_id": answer.complaint_id,
            "number": answer.number,
            "version": answer.version,
            "position": answer.position,
        }
    )
    return Response(content, status, headers, media_type="application/json")


class CommandRoute(ContractRoute):
    """Its endpoint is the shape for the contract; the request is answered by `answer`.

    A command has one body and no dependencies, so the general machinery for them is left out.
    """

    served = frozenset({"POST"})
    answer: ClassVar[Callable[[Request], Coroutine[Any, Any, Response]]]

    async def respond(self, request: Request) -> Response:
        """Answer a command."""
        return await type(self).answer(request)


class StepsByNoun(BaseRoute):
    """All steps behind one look-up: two dozen patterns in turn would cost more than deciding.

    It stands before the routes themselves, which are there for the contract and other methods.
    """

    def __init__(self, routes: Iterable[CommandRoute]) -> None:
        """Take the steps' routes."""
        self._by_noun = {route.path.rpartition("/")[2]: route for route in routes}

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Match `POST /v1/complaints/{complaint_id}/{noun}`."""
        if scope["type"] == "http" and scope["method"] == "POST":
            before, _, noun = scope["path"].rpartition("/")
            route = self._by_noun.get(noun)
            path, _, complaint_id = before.rpartition("/")
            if route is not None and path == PATH:
                parameters = {"complaint_id": complaint_id}
                return Match.FULL, {"route": route, "path_params": parameters}
        return Match.NONE, {}

    def url_path_for(self, name: str, /, **path_params: Any) -> URLPath:  # noqa: ANN401 - as in the base
        """Leave names to the routes themselves."""
        raise NoMatchFound(name, path_params)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the route answer."""
        await scope["route"].handle(scope, receive, send)


def _answered_by(
    answer: Callable[[Request], Coroutine[Any, Any, Response]],
) -> type[CommandRoute]:
    return type("CommandRoute", (CommandRoute,), {"answer": staticmethod(answer)})


def add_commands(router: APIRouter, first: Begin[Any], steps: Iterable[Step[Any]]) -> None:
    """Put every command on a router."""
    add_begin(router, first)
    for step in steps:
        add_step(router, step)
    routes = [route for route in router.routes if isinstance(route, CommandRoute)]
    router.routes.insert(0, StepsByNoun(route for route in routes if route.path != PATH))


def add_begin(router: APIRouter, what: Begin[Any]) -> None:
    """Put the command that begins a complaint on a router."""
    _add(router, PATH, what, partial(begin, what), HTTPStatus.CREATED)


def add_step(router: APIRouter, what: Step[Any]) -> None:
    """Put a step's command on a router."""
    path = f"{PATH}/{{complaint_id}}/{what.noun}"
    _add(router, path, what, partial(take, what), HTTPStatus.OK)


def _add(
    router: APIRouter,
    path: str,
    what: Begin[Any] | Step[Any],
    answer: Callable[[Request], Coroutine[Any, Any, Response]],
    status: HTTPStatus,
) -> None:
    shape = _step_shape(what.body) if isinstance(what, Step) else _begin_shape(what.body)
    name = what.command.__name__
    router.add_api_route(
        path,
        shape,
        methods=["POST"],
        name=name,
        operation_id=name,
        summary=what.summary,
        description=f"{cleandoc(what.body.__doc__ or '')}\n\nRules: {what.rules}",
        tags=["commands"],
        status_code=status,
        response_model=CommandAnswer,
        responses=responses(400, 401, 403, 404, 409, 412, 413, 415, 422, 503),
        dependencies=[Depends(bearer)],
        route_class_override=_answered_by(answer),
    )


ComplaintPath = Annotated[UUID, Path(description="The complaint's id.")]
"""In the path of a route that reads the id itself, so that what is no id answers 404."""

Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        description="New for every command, the same for its retries; kept for ever.",
        min_length=1,
        max_length=200,
        pattern=r"^[\x21\x23-\x7e]+$",
    ),
]
IfMatch = Annotated[
    str | None,
    Header(alias="If-Match", description="The version seen; the command is refused on another."),
]


def _step_shape(body: type[Body]) -> Callable[..., object]:
    async def shape(
        complaint_id: ComplaintPath, body: Body, key: Key, if_match: IfMatch = None
    ) -> None:
        """Describe the request; `take` answers it."""

    shape.__annotations__["body"] = body
    return shape


def _begin_shape(body: type[Body]) -> Callable[..., object]:
    async def shape(body: Body, key: Key) -> None:
        """Describe the request; `begin` answers it."""

    shape.__annotations__["body"] = body
    return shape
