"""What differs between the rows that a fold gives and those that a table holds.

Values are compared as the driver writes and reads them: what was falsified may be of any kind, and
need not be a value of the column's Python type.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

import msgspec
from sqlalchemy import Column, ColumnElement, Dialect, Table, Text, cast, type_coerce
from sqlalchemy.types import NullType

from app.events.documents import Row, Written
from app.events.projection import PLACES, Projection
from app.events.tables import JsonText

OF_GENERATION: Final = frozenset({"organisation_id", "version"})


def tables_of(projection: Projection[Any]) -> list[Table]:
    """Name the tables of a projection: the documents, then their lines if there are any."""
    lines = projection.lines
    return [projection.table, *([] if lines is None else [lines.table])]


def raw_columns(table: Table) -> list[ColumnElement[Any]]:
    """Select the columns of a row as the driver gives them."""
    own = [column for column in table.c if column.name not in OF_GENERATION]
    return [_raw(column).label(column.name) for column in own]


def _raw(column: Column[Any]) -> ColumnElement[Any]:
    return cast(column, Text) if column.type is JsonText else type_coerce(column, NullType())


class RowDifference(NamedTuple):
    """Compares rows of a projection, in the dialect of a database."""

    projection: Projection[Any]
    dialect: Dialect
    position: int
    """Of the projection's checkpoint."""

    def between(self, written: Written | None, stored: Sequence[Sequence[Row]]) -> Iterator[str]:
        """Name what differs in one complaint's rows of each of `tables_of`, never a value.

        `written` is None where the log has no such complaint.
        """
        if written is None:
            if any(stored):
                yield "not in the log"
            return
        (table, *below), (own, *lines) = tables_of(self.projection), stored
        if not own:
            yield "missing"
        for row in own:
            yield from self._columns(table, written.row, row)
        for lines_table, rows in zip(below, lines, strict=True):
            if [self._bound(lines_table, line) for line in written.lines] != list(rows):
                yield lines_table.name

    def _columns(self, table: Table, row: Row, stored: Row) -> Iterator[str]:
        if stored["shape"] != row["shape"]:
            yield "stale: rebuild"
            return
        for name, value in self._bound(table, row).items():
            if name == "position":
                if not self._is_place(stored[name], value):
                    yield name
            elif table.c[name].type is JsonText:
                yield from _keys(name, value, stored[name])
            elif value != stored[name]:
                yield name

    def _is_place(self, stored: object, first: int) -> bool:
        """See that a document stands in the feed where its event does, or was shown again."""
        return isinstance(stored, int) and first <= stored < (self.position + 1) * PLACES

    def _bound(self, table: Table, row: Row) -> Row:
        """Give values as the driver is given them."""
        return {name: self._bind(table.c[name], value) for name, value in row.items()}

    def _bind(self, column: Column[Any], value: object) -> object:
        process = column.type.dialect_impl(self.dialect).bind_processor(self.dialect)
        return value if process is None else process(value)


def _keys(name: str, expected: str | None, stored: object) -> Iterator[str]:
    """Name the keys of a JSON text that differ, or the text where it is not written as ours are."""
    if stored == expected:
        return
    try:
        one, other = msgspec.json.decode(expected or ""), msgspec.json.decode(str(stored))
        as_ours = msgspec.json.encode(other).decode() == stored
    except (msgspec.DecodeError, UnicodeError):
        yield name
        return
    if not (isinstance(other, dict) and isinstance(one, dict)):
        yield name
        return
    differing = [key for key in one.keys() | other.keys() if one.get(key) != other.get(key)]
    yield from (f"{name}.{key}" for key in sorted(differing))
    if not differing and not as_ours:
        yield name
