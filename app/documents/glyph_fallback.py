"""Text made fit for paper: nothing that was written is lost, whatever characters it is written in.

An archive copy may hold no character without a glyph. One that no font here has is printed as its
number and name, such as `[U+1F621 pouting face]`, so that readers know what
stood there. A run without a place to break gets such places, which are not seen.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Any, Final

_BREAK: Final = "\u200b"
_RUN: Final = re.compile(r"[^\s\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef\u200b]{13,}")
_EVERY: Final = 8
"""Of the widest letters, as many as fit the narrowest column."""

_COMMON: Final = re.compile(
    "[\n\x20-\x7e\xa0-\xac\xae-\xff\u200b\u2014\u2018\u2019\u201c\u201d\u2026\u2605"
    "\u3000-\u3015\u3041-\u3096\u30a1-\u30fe\u4e00-\u9fa5\uff01-\uff5e]*"
)
"""What the form's own font has: no question need be asked about it."""

_LINES: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE: Final = frozenset({"Cc", "Cs", "Cn"})
_TURNING: Final = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
"""They would let a line read otherwise than it was written."""


def legible(value: Any, has_glyph: Callable[[str], bool]) -> Any:  # noqa: ANN401 - JSON in, JSON out
    """Make every text inside a form or a review legible."""
    match value:
        case str():
            return _text(value, has_glyph)
        case list() | tuple():
            return [legible(one, has_glyph) for one in value]
        case dict():
            return {key: legible(one, has_glyph) for key, one in value.items()}
        case _:
            return value


def plain(value: Any) -> Any:  # noqa: ANN401 - JSON in, JSON out
    """Make every text legible with the form's own font alone."""
    return legible(value, lambda _: False)


def _text(text: str, has_glyph: Callable[[str], bool]) -> str:
    text = _LINES.sub("\n", text).replace("\t", "    ")
    if not _COMMON.fullmatch(text):
        text = "".join(_character(one, has_glyph) for one in unicodedata.normalize("NFC", text))
    return _RUN.sub(_broken, text)


def _character(character: str, has_glyph: Callable[[str], bool]) -> str:
    if _COMMON.fullmatch(character):
        return character
    hidden = unicodedata.category(character) in _INVISIBLE or character in _TURNING
    if not hidden and has_glyph(character):
        return character
    name = unicodedata.name(character, "").lower()
    return f"[U+{ord(character):04X}{' ' if name else ''}{name}]"


def _broken(run: re.Match[str]) -> str:
    """Let a run break after every few characters, never between a mark and what it stands on."""
    pieces, piece = [], ""
    for character in run[0]:
        if len(piece) >= _EVERY and not unicodedata.combining(character):
            pieces.append(piece)
            piece = ""
        piece += character
    return _BREAK.join((*pieces, piece))
