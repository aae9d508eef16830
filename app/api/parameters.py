"""Parameters that routes of a complaint share: its id in the path, and the headers of a command.

Each is declared for the contract, and read from the request by a function of its own.
"""

import re
from http import HTTPStatus
from typing import Annotated, Final
from uuid import UUID

from fastapi import Header, Path
from starlette.requests import Request

from app.api.bodies import header
from app.api.problems import Problem, not_found
from app.domain.values import ComplaintId
from app.events.uuids import uuid_of

PATH: Final = "/v1/complaints"

_KEY = re.compile(r'"?([\x21\x23-\x7e]{1,200})"?')
_ETAG = re.compile(r'(?:W/)?"([1-9][0-9]{0,17})"')
"""A proxy that recodes answers weakens their ETags; the version they name is the same."""

ComplaintPath = Annotated[UUID, Path(description="The complaint's id.")]
"""In the path of a route that reads the id itself, so that what is no id answers 404."""

IdempotencyKey = Annotated[
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


def complaint_id_of(request: Request) -> ComplaintId:
    """Read the id in the path; what is no id is a complaint that does not exist."""
    try:
        return ComplaintId(uuid_of(request.path_params["complaint_id"]))
    except ValueError:
        raise not_found() from None


def idempotency_key_of(request: Request) -> str:
    """Read the header `Idempotency-Key`; a structured field's quotes are not part of it."""
    given = header(request, b"idempotency-key")
    if given is None:
        detail = "send an Idempotency-Key, new for every command and the same for its retries"
        raise Problem(HTTPStatus.BAD_REQUEST, "idempotency-key-missing", detail)
    match = _KEY.fullmatch(given)
    if match is None:
        detail = "an Idempotency-Key has 1 to 200 visible ASCII characters"
        raise Problem(HTTPStatus.BAD_REQUEST, "idempotency-key-malformed", detail)
    return match[1]


def expected_version_of(request: Request) -> int | None:
    """Read the version in the header `If-Match`; None if any will do."""
    given = header(request, b"if-match")
    if given is None or given == "*":
        return None
    match = _ETAG.fullmatch(given)
    if match is None:
        detail = 'If-Match takes the ETag of the complaint, such as "3", or *'
        raise Problem(HTTPStatus.BAD_REQUEST, "if-match-malformed", detail)
    return int(match[1])
