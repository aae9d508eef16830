"""A program goes on running beside a newer one, until a migration says that it cannot."""

import asyncio
import shutil
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from typer.testing import CliRunner, Result

from app.cli import app
from app.events import schema
from app.settings import Settings
from tests.support.lending import opened
from tests.support.postgres import Postgres

NEWER = """
from alembic import op

revision = "{revision}"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("{statement}")
"""
BEARABLE = "CREATE TABLE of_a_newer_program (id INTEGER PRIMARY KEY)"
UNBEARABLE = "UPDATE schema_compatibility SET oldest_program = 'newest'"


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """The migrations of a newer program: one more that ours can bear, and one that it cannot."""
    folder = tmp_path / "newer" / "alembic"
    shutil.copytree(schema.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    steps = (
        ("newer", schema.head_revision(), BEARABLE),
        ("newest", "newer", UNBEARABLE),
    )
    for revision, before, statement in steps:
        text = NEWER.format(revision=revision, before=before, statement=statement)
        (folder / "versions" / f"{revision}.py").write_text(text, encoding="utf-8")
    return folder


async def migrate(url: str, folder: Path, revision: str) -> None:
    """Migrate as the newer program does."""

    def upgrade(config: Config) -> None:
        config.set_main_option("script_location", str(folder))
        command.upgrade(config, revision)

    await schema.run(url, upgrade)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'empty.sqlite3'}"
    server: Postgres = request.getfixturevalue("postgres")
    make: Callable[[], str] = request.getfixturevalue("make_database")
    return server.url(make())


async def test_an_old_process_is_ready_until_a_migration_that_it_cannot_bear(
    url: str, newer: Path, tmp_path: Path
) -> None:
    await schema.migrate(url)
    settings = Settings(database_url=url, data_dir=tmp_path, projector="off")
    async with opened(settings) as (_, _, client):
        assert (await client.get("/readyz")).status_code == HTTPStatus.OK

        await migrate(url, newer, "newer")
        assert (await client.get("/readyz")).status_code == HTTPStatus.OK

        await migrate(url, newer, "newest")
        answer = await client.get("/readyz")
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert answer.json()["code"] == "not-ready"
    assert "needs a newer program" in answer.json()["detail"]


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == code, result.output + result.stderr
    return result


def test_the_command_line_runs_on_the_schemas_that_the_service_runs_on(
    newer: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRIPLICATE_DATA_DIR", str(tmp_path))
    run("migrate")
    url = Settings().url

    asyncio.run(migrate(url, newer, "newer"))
    assert "schema newer, newer than this program" in run("migrate").stdout
    run("status")

    asyncio.run(migrate(url, newer, "newest"))
    assert "needs a newer program" in run("migrate", code=1).stderr
    assert "needs a newer program" in run("status", code=1).stderr
    assert "needs a newer program" in run("serve", code=1).stderr


def test_the_database_of_another_service_is_left_alone(
    newer: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRIPLICATE_DATA_DIR", str(tmp_path))
    run("migrate")
    foreign = newer / "versions" / "newer.py"
    text = foreign.read_text(encoding="utf-8")
    foreign.write_text(text.replace(BEARABLE, "DROP TABLE schema_compatibility"), encoding="utf-8")
    asyncio.run(migrate(Settings().url, newer, "newer"))

    assert "none of this program's" in run("migrate", code=1).stderr
    assert "none of this program's" in run("status", code=1).stderr
