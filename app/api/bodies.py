"""Reading a JSON body strictly: what is stored is exactly what was understood.

A stock parser lets through what later breaks or deceives: the last of two equal keys, unknown
fields, times without a zone, numbers as strings, NUL and half surrogates that no database stores.
Here each is refused with the field named. Direction marks, which are pasted unseen, are taken out.
"""

import re
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, TypeVar

import msgspec
from annotated_types import Len
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
)
from starlette.requests import ClientDisconnect, Request

from app.api.json_body import parse
from app.api.problems import MOST_FAULTS, FieldFault, Problem, path_of
from app.domain.spelling import is_blank, person_of
from app.domain.values import Money

LARGEST = 1 << 20
"""Bytes of a body."""


def _clean(text: str) -> str:
    """Refuse what is not text, and what nobody can see; pasted marks are gone by now."""
    if _NOT_TEXT.search(text) or (_FAR.search(text) and _FAR_NONCHARACTER.search(text)):
        message = "contains characters that are not text (controls or noncharacters)"
        raise ValueError(message)
    if is_blank(text):
        message = "must not be blank"
        raise ValueError(message)
    return text


def _one_line(text: str) -> str:
    if "\n" in text or "\r" in text or "\t" in text:
        message = "must be a single line"
        raise ValueError(message)
    return _clean(text)


_NOT_TEXT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_FAR = re.compile("[\U00010000-\U0010ffff]")
_FAR_NONCHARACTER = re.compile(
    f"[{''.join(chr(end - 2) + chr(end - 1) for end in range(0x20000, 0x110001, 0x10000))}]"
)
"""Apart: in one set with the others they make every search five times as slow."""

Line = Annotated[str, Len(1, 200), AfterValidator(_one_line)]
"""A single line of at most 200 characters."""

Person = Annotated[Line, AfterValidator(person_of)]
"""An employee, by the subject of their token; recorded in the spelling of `person_of`."""

Text = Annotated[str, Len(1, 8000), AfterValidator(_clean)]
"""Text of at most 8,000 characters, line breaks allowed."""

_FIRST_YEAR, _LAST_YEAR = 2000, 2200


def _in_our_time(instant: datetime) -> datetime:
    if not _FIRST_YEAR <= instant.year < _LAST_YEAR:
        message = f"must lie between {_FIRST_YEAR} and {_LAST_YEAR}"
        raise ValueError(message)
    return instant


Instant = Annotated[AwareDatetime, AfterValidator(_in_our_time)]
"""An instant with its offset from UTC (RFC 3339)."""

TimeOfDay = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
"""A time of the day in the organisation's time zone, HH:MM."""

Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
"""A word of the policy's vocabulary."""

Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]


def _minor(amount: object) -> object:
    """Say what an amount is to whoever sends it with a decimal point, or as text."""
    if not isinstance(amount, int) or isinstance(amount, bool):
        message = "must be a whole number of the smallest unit: 12.34 yuan is 1234"
        raise ValueError(message)  # noqa: TRY004 - pydantic makes a fault of this one only
    return amount


Minor = Annotated[int, Field(ge=0, le=10**12), BeforeValidator(_minor)]
"""An amount in minor units (fen, cents)."""

Ordinal = Annotated[int, Field(ge=1, le=10_000)]
"""The number of a plan, expense, promise, visit ... within its complaint."""


class Model(BaseModel):
    """Strict: exact types, no unknown fields."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class MoneyBody(Model):
    """Whole minor units: 12.34 yuan is 1234."""

    amount: Minor
    currency: Currency

    def money(self) -> Money:
        """Give the domain's value."""
        return Money(self.amount, self.currency)


class Body(Model):
    """What every command may carry."""

    occurred_at: Instant | None = Field(
        default=None, description="When it happened; the time of the request if left out."
    )


B = TypeVar("B", bound=BaseModel)


async def read(request: Request, model: type[B]) -> tuple[B, bytes]:
    """Read a body into its model; also give it in one canonical form, for telling retries.

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
        body = model.model_validate_json(given.raw)
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
