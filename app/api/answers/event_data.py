"""Models of the data of events, made of the events' own dataclasses.

A member that is None is left out of the log: it is missing, never null.
"""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import cache
from inspect import cleandoc
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from pydantic import AwareDatetime, Field, create_model

from app.api.answers.parts import Answer, Money
from app.domain import values


@cache
def _value(kind: type) -> type[Answer]:
    return Money if kind is values.Money else data_model(kind, f"Event{kind.__name__}")


def data_model(kind: type, name: str, without: frozenset[str] = frozenset()) -> type[Answer]:
    """Make the model of an event's data, or of a value in it, without some of its fields."""
    return create_model(
        name,
        __base__=Answer,
        __doc__=cleandoc(kind.__doc__ or "").partition("\n\nRules: ")[0],
        **dict(_members(kind, without)),
    )


def _members(kind: Any, without: frozenset[str]) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - a dataclass
    """Type the members of an event, or of a value in one; what may be None may be missing."""
    hints = get_type_hints(kind)
    for field in fields(kind):
        if field.name in without:
            continue
        given: dict[str, Any] = {"alias": field.name}
        hint = hints[field.name]
        if NoneType in get_args(hint):
            [hint] = [one for one in get_args(hint) if one is not NoneType]
            given["default_factory"] = lambda: None
        # A name of pydantic's own, such as `copy`, needs another one here.
        name = f"{field.name}_" if hasattr(Answer, field.name) else field.name
        yield name, (_type(hint), Field(**given))


def _type(hint: Any) -> Any:  # noqa: ANN401 - a type hint
    if hint is datetime:
        return AwareDatetime
    if get_origin(hint) is tuple:
        return list[_type(get_args(hint)[0])]  # type: ignore[misc] # made at run time
    if isinstance(hint, type) and is_dataclass(hint):
        return _value(hint)
    return hint
