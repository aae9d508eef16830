"""A review as PDF, with bars, set by typst in the fonts that come with the program.

It may open one folder that holds the template and nothing else; every word comes as data.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Final, cast

import msgspec
import typst
from noto_cjk_sans_otc import FONT_PATH  # type: ignore[import-untyped] # it has no types

from app.printing.words import Language, Words
from app.reviews.heading import lines, title
from app.reviews.making import Made
from app.reviews.tables import Cell, Table, tables, term
from app.sheets.cells import Amount

TEMPLATE: Final = Path(__file__).parent / "template"
WIDE: Final = frozenset({"open_improvements", "unplanned"})
"""Lists of words, set to the left."""

_FONTS: Final = {Language.TRADITIONAL: "Noto Sans CJK TC"}
_SCRIPTS: Final = {Language.SIMPLIFIED: "hans", Language.TRADITIONAL: "hant"}
_turn: Final = Lock()


def paper(made: Made, organisation: str, words: Words) -> bytes:
    """Set a review as pages, one review at a time; the interpreter is free meanwhile."""
    data = msgspec.json.encode(_content(made, organisation, words)).decode()
    with _turn:
        pages = _compiler().compile(
            format="pdf", sys_inputs={"data": data}, timestamp=made.at.replace(microsecond=0)
        )
    return cast("bytes", pages)


@cache
def _compiler() -> typst.Compiler:
    """Read the fonts, which takes a while, once."""
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[str(Path(str(FONT_PATH)).parent)],
    )
    nowhere = str(TEMPLATE / "packages")
    return typst.Compiler(
        str(TEMPLATE / "review.typ"),
        root=str(TEMPLATE),
        font_paths=fonts,
        sys_inputs={"data": "null"},
        package_path=nowhere,
        package_cache_path=nowhere,
    )


def _content(made: Made, organisation: str, words: Words) -> dict[str, Any]:
    return {
        "fonts": [_FONTS.get(words.language, "Noto Sans CJK SC"), "Libertinus Serif"],
        "lang": "en" if words.language is Language.ENGLISH else "zh",
        "script": _SCRIPTS.get(words.language, "latn"),
        "organisation": organisation,
        "title": title(made, words),
        "lines": lines(made, words),
        "tables": [_table(one, words) for one in tables(made.review, made.before, words)],
        "decisions": term(words, "line", "decisions"),
        "page": term(words, "line", "page"),
    }


def _table(table: Table, words: Words) -> dict[str, Any]:
    more = term(words, "line", "and-more", n=table.left_out) if table.left_out else ""
    return {
        "title": table.title,
        "head": table.head,
        "rows": [[_text(cell) for cell in row] for row in table.rows],
        "bars": _bars(table.rows) if table.chart else [],
        "wide": table.key in WIDE,
        "nothing": term(words, "line", "nothing"),
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
