"""`triplicate verify ARCHIVE --sheet FILE`: a month computed again from the events alone."""

import asyncio
import csv
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from zipfile import ZipFile

import pytest
from typer.testing import CliRunner, Result

from app.cli import app
from tests.api.conftest import Founded
from tests.api.test_money_and_copies import asked_for, paid
from tests.support.service import HERE, Service, service_on

RUNNER = CliRunner()
HOUSE = ("--organisation", "here")
DAYS = ("--paid-from", "2026-01-01", "--paid-until", "2199-12-31")


@pytest.fixture(scope="module")
def filled(founded: Founded, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with two complaints that were paid, one of them twice, and one that was not."""
    data = tmp_path_factory.mktemp("filled")
    shutil.copyfile(founded.path, data / "triplicate.db")

    async def fill() -> None:
        url = f"sqlite+aiosqlite:///{data / 'triplicate.db'}"
        async with service_on(url, data, founded.tokens) as service:
            await money(service)

    asyncio.run(fill())
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("TRIPLICATE_DATA_DIR", str(data))
        run("export", *HOUSE, "--output", data / "archive.zip")
    return data


async def money(service: Service) -> None:
    for _ in range(2):
        complaint = await asked_for(service)
        await paid(service, complaint, 300)
    await service.do("finance", complaint, "reversals", compensation=1, reason="退回")
    await asked_for(service)
    await service.services.projector.catch_up()


@pytest.fixture
def house(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, with its archive."""
    shutil.copytree(filled, tmp_path / "data")
    monkeypatch.setenv("TRIPLICATE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "500")
    return tmp_path


def run(*arguments: str | Path, code: int = 0) -> Result:
    result = RUNNER.invoke(app, [str(one) for one in arguments])
    assert result.exit_code == code, result.output + result.stderr
    return result


def written(house: Path, name: str, *more: str) -> list[Path]:
    """Write a sheet; give the tables of it."""
    path = house / name
    run("sheet", *HOUSE, *DAYS, "--output", path, "--force", *more)
    if path.suffix == ".xlsx":
        return [path]
    return [path, path.with_name(f"{path.stem}-expenses.csv")]


def verified(house: Path, *tables: Path, code: int = 0) -> Result:
    given = [part for table in tables for part in ("--sheet", str(table))]
    return run("verify", house / "data" / "archive.zip", *given, code=code)


def falsify(house: Path, change: str) -> None:
    """Change the read table behind the log, as somebody who owns the database can."""
    with closing(sqlite3.connect(house / "data" / "triplicate.db")) as database, database:
        done = database.execute(f"UPDATE audit_copy SET {change}")  # noqa: S608 - of this file
        assert done.rowcount


@pytest.mark.parametrize("name", ["month.xlsx", "month.csv"])
@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
def test_an_honest_sheet_is_what_the_events_come_to_sc_36(
    name: str, language: str, house: Path
) -> None:
    tables = written(house, name, "--language", language)
    said = verified(house, *tables).stdout
    for table in tables:
        assert f"{table}: " in said
    assert "as the events come to at" in said


@pytest.mark.parametrize(
    "asked", [("--custody", "with-audit"), ("--received-from", "2026-01-01"), ()]
)
def test_a_sheet_of_whatever_was_asked_for_is_compared(asked: tuple[str, ...], house: Path) -> None:
    path = house / "some.xlsx"
    run("sheet", *HOUSE, *asked, "--output", path)
    verified(house, path)


@pytest.mark.parametrize("name", ["month.xlsx", "month.csv"])
def test_a_read_table_that_was_falsified_is_found_though_the_checkpoint_is_valid(
    name: str, house: Path
) -> None:
    falsify(house, "document = replace(document, '30000', '39000')")
    tables = written(house, name, "--language", "en")
    run("verify", house / "data" / "archive.zip")
    said = verified(house, *tables, code=1).stderr
    assert "TAMPERED" in said
    number = r"\d{4}-\d{6}"
    for column in ("Requested in all", "Amount paid"):
        assert re.search(rf"row 2, complaint {number}, {column}: .*says 390.00.* say 300.00", said)


def test_a_row_that_was_taken_out_of_the_read_table_is_missed(house: Path) -> None:
    with closing(sqlite3.connect(house / "data" / "triplicate.db")) as database, database:
        database.execute("DELETE FROM audit_copy WHERE rowid = (SELECT min(rowid) FROM audit_copy)")
    [sheet] = written(house, "month.xlsx")
    assert "the sheet says no row" in verified(house, sheet, code=1).stderr


@pytest.mark.parametrize("name", ["month.xlsx", "month.csv"])
@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_a_sheet_of_a_log_that_was_set_back_leaves_out_what_had_been_recorded_sc_36(
    name: str, language: str, house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(house / "data" / "triplicate.db")) as database, database:
        database.execute("UPDATE log_heads SET position = 1 WHERE organisation_id = ?", [HERE])
        database.execute("DELETE FROM audit_copy")
    later = datetime.now(UTC) + timedelta(minutes=10)
    monkeypatch.setattr("app.cli.sheets.wall_clock", lambda: later)
    sheet = written(house, name, "--language", language)[0]
    said = verified(house, sheet, code=1).stderr
    assert re.search(r"the sheet says 1, the events say 2 or later: that was recorded at ", said)
    assert "TAMPERED" in said


def edited(path: Path, change: Callable[[list[list[str]]], None]) -> None:
    """Change a table as CSV after it was written."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    change(rows)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)


def test_rows_that_were_added_changed_or_taken_out_of_a_table_are_named(house: Path) -> None:
    for change, says in (
        (lambda rows: rows.append(rows[1]), "row 5, .*this row, the events say none"),
        (lambda rows: rows.pop(), "the sheet says no row"),
        (lambda rows: rows[1].__setitem__(5, "别的"), "row 2, .*用途: the sheet says 别的"),
        (lambda rows: rows[2].append("more"), "row 3, .*beyond the last column"),
    ):
        expenses = written(house, "month.csv")[1]
        edited(expenses, change)
        assert re.search(says, verified(house, expenses, code=1).stderr)


def test_totals_that_are_not_those_of_the_rows_are_named(house: Path) -> None:
    complaints, expenses = written(house, "month.csv")
    edited(house / "month-about.csv", lambda rows: rows[-1].__setitem__(1, "1.00"))
    verified(house, complaints)
    assert "1.00" in verified(house, expenses, code=1).stderr


def test_a_table_that_excel_saved_is_compared_by_its_values(house: Path) -> None:
    complaints, expenses = written(house, "month.csv")

    def as_saved(rows: list[list[str]]) -> None:
        for row in rows[1:]:
            row[:] = [re.sub(r"\.00$", "", cell) for cell in row]

    for path in (complaints, expenses):
        edited(path, as_saved)
        path.write_bytes(path.read_text("utf-8-sig").encode("utf-16"))
    verified(house, complaints, expenses)


def test_a_sheet_is_not_accused_of_what_happened_after_it(house: Path, founded: Founded) -> None:
    tables = [*written(house, "month.xlsx"), *written(house, "month.csv")]

    async def more() -> None:
        url = f"sqlite+aiosqlite:///{house / 'data' / 'triplicate.db'}"
        async with service_on(url, house / "data", founded.tokens) as service:
            service.keys = count(1000)
            await money(service)

    asyncio.run(more())
    run("export", *HOUSE, "--output", house / "data" / "archive.zip", "--force")
    verified(house, *tables)
    after = written(house, "after.xlsx")
    verified(house, *after)


def test_a_sheet_that_was_read_while_complaints_went_on_is_not_accused(
    house: Path, founded: Founded
) -> None:
    """Rows may be of later events than the position with which the export began."""
    complaints, expenses = written(house, "month.csv")
    position = Path(house / "month-about.csv").read_text("utf-8-sig")
    test_a_sheet_is_not_accused_of_what_happened_after_it(house, founded)
    newer = written(house, "month.csv")
    about = (house / "month-about.csv").read_text("utf-8-sig")
    label = '"截至日志位置",'
    old, new = (re.search(rf"{label}(\d+)", text) for text in (position, about))
    assert old
    assert new
    changed = about.replace(new[0], old[0])
    (house / "month-about.csv").write_text(changed, encoding="utf-8-sig")
    verified(house, *newer)
    assert (complaints, expenses) == tuple(newer)


def test_what_cannot_be_compared_is_not_accused(house: Path) -> None:
    [sheet] = written(house, "month.xlsx")
    complaints, _ = written(house, "month.csv")
    number = re.search(r"\d{4}-\d{6}", complaints.read_text("utf-8-sig"))
    assert number
    proof = house / "proof.zip"
    run("proof", number[0], *HOUSE, "--output", proof)
    assert "whole archive" in run("verify", proof, "--sheet", sheet, code=2).stderr
    (house / "month-about.csv").unlink()
    assert "month-about.csv is missing" in verified(house, complaints, code=2).stderr
    complaints, _ = written(house, "month.csv")
    about = house / "month-about.csv"
    edited(about, lambda rows: rows[9].__setitem__(1, "soon"))
    assert "when it was made: soon" in verified(house, complaints, code=2).stderr
    for name, content in (
        ("no.xlsx", b"no"),
        ("no.csv", b"\xff\xff"),
        ("other.csv", b"a,b\n1,2\n"),
    ):
        (house / name).write_bytes(content)
        (house / "other-about.csv").write_bytes(b"c,d\n")
        verified(house, house / name, code=2)
    verified(house, house / "none.xlsx", code=2)


def test_a_sheet_that_is_newer_than_the_archive_is_not_accused(
    house: Path, founded: Founded
) -> None:
    shutil.copy(house / "data" / "archive.zip", house / "older.zip")
    test_a_sheet_is_not_accused_of_what_happened_after_it(house, founded)
    said = run("verify", house / "older.zip", "--sheet", house / "after.xlsx", code=2).stderr
    assert "export a newer one" in said


def test_a_checkpoint_that_nobody_signed_is_found_in_a_workbook(house: Path) -> None:
    [sheet] = written(house, "month.xlsx")
    forged = house / "forged.xlsx"
    with ZipFile(sheet) as old, ZipFile(forged, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, re.sub(rb"(triplicate/\S+/here \d+ )....", rb"\1AAAA", content))
    assert "was not signed" in verified(house, forged, code=1).stderr


def test_the_archive_and_the_sheet_are_of_one_organisation(house: Path) -> None:
    run("export", "--organisation", "elsewhere", "--output", house / "elsewhere.zip")
    [sheet] = written(house, "month.xlsx")
    said = run("verify", house / "elsewhere.zip", "--sheet", sheet, code=2).stderr
    assert f"the sheet of {HERE}" in said
