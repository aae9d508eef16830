"""Rows of an earlier program are read as today's, and are told of until they are filled anew."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from app.application.services import Services
from app.cli import app
from app.events.projections import ALL as PROJECTIONS
from app.events.rebuild import rebuild
from app.settings import Settings
from tests.proof.tampering import without_triggers
from tests.support.lending import opened
from tests.upgrades.database import migrated
from tests.upgrades.reads import DEMO, NOW, Reader, reader

pytestmark = pytest.mark.slow

COMMITS = ("7d556ac", "6c3b3c7")
OF_COMPLAINTS = (
    "/v1/complaints?limit=200",
    "/v1/complaints?limit=200&status=open",
    "/v1/worklist?limit=200&kind=unowned",
    "/v1/worklist?limit=200&kind=silent",
    "/v1/copies/handler?limit=200",
    "/v1/copies/audit?limit=200",
    "/v1/copies/planning?limit=200",
)


@asynccontextmanager
async def service(
    url: str, data_dir: Path, *, now: datetime = NOW, declared: bool = True
) -> AsyncIterator[tuple[Services, Reader]]:
    """Today's program on a database, an hour after that was written."""
    settings = Settings(database_url=url, data_dir=data_dir, projector="off")
    async with opened(settings, clock=lambda: now, declared=declared) as (_, services, client):
        await services.projector.catch_up()
        yield services, await reader(client, services.tokens)


def run(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == code, result.output + result.stderr
    return result.stdout


@pytest.mark.parametrize("commit", COMMITS)
async def test_no_read_fails_on_a_database_that_was_only_migrated(
    commit: str, tmp_path: Path
) -> None:
    url = await migrated(commit, tmp_path)
    async with service(url, tmp_path) as (_, everybody):
        answers = await everybody.everything()

    wrong = {
        path: one.status_code for path, one in answers.items() if one.status_code != HTTPStatus.OK
    }
    assert not wrong


async def shown(url: str, data_dir: Path) -> dict[str, dict[str, Any]]:
    """What each list of complaints shows of each."""
    async with service(url, data_dir) as (_, everybody):
        answers = {path: await everybody.get(path) for path in OF_COMPLAINTS}
    return {
        path: {one["id"]: one for one in answer.json()["items"]} for path, answer in answers.items()
    }


def test_stale_rows_are_shown_whole_and_told_of_until_they_are_filled_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRIPLICATE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    url = asyncio.run(migrated("7d556ac", tmp_path))
    before = asyncio.run(shown(url, tmp_path))
    assert run("status", code=1).count("stale: rebuild") == 4
    assert "stale" not in run("status", "--no-rows")

    run("rebuild")

    assert "stale" not in run("status")
    after = asyncio.run(shown(url, tmp_path))
    assert before["/v1/complaints?limit=200"] == after["/v1/complaints?limit=200"]
    for path, complaints in after.items():
        assert complaints, path
        for number in before[path].keys() & complaints.keys():
            assert before[path][number] == complaints[number], path


EMPTIED = {
    "case_state": "document = '{}', line = '{}', work = NULL",
    "handler_copy": "document = '{}'",
    "audit_copy": "document = '{}'",
    "planning_copy": "document = '{}'",
    "figures": "document = '{}'",
}


@pytest.mark.parametrize("by", [-1, 1], ids=["older", "newer"])
async def test_a_read_takes_nothing_from_a_row_that_another_program_wrote(
    by: int, tmp_path: Path
) -> None:
    url = await migrated("6c3b3c7", tmp_path)
    async with service(url, tmp_path) as (services, everybody):
        for projection in PROJECTIONS:
            await rebuild(services.database, services.store, DEMO, projection)
        before = await everybody.everything(prints=0)
        async with services.database.begin() as connection:
            for name, emptied in EMPTIED.items():
                other = f"UPDATE {name} SET {emptied}, shape = shape + :by WHERE shape > 0"  # noqa: S608 - our own names
                await connection.execute(text(other), {"by": by})
        after = await everybody.everything(prints=0)

    assert {path: one.status_code for path, one in after.items()} == {
        path: one.status_code for path, one in before.items()
    }
    compared = [path for path in before if not path.endswith((".xlsx", ".pdf"))]
    assert {path: after[path].text for path in compared} == {
        path: before[path].text for path in compared
    }


async def test_deadlines_are_missed_in_rows_that_another_program_wrote(tmp_path: Path) -> None:
    url = await migrated("6c3b3c7", tmp_path)
    async with service(url, tmp_path, now=NOW + timedelta(days=30)) as (services, _):
        async with services.database.begin() as connection:
            await connection.execute(text("UPDATE case_state SET work = NULL, shape = 1"))
        assert await services.clockwork.tick(DEMO) > 0


async def test_a_stale_row_that_cannot_be_folded_is_no_fault_of_the_server(tmp_path: Path) -> None:
    url = await migrated("7d556ac", tmp_path)
    # Its list shows the rows as the program before stored them.
    async with service(url, tmp_path, declared=False) as (services, everybody):
        async with without_triggers(services.database) as connection:
            await connection.execute(
                text("UPDATE events SET data = '{}' WHERE type = 'complaint.received'")
            )
        listed = await everybody.get("/v1/complaints?limit=200")
        work = await everybody.get("/v1/worklist?kind=silent")

    assert len(listed.json()["items"]) == 35
    assert work.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert "triplicate rebuild case_state" in work.json()["detail"]
