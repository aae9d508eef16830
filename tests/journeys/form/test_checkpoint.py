"""What was sealed is fetched, taken away and checked elsewhere; what was changed is named."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import httpx
import pytest
from sqlalchemy import text

from app.domain.values import Place
from app.sealing.proof_export import ProofExporter
from app.sealing.sealer import Inconsistent
from tests.journeys.form.clerk import Form
from tests.journeys.form.conftest import Known
from tests.journeys.form.places import listed
from tests.journeys.trades.business import BUSINESS, Business
from tests.proof.tampering import without_triggers
from tests.support.server import ROOT, environment
from tests.support.terminal import command

ASKED = """
    SELECT position, stream_id FROM events
    WHERE type = 'complaint.expense-requested' AND data::text LIKE '%30000%'
    ORDER BY position LIMIT 1
"""
TAMPERED = {
    "another amount": """
        UPDATE events SET data = replace(data::text, '30000', '39000')::json
        WHERE position = :position
    """,
    "nothing left of it": "DELETE FROM events WHERE position = :position",
}
"""Statements that the triggers forbid to everybody but the owner of the tables."""


def program(*arguments: str | Path, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run `triplicate ...` where there is neither our database nor our key."""
    command = [sys.executable, "-m", "app.cli", *map(str, arguments)]
    env = environment(folder / "nowhere") | {"COLUMNS": "200"}
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def by_itself(archive: Path, key: Path) -> "subprocess.CompletedProcess[str]":
    """Run the program that an archive brings."""
    with ZipFile(archive) as opened:
        script = opened.extract("verify.py", archive.parent)
    command = [sys.executable, "-I", script, str(archive), key.read_text(encoding="utf-8")]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def take_away(known: Known, what: str, *arguments: str) -> Path:
    """Export, or prove a complaint, as a program beside the service."""
    file = known.folder / f"{what}.zip"
    env = environment(known.folder, database_url=known.url)
    command(what, *arguments, "--organisation", "business", "--output", str(file), env=env)
    return file


async def fetch(known: Known) -> tuple[Path, Path]:
    """Seal what there is, and keep checkpoint and key as an auditor does, over HTTP."""
    await known.house.services.sealer.seal(BUSINESS)
    answer = await known.house.get("audit", "/v1/checkpoint")
    head = await known.house.services.store.head(BUSINESS)
    assert (answer["size"], answer["sound"]) == (head, True)
    note, key = known.folder / "checkpoint.txt", known.folder / "key.txt"
    note.write_text(answer["note"], encoding="utf-8")
    key.write_text(answer["key"], encoding="utf-8")
    return note, key


async def test_an_archive_is_checked_elsewhere_against_a_checkpoint_kept_since(
    known: Known,
) -> None:
    note, key = await fetch(known)
    await Form.received(known.house)
    archive = take_away(known, "export")
    found = program("verify", archive, "--key", key, "--checkpoint", note, folder=known.folder)
    assert (found.returncode, found.stderr) == (0, ""), found.stderr
    head = await known.house.services.store.head(BUSINESS)
    assert f"Sound: {head} events" in found.stdout
    # And by the program in it, which needs nothing of ours.
    done = by_itself(archive, key)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"{head} events are as they were signed")


@pytest.mark.parametrize("what", TAMPERED)
async def test_whoever_owns_the_database_changes_nothing_unseen(known: Known, what: str) -> None:
    note, key = await fetch(known)
    house = known.house
    async with without_triggers(house.services.database) as connection:
        [(position, complaint)] = await connection.execute(text(ASKED))
        done = await connection.execute(text(TAMPERED[what]), {"position": position})
        assert done.rowcount == 1
    with pytest.raises(Inconsistent):
        await house.services.sealer.seal(BUSINESS)
    assert (await house.get("audit", "/v1/checkpoint"))["sound"] is False
    archive = await exported(house, known.folder / "archive.zip")
    found = program("verify", archive, "--key", key, "--checkpoint", note, folder=known.folder)
    assert found.returncode == 1, found.stdout + found.stderr
    assert f"TAMPERED: event {position}: " in found.stderr
    assert (str(complaint) in found.stderr) is (what != "nothing left of it")


async def exported(house: Business, file: Path) -> Path:
    """Export what was sealed before, as `triplicate export` does when nothing can be sealed."""
    sealer = house.services.sealer
    last = await sealer.seals.last(BUSINESS)
    assert last is not None
    proving = ProofExporter(house.services.database, BUSINESS, last, await sealer.keys(BUSINESS))
    with file.open("w+b") as opened:
        await proving.write_archive(opened, lambda _: None)
    return file


async def test_the_proof_of_one_complaint_fits_into_a_mail(known: Known) -> None:
    note, key = await fetch(known)
    [form] = await listed(known.house, "audit", Place.RETAINED)
    proof = take_away(known, "proof", form["number"], "--since", str(note))
    assert proof.stat().st_size < 20_000  # README and verify.py among it, some 6 kB
    found = program("verify", proof, "--key", key, "--checkpoint", note, folder=known.folder)
    assert (found.returncode, found.stderr) == (0, ""), found.stderr
    assert f"Sound: {form['version']} events" in found.stdout


async def test_a_checkpoint_is_for_those_who_audit_pay_and_administer(april: Business) -> None:
    able = set()
    for role in april.policy.roles:
        answer = await april.ask(role, "/v1/checkpoint")
        if answer.status_code == httpx.codes.OK:
            able.add(role)
        else:
            assert (answer.status_code, answer.json()["code"]) == (403, "not-permitted")
    assert able == {"audit", "finance", "administrator"}
    nothing = await april.get("audit", "/v1/checkpoint")
    assert (nothing["size"], nothing["note"]) == (0, None)
