"""`triplicate export`, `proof`, `verify`, `seal`: exit codes, and words that say what was found."""

import asyncio
import shutil
import stat
from pathlib import Path

import pytest
from sqlalchemy import text

from app.events.database import Database
from tests.proof.tampering import without_triggers
from tests.support.terminal import SHOP, run

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("adopted")]


@pytest.fixture(scope="module")
def adopted_once(installation: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder to copy, with a log of three events."""
    folder = tmp_path_factory.mktemp("adopted") / "data"
    shutil.copytree(installation, folder)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("TRIPLICATE_DATA_DIR", str(folder))
        run("policy", "adopt", "beauty", *SHOP)
    return folder


@pytest.fixture
def adopted(data_dir: Path, adopted_once: Path) -> None:
    """An organisation with three events."""
    shutil.copytree(adopted_once, data_dir)


def exported(path: Path) -> Path:
    run("export", *SHOP, "--output", path)
    return path


def tamper(data_dir: Path, statement: str) -> None:
    async def work() -> None:
        database = await Database.open(f"sqlite+aiosqlite:///{data_dir / 'triplicate.db'}")
        async with without_triggers(database) as connection:
            await connection.execute(text(statement))
        await database.close()

    asyncio.run(work())


def test_an_archive_is_verified_without_database_and_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = exported(tmp_path / "archive.zip")
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    key = tmp_path / "key.txt"
    key.write_text(run("seal", "key").stdout, encoding="utf-8")
    checkpoint = tmp_path / "checkpoint.txt"
    checkpoint.write_text(run("seal", "now", *SHOP).stdout, encoding="utf-8")
    monkeypatch.setenv("TRIPLICATE_DATA_DIR", "/dev/null/nowhere")
    monkeypatch.setenv("TRIPLICATE_PORT", "not a port")

    alone = run("verify", archive)
    assert "Sound" in alone.stdout
    assert "key that came with it" in alone.stderr
    sure = run("verify", archive, "--key", key, "--checkpoint", checkpoint)
    assert sure.stderr == ""
    run("verify", archive, "--key", key.read_text("utf-8").strip())


def test_tampering_is_found_and_said_everywhere(tmp_path: Path, data_dir: Path) -> None:
    exported(tmp_path / "before.zip")
    assert "are sealed" in run("status", code=1).stderr
    tamper(data_dir, "UPDATE events SET type = 'other' WHERE position = 2")

    assert "event 2 is not what was signed" in run("status", code=1).stderr or (
        "event 2" in run("seal", "now", *SHOP, code=1).stderr
    )
    assert "event 2" in run("status", code=1).stderr
    archive = exported(tmp_path / "after.zip")
    assert "TAMPERED: event 2: it was changed" in run("verify", archive, code=1).stderr
    run("verify", tmp_path / "before.zip")


def test_what_cannot_be_told_is_not_called_sound(tmp_path: Path) -> None:
    archive = exported(tmp_path / "archive.zip")
    nothing = tmp_path / "nothing.txt"
    nothing.write_text("nothing\n", encoding="utf-8")
    run("verify", nothing, code=2)
    run("verify", tmp_path / "none.zip", code=2)
    run("verify", archive, "--key", nothing, code=2)
    run("verify", archive, "--key", "none", code=2)
    run("verify", archive, "--checkpoint", nothing, code=2)
    run("verify", archive, "--checkpoint", archive, code=2)


@pytest.mark.parametrize("written", ["utf-8-sig", "utf-16"])
def test_a_key_and_a_checkpoint_are_read_as_windows_saves_them(
    written: str, tmp_path: Path
) -> None:
    archive = exported(tmp_path / "archive.zip")
    key, checkpoint = tmp_path / "key.txt", tmp_path / "checkpoint.txt"
    key.write_text(run("seal", "key").stdout, encoding=written, newline="\r\n")
    note = run("seal", "now", *SHOP).stdout
    checkpoint.write_text(note.rstrip("\n"), encoding=written, newline="\r\n")
    assert run("verify", archive, "--key", key, "--checkpoint", checkpoint).stderr == ""
    beside = (*SHOP, "--output", tmp_path / "proof.zip", "--since", checkpoint)
    assert "no sealed complaint" in run("proof", "2026-000001", *beside, code=1).stderr


def test_another_key_is_no_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = run("seal", "key", *SHOP).stdout.strip()
    archive = exported(tmp_path / "archive.zip")
    monkeypatch.setenv("TRIPLICATE_SEAL_KEY", "another key, which is long enough to be one")
    other = run("seal", "key").stdout.strip()
    assert other != key
    assert "another key" in run("verify", archive, "--key", other, code=1).stderr
    output = (*SHOP, "--output", tmp_path / "other.zip")
    assert "another key" in run("export", *output, code=1).stderr
    assert not (tmp_path / "other.zip").exists()


def test_a_complaint_that_is_not_there_cannot_be_proved(tmp_path: Path) -> None:
    output = (*SHOP, "--output", tmp_path / "proof.zip")
    assert "no sealed complaint" in run("proof", "2026-000001", *output, code=1).stderr
    faulty = tmp_path / "faulty.txt"
    faulty.write_text("nothing\n", encoding="utf-8")
    run("proof", "2026-000001", *output, "--since", faulty, code=1)
    assert not (tmp_path / "proof.zip").exists()


def test_a_log_is_handed_on_to_another_key_and_the_first_still_checks_it(
    tmp_path: Path, data_dir: Path
) -> None:
    first = run("seal", "key", *SHOP).stdout.strip()
    run("seal", "now", *SHOP)
    following = tmp_path / "following.key"
    assert "shop: handed on" in run("seal", "rotate", "--to", following).stdout
    assert stat.S_IMODE(following.stat().st_mode) == 0o600
    assert "another key" in run("seal", "now", *SHOP, code=1).stderr
    assert "nothing to hand on" in run("seal", "rotate", "--to", following).stdout

    following.replace(data_dir / "seal.key")
    second = run("seal", "key", *SHOP).stdout.strip()
    archive = exported(tmp_path / "archive.zip")
    for key in (first, second):
        assert "Sound" in run("verify", archive, "--key", key).stdout


def test_after_a_loss_a_log_is_begun_anew_only_when_told_to(tmp_path: Path, data_dir: Path) -> None:
    first = run("seal", "key", *SHOP).stdout.strip()
    run("seal", "now", *SHOP)
    assert "already" in run("seal", "begin-anew", *SHOP, code=1).stderr
    (data_dir / "seal.key").unlink()
    missing = run("seal", "now", *SHOP, code=1).stderr
    assert f"{data_dir / 'seal.key'} is missing" in missing
    assert not (data_dir / "seal.key").exists(), "it is made only for another beginning"
    run("seal", "begin-anew", *SHOP)
    archive = exported(tmp_path / "archive.zip")
    assert "vouches for events up to 3" in run("verify", archive, "--key", first, code=2).stderr
    second = run("seal", "key", *SHOP).stdout.strip()
    assert "Sound" in run("verify", archive, "--key", second).stdout


def test_a_short_secret_is_no_key(tmp_path: Path) -> None:
    path = tmp_path / "short.key"
    path.write_text("too short", encoding="ascii")
    assert "32 characters" in run("seal", "rotate", "--to", path, code=1).stderr
