"""A review as PDF/A, with bars: every word comes as data, made legible as on a form."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Final

from app.documents.cells import Amount
from app.documents.typst_renderer import TypstRenderer
from app.documents.words import Language, Words
from app.reviews.heading import lines, title
from app.reviews.making import Made
from app.reviews.tables import Cell, Table, tables

TEMPLATE: Final = Path(__file__).parent / "template" / "review.typ"
WIDE: Final = frozenset({"open_improvements", "unplanned"})
"""Lists of words, set to the left."""

_FONTS: Final = {Language.TRADITIONAL: "Noto Sans CJK TC"}
_SCRIPTS: Final = {Language.SIMPLIFIED: "hans", Language.TRADITIONAL: "hant"}
_turn: Final = Lock()


def paper(made: Made, organisation: str, words: Words) -> bytes:
    """Set a review as pages, one review at a time; the interpreter is free meanwhile."""
    content = _content(made, organisation, words)
    with _turn:
        return _typesetter().print(content)


@cache
def _typesetter() -> TypstRenderer:
    return TypstRenderer(TEMPLATE)


def _content(made: Made, organisation: str, words: Words) -> dict[str, Any]:
    return {
        "font": _FONTS.get(words.language, "Noto Sans CJK SC"),
        "lang": "en" if words.language is Language.ENGLISH else "zh",
        "script": _SCRIPTS.get(words.language, "latn"),
        "date": made.at.utctimetuple()[:6],
        "organisation": organisation,
        "title": title(made, words),
        "lines": lines(made, words),
        "tables": [_table(one, words) for one in tables(made.review, made.before, words)],
        "decisions": words.term("review", "line", "decisions"),
        "page": words.term("review", "line", "page"),
    }


def _table(table: Table, words: Words) -> dict[str, Any]:
    more = words.term("review", "line", "and-more", n=table.left_out) if table.left_out else ""
    return {
        "title": table.title,
        "head": table.head,
        "rows": [[_text(cell) for cell in row] for row in table.rows],
        "bars": _bars(table.rows) if table.chart else [],
        "wide": table.key in WIDE,
        "nothing": words.term("review", "line", "nothing"),
        "more": more,
    }


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case Amount() | str():
            return str(cell)
        case int():
            return f"{cell:,}"
        case float():
            return f"{cell:,.2f}"


def _bars(rows: Sequence[Sequence[Cell]]) -> list[tuple[float, float]]:
    """Tell how long the bars are, of the longest; what was taken back has none."""
    pairs = [tuple(max(0, cell) for cell in row[1:3] if isinstance(cell, int)) for row in rows]
    longest = max((length for pair in pairs for length in pair), default=0) or 1
    return [(now / longest, before / longest) for now, before in pairs]
