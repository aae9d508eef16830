"""`triplicate review` as its users meet it."""

import json
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import app
from app.cli.terminal import with_services
from app.domain.values import OrganisationId
from tests.printing.pdf import Pdf, squeezed

RUNNER = CliRunner()
SHOP = OrganisationId("shop")


@pytest.fixture(autouse=True)
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An organisation without complaints."""
    monkeypatch.setenv("TRIPLICATE_DATA_DIR", str(tmp_path / "data"))
    run("migrate")
    run("organisation", "create", "shop", "--title", "小店")


def run(*arguments: str, code: int = 0) -> Result:
    result = RUNNER.invoke(app, arguments)
    assert result.exit_code == code, result.output + result.stderr
    return result


def projected() -> None:
    """Bring the figures up to the log, as the running service does."""
    with_services(lambda services: services.projector.catch_up(SHOP))


def review(every: str, label: str, output: Path, *more: str, code: int = 0) -> Result:
    where = ("--organisation", "shop", "--output", str(output))
    return run("review", every, label, *where, *more, code=code)


@pytest.mark.parametrize(
    ("suffix", "begins"), [(".pdf", b"%PDF-"), (".xlsx", b"PK"), (".json", b"{")]
)
def test_a_review_is_written_as_its_file_is_called_pc_43(
    tmp_path: Path, suffix: str, begins: bytes
) -> None:
    projected()
    output = tmp_path / "reviews" / f"march{suffix}"
    assert "2026-03-01 to 2026-03-31" in review("month", "2026-03", output).stdout
    assert output.read_bytes().startswith(begins)
    assert stat.S_IMODE(output.stat().st_mode) == 0o600


def test_a_review_in_json_is_that_of_the_api(tmp_path: Path) -> None:
    projected()
    output = tmp_path / "half.json"
    review("half-year", "2026-H1", output, "--language", "zh-Hant", "--unit", "studio")
    found = json.loads(output.read_text("utf-8"))
    assert found["title"] == "半年度客訴彙總 2026-H1"
    assert found["units"] == ["studio"]
    assert found["review"]["complaints"]["received"] == 0
    assert (found["position"], found["checkpoint"]) == (2, None)


def test_a_review_names_the_checkpoint_that_covers_its_figures(tmp_path: Path) -> None:
    projected()
    note = run("seal", "now", "--organisation", "shop").stdout
    output = tmp_path / "march.json"
    review("month", "2026-03", output)
    line = " ".join(note.splitlines()[:3])
    assert json.loads(output.read_text("utf-8"))["checkpoint"] == line
    review("month", "2026-03", tmp_path / "march.pdf")
    shown = Pdf((tmp_path / "march.pdf").read_bytes()).text()
    assert squeezed("截至日志位置 2，封印：2 " + note.splitlines()[2][:16]) in shown


def test_what_cannot_be_reviewed_is_said_in_one_line(tmp_path: Path) -> None:
    projected()
    month = tmp_path / "month.pdf"
    assert "such as 2026-03" in review("month", "2026-13", month, code=1).stderr
    assert ".xlsx" in review("month", "2026-03", tmp_path / "month.doc", code=1).stderr
    assert "moon" in review("month", "2026-03", month, "--unit", "moon", code=1).stderr
    assert not month.exists()


def test_a_review_is_not_written_without_the_newest_events(tmp_path: Path) -> None:
    output = tmp_path / "month.pdf"
    assert "behind the log" in review("month", "2026-03", output, code=1).stderr
    assert not output.exists()
