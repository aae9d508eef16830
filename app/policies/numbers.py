"""Checks of the format of form numbers (`numbers`).

They keep every number unique and its place in the year legible, and fit for file names,
spreadsheets and addresses as it stands.
"""

import re
from collections.abc import Iterator

from app.domain.numbering import NUMBER, WRITTEN, YEAR, NumberFormat
from app.policies.faults import Fault

LONGEST = 24
MARKS = "-_."
BRACKETS = "()（）〔〕"
"""Official letters are numbered with them: 〔2026〕17号."""

_FIXED = f"letters, brackets and {' '.join(MARKS)} around {YEAR} and {NUMBER}"
_MISREAD = re.compile(r"\d{4}-\d{1,2}|\d+[.eE]\d+|\(\d+\)")
_FIELD = re.compile(r"\{[^{}]*\}")


def _format_faults(found: str) -> Iterator[Fault]:
    """Find what a format lacks, and what must not stand in it."""
    fields = _FIELD.findall(found)
    if sorted(fields) != sorted((YEAR, NUMBER)):
        yield Fault("format", f"{found!r} {_miscounted(fields)}", WRITTEN)
        return
    if fields != [YEAR, NUMBER]:
        yield Fault("format", f"{found!r} has {NUMBER} before {YEAR}", WRITTEN)
    fixed = _FIELD.sub("", found)
    if strange := [one for one in fixed if not one.isalpha() and one not in MARKS + BRACKETS]:
        yield Fault("format", f"{found!r} has {strange[0]!r} in it", _FIXED)
    elif found[0] in MARKS or found[-1] in MARKS:
        yield Fault("format", f"{found!r} begins or ends with one of {' '.join(MARKS)}", _FIXED)


def _miscounted(fields: list[str]) -> str:
    for one in fields:
        if one not in {YEAR, NUMBER}:
            return f"has {one}"
        if fields.count(one) > 1:
            return f"has {one} more than once"
    return f"has no {NUMBER if NUMBER not in fields else YEAR}"


def faults(found: NumberFormat) -> Iterator[Fault]:
    """Find what makes numbers ambiguous, too long, or lets spreadsheets misread them."""
    if of_format := [*_format_faults(found.format)]:
        yield from of_format
        return
    written = found.write(2026, 1)
    if len(written) > LONGEST:
        wrong = f"a number such as {written!r} has {len(written)} characters"
        yield Fault("", wrong, f"at most {LONGEST}: a shorter format, or a smaller width")
    if _MISREAD.fullmatch(written):
        wrong = f"spreadsheets take a number such as {written!r} for a day or an amount"
        yield Fault("", wrong, "a letter before it, or a hyphen in it and three digits or more")
