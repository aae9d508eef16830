"""Types of values over HTTP, made from the annotations of the domain.

pydantic knows nothing of the markers in `app/domain/fields.py`, and the domain nothing of pydantic:
`http_type` says the one in terms of the other. Every type is strict: numbers are no strings, times
have an offset from UTC, and objects no unknown members.
"""

from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import datetime
from enum import IntEnum
from functools import cache
from inspect import cleandoc
from types import UnionType
from typing import Annotated, Any, NotRequired, Union, cast, get_args, get_origin, get_type_hints

import pydantic
from annotated_types import Len
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, ConfigDict
from typing_extensions import TypedDict

from app.domain import fields as domain

_FIRST_YEAR, _LAST_YEAR = 2000, 2200


def _in_our_time(instant: datetime) -> datetime:
    if not _FIRST_YEAR <= instant.year < _LAST_YEAR:
        message = f"must lie between {_FIRST_YEAR} and {_LAST_YEAR}"
        raise ValueError(message)
    return instant


def constraints(annotation: Any) -> list[object]:  # noqa: ANN401 - a type hint
    """Say the markers of an annotation in pydantic's terms."""
    return [_constraint(marker) for marker in getattr(annotation, "__metadata__", ())]


def _constraint(marker: object) -> object:
    match marker:
        case domain.Length(least, most):
            return Len(least, most)
        case domain.Range(least, most):
            return pydantic.Field(ge=least, le=most)
        case domain.Pattern(regex):
            return pydantic.Field(pattern=regex)
        case domain.Doc(text):
            return pydantic.Field(description=text)
        case domain.Check(function, before_type):
            return BeforeValidator(function) if before_type else AfterValidator(function)
        case _:
            return marker


Instant = Annotated[AwareDatetime, AfterValidator(_in_our_time)]
"""An instant with its offset from UTC (RFC 3339)."""

Key = Annotated[str, *constraints(domain.Key)]
Person = Annotated[str, *constraints(domain.Person)]


def http_type(hint: Any) -> Any:  # noqa: ANN401 - a type hint
    """Say a type of the domain as pydantic reads it."""
    plain = hint.__origin__ if get_origin(hint) is Annotated else hint
    read, *made = _read_and_made(plain)
    said = (*constraints(hint), *made)
    return Annotated[read, *said] if said else read


def _read_and_made(hint: Any) -> tuple[Any, ...]:  # noqa: ANN401 - a type hint
    """Give what is read from JSON and, where the domain's value is another, what makes it."""
    if hint is datetime:
        return (Instant,)
    if get_origin(hint) in {Union, UnionType}:
        return (Union[*map(http_type, get_args(hint))],)
    if get_origin(hint) is tuple:
        return list[http_type(get_args(hint)[0])], AfterValidator(tuple)  # type: ignore[misc]
    if isinstance(hint, type) and is_dataclass(hint):
        return _value(hint), AfterValidator(lambda given: hint(**given))
    if isinstance(hint, type) and issubclass(hint, IntEnum):
        # Pydantic looks at the signature, and that of an enum is another from Python 3.12 on.
        return int, AfterValidator(lambda given: hint(given))  # noqa: PLW0108
    return (hint,)


@cache
def _value(kind: type) -> type:
    return json_object(f"{kind.__name__}Body", kind, members(kind))


def members(kind: type) -> dict[str, Any]:
    """Give the types of a dataclass's fields by name, in their order."""
    hints = get_type_hints(kind, include_extras=True)
    return {field.name: _member(field, http_type(hints[field.name])) for field in fields(kind)}


def _member(field: "Field[Any]", hint: Any) -> Any:  # noqa: ANN401 - a type hint
    if field.default is MISSING:
        return hint
    # A default in the contract is one that says something.
    default = {"default_factory": tuple} if field.default == () else {"default": field.default}
    return NotRequired[Annotated[hint, pydantic.Field(**default)]]


def json_object(name: str, kind: type, given: dict[str, Any]) -> type:
    """Make the type of a JSON object, which is read into a dict.

    The description of its schema is the docstring of `kind` without the rules that it ends with.
    """
    make: Any = TypedDict  # mypy knows those only that are written out
    made = make(name, given)
    made.__pydantic_config__ = ConfigDict(extra="forbid", strict=True)
    made.__doc__ = cleandoc(kind.__doc__ or "").partition("\n\nRules: ")[0]
    return cast("type", made)
