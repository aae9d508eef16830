"""JSON as a client sends it: bounded before it is parsed, parsed strictly, free of pasted marks.

A stock parser lets through what later breaks or deceives: the last of two equal keys, half
surrogates that no database stores, and 100,000 unknown members, each of which becomes a fault.
"""

import json
import re
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Final, NamedTuple

from app.api.problems import MOST_FAULTS, FieldFault, Problem, path_of

MOST_VALUES: Final = 1_000
"""Members and elements of a body together. The largest command, a plan with 40 remedies, has fewer
than 400; 1 MiB holds 190,000, and faults of 100,000 unknown members took 0.6 s of CPU."""

_DEEPEST: Final = 32
"""Levels of nesting; the deepest command has 4."""

_STRING: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
"""A string, or an unclosed one to the end of the body. Possessive, and the closing quote is
optional: the scan is linear for any bytes."""

_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_MARKS: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Direction marks and byte order marks, which address books and mail programs paste unseen."""
_BREAKS: Final = re.compile("[\x0b\x0c\x85\u2028\u2029]")
"""Page breaks and the line breaks of word processors."""
_ODD: Final = re.compile(
    "[" + "".join(one.pattern.strip("[]") for one in (_SURROGATE, _MARKS, _BREAKS)) + "]"
)
_ODD_BYTES: Final = (
    b"\xe2\x80",
    b"\xe2\x81",
    b"\xd8\x9c",
    b"\xef\xbb\xbf",
    b"\xc2\x85",
    b"\\u",
    b"\\f",
)
"""One of these is in the JSON of every text with something odd in it."""


class JsonBody(NamedTuple):
    """A JSON object whose texts are free of marks."""

    plain: dict[str, Any]
    raw: bytes
    """The same as JSON."""


def parse(raw: bytes) -> JsonBody:
    """Parse a JSON object, and free its texts of marks.

    Raises:
        Problem: 400 not a JSON object, or a key twice; 422 too many values, nested too deeply, or
            text that no database stores.

    """
    _require_few_values(raw)
    try:
        plain = _decoder.decode(raw.decode("utf-8"))
    except UnicodeDecodeError:
        raise _malformed("the body is not UTF-8") from None
    except _DuplicateKey:
        raise Problem(
            HTTPStatus.BAD_REQUEST, "duplicate-key", "a key occurs twice in one object"
        ) from None
    except RecursionError:
        raise _invalid("the body is nested too deeply") from None
    except ValueError as error:
        where = f" at character {error.pos}" if isinstance(error, json.JSONDecodeError) else ""
        raise _malformed(f"the body is not JSON{where}") from None
    if not isinstance(plain, dict):
        raise _malformed("the body is not a JSON object")
    if _is_ordinary(raw):
        return JsonBody(plain, raw)
    faults: list[FieldFault] = []
    clean = _cleaned(plain, (), faults)
    if faults:
        raise _invalid("some fields are at fault", *faults)
    if clean == plain:
        return JsonBody(plain, raw)
    return JsonBody(clean, json.dumps(clean, ensure_ascii=False).encode())


def without_marks(text: str) -> str:
    """Take out marks that nobody typed; a page break inside a text becomes a line break."""
    return _BREAKS.sub("\n", _MARKS.sub("", text).strip("\x0b\x0c"))


def _require_few_values(raw: bytes) -> None:
    """Count what separates values, outside of strings, before any value is built."""
    if _separators(raw) <= MOST_VALUES:
        return
    # A member has two strings at most. Without this bound, 350,000 empty strings took 0.12 s.
    most_strings = 2 * MOST_VALUES
    outside, strings = _STRING.subn(b"", raw, most_strings + 1)
    if strings > most_strings or _separators(outside) > MOST_VALUES:
        raise _invalid(f"a body has at most {MOST_VALUES} members and elements")


def _separators(raw: bytes) -> int:
    return raw.count(b",") + raw.count(b"[") + raw.count(b"{")


class _DuplicateKey(ValueError):
    pass


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _DuplicateKey
    return found


_decoder: Final = json.JSONDecoder(object_pairs_hook=_object)


def _is_ordinary(raw: bytes) -> bool:
    """Tell without a walk that JSON is neither deep nor can hold anything odd, as most of it."""
    shallow = raw.count(b"[") + raw.count(b"{") <= _DEEPEST
    return shallow and not any(map(raw.__contains__, _ODD_BYTES))


def _cleaned(value: Any, loc: tuple[object, ...], faults: list[FieldFault]) -> Any:  # noqa: ANN401
    """Copy a JSON value without marks; note half surrogates and deep nesting, and where they are.

    pydantic refuses those too, but does not say where.
    """
    if isinstance(value, str) and _ODD.search(value):
        if _SURROGATE.search(value):
            _note(faults, loc, "contains half a surrogate pair")
        return without_marks(value)
    if isinstance(value, dict | list):
        if len(loc) > _DEEPEST:
            _note(faults, loc, "is nested too deeply")
        elif isinstance(value, list):
            return [_cleaned(inner, (*loc, nth), faults) for nth, inner in enumerate(value)]
        elif any(_SURROGATE.search(key) for key in value):
            _note(faults, loc, "has a key with half a surrogate pair")
        else:
            return {key: _cleaned(inner, (*loc, key), faults) for key, inner in value.items()}
    return value


def _note(faults: list[FieldFault], loc: tuple[object, ...], message: str) -> None:
    if len(faults) < MOST_FAULTS:
        faults.append(FieldFault(path_of(loc), message))


def _malformed(detail: str) -> Problem:
    return Problem(HTTPStatus.BAD_REQUEST, "malformed", detail)


def _invalid(detail: str, *faults: FieldFault) -> Problem:
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", detail, fields=faults)
