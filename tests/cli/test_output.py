"""Files that commands write: private, complete or not there, and never in place of another."""

import errno
import os
import stat
from pathlib import Path
from typing import Any, NoReturn

import pytest
import typer

from app.cli.output import new_file
from app.documents.sheet.audit_copies import Export
from tests.support.terminal import SHOP, run

pytestmark = pytest.mark.usefixtures("projected")


COMMANDS = {
    "sheet": (("sheet", *SHOP), "march.xlsx"),
    "sheet as CSV": (("sheet", *SHOP), "march.csv"),
    "review": (("review", "month", "2026-03", *SHOP), "march.pdf"),
    "export": (("export", *SHOP), "archive.zip"),
    "policy schema": (("policy", "schema"), "schema.json"),
}


@pytest.mark.parametrize(("command", "name"), COMMANDS.values(), ids=COMMANDS)
def test_a_file_is_private_and_replaced_only_with_force(
    command: tuple[str, ...], name: str, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    path = folder / name
    run(*command, "--output", path)
    assert {stat.S_IMODE(one.stat().st_mode) for one in folder.iterdir()} == {0o600}
    path.write_text("somebody else's", encoding="utf-8")
    said = run(*command, "--output", path, code=1).stderr
    assert said.strip() == f"{path} exists: choose another name, or replace it with --force."
    assert path.read_text("utf-8") == "somebody else's"
    names = set(folder.iterdir())
    run(*command, "--output", path, "--force")
    assert path.read_bytes() != b"somebody else's"
    assert set(folder.iterdir()) == names


@pytest.mark.parametrize("command", [("proof", "2026-000001", *SHOP), ("print", *SHOP)])
def test_a_proof_and_a_print_replace_nothing_unasked(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    path = tmp_path / "there.pdf"
    path.write_text("somebody else's", encoding="utf-8")
    assert f"{path} exists" in run(*command, "--output", path, code=1).stderr
    volume = tmp_path / "forms-002.pdf"
    volume.write_text("somebody else's", encoding="utf-8")
    if command[0] == "print":
        printed = run(*command, "--output", tmp_path / "forms.pdf", code=1)
        assert f"{volume} exists" in printed.stderr


def test_a_print_into_what_is_neither_a_pdf_nor_a_folder_is_refused_in_one_line(
    tmp_path: Path,
) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("notes", encoding="utf-8")
    said = run("print", *SHOP, "--output", path, code=1).stderr.splitlines()
    assert said == [f"{path} is a file that is no .pdf: name a .pdf or a folder."]
    assert path.read_text("utf-8") == "notes"


def test_what_cannot_be_written_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for path in (tmp_path / "file" / "archive.zip", tmp_path / f"{'x' * 300}.zip"):
        said = run("export", *SHOP, "--output", path, code=1).stderr.splitlines()
        assert said[-1].startswith(f"{path} cannot be written: ")
    folder = tmp_path / "folder.zip"
    folder.mkdir()
    assert "is no file" in run("export", *SHOP, "--output", folder, "--force", code=1).stderr


@pytest.mark.parametrize("before", [None, b"before"])
def test_what_is_broken_off_leaves_what_was_there(before: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "archive.zip"
    if before is not None:
        path.write_bytes(before)
    with pytest.raises(KeyboardInterrupt):
        break_off(path)
    assert [one.read_bytes() for one in tmp_path.glob("*.zip")] == ([before] if before else [])
    assert not list(tmp_path.glob(".*"))


@pytest.fixture(params=[True, False], ids=["hard links", "no hard links"])
def _links(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """File systems with hard links and without, such as FAT."""
    if not request.param:
        monkeypatch.setattr(os, "link", refuse)


def refuse(*_: object) -> NoReturn:
    raise PermissionError(errno.EPERM, "Operation not permitted")


@pytest.mark.usefixtures("_links")
def test_a_file_that_somebody_makes_meanwhile_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "archive.zip"
    with pytest.raises(typer.Exit):
        overtaken(path)
    assert path.read_text("utf-8") == "somebody else's"
    assert f"{path} exists" in capsys.readouterr().err
    assert not list(tmp_path.glob(".*"))


def overtaken(path: Path) -> None:
    with new_file(path, force=False) as file:
        file.write(b"ours")
        path.write_text("somebody else's", encoding="utf-8")


@pytest.mark.usefixtures("_links")
def test_a_new_file_is_whole_and_private(tmp_path: Path) -> None:
    path = tmp_path / "archive.zip"
    with new_file(path, force=False) as file:
        file.write(b"ours")
    assert path.read_bytes() == b"ours"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.stat().st_nlink == 1
    assert not list(tmp_path.glob(".*"))


@pytest.mark.usefixtures("_links")
@pytest.mark.parametrize("name", ["march.csv", "march-expenses.csv", "march-about.csv"])
def test_all_tables_are_written_or_none(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    meanwhile(folder / name, monkeypatch)
    said = run("sheet", *SHOP, "--output", folder / "march.csv", code=1).stderr
    assert f"{folder / name} exists" in said
    assert [(one.name, one.read_text("utf-8")) for one in folder.iterdir()] == [
        (name, "somebody else's")
    ]


def test_a_checkpoint_that_somebody_makes_meanwhile_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = tmp_path / "out" / "march-checkpoint.txt"
    meanwhile(note, monkeypatch)
    run("sheet", *SHOP, "--output", tmp_path / "out" / "march.csv")
    assert note.read_text("utf-8") == "somebody else's"


def meanwhile(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let somebody else make a file while the last table is written."""
    about_csv = Export.about_csv

    def overtake(*arguments: Any) -> bytes:
        path.write_text("somebody else's", encoding="utf-8")
        return about_csv(*arguments)

    monkeypatch.setattr(Export, "about_csv", overtake)


def break_off(path: Path) -> None:
    with new_file(path, force=True) as file:
        file.write(b"half")
        raise KeyboardInterrupt
