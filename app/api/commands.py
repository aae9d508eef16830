"""Adapter between FastAPI and the command handler: one route for each command.

FastAPI derives the contract from a route. The request itself is answered by `respond`: a command
has one body and no dependencies, and FastAPI's general machinery for them costs more than deciding.
"""

from functools import partial
from hashlib import sha256
from http import HTTPStatus
from typing import Final
from uuid import UUID

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from app.access.tokens import Principal
from app.api import command_contract as contract
from app.api.answer_headers import sends
from app.api.bodies import read
from app.api.command_body import CommandBody
from app.api.credentials import bearer
from app.api.parameters import PATH, complaint_id_of, expected_version_of, idempotency_key_of
from app.api.routing import ContractRoute
from app.api.services import services_of
from app.application.command_handler import CommandContext, CommandResult
from app.domain.command import Command, Opening
from app.events.uuids import name_based

_KEYS: Final = UUID("0a3c2f1e-77b4-5d0a-8d3e-6a1b5f0c9e42")


class CommandRoute(ContractRoute):
    """`POST /v1/complaints/{complaint_id}/{noun}`: a command on a complaint that exists."""

    served = frozenset({"POST"})

    def __init__(
        self, noun: str, command: type[Command], schema: str, tag: str, summary: str
    ) -> None:
        """Declare the route; `schema` is the name of its body in the contract."""
        self.noun = noun
        self.command = command
        self.body = CommandBody(command, schema)
        signature = contract.signature_on_complaint(self.body.type)
        headers = sends("ETag", "Idempotency-Replayed")
        told = contract.declared(command, command.key.replace("-", "_"), tag, summary, headers)
        super().__init__(f"{PATH}/{{complaint_id}}/{noun}", signature, **told)

    async def respond(self, request: Request) -> Response:
        """Answer with where the complaint stands after the command."""
        services = services_of(request)
        principal = await bearer(request)
        complaint_id = complaint_id_of(request)
        key = idempotency_key_of(request)
        expected = expected_version_of(request)
        command, canonical = await read(
            request, partial(self.body.read, by=principal.actor, clock=services.clock)
        )
        what = b"%s %s\n%s" % (self.noun.encode(), complaint_id.bytes, canonical)
        context = _context(principal, key, what, expected)
        return _respond(
            await services.handling.handle(context, complaint_id, command), HTTPStatus.OK
        )


class OpeningRoute(ContractRoute):
    """`POST /v1/complaints`: the command that begins a complaint."""

    served = frozenset({"POST"})

    def __init__(
        self, command: type[Opening], operation: str, schema: str, tag: str, summary: str
    ) -> None:
        """Declare the route; `schema` is the name of its body in the contract."""
        self.body = CommandBody(command, schema)
        signature = contract.signature_of_opening(self.body.type)
        names = ("ETag", "Idempotency-Replayed", "Location")
        headers = sends(*names, status=HTTPStatus.CREATED)
        told = contract.declared(command, operation, tag, summary, headers)
        super().__init__(PATH, signature, status_code=HTTPStatus.CREATED, **told)

    async def respond(self, request: Request) -> Response:
        """Answer with where the new complaint is, and how it stands."""
        services = services_of(request)
        principal = await bearer(request)
        key = idempotency_key_of(request)
        command, canonical = await read(
            request, partial(self.body.read, by=principal.actor, clock=services.clock)
        )
        context = _context(principal, key, b"\n" + canonical, None)
        answer = await services.handling.receive(context, command)
        location = {"Location": f"{PATH}/{answer.complaint_id}"}
        return _respond(answer, HTTPStatus.CREATED, location)


def _context(principal: Principal, key: str, what: bytes, expected: int | None) -> CommandContext:
    command_id = name_based(_KEYS, f"{principal.organisation}\n{principal.written}\n{key}")
    return CommandContext(
        organisation=principal.organisation,
        command_id=command_id,
        fingerprint=sha256(what).hexdigest()[:32],
        expected_version=expected,
        correlation=str(command_id),
        channel="http",
    )


def _respond(
    answer: CommandResult, status: HTTPStatus, more: dict[str, str] | None = None
) -> Response:
    headers = {"ETag": f'"{answer.version}"', **(more or {})}
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
