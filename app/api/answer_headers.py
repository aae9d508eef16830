"""Headers of answers, as the contract declares them."""

from http import HTTPStatus
from typing import Any, Final, TypeAlias

Responses: TypeAlias = dict[int | str, dict[str, Any]]
"""By status, as FastAPI takes them."""


def _header(description: str, *, always: bool = True, **schema: object) -> dict[str, object]:
    return {"description": description, "required": always, "schema": {"type": "string", **schema}}


HEADERS: Final[dict[str, dict[str, object]]] = {
    "Content-Disposition": _header("The name of the file."),
    "Content-Language": _header("The language of the texts."),
    "ETag": _header(
        "The version of what is sent, for `If-None-Match`; of a complaint also for `If-Match`."
    ),
    "Idempotency-Replayed": _header(
        "The command had been recorded before; this is the answer of that time.",
        always=False,
        enum=["true"],
    ),
    "Link": _header('The next page, as `rel="next"`; missing on the last.', always=False),
    "Location": _header("The complaint.", format="uri-reference"),
    "Retry-After": _header("Seconds until a retry makes sense.", type="integer", minimum=1),
    "Triplicate-Checkpoint": _header(
        "The first checkpoint that covers this: name of the log, size and root, as they stand in "
        "the checkpoint; missing while none covers it.",
        always=False,
    ),
    "Triplicate-Position": _header(
        "The position of the log that the copies had reached when it began.", type="integer"
    ),
    "Vary": _header("The headers of the request that the answer depends on."),
    "WWW-Authenticate": _header("The challenge (RFC 6750)."),
}

OF_PROBLEMS: Final = {401: ("WWW-Authenticate",), 503: ("Retry-After",)}
"""Headers that a problem has, by its status."""

IF_NONE_MATCH: Final[dict[str, Any]] = {
    "parameters": [
        {
            "name": "If-None-Match",
            "in": "header",
            "required": False,
            "description": "ETags known already; one that still holds is answered with 304.",
            "schema": {"type": "string"},
        }
    ]
}
"""Beside `tagged`, as `openapi_extra` of the route."""


def sends(*names: str, status: int = HTTPStatus.OK) -> Responses:
    """Declare the headers of a successful answer."""
    return {status: {"headers": {name: HEADERS[name] for name in names}}}


def tagged(*names: str) -> Responses:
    """Declare an answer with an ETag; a caller that knows it gets the headers only."""
    headers = sends("ETag", *names)
    unchanged = {"description": "Not Modified", **headers[HTTPStatus.OK]}
    return {**headers, HTTPStatus.NOT_MODIFIED: unchanged}
