"""Whether the text of a cell, read back from a file, says what was to be written there."""

from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final

from app.documents.cells import Amount, Cell
from app.documents.csv_lines import guarded
from app.documents.xlsx import cell_text

EXCEL_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - the wall clock's
DAY_SECONDS: Final = 86_400


def says(text: str, cell: Cell) -> bool:
    """Compare a text with a cell, as a CSV or a workbook writes it, or Excel after them."""
    match cell:
        case None:
            return not text
        case str():
            written = {cell, guarded(cell), cell_text(cell)}
            return _plain(text) in {_plain(one) for one in written}
        case datetime():
            return text in {cell.isoformat(" ", "seconds"), cell.isoformat(" ")} or (
                moment_in(text) == cell
            )
        case Amount() | int():
            # Excel saves the nearest double: 9.0299999999999994 is 9.03.
            found = number_in(text)
            wanted = Decimal(str(cell))
            return found is not None and (found == wanted or float(found) == float(wanted))


def number_in(text: str) -> Decimal | None:
    """Read a number."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def moment_in(text: str) -> datetime | None:
    """Read a moment that a workbook has as a number of days."""
    days = number_in(text)
    if days is None or not 0 <= days < 3_000_000:  # noqa: PLR2004 - the year 9999
        return None
    return EXCEL_EPOCH + timedelta(seconds=round(float(days) * DAY_SECONDS))


def _plain(text: str) -> str:
    """Take line ends for one, and what UTF-8 cannot say for what stands in its place."""
    return text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode()
