"""Comparing a sheet with the events of an archive: which rows and cells are not what they say.

Rows are found by the id of their complaint. Those of a complaint must be what its events come to,
at the position of the sheet or after a later event, as an export reads on while complaints go on.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from app.documents.cells import Cell
from app.documents.sheet.archived_copies import ArchivedCopies
from app.documents.sheet.cell_reading import number_in, says
from app.documents.sheet.columns import COMPLAINTS, EXPENSES
from app.documents.sheet.sheet_file import Line, SheetTable, read_tables
from app.documents.sheet.statement import Statement, read_statement, total_label
from app.documents.sheet.tables import Rows, Tables
from app.documents.words import Words
from app.events.exporting import as_exported
from app.events.wall_clock import TOLERANCE
from app.proof.verifying import CannotTell

Found: TypeAlias = tuple[str, Line]
"""A row of a sheet, and the name of its table."""
_ID: Final = {
    rows: [column.key for column in table.columns].index("id")
    for rows, table in ((Rows.COMPLAINTS, COMPLAINTS), (Rows.EXPENSES, EXPENSES))
}
_PAID: Final = [column.key for column in EXPENSES.columns].index("paid")


class Difference(NamedTuple):
    """A place where a sheet is not what the events come to."""

    place: str
    """The table and row, and the number of the complaint."""
    column: str | None
    """None where a whole row is missing, or is too many."""
    sheet: str
    events: str

    def __str__(self) -> str:
        """Say it on one line."""
        column = f", {self.column}" if self.column else ""
        return f"{self.place}{column}: the sheet says {self.sheet}, the events say {self.events}"


def read_sheet(path: Path) -> tuple[Statement, list[SheetTable]]:
    """Read a sheet as `triplicate sheet` writes it, and what it says of itself.

    Raises:
        CannotTell: it is none, or does not say which copies it is of.
        OSError: it cannot be read.

    """
    tables = read_tables(path)
    if path.suffix.lower() == ".csv":
        beside = path.with_name(f"{path.stem.removesuffix('-expenses')}-about.csv")
        if not beside.is_file():
            raise CannotTell(f"{beside} is missing, which says what {path.name} is of")
        tables += read_tables(beside)
    said = [found for found in map(read_statement, tables) if found]
    rest = [table for table in tables if read_statement(table) is None]
    if len(said) != 1 or not rest:
        raise CannotTell(f"{path} is no sheet of audit copies that says what it is of")
    return said[0], rest


def compare(
    statement: Statement, found: Sequence[SheetTable], copies: ArchivedCopies
) -> list[Difference]:
    """Compare the tables of a sheet with what the events of an archive come to.

    Raises:
        CannotTell: the sheet is of another organisation, policy or form, or newer than the archive.

    """
    tables = _tables(statement, copies)
    by_kind: dict[Rows, list[Found]] = {}
    for table in found:
        lines = by_kind.setdefault(_kind_of(table, tables), [])
        lines += ((table.name, line) for line in table.lines)
    differences: list[Difference] = []
    for rows, lines in by_kind.items():
        differences += _differences(rows, lines, tables, copies)
    totals = _totals(statement, by_kind, tables)
    return [*_left_out(statement, tables.words, copies), *differences, *totals]


def _tables(statement: Statement, copies: ArchivedCopies) -> Tables:
    policy = copies.policy(statement.values["policy"])
    if statement.values["organisation"] != copies.organisation or policy is None:
        raise CannotTell(
            f"the archive is of {copies.organisation}, the sheet of"
            f" {statement.values['organisation']} under the policy {statement.values['policy']}"
        )
    if copies.last < statement.position:
        raise CannotTell(
            f"the archive ends at event {copies.last}, and the sheet holds {statement.position}:"
            " export a newer one"
        )
    words = Words(policy, statement.language)
    wanted = statement.wanted(words)
    return Tables(organisation=copies.organisation, wanted=wanted, words=words)


def _left_out(statement: Statement, words: Words, copies: ArchivedCopies) -> Iterator[Difference]:
    """Compare the position with the time at which the sheet was made.

    The position comes from a table that can be set back; the times of events are signed.
    """
    beyond, made = copies.beyond, statement.made_at(words)
    # The clocks of the service and the database may differ by that much.
    if beyond is not None and beyond.recorded_at < made - TOLERANCE:
        times = [words.local(each.isoformat()) for each in (beyond.recorded_at, made)]
        yield Difference(
            statement.label("position"),
            None,
            str(statement.position),
            f"{beyond.position} or later: that was recorded at {times[0]}, the sheet made at"
            f" {times[1]}",
        )


def _titles(rows: Rows, tables: Tables) -> list[str]:
    return [head.title for head in tables.heads(rows)]


def _kind_of(table: SheetTable, tables: Tables) -> Rows:
    for rows in Rows:
        if table.heads == _titles(rows, tables):
            return rows
    raise CannotTell(f"{table.name} has other columns than a sheet of audit copies")


def _differences(
    rows: Rows, lines: list[Found], tables: Tables, copies: ArchivedCopies
) -> Iterator[Difference]:
    titles, at = _titles(rows, tables), _ID[rows]
    by_complaint: dict[str, list[Found]] = defaultdict(list)
    for name, line in lines:
        by_complaint["".join(line.cells[at : at + 1])].append((name, line))
    write = tables.complaints if rows is Rows.COMPLAINTS else tables.expenses
    calendar = tables.words.policy.calendar
    for complaint, states in copies.states.items():
        found = by_complaint.pop(str(complaint), [])
        best: list[Difference] | None = None
        for state in states:
            copy = state and as_exported(state, tables.wanted, calendar)
            differing = [*_compared(found, [*write([copy])] if copy else [], titles)]
            best = differing if best is None or len(differing) < len(best) else best
            if not best:
                break
        yield from best or ()
    for name, line in (one for rest in by_complaint.values() for one in rest):
        yield Difference(_place(name, line), None, "this row", "none")


def _compared(
    found: list[Found], expected: list[list[Cell]], titles: list[str]
) -> Iterator[Difference]:
    """Compare the rows of one complaint."""
    for sheet, events in zip_longest(found, expected):
        if sheet is None:
            yield Difference(f"complaint {events[0]}", None, "no row", _row(events, titles))
        elif events is None:
            yield Difference(_place(*sheet), None, "this row", "none")
        else:
            cells = zip_longest(titles, sheet[1].cells, events)
            for title, text, cell in cells:
                if not says(text or "", cell):
                    column = title or "beyond the last column"
                    yield Difference(_place(*sheet), column, _shown(text), _shown(cell))


def _totals(
    statement: Statement, by_kind: dict[Rows, list[Found]], tables: Tables
) -> Iterator[Difference]:
    """Compare what the sheet says it comes to with its own rows."""
    sums: dict[str, Decimal] = {}
    for rows, lines in by_kind.items():
        sums[statement.label(rows.value)] = Decimal(len(lines))
        if rows is Rows.EXPENSES:
            paid = ("".join(line.cells[_PAID : _PAID + 1]) for _, line in lines)
            total = sum((number_in(text) or Decimal(0) for text in paid), Decimal(0))
            sums[total_label(tables.words.policy, statement.language)] = total
    for label, value in sums.items():
        said = statement.values.get(label, "")
        if number_in(said) != value:
            yield Difference(label, None, _shown(said), f"{value} by its own rows")


def _place(name: str, line: Line) -> str:
    return f"{name} row {line.number}, complaint {line.cells[0]}"


def _row(cells: list[Cell], titles: list[str]) -> str:
    return ", ".join(
        f"{title} {cell}" for title, cell in zip(titles, cells, strict=True) if cell is not None
    )


def _shown(value: Cell) -> str:
    return "nothing" if value in {None, ""} else str(value)
