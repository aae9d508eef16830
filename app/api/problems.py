"""Problems (RFC 9457): the one place where a status code is chosen.

A problem says what is wrong and what the caller can do. It names the field at fault and never
repeats what was sent: a rejected body holds a customer's words.
"""

import logging
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from time import monotonic
from typing import Any, Final

import msgspec
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from app.access.organisations import NoSuchOrganisation
from app.api.answer_headers import OF_PROBLEMS, Responses, sends
from app.application.command_handler import Contended, KeyReused, StaleVersion
from app.domain.refusals import (
    AgainstPolicy,
    BeyondAuthority,
    FactsMissing,
    Implausible,
    NotFound,
    NotPermitted,
    OnHold,
    Refusal,
    RemedyNeedsOverride,
    StepsMissing,
    StillKept,
    UnknownTerm,
    WrongState,
)
from app.events.codec import UnknownEvent
from app.events.database import DatabaseUnavailable, described
from app.events.stale_rows import StaleRow
from app.events.wall_clock import WrongClock

log = logging.getLogger(__name__)

TYPE_BASE: Final = "https://triplicate.example/problems/"
"""Problem types are names, not pages to fetch (RFC 9457, 3.1.1); docs/reference lists them."""

PHRASES: Final[Mapping[int, str]] = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    409: "Conflict",
    410: "Gone",
    412: "Precondition Failed",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    422: "Unprocessable Content",
    503: "Service Unavailable",
}
"""Reason phrases (RFC 9110, section 15) of the problems that routes declare. `HTTPStatus` changed
some of them in Python 3.13; the contract must not depend on the interpreter."""

_LONGEST_NAME: Final = 64
_LONGEST_PATH: Final = 128
"""Characters of a name, and of a path: both can be made up by the client."""

MOST_FAULTS: Final = 20
"""So many fields at fault are named, and no more."""

MEDIA_TYPE: Final = "application/problem+json"

STATUS_OF_REFUSAL: Final[Mapping[type[Refusal], HTTPStatus]] = {
    Refusal: HTTPStatus.CONFLICT,
    NotPermitted: HTTPStatus.FORBIDDEN,
    BeyondAuthority: HTTPStatus.FORBIDDEN,
    NotFound: HTTPStatus.NOT_FOUND,
    WrongState: HTTPStatus.CONFLICT,
    AgainstPolicy: HTTPStatus.UNPROCESSABLE_ENTITY,
    Implausible: HTTPStatus.UNPROCESSABLE_ENTITY,
}
"""By class; a refusal not named here has the status of its nearest base."""


def path_of(loc: Iterable[object]) -> str:
    """Write where a fault lies; a name that the client made up is cut short."""
    return ".".join(str(part)[:_LONGEST_NAME] for part in loc)[:_LONGEST_PATH]


class FieldFault(msgspec.Struct, frozen=True):
    """One field at fault."""

    field: str
    """Dotted path within the body, or the name of a header or parameter."""
    message: str


class Problem(Exception):
    """An answer that is not what was asked for."""

    def __init__(
        self,
        status: HTTPStatus,
        code: str,
        detail: str,
        *,
        fields: tuple[FieldFault, ...] = (),
        headers: Mapping[str, str] | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> None:
        """Describe it; `extra` members stand beside the standard ones."""
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.fields = fields
        self.headers = dict(headers or {})
        self.extra = dict(extra or {})

    def response(self) -> Response:
        """Write the answer."""
        body: dict[str, Any] = {
            "type": TYPE_BASE + self.code,
            "title": self.code.replace("-", " ").capitalize(),
            "status": int(self.status),
            "code": self.code,
            "detail": self.detail,
            **self.extra,
        }
        if self.fields:
            body["fields"] = self.fields
        return Response(
            msgspec.json.encode(body),
            status_code=self.status,
            media_type=MEDIA_TYPE,
            headers=self.headers,
        )


def of_refusal(refusal: Refusal) -> Problem:
    """Turn a refusal of the rules into a problem."""
    if isinstance(refusal, NotFound):
        return not_found()
    status = next(
        STATUS_OF_REFUSAL[kind] for kind in type(refusal).__mro__ if kind in STATUS_OF_REFUSAL
    )
    extra: dict[str, object] = {}
    match refusal:
        case UnknownTerm():
            extra["known"] = refusal.known
        case FactsMissing() | StepsMissing():
            extra["missing"] = refusal.missing
        case BeyondAuthority():
            extra["could"] = refusal.could
        case RemedyNeedsOverride():
            extra["breaches"] = refusal.breaches
        case StillKept():
            extra["kept_until"] = refusal.kept_until
        case OnHold():
            extra["holds"] = refusal.holds
        case _:
            pass
    fields = (FieldFault(refusal.field, str(refusal)),) if refusal.field else ()
    return Problem(status, refusal.code, str(refusal), fields=fields, extra=extra)


def unauthorised(detail: str) -> Problem:
    """No principal: RFC 6750 asks for the challenge."""
    return Problem(
        HTTPStatus.UNAUTHORIZED,
        "unauthorised",
        detail,
        headers={"WWW-Authenticate": 'Bearer realm="triplicate"'},
    )


def not_found() -> Problem:
    """Nothing here for this caller: the same for what does not exist and what is another's."""
    return Problem(HTTPStatus.NOT_FOUND, "not-found", "there is no such thing for you here")


def copy_destroyed(copy: Mapping[str, Any]) -> Problem:
    """The copy is no longer there to be given out; what is left of it is said (SC-46)."""
    return Problem(
        HTTPStatus.GONE,
        "copy-destroyed",
        f"this copy of {copy['number']} was destroyed; it is issued anew if the complaint is "
        "reopened",
        extra={"number": copy["number"], "destruction": copy["destruction"]},
    )


def unavailable(detail: str, *, code: str = "unavailable", seconds: int = 1) -> Problem:
    """Not now; nothing is lost, and asking again with the same idempotency key is safe."""
    return Problem(
        HTTPStatus.SERVICE_UNAVAILABLE,
        code,
        detail,
        headers={"Retry-After": str(seconds)},
    )


def responses(*statuses: int) -> Responses:
    """Declare a route's problems for the contract."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        status: {
            "description": PHRASES[status],
            "content": {MEDIA_TYPE: {"schema": schema}},
            **(sends(*OF_PROBLEMS[status])[HTTPStatus.OK] if status in OF_PROBLEMS else {}),
        }
        for status in statuses
    }


def install(app: FastAPI) -> None:
    """Answer everything that goes wrong with a problem."""

    async def problem(request: Request, error: Exception) -> Response:
        if isinstance(error, DatabaseUnavailable):
            _tell(request, error)
        return translate(error).response()

    for kind in (
        Problem,
        Refusal,
        StaleVersion,
        KeyReused,
        Contended,
        DatabaseUnavailable,
        StaleRow,
        UnknownEvent,
        NoSuchOrganisation,
        RequestValidationError,
        HTTPException,
        ClientDisconnect,
        Exception,
    ):
        app.add_exception_handler(kind, problem)


_told: dict[str, float] = {"at": float("-inf")}


def _tell(request: Request, error: DatabaseUnavailable) -> None:
    """Leave a line in the log, one a second at most; never what a driver quotes of the data."""
    what = str(error) if isinstance(error, WrongClock) else f"no database ({described(error)})"
    if monotonic() - _told["at"] >= 1:
        _told["at"] = monotonic()
        log.warning("%s %s: %s", request.method, request.url.path, what)


def translate(error: Exception) -> Problem:  # noqa: C901, PLR0911, PLR0912 - one case a kind of error
    """Choose the problem for an error."""
    match error:
        case Problem():
            return error
        case Refusal():
            return of_refusal(error)
        case StaleVersion():
            return Problem(
                HTTPStatus.PRECONDITION_FAILED,
                "stale-version",
                str(error),
                extra={"version": error.actual},
            )
        case KeyReused():
            return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "idempotency-key-reused", str(error))
        case Contended():
            return unavailable(str(error), code="contended")
        case WrongClock():
            return unavailable(f"{error}; nothing was recorded, ask again with the same key")
        case DatabaseUnavailable():
            return unavailable("the record cannot be reached; ask again with the same key")
        case StaleRow() | UnknownEvent():
            return unavailable(str(error))
        case NoSuchOrganisation():
            return not_found()
        case RequestValidationError():
            return _of_parameters(error)
        case HTTPException():
            return _of_http(error)
        case ClientDisconnect():
            return Problem(HTTPStatus.BAD_REQUEST, "malformed", "the body broke off")
        case _:
            return Problem(
                HTTPStatus.INTERNAL_SERVER_ERROR, "internal", "a fault on our side; it was logged"
            )


def _of_parameters(error: RequestValidationError) -> Problem:
    faults = tuple(
        FieldFault(path_of(item["loc"][1:]), str(item["msg"]))
        for item in error.errors()[:MOST_FAULTS]
    )
    if any(item["loc"][:1] == ("path",) for item in error.errors()):
        return not_found()
    return Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", "some parameters are at fault", fields=faults
    )


def _of_http(error: HTTPException) -> Problem:
    status = HTTPStatus(error.status_code)
    phrase = PHRASES.get(status, status.phrase)
    code = phrase.lower().replace(" ", "-")
    return Problem(status, code, status.description or phrase, headers=error.headers)
