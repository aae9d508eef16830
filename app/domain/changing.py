"""Changing a frozen value: a copy in which some fields are another."""

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

T = TypeVar("T")

if TYPE_CHECKING:
    # So that names and types of the fields are checked, as they are for the library's own.
    from dataclasses import replace
else:

    def replace(value: T, /, **changes: object) -> T:
        """Copy a frozen slotted dataclass that has no `__post_init__`, with some other fields.

        `dataclasses.replace` gives the same, but takes every field through `__init__`: of the
        complaint, which has some sixty and is folded for every command, that cost a tenth of what
        the command did.

        Raises:
            KeyError: there is no such field.

        """
        kind = type(value)
        read, slots = _slots(kind)
        copy = object.__new__(kind)
        for put, given in zip(slots.values(), read(value), strict=True):
            put(copy, given)
        for name, given in changes.items():
            slots[name](copy, given)
        return copy


@cache
def _slots(
    kind: type[Any],
) -> tuple[Callable[[object], tuple[object, ...]], dict[str, Callable[[object, object], None]]]:
    """Give what reads all fields of a dataclass, and by name what writes each of them."""
    first, second, *rest = (field.name for field in fields(kind))
    slots = {name: getattr(kind, name).__set__ for name in (first, second, *rest)}
    return attrgetter(first, second, *rest), slots


__all__ = ["replace"]
