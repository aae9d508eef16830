"""Changing a frozen value: a copy in which some fields are another."""

from collections.abc import Callable
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

T = TypeVar("T")

_Copy: TypeAlias = Callable[[Any], Any]
_Setters: TypeAlias = dict[str, Callable[[object, object], None]]

_copiers: dict[type[Any], tuple[_Copy, _Setters]] = {}

if TYPE_CHECKING:
    # So that names and types of the fields are checked, as they are for the library's own.
    from dataclasses import replace
else:

    def replace(value: T, /, **changes: object) -> T:
        """Copy a frozen slotted dataclass that has no `__post_init__`, with some other fields.

        `dataclasses.replace` gives the same, but takes every field through `__init__`: of the
        complaint, which is folded for every command, that cost a tenth of what the command did.

        Raises:
            KeyError: there is no such field.

        """
        kind = type(value)
        try:
            copy, setters = _copiers[kind]
        except KeyError:
            copy, setters = _copiers[kind] = _copier(kind)
        changed = copy(value)
        for name, given in changes.items():
            setters[name](changed, given)
        return changed


def stamp(value: object, name: str, given: object) -> None:
    """Set a field of a copy that nobody else holds yet, which saves making another one."""
    _copiers[type(value)][1][name](value, given)


def _copier(kind: type[Any]) -> tuple[_Copy, _Setters]:
    """Make the function that copies a dataclass, and by name what writes each field.

    The function is written out, field by field, as `dataclasses` writes `__init__`: it takes half
    the time of a loop over the fields.
    """
    setters = {field.name: getattr(kind, field.name).__set__ for field in fields(kind)}
    scope: dict[str, Any] = {"new": object.__new__, "kind": kind}
    scope |= {f"set_{name}": setter for name, setter in setters.items()}
    lines = [f"    set_{name}(copy, value.{name})" for name in setters]
    source = "\n".join(["def copier(value):", "    copy = new(kind)", *lines, "    return copy"])
    exec(source, scope)  # noqa: S102 - made of the names of a class's own fields
    return scope["copier"], setters


__all__ = ["replace", "stamp"]
