"""How the numbers of the form are written: a house has its own format, and may change it."""

import re
from dataclasses import dataclass
from typing import Annotated

from app.domain.fields import Pattern, Range

YEAR = "{year}"
NUMBER = "{number}"
WRITTEN = f'text with {YEAR} and, after it, {NUMBER}, once each, such as "客诉{YEAR}-{NUMBER}"'

_NOT_DIGITS = re.compile(r"[^0-9]+")
_YEAR_DIGITS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberFormat:
    """Fixed text around the year and the number, such as `客诉{year}-{number}`.

    Year and number stand in it once each, in this order, and the fixed text has no digits. So
    every number tells its place, whatever the format was when it was given: see `place_of`. No
    two places give the same number, not even in two formats.
    """

    format: Annotated[str, Pattern(r"^(.{1,80})$", WRITTEN)] = f"{YEAR}-{NUMBER}"
    width: Annotated[int, Range(1, 9)] = 6
    """So many digits, filled up with zeros; a number that has more is longer, and never wraps."""

    def around(self, year: int) -> tuple[str, str]:
        """Tell what stands before and after the number in a year."""
        before, _, after = self.format.replace(YEAR, str(year)).partition(NUMBER)
        return before, after

    def write(self, year: int, number: int) -> str:
        """Write a number."""
        before, after = self.around(year)
        return f"{before}{number:0{self.width}d}{after}"


PLAIN = NumberFormat()
"""The format of a house that has none of its own."""


def place_of(number: str) -> tuple[int, int]:
    """Read the year and the number within it off a number as it is written, in any format.

    The first four digits are the year, all others the number.
    """
    digits = _NOT_DIGITS.sub("", number)
    return int(digits[:_YEAR_DIGITS]), int(digits[_YEAR_DIGITS:])


def spellings(number: str) -> tuple[str, ...]:
    """Write a number as it is, in the plain format, and without zeros: people ask for any."""
    year, within = place_of(number)
    return number, PLAIN.write(year, within), f"{year}-{within}"
