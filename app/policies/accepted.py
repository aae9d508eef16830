"""Types by which pydantic reads values for the annotated fields of the domain's classes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from enum import IntEnum, StrEnum
from types import NoneType, UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from pydantic import Field, StrictBool, StrictInt, StrictStr

from app.domain.fields import Length, PlainText
from app.domain.numbering import NumberFormat
from app.domain.policy import Clock
from app.domain.policy.fields import LANGUAGES, Key, Titles, Written
from app.domain.retention import Keep
from app.domain.values import Severity
from app.policies import checks, numbers
from app.policies.faults import Fault
from app.policies.markers import marked
from app.policies.values import (
    Kind,
    annotated,
    checked,
    chosen,
    made,
    mapping,
    read_by,
    several,
    table,
    word,
)

STRICT: Final[Mapping[Kind, Kind]] = {str: StrictStr, bool: StrictBool, int: StrictInt}
CHECKS: Final[Mapping[type, Callable[[Any], Iterator[Fault]]]] = {
    Clock: checks.clock,
    Keep: checks.keep,
    NumberFormat: numbers.faults,
}
"""Checks across the fields of a class."""


def accepted(hint: Kind) -> Kind:
    """Give the type by which pydantic reads a value for a field of the domain."""
    if hint == Titles:
        return TITLES
    marks = getattr(hint, "__metadata__", ())
    least = max((one.least for one in marks if isinstance(one, Length)), default=0)
    kind = _unmarked(hint.__origin__ if marks else hint, least)
    for mark in marks:
        kind = marked(kind, mark)
    return kind


def _unmarked(hint: Kind, least: int) -> Kind:
    origin: Any = get_origin(hint)
    arguments = get_args(hint)
    if origin in {UnionType, Union}:
        # TOML has no null: what may be None is left out.
        [hint] = set(arguments) - {NoneType}
        return accepted(hint)
    if origin in {frozenset, tuple}:
        return several(accepted(arguments[0]), origin, least=least)
    if origin is Mapping:
        return _mapping(*arguments, least=least)
    return _table(hint) if is_dataclass(hint) else _plain(hint)


def _plain(hint: type) -> Kind:
    if issubclass(hint, StrEnum):
        return chosen(hint)
    if issubclass(hint, IntEnum):
        return read_by(annotated(StrictInt, Field(ge=min(hint), le=max(hint))), hint)
    return STRICT[hint]


def _mapping(name: Kind, value: Kind, *, least: int) -> Kind:
    """Read a table of free names; what is declared in it has its name as its key."""
    if name is Severity:
        names = read_by(word(int(one) for one in Severity), lambda one: Severity(int(one)))
        return mapping(names, accepted(value), least=least)
    if not is_dataclass(value):
        return mapping(accepted(name), accepted(value), least=least)
    return read_by(mapping(accepted(name), _table(value, key=""), least=least), _with_keys)


def _with_keys(found: Mapping[str, Any]) -> Mapping[str, Any]:
    return {key: replace(one, key=key) for key, one in found.items()}


def _table(kind: Any, **fixed: str) -> Kind:  # noqa: ANN401 - a data class
    hints = get_type_hints(kind, include_extras=True)
    entries = {one.name: accepted(hints[one.name]) for one in fields(kind) if one.name not in fixed}
    found = made(lambda **given: kind(**fixed, **given), table(entries, optional=optional(kind)))
    return checked(found, CHECKS[kind]) if kind in CHECKS else found


def optional(kind: Any) -> set[str]:  # noqa: ANN401 - a data class
    """Name the fields that a document may leave out."""
    hints = get_type_hints(kind, include_extras=True)
    return {
        one.name
        for one in fields(kind)
        if (one.default, one.default_factory) != (MISSING, MISSING)
        and Written() not in getattr(hints[one.name], "__metadata__", ())
    }


PLAIN = accepted(PlainText)
KEY = accepted(Key)
TITLES = table(dict.fromkeys(LANGUAGES, PLAIN))
