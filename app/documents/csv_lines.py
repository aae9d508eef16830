"""CSV (RFC 4180) that spreadsheet programs open as it is meant.

In UTF-8 with a byte order mark, without which Excel on a Chinese Windows reads GBK. All texts stand
in quotes, so that a program that takes `;` for the separator does not cut them. A text that a
program could take for a formula has an apostrophe before it: shown as that, or not at all, and
calculated never.
"""

import csv
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from io import StringIO
from typing import Final
from unicodedata import category

from app.documents.cells import Amount, Cell

MARK: Final = "\ufeff"
GUARD: Final = "'"
RISKY: Final = frozenset("=+-@＝＋－＠")
"""What begins a formula; some programs take the wide forms for the narrow ones."""


def lines(rows: Iterable[Iterable[Cell]]) -> bytes:
    """Write rows; a file of them begins with `MARK`."""
    text = StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerows([_written(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8", "replace")


def guarded(text: str) -> str:
    """Keep a text from being a formula."""
    if text and (category(text[0]) == "Cc" or _first_visible(text) in RISKY):
        return GUARD + text
    return text


def _first_visible(text: str) -> str:
    """Find the first character that is neither space nor control: programs skip those."""
    return next((one for one in text if category(one)[0] not in "ZC"), "")


def _written(cell: Cell) -> str | int | Decimal | None:
    match cell:
        case str():
            return guarded(cell)
        case Amount():
            return cell.exact
        case datetime():
            return cell.isoformat(" ", "seconds")
        case _:
            return cell
