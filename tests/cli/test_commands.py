"""`triplicate ...` as its operators use it: plain words, and exit codes for scripts."""

import asyncio
import json
import socket
import sqlite3
import stat
from pathlib import Path
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy import insert, text

from app.cli import serving
from app.domain.values import OrganisationId
from app.events.database import Database
from app.events.tables import parked, subscriptions
from app.events.wall_clock import wall_clock
from app.main import running
from app.settings import Settings
from tests.proof.tampering import without_triggers
from tests.support.terminal import run
from tests.upgrades.database import migrated

pytestmark = pytest.mark.usefixtures("data_dir")


def test_nothing_works_before_the_database_is_migrated() -> None:
    result = run("token", "list", "--organisation", "shop", code=1)
    assert "triplicate migrate" in result.stderr


def test_migrating_twice_is_migrating_once() -> None:
    assert run("migrate").stdout == run("migrate").stdout


def test_the_database_and_the_cursor_key_are_private(shop: Path) -> None:
    for name in ("triplicate.db", "cursor.key"):
        assert stat.S_IMODE((shop / name).stat().st_mode) == 0o600
    assert stat.S_IMODE(shop.stat().st_mode) == 0o700


@pytest.mark.usefixtures("shop")
def test_an_organisation_is_founded_once() -> None:
    assert "exists" in run("organisation", "create", "shop", code=1).stderr


@pytest.mark.parametrize("name", ["", "Shop", "shop_1", "a" * 41, "小店"])
def test_an_organisations_name_is_short_and_plain(name: str) -> None:
    run("migrate")
    assert "lower-case" in run("organisation", "create", name, code=1).stderr


def test_a_policy_file_at_fault_is_explained(tmp_path: Path) -> None:
    run("migrate")
    path = tmp_path / "mine.toml"
    path.write_text('name = "mine"\ncolour = "red"\n', encoding="utf-8")
    result = run("organisation", "create", "shop", "--policy", str(path), code=1)
    assert "colour" in result.stderr
    missing = run("organisation", "create", "shop", "--policy", "none.toml", code=1)
    assert "no file" in missing.stderr
    unknown = run("organisation", "create", "shop", "--policy", "bakery", code=1)
    assert "default" in unknown.stderr


@pytest.mark.usefixtures("shop")
def test_a_token_is_shown_once_and_can_be_revoked() -> None:
    who = ("--organisation", "shop", "--subject", "lin")
    made = run("token", "create", *who, "--role", "handler", "--unit", "studio", "--days", "30")
    secret = made.stdout.strip()
    assert secret.startswith("tri_shop_")
    listed = run("token", "list", "--organisation", "shop").stdout
    assert secret not in listed
    token_id = made.stderr.split()[1].rstrip(",")
    assert token_id in listed
    run("token", "revoke", token_id, "--organisation", "shop")
    assert "no token" in run("token", "revoke", token_id, "--organisation", "shop", code=1).stderr


@pytest.mark.usefixtures("shop")
def test_a_token_takes_roles_and_units_of_the_policy() -> None:
    who = ("token", "create", "--organisation", "shop", "--subject", "lin")
    assert "handler" in run(*who, "--role", "wizard", code=1).stderr
    assert "studio" in run(*who, "--role", "handler", "--unit", "moon", code=1).stderr
    other = ("token", "create", "--organisation", "none", "--subject", "x", "--role", "handler")
    assert "founded" in run(*other, code=1).stderr
    run("token", "create", "--organisation", "shop", code=2)


@pytest.mark.usefixtures("shop")
def test_a_typing_slip_is_no_success() -> None:
    for command in (("token", "list"), ("parked", "list"), ("parked", "retry")):
        assert "No such organisation" in run(*command, "--organisation", "shp", code=1).stderr
    who = ("token", "create", "--organisation", "shop", "--role", "handler", "--subject")
    assert "a line of" in run(*who, " ", code=1).stderr
    run(*who, "lin", "--days", "99999999", code=2)


def test_settings_at_fault_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRIPLICATE_PORT", "port")
    assert "TRIPLICATE_PORT" in run("migrate", code=1).stderr


def test_empty_settings_are_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRIPLICATE_DATABASE_URL", "")
    monkeypatch.setenv("TRIPLICATE_CURSOR_KEY", "")
    run("migrate")


def test_the_projections_can_be_watched(shop: Path) -> None:
    assert "audit_copy" in run("status", code=1).stdout
    run("rebuild")
    run("status")
    asyncio.run(_park(f"sqlite+aiosqlite:///{shop / 'triplicate.db'}"))
    run("status", code=1)


def test_the_status_names_what_an_interrupted_rebuild_left_behind(shop: Path) -> None:
    run("rebuild")
    asyncio.run(_leave_a_generation(f"sqlite+aiosqlite:///{shop / 'triplicate.db'}"))
    said = run("status").stderr
    assert "shop: ledger is being rebuilt, or a rebuild was interrupted: generation 3" in said
    run("rebuild", "ledger")
    assert "rebuil" not in run("status").stderr


async def _leave_a_generation(url: str) -> None:
    database = await Database.open(url)
    row = {"organisation_id": "shop", "name": "ledger", "version": 3, "status": "rebuilding"}
    async with database.begin() as connection:
        await connection.execute(insert(subscriptions), {**row, "updated_at": wall_clock()})
    await database.close()


@pytest.mark.usefixtures("shop")
def test_status_tells_of_an_edit_behind_the_last_seal() -> None:
    run("rebuild")
    asyncio.run(_edit_and_scrub())
    assert "log of shop was changed: event 1 is not" in run("status", code=1).stderr


async def _edit_and_scrub() -> None:
    async with running(Settings(projector="off")) as services:
        await services.sealer.seal(OrganisationId("shop"))
        async with without_triggers(services.database) as connection:
            await connection.execute(text("UPDATE events SET meta = '{}' WHERE position = 1"))
        await services.scrubber.scrub(OrganisationId("shop"))


@pytest.mark.usefixtures("shop")
def test_rebuilding_takes_known_projections_and_organisations() -> None:
    assert "Rebuilt" in run("rebuild").stdout
    assert "audit_copy" in run("rebuild", "nothing", code=1).stderr
    assert "none" in run("rebuild", "--organisation", "none", code=1).stderr


def test_a_check_says_which_rows_the_log_does_not_give_and_changes_nothing(data_dir: Path) -> None:
    data_dir.mkdir()
    asyncio.run(migrated("7d556ac", data_dir))
    assert "stale: rebuild" in run("rebuild", "--check", code=1).stdout
    run("rebuild")
    assert "the log gives" in run("rebuild", "--check").stdout
    with sqlite3.connect(data_dir / "triplicate.db") as database:
        key = '"total_cost":{"amount":'
        falsify = "UPDATE audit_copy SET document = REPLACE(document, ?, ?)"
        database.execute(falsify, (key, f"{key}9"))
    database.close()

    result = run("rebuild", "--check", "audit_copy", "--organisation", "demo", code=1)

    assert "document.total_cost" in result.stdout
    assert "2026-" in result.stdout
    assert "triplicate rebuild" in result.stderr
    assert run("rebuild", "--check", "audit_copy", code=1).stdout == result.stdout


def test_parked_events_are_listed_and_retried(shop: Path) -> None:
    run("rebuild")
    assert run("parked", "retry", "--organisation", "shop").exit_code == 0
    asyncio.run(_park(f"sqlite+aiosqlite:///{shop / 'triplicate.db'}"))
    assert "KeyError at 9" in run("parked", "list", "--organisation", "shop").stdout
    assert "still parked" in run("parked", "retry", "--organisation", "shop", code=1).stderr


async def _park(url: str) -> None:
    database = await Database.open(url)
    async with database.begin() as connection:
        await connection.execute(
            insert(parked).values(
                organisation_id="shop",
                name="audit_copy",
                version=99,
                position=9,
                stream_id=UUID(int=1),
                error="KeyError at 9",
                parked_at=wall_clock(),
            )
        )
    await database.close()


def test_the_contract_can_be_written_to_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = FastAPI(title="Triplicate")
    monkeypatch.setattr(serving, "create_app", lambda _: small)
    path = tmp_path / "out" / "openapi.json"
    run("openapi", "--output", path)
    assert json.loads(path.read_text(encoding="utf-8")) == small.openapi()
    assert json.loads(run("openapi").stdout) == small.openapi()
    assert f"{path} exists" in run("openapi", "--output", path, code=1).stderr
    run("openapi", "--output", path, "--force")


def test_a_database_out_of_reach_is_said_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRIPLICATE_DATABASE_URL", "postgresql+asyncpg://u:secret@127.0.0.1:1/x")
    result = run("migrate", code=1)
    assert "cannot be reached" in result.stderr
    assert "secret" not in result.stderr


@pytest.mark.parametrize(
    "address", ["postgresql://", "postgres://", "postgresql+asyncpg://"], ids=lambda it: it[:-3]
)
def test_a_database_is_named_as_other_programs_name_it(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Port 1 answers to nobody: what is said comes from the attempt to connect."""
    monkeypatch.setenv("TRIPLICATE_DATABASE_URL", f"{address}me:secret@127.0.0.1:1/log")
    said = run("migrate", code=1).stderr
    assert "The database cannot be reached" in said
    assert "secret" not in said


@pytest.mark.parametrize(
    ("address", "advice"),
    [
        ("mysql://me:secret@db/log", "postgresql://"),
        ("db.example/log", "postgresql://"),
        ("postgresql://me:secret@db:x/log", "postgresql://"),
        ("postgresql://me:secret@db:99999/log", "postgresql://"),
        ("postgresql://me:secret@[bad/log", "postgresql://"),
        ("postgresql://me:secret@db/log?sslmode=bogus", "verify-full"),
        ("postgresql://me:secret@db/log?connect_timeout=3", "connect_timeout"),
        ("postgresql://me:secret@db/log?channel_binding=require", "channel_binding"),
        ("postgresql://me:secret@/log?host=db:99999", "postgresql://"),
        ("postgresql://me:secret@word?secret=1@db/log", "%40"),
        ("sqlite://", "sqlite:///"),
        ("sqlite:///", "sqlite:///"),
        ("sqlite:///:memory:", "sqlite:///"),
        ("sqlite://var/log.db", "sqlite:///"),
        ("sqlite:///log.db?mode=ro", "sqlite:///"),
    ],
)
def test_an_address_that_is_no_database_of_ours_is_refused_in_a_sentence(
    address: str, advice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRIPLICATE_DATABASE_URL", address)
    [sentence] = run("migrate", code=1).stderr.splitlines()
    assert "TRIPLICATE_DATABASE_URL" in sentence
    assert advice in sentence
    assert "secret" not in sentence


@pytest.mark.parametrize("command", [["migrate"], ["status"], ["demo", "--no-serve"]])
def test_a_data_folder_that_cannot_be_made_is_said_in_a_sentence(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("TRIPLICATE_DATA_DIR", str(tmp_path / "file" / "data"))
    [sentence] = run(*command, code=1).stderr.splitlines()
    assert "TRIPLICATE_DATA_DIR" in sentence


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_a_port_in_use_is_said_before_anything_else_is_done(
    command: str, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if command == "serve":
        run("migrate")
    with socket.create_server(("127.0.0.1", 0)) as other:
        monkeypatch.setenv("TRIPLICATE_PORT", str(other.getsockname()[1]))
        result = run(command, code=1)
    assert result.stdout == ""
    [sentence] = result.stderr.splitlines()
    assert "TRIPLICATE_PORT" in sentence
    assert data_dir.exists() == (command == "serve")
