"""`triplicate review` as its users meet it."""

import json
import stat
from pathlib import Path

import pytest
from typer.testing import Result

from tests.documents.form.pdf import Pdf, squeezed
from tests.support.terminal import SHOP, run


def review(every: str, label: str, output: Path, *more: str, code: int = 0) -> Result:
    return run("review", every, label, *SHOP, "--output", output, *more, code=code)


@pytest.mark.parametrize(
    ("suffix", "begins"), [(".pdf", b"%PDF-"), (".xlsx", b"PK"), (".json", b"{")]
)
@pytest.mark.usefixtures("projected")
def test_a_review_is_written_as_its_file_is_called_pc_43(
    tmp_path: Path, suffix: str, begins: bytes
) -> None:
    output = tmp_path / "reviews" / f"march{suffix}"
    assert "2026-03-01 to 2026-03-31" in review("month", "2026-03", output).stdout
    assert output.read_bytes().startswith(begins)
    assert stat.S_IMODE(output.stat().st_mode) == 0o600


@pytest.mark.usefixtures("projected")
def test_a_review_in_json_is_that_of_the_api(tmp_path: Path) -> None:
    output = tmp_path / "half.json"
    review("half-year", "2026-H1", output, "--language", "zh-Hant", "--unit", "studio")
    found = json.loads(output.read_text("utf-8"))
    assert found["title"] == "半年度客訴彙總 2026-H1"
    assert found["units"] == ["studio"]
    assert found["review"]["complaints"]["received"] == 0
    assert (found["position"], found["checkpoint"]) == (2, None)


@pytest.mark.usefixtures("projected")
def test_a_review_names_the_checkpoint_that_covers_its_figures(tmp_path: Path) -> None:
    note = run("seal", "now", *SHOP).stdout
    output = tmp_path / "march.json"
    review("month", "2026-03", output)
    line = " ".join(note.splitlines()[:3])
    assert json.loads(output.read_text("utf-8"))["checkpoint"] == line
    review("month", "2026-03", tmp_path / "march.pdf")
    shown = Pdf((tmp_path / "march.pdf").read_bytes()).text()
    assert squeezed("截至日志位置 2，封印：2 " + note.splitlines()[2][:16]) in shown


@pytest.mark.usefixtures("projected")
def test_what_cannot_be_reviewed_is_said_in_one_line(tmp_path: Path) -> None:
    month = tmp_path / "month.pdf"
    assert "such as 2026-03" in review("month", "2026-13", month, code=1).stderr
    assert ".xlsx" in review("month", "2026-03", tmp_path / "month.doc", code=1).stderr
    assert "moon" in review("month", "2026-03", month, "--unit", "moon", code=1).stderr
    assert not month.exists()


@pytest.mark.usefixtures("shop")
def test_a_review_is_not_written_without_the_newest_events(tmp_path: Path) -> None:
    output = tmp_path / "month.pdf"
    assert "behind the log" in review("month", "2026-03", output, code=1).stderr
    assert not output.exists()
