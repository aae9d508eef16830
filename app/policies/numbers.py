"""How a house writes the numbers of its form (`numbers`).

What the reader lets through keeps every number unique and its place in the year legible, and is
fit for file names, spreadsheets and addresses as it stands.
"""

import re
from collections.abc import Iterator

from app.domain.numbering import NUMBER, YEAR, NumberFormat
from app.policies.checks import Check, Entry, made, optional, sound, table, text, whole
from app.policies.faults import Fault

LONGEST = 24
WIDEST = 9
MARKS = "-_."
BRACKETS = "()（）〔〕"
"""Official letters are numbered with them: 〔2026〕17号."""

_EXPECTED = f'text with {YEAR} and, after it, {NUMBER}, once each, such as "客诉{YEAR}-{NUMBER}"'
_FIXED = f"letters, brackets and {' '.join(MARKS)} around {YEAR} and {NUMBER}"
_MISREAD = re.compile(r"\d{4}-\d{1,2}|\d+[.eE]\d+|\(\d+\)")
_FIELD = re.compile(r"\{[^{}]*\}")


def numbers() -> Check:
    """Expect a format and a width, or one of them."""
    entries: dict[str, Entry] = {
        "format": optional(sound(text(r".{1,80}", _EXPECTED), _faults)),
        "width": optional(whole(1, WIDEST)),
    }
    return sound(made(table(entries), lambda given: NumberFormat(**given)), _unfit)


def _faults(key: str, found: str) -> Iterator[Fault]:
    fields = _FIELD.findall(found)
    if sorted(fields) != sorted((YEAR, NUMBER)):
        yield Fault(key, f"{found!r} {_miscounted(fields)}", _EXPECTED)
        return
    if fields != [YEAR, NUMBER]:
        yield Fault(key, f"{found!r} has {NUMBER} before {YEAR}", _EXPECTED)
    fixed = _FIELD.sub("", found)
    if strange := [one for one in fixed if not one.isalpha() and one not in MARKS + BRACKETS]:
        yield Fault(key, f"{found!r} has {strange[0]!r} in it", _FIXED)
    elif found[0] in MARKS or found[-1] in MARKS:
        yield Fault(key, f"{found!r} begins or ends with one of {' '.join(MARKS)}", _FIXED)


def _miscounted(fields: list[str]) -> str:
    for one in fields:
        if one not in {YEAR, NUMBER}:
            return f"has {one}"
        if fields.count(one) > 1:
            return f"has {one} more than once"
    return f"has no {NUMBER if NUMBER not in fields else YEAR}"


def _unfit(key: str, found: NumberFormat) -> Iterator[Fault]:
    written = found.write(2026, 1)
    if len(written) > LONGEST:
        wrong = f"a number such as {written!r} has {len(written)} characters"
        yield Fault(key, wrong, f"at most {LONGEST}: a shorter format, or a smaller width")
    if _MISREAD.fullmatch(written):
        wrong = f"spreadsheets take a number such as {written!r} for a day or an amount"
        yield Fault(key, wrong, "a letter before it, or a hyphen in it and three digits or more")
