"""Types of the fields of commands and policies, with what each value must be.

A command's annotations say how long a text is, how a key is spelt and how large a number may be.
`app/api/field_types.py` makes the HTTP body and its JSON Schema from them, and `app/policies` the
document of a policy. Both check every value; the domain itself does not check them again.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from app.domain.spelling import is_blank, person_of


@dataclass(frozen=True, slots=True)
class Length:
    """Characters of a text, or elements of a tuple, set or mapping."""

    least: int
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """Smallest and largest value of a number."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression that the whole text matches; it holds its own anchors."""

    regex: str
    words: str = ""
    """What it matches, for people."""


@dataclass(frozen=True, slots=True)
class Longest:
    """Units in which a span of time may be written, with the most of each."""

    most: tuple[tuple[str, int], ...]
    words: str


@dataclass(frozen=True, slots=True)
class Doc:
    """Text for the field in the contract and in forms."""

    text: str


@dataclass(frozen=True, slots=True)
class Check:
    """A function from a value to the value that is recorded.

    It raises `ValueError` with what the value must be.
    """

    function: Callable[[Any], Any]
    before_type: bool = False
    """Called with whatever was sent, to explain a common mistake better than its type does."""


def readable(text: str) -> str:
    """Refuse characters that are not text, and texts that show nothing."""
    if _NOT_TEXT.search(text) or (_FAR.search(text) and _FAR_NONCHARACTER.search(text)):
        message = "contains characters that are not text (controls or noncharacters)"
        raise ValueError(message)
    if is_blank(text):
        message = "must not be blank"
        raise ValueError(message)
    return text


def single_line(text: str) -> str:
    """Refuse line breaks and tabs, and what `readable` refuses."""
    if "\n" in text or "\r" in text or "\t" in text:
        message = "must be a single line"
        raise ValueError(message)
    return readable(text)


_NOT_TEXT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_FAR = re.compile("[\U00010000-\U0010ffff]")
_FAR_NONCHARACTER = re.compile(
    f"[{''.join(chr(end - 2) + chr(end - 1) for end in range(0x20000, 0x110001, 0x10000))}]"
)
"""Apart: in one set with the others they make every search five times as slow."""


def _whole(amount: object) -> object:
    """Explain an amount that comes with a decimal point, or as text."""
    if not isinstance(amount, int) or isinstance(amount, bool):
        message = "must be a whole number of the smallest unit: 12.34 yuan is 1234"
        raise ValueError(message)  # noqa: TRY004 - a TypeError would be a defect of the service
    return amount


Line = Annotated[str, Length(1, 200), Check(single_line)]
"""A single line of at most 200 characters."""

Text = Annotated[str, Length(1, 8000), Check(readable)]
"""Text of at most 8,000 characters, line breaks allowed."""

PlainText = Annotated[str, Pattern(r"^(\S(.*\S)?)$", "text without space at its ends")]
"""A text of a policy's own."""

Person = Annotated[Line, Check(person_of)]
"""An employee, by the subject of their token, in the spelling of `person_of`."""

Key = Annotated[str, Pattern(r"^[a-z0-9][a-z0-9-]{0,63}$")]
"""A word of the policy's vocabulary."""

TimeOfDay = Annotated[str, Pattern(r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
"""HH:MM in the organisation's time zone."""

Currency = Annotated[str, Pattern(r"^[A-Z]{3}$")]
"""ISO 4217."""

MinorUnits = Annotated[int, Range(0, 10**12), Check(_whole, before_type=True)]
"""An amount in fen or cents."""

Ordinal = Annotated[int, Range(1, 10_000)]
"""The number of a plan, expense, promise, visit ... within its complaint."""

LONGEST_DRAWING = 65_536
"""Characters, as a drawing comes and as it is kept."""

Drawing = Annotated[str, Length(1, LONGEST_DRAWING)]
"""A drawn signature."""
