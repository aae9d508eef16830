"""`triplicate sheet`: what finance takes away without the web."""

import csv
import stat
from pathlib import Path

import pytest

from tests.documents.sheet.reading import Workbook
from tests.support.terminal import SHOP, run

pytestmark = pytest.mark.usefixtures("projected")


def test_a_workbook_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "账" / "march.xlsx"
    result = run("sheet", *SHOP, "--received-from", "2026-03-01", "--output", str(path))
    assert str(path) in result.stdout
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    book = Workbook(path.read_bytes())
    about = {row["项目"].value: row["内容"].value for row in book.records("说明")}
    assert about["受理期间"] == "2026-03-01/.."
    assert about["客诉件数"] == 0


def test_csv_is_two_files_and_replaces_others_only_when_told_to(tmp_path: Path) -> None:
    path = tmp_path / "march.csv"
    for more in ((), ("--force",)):
        run("sheet", *SHOP, "--language", "en", "--output", str(path), *more)
    for name, column in (("march.csv", "Number"), ("march-expenses.csv", "Voucher")):
        text = (tmp_path / name).read_text("utf-8-sig")
        [header] = csv.reader(text.splitlines())
        assert column in header


def test_the_checkpoint_that_covers_the_tables_lies_beside_them(tmp_path: Path) -> None:
    path = tmp_path / "march.csv"
    beside = tmp_path / "march-checkpoint.txt"
    beside.write_text("of an earlier export", encoding="utf-8")
    refused = run("sheet", *SHOP, "--output", str(path), code=1)
    assert f"{beside} exists" in refused.stderr
    again = ("sheet", *SHOP, "--output", str(path), "--force")
    assert "No checkpoint covers it yet" in run(*again).stderr
    assert not beside.exists()
    note = run("seal", "now", *SHOP).stdout
    assert str(beside) in run(*again).stdout
    assert beside.read_text("utf-8") == note


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--output", "march.pdf"), ".xlsx or .csv"),
        (
            ("--paid-from", "2026-03-02", "--paid-until", "2026-03-01", "--output", "a.csv"),
            "before it begins",
        ),
        (("--paid-from", "0001-01-01", "--output", "a.csv"), "lies between"),
    ],
)
def test_what_cannot_be_written_is_said(asked: tuple[str, ...], said: str) -> None:
    assert said in run("sheet", *SHOP, *asked, code=1).stderr


def test_an_organisation_must_be_there() -> None:
    assert (
        "No such organisation"
        in run("sheet", "--organisation", "none", "--output", "a.csv", code=1).stderr
    )
