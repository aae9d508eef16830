"""Whatever people wrote, it comes back as a text; and amounts come back exactly."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.documents.cells import Amount, Cell
from app.documents.csv_lines import GUARD, MARK, RISKY, lines
from app.documents.xlsx import LONGEST, Book, Head
from tests.documents.sheet.reading import Read, Workbook

NASTY = st.one_of(
    st.text(max_size=20),
    st.builds(
        "{}{}".format,
        st.sampled_from(
            ["=", "+", "-", "@", "\t", "\r", "\n", " =", "\x00=", "＝", "\ufeff=", "\u200b@", "'="]
        ),
        st.text(max_size=10),
    ),
    st.sampled_from(
        [
            '=HYPERLINK("http://a.example","b")',
            "=cmd|' /C calc'!A0",
            "<r><t>a</t></r>",
            "<r></is></c><c r='Z9'><f>1+1</f></c></r>",
            "{=1+1}",
            "http://a.example",
            "0012",
            "_x0041_",
            'a";=1+1;"',
            "]]>",
            "\ud800",
            "\uffff",
        ]
    ),
)
AMOUNTS = st.integers(-(10**15) + 1, 10**15 - 1)
TIMES = st.datetimes(datetime(1901, 1, 1), datetime(2199, 12, 31))  # noqa: DTZ001

# A workbook takes a hundredth second to write and to read, however few rows it has.
books = settings(max_examples=10)


def book_of(rows: Sequence[Sequence[Cell]], *, most_rows: int = 100) -> Workbook:
    file = io.BytesIO()
    with TemporaryDirectory() as folder:
        book = Book(file, Path(folder), most_rows=most_rows)
        book.sheet("行", [Head("一", 10), Head("二", 10)]).add(rows)
        book.close()
        assert list(Path(folder).iterdir()) == []
    return Workbook(file.getvalue())


def rows_of(rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    return list(csv.reader(io.StringIO(lines(rows).decode(), newline="")))


def whole(text: str) -> str:
    """What of a text can stand in XML and in UTF-8."""
    return "".join(
        "\ufffd" if 0xD800 <= ord(c) < 0xE000 or c in "\ufffe\uffff" else c for c in text
    )


@books
@given(st.lists(NASTY, min_size=1, max_size=30))
@example(["<r><t>a</t></r>"])
@example(["=1+1"])
def test_in_a_workbook_every_text_is_a_text(texts: list[str]) -> None:
    [_, *rows] = book_of([[text, "after"] for text in texts]).sheets["行"]
    for text, row in zip(texts, rows, strict=True):
        assert row.get("A", Read("")).value == whole(text)
        assert row["B"] == Read("after")


@given(st.lists(NASTY, min_size=1, max_size=3))
def test_in_csv_no_text_begins_a_formula_and_all_of_it_is_there(texts: list[str]) -> None:
    [row] = rows_of([texts])
    assert len(row) == len(texts)
    for text, cell in zip(texts, row, strict=True):
        kept = text.encode("utf-8", "replace").decode()
        assert cell in {kept, GUARD + kept}
        visible = cell.lstrip(" \t\r\n\x00\ufeff\u200b")
        assert not visible or visible[0] not in RISKY
        assert not cell or cell[0] not in "\t\r\n\x00"


@given(st.lists(NASTY, min_size=1, max_size=3))
def test_in_csv_every_text_stands_in_quotes(texts: list[str]) -> None:
    assert lines([texts]).startswith(b'"')
    assert lines([texts]).endswith(b'"\r\n')


@books
@given(st.lists(AMOUNTS, min_size=1, max_size=50))
def test_amounts_are_numbers_and_exact(minor: list[int]) -> None:
    expected = [Decimal(one) / 100 for one in minor]
    rows = [[Amount(one)] for one in minor]
    assert lines(rows).decode() == "".join(f"{one:.2f}\r\n" for one in expected)
    [_, *cells] = book_of(rows).sheets["行"]
    assert [row["A"] for row in cells] == [Read(one, "#,##0.00") for one in expected]


@books
@given(st.lists(TIMES, min_size=1, max_size=50))
def test_times_are_dates_to_a_spreadsheet_program(times: list[datetime]) -> None:
    times = [at.replace(microsecond=0) for at in times]
    assert rows_of([[at] for at in times]) == [[at.isoformat(" ")] for at in times]
    [_, *cells] = book_of([[at] for at in times]).sheets["行"]
    assert [row["A"].moment for row in cells] == times
    assert {row["A"].format for row in cells} == {"yyyy-mm-dd hh:mm:ss"}


def test_what_is_no_date_to_excel_stands_as_a_text() -> None:
    early = datetime(1850, 1, 1)  # noqa: DTZ001
    assert book_of([[early]]).sheets["行"][1]["A"] == Read("1850-01-01 00:00:00")


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    cell = book_of([["长" * 40_000]]).sheets["行"][1]["A"]
    assert cell == Read("长" * (LONGEST - 1) + "…")


def test_rows_that_do_not_fit_go_on_in_another_sheet() -> None:
    book = book_of([[nth, "x"] for nth in range(5)], most_rows=3)
    assert list(book.sheets) == ["行", "行 (2)", "行 (3)"]
    found = [row["A"].value for rows in book.sheets.values() for row in rows[1:]]
    assert found == [0, 1, 2, 3, 4]
    assert all(rows[0]["A"] == Read("一") for rows in book.sheets.values())


def test_the_mark_is_what_excel_looks_for() -> None:
    assert MARK.encode() == b"\xef\xbb\xbf"
