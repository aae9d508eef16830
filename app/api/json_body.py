"""JSON as a client sends it: bounded before it is parsed, parsed strictly, refused in few words.

A stock parser lets through what later breaks or deceives: the last of two equal keys, half
surrogates that no database stores, and 95,000 unknown members, each of which becomes a fault.
"""

import json
import re
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Final

from app.api.problems import MOST_FAULTS, FieldFault, Problem, path_of

MOST_VALUES: Final = 1_000
"""Members and elements of a body together. The largest command, a plan with 40 remedies, has fewer
than 400; 1 MiB holds 190,000, and building a fault for each of 95,000 took 0.6 s of CPU."""

_DEEPEST: Final = 32
"""Levels of nesting; the deepest command has 4."""

_STRING: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
"""A string, or an unclosed one to the end of the body. Possessive, and the closing quote is
optional: the scan is linear for any bytes."""

_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def parse(raw: bytes) -> dict[str, Any]:
    """Parse a JSON object to plain values.

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
    faults: list[FieldFault] = []
    _find_unstorable(plain, (), faults)
    if faults:
        raise _invalid("some fields are at fault", *faults[:MOST_FAULTS])
    return plain


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


def _find_unstorable(value: object, loc: tuple[object, ...], faults: list[FieldFault]) -> None:
    """Find half surrogates and deep nesting: pydantic refuses the body without saying where."""
    if len(faults) >= MOST_FAULTS:
        return
    if isinstance(value, str):
        if _SURROGATE.search(value):
            faults.append(FieldFault(path_of(loc), "contains half a surrogate pair"))
    elif isinstance(value, dict | list):
        if len(loc) > _DEEPEST:
            faults.append(FieldFault(path_of(loc), "is nested too deeply"))
            return
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(key, str) and _SURROGATE.search(key):
                faults.append(FieldFault(path_of(loc), "has a key with half a surrogate pair"))
            else:
                _find_unstorable(inner, (*loc, key), faults)


def _malformed(detail: str) -> Problem:
    return Problem(HTTPStatus.BAD_REQUEST, "malformed", detail)


def _invalid(detail: str, *faults: FieldFault) -> Problem:
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", detail, fields=faults)
