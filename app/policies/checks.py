"""Checks that a document is made of: each says what it expects, in words and as a JSON Schema."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from app.policies.faults import Fault, Wrong

Schema: TypeAlias = Mapping[str, object]
"""A JSON Schema, for editors: what can be said without knowing the rest of the document."""


@dataclass(frozen=True, slots=True)
class Check:
    """What is expected, and how a value at a key is read (or found wrong)."""

    expected: str
    read: Callable[[str, object], Any]
    schema: Schema


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a table; what an optional one is when left out, the data class says."""

    check: Check
    compulsory: bool = True


def optional(check: Check) -> Entry:
    """Make an entry that can be left out."""
    return Entry(check, compulsory=False)


def flag() -> Check:
    """Expect true or false."""
    expected = "true or false"
    return Check(
        expected,
        lambda key, value: _require(key, value, bool, expected),
        {"type": "boolean"},
    )


def whole(least: int, most: int) -> Check:
    """Expect a whole number between two."""
    expected = f"a whole number from {least} to {most}"

    def read(key: str, value: object) -> int:
        number: int = _require(key, value, int, expected)
        if isinstance(value, bool) or not least <= number <= most:
            raise Wrong(Fault(key, f"{value!r} is not allowed", expected))
        return number

    return Check(expected, read, {"type": "integer", "minimum": least, "maximum": most})


def text(pattern: str, expected: str) -> Check:
    """Expect text that matches a pattern as a whole."""

    def read(key: str, value: object) -> str:
        found: str = _require(key, value, str, expected)
        if re.fullmatch(pattern, found) is None:
            raise Wrong(Fault(key, f"{found!r} is not allowed", expected))
        return found

    schema = {"type": "string", "pattern": f"^({pattern})$", "description": expected}
    return Check(expected, read, schema)


def word(known: Iterable[str], described: str = "") -> Check:
    """Expect one of the words known; described, where they are too many to list."""
    words = tuple(known)
    schema: Schema = (
        {"type": "string", "description": described} if described else {"enum": list(words)}
    )
    return _word(words, described or " | ".join(words), schema)


def declared(known: Iterable[str]) -> Check:
    """Expect one of the words that the document itself declares somewhere else."""
    words = tuple(known)
    return _word(
        words, " | ".join(words) or "nothing: no such word is declared", {"type": "string"}
    )


def _word(words: tuple[str, ...], expected: str, schema: Schema) -> Check:
    def read(key: str, value: object) -> str:
        found: str = _require(key, value, str, expected)
        if found not in words:
            raise Wrong(Fault(key, f"{found!r} is unknown", expected))
        return found

    return Check(expected, read, schema)


def said(special: str, meaning: object, check: Check) -> Check:
    """Expect a word of special meaning, or what passes the check."""
    expected = f'{check.expected}, or "{special}"'

    def read(key: str, value: object) -> object:
        try:
            return meaning if value == special else check.read(key, value)
        except Wrong as wrong:
            faults = (
                replace(one, right=expected) if one.key == key else one for one in wrong.faults
            )
            raise Wrong(*faults) from None

    return Check(expected, read, {"anyOf": [{"const": special}, check.schema]})


def made(check: Check, make: Callable[[Any], object]) -> Check:
    """Make something of a value that passed its check."""
    return Check(check.expected, lambda key, value: make(check.read(key, value)), check.schema)


def sound(check: Check, faults: Callable[[str, Any], Iterable[Fault]]) -> Check:
    """Look at a value that passed its check once more, as a whole."""

    def read(key: str, value: object) -> object:
        found = check.read(key, value)
        wrong = tuple(faults(key, found))
        if wrong:
            raise Wrong(*wrong)
        return found

    return Check(check.expected, read, check.schema)


def items(item: Check, *, least: int = 0, identity: Callable[[Any], object] = lambda x: x) -> Check:
    """Expect a list without doubles (by `identity`), into a tuple."""
    expected = f"a list of {least} or more: {item.expected}"

    def read(key: str, value: object) -> tuple[Any, ...]:
        found: list[object] = _require(key, value, list, expected)
        values = _gather((f"{key}[{at}]", item, one) for at, one in enumerate(found))
        if len(values) < least:
            raise Wrong(Fault(key, "there are too few", expected))
        seen = [identity(one) for one in values]
        doubles = [at for at, one in enumerate(seen) if one in seen[:at]]
        if doubles:
            raise Wrong(
                *(Fault(f"{key}[{at}]", "it is there twice", "each once") for at in doubles)
            )
        return tuple(values)

    return Check(expected, read, {"type": "array", "items": item.schema, "minItems": least})


def some_of(item: Check, *, least: int = 0) -> Check:
    """Expect a list of which the order means nothing, into a frozen set."""
    return made(items(item, least=least), frozenset)


def mapping(name: Check, item: Callable[[str], Check], *, least: int = 0) -> Check:
    """Expect a table of free names; the check of a value may depend on its name."""
    expected = f"a table of {least} or more entries"

    def read(key: str, value: object) -> Mapping[str, Any]:
        found: dict[str, object] = _require(key, value, dict, expected)
        if len(found) < least:
            raise Wrong(Fault(key, "there are too few", expected))
        _gather((f"{key}.{one}", name, one) for one in found)
        values = _gather((f"{key}.{one}", item(one), inner) for one, inner in found.items())
        return dict(zip(found, values, strict=True))

    schema = {
        "type": "object",
        "propertyNames": name.schema,
        "additionalProperties": item("any").schema,
        "minProperties": least,
    }
    return Check(expected, read, schema)


def table(entries: Mapping[str, Entry]) -> Check:
    """Expect a table of exactly these entries; an optional one left out stays out."""
    expected = "a table with " + ", ".join(entries)

    def read(key: str, value: object) -> dict[str, Any]:
        found: dict[str, object] = _require(key, value, dict, expected)
        faults = [
            Fault(_join(key, one), "the key is unknown", "one of " + ", ".join(entries))
            for one in found
            if one not in entries
        ]
        values: dict[str, Any] = {}
        for name, entry in entries.items():
            if name in found:
                try:
                    values[name] = entry.check.read(_join(key, name), found[name])
                except Wrong as wrong:
                    faults.extend(wrong.faults)
            elif entry.compulsory:
                faults.append(Fault(_join(key, name), "it is missing", entry.check.expected))
        if faults:
            raise Wrong(*faults)
        return values

    return Check(expected, read, _table_schema(entries))


def _table_schema(entries: Mapping[str, Entry]) -> Schema:
    return {
        "type": "object",
        "properties": {name: entry.check.schema for name, entry in entries.items()},
        "required": [name for name, entry in entries.items() if entry.compulsory],
        "additionalProperties": False,
    }


def _require(key: str, value: object, kind: type, expected: str) -> Any:  # noqa: ANN401 - the kind says what it is
    if not isinstance(value, kind):
        raise Wrong(Fault(key, f"{value!r} is of the wrong type", expected))
    return value


def _gather(wanted: Iterable[tuple[str, Check, object]]) -> list[Any]:
    """Read values one by one and report the faults of all together."""
    values: list[Any] = []
    faults: list[Fault] = []
    for key, check, value in wanted:
        try:
            values.append(check.read(key, value))
        except Wrong as wrong:
            faults.extend(wrong.faults)
    if faults:
        raise Wrong(*faults)
    return values


def _join(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name
