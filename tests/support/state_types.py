"""The types that the state of a complaint is made of."""

from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import Any, get_args, get_type_hints


def types_in(kind: Any) -> Iterator[type]:
    """List a type and those of its fields, down to plain values."""
    parts = get_args(kind)
    if parts:
        for part in parts:
            yield from types_in(part)
    elif is_dataclass(kind):
        yield kind  # type: ignore[misc]
        for hint in get_type_hints(kind).values():
            yield from types_in(hint)
    elif kind is not Ellipsis:
        yield kind
