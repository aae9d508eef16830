"""Reading a JSON body strictly: what is stored is exactly what was understood.

A stock parser lets through what later breaks or deceives: the last of two equal keys, unknown
fields, times without a zone, numbers as strings, NUL and half surrogates that no database stores.
Here each is refused with the field named. Direction marks, which are pasted unseen, are taken out.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar

import msgspec
from pydantic import ValidationError
from starlette.requests import ClientDisconnect, Request

from app.api.json_body import parse
from app.api.problems import MOST_FAULTS, FieldFault, Problem, path_of

LARGEST = 1 << 20
"""Bytes of a body."""

T = TypeVar("T")


async def read(request: Request, validate: Callable[[bytes], T]) -> tuple[T, bytes]:
    """Read a body by a function of its JSON; also give it in one canonical form, to know retries.

    Raises:
        Problem: 400 not JSON, or a key twice; 413 too large; 415 another media type; 422 a field
            is at fault.

    """
    kind = header(request, b"content-type") or ""
    if kind.partition(";")[0].strip().lower() != "application/json":
        raise Problem(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", "send application/json"
        )
    if header(request, b"content-encoding") not in {None, "identity"}:
        raise Problem(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", "send it uncompressed"
        )
    given = parse(await _raw(request))
    try:
        body = validate(given.raw)
    except ValidationError as error:
        raise _invalid(error) from None
    return body, msgspec.json.encode(given.plain, order="sorted")


def header(request: Request, name: bytes) -> str | None:
    """Find a header by its lower-case name, in what the server gave: no object for all of them."""
    scope = request.scope
    headers: dict[bytes, bytes] | None = scope.get("triplicate.headers")
    if headers is None:
        headers = scope["triplicate.headers"] = dict(scope["headers"])
    value = headers.get(name)
    return None if value is None else value.decode("latin-1")


async def _raw(request: Request) -> bytes:
    length = header(request, b"content-length")
    if length is not None and length.isdecimal() and int(length) > LARGEST:
        raise _too_large()
    parts: list[bytes] = []
    size = 0
    more = True
    while more:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        part: bytes = message.get("body", b"")
        size += len(part)
        if size > LARGEST:
            raise _too_large()
        parts.append(part)
        more = message.get("more_body", False)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _too_large() -> Problem:
    return Problem(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "too-large",
        f"a body has at most {LARGEST} bytes",
        headers={"Connection": "close"},
    )


def _invalid(error: ValidationError) -> Problem:
    """Name the fields at fault without repeating their values."""
    faults = tuple(
        FieldFault(path_of(item["loc"]), item["msg"].removeprefix("Value error, "))
        for item in error.errors(include_url=False, include_context=False, include_input=False)[
            :MOST_FAULTS
        ]
    )
    return Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "invalid",
        "some fields are at fault",
        fields=faults,
    )
