"""What a form is made of: boxes with a title, in them fields, tables and places to sign.

The template draws exactly these. Every string in them is text to be set, never something to be
read as markup.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from typing_extensions import TypedDict

from app.documents.form.drawing import Drawing

MOST_ROWS = 200
"""A table on paper ends here and says how much more there is: no form may fill a book."""

MOST_LINES = 40
"""Lines of a box that surely fits a page, and is not torn apart."""
_NARROW, _WIDE = 7, 25
"""Characters to a line in the narrowest column of a table, and beside a label."""
_DRAWN = _SIGNED = 7
"""Lines that a signature takes, and a place to sign."""


class Field(TypedDict):
    """A label and what stands beside it."""

    label: str
    value: str
    wide: bool
    """It takes a line for itself."""
    roomy: bool
    """There is room on paper, even where little is said."""


class Part(TypedDict, total=False):
    """Fields, a table, a sentence or places to sign."""

    kind: Literal["fields", "table", "note", "signatures"]
    fields: list[Field]
    head: list[str]
    rows: list[list[str | Drawing]]
    widths: list[int]
    """Of a table's columns, in shares of the line."""
    text: str
    places: list[dict[str, str]]


class Section(TypedDict):
    """A box of the form (栏)."""

    title: str
    parts: list[Part]
    whole: bool
    """It is small, and stays on one page."""


def field(label: str, value: object, *, wide: bool = False, roomy: bool = False) -> Field:
    """Fill a field; nothing known leaves it empty, as on paper."""
    text = "" if value is None else str(value)
    return {"label": label, "value": text, "wide": wide or roomy, "roomy": roomy}


def fields(*filled: Field) -> Part:
    """Put fields beside each other, two to a line."""
    return {"kind": "fields", "fields": list(filled)}


def table(
    head: Sequence[tuple[str, int]], rows: Iterable[Sequence[object]], *, more: str = "{n}"
) -> Part:
    """Make a table; `head` gives each column its name and width."""
    known = [[_cell(cell) for cell in row] for row in rows]
    part: Part = {
        "kind": "table",
        "head": [name for name, _ in head],
        "widths": [width for _, width in head],
        "rows": known[:MOST_ROWS],
    }
    if len(known) > MOST_ROWS:
        part["text"] = more.format(n=len(known) - MOST_ROWS)
    return part


def _cell(value: object) -> str | Drawing:
    if isinstance(value, dict):
        return value
    return "" if value is None else str(value)


def note(text: str) -> Part:
    """Say something in small print."""
    return {"kind": "note", "text": text}


def signatures(places: Iterable[dict[str, str]]) -> Part:
    """Give places to sign, side by side."""
    return {"kind": "signatures", "places": list(places)}


def section(title: str, *parts: Part | None) -> Section:
    """Make a box of the form; a part that is None is left out."""
    kept = [part for part in parts if part is not None]
    return {
        "title": title,
        "parts": kept,
        "whole": sum(_lines(part) for part in kept) <= MOST_LINES,
    }


def _lines(part: Part) -> int:
    """Count the lines that a part can take at most."""
    rows = sum(max(_height(cell, _NARROW) for cell in row) for row in part.get("rows", ()))
    filled = sum(_height(one["value"], _WIDE) + one["roomy"] * 4 for one in part.get("fields", ()))
    signed = sum(_SIGNED + _height(one["remark"], _NARROW) for one in part.get("places", ()))
    return 1 + rows + filled + signed


def _height(value: str | Drawing, width: int) -> int:
    return 1 + len(value) // width + value.count("\n") if isinstance(value, str) else _DRAWN


Form = dict[str, Any]
"""A form as the template takes it."""
