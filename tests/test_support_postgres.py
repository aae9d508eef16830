"""The throw-away PostgreSQL itself: starts, clones, crashes, leaves nothing behind."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from tests.support import postgres as module
from tests.support.postgres import Postgres, PostgresFailedError


async def test_a_clone_has_what_its_template_has(
    postgres: Postgres, make_database: Callable[[str | None], str]
) -> None:
    template = make_database(None)
    postgres.sql("CREATE TABLE copies AS SELECT generate_series(1, 3) AS number", template)
    clone = make_database(template)

    connection = await asyncpg.connect(postgres.dsn(clone))
    assert await connection.fetchval("SELECT count(*) FROM copies") == 3
    await connection.close()


async def test_sqlalchemy_reaches_it_over_the_socket(
    postgres: Postgres, make_database: Callable[[str | None], str]
) -> None:
    name = make_database(None)
    engine = create_async_engine(postgres.url(name))
    async with engine.connect() as connection:
        assert (await connection.execute(text("SELECT current_database()"))).scalar() == name
        assert (await connection.execute(text("SHOW listen_addresses"))).scalar() == ""
    await engine.dispose()


@pytest.mark.postgres
def test_stopping_leaves_no_process_and_no_folder() -> None:
    server = Postgres()
    server.start()
    folder = server.folder
    assert mentions_of(folder)
    server.stop()
    assert not mentions_of(folder)
    assert not folder.exists()


OWNER = """
from tests.support.postgres import Postgres
with Postgres() as server:
    print(server.folder, flush=True)
    input()
"""


@pytest.mark.postgres
def test_a_killed_owner_leaves_no_process_and_no_folder() -> None:
    command = [sys.executable, "-c", OWNER]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as owner:
        assert owner.stdout is not None
        folder = Path(owner.stdout.readline().decode().strip())
        assert mentions_of(folder)
        owner.kill()
    end = time.monotonic() + module.START_SECONDS
    while (mentions_of(folder) or folder.exists()) and time.monotonic() < end:
        time.sleep(0.01)
    assert not mentions_of(folder)
    assert not folder.exists()


@pytest.mark.postgres
def test_what_was_committed_outlives_a_crash() -> None:
    with Postgres(fsync=True, settings={"work_mem": "8MB"}) as server:
        server.sql("CREATE TABLE kept AS SELECT 7 AS number")
        folder = server.folder
        server.kill()
        assert not mentions_of(folder)
        server.start()
        assert server.sql("SELECT number FROM kept") == "7"
        assert server.sql("SHOW work_mem") == "8MB"


def test_a_missing_postgresql_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRIPLICATE_TEST_PG_BIN", "/nowhere")
    with pytest.raises(PostgresFailedError, match="TRIPLICATE_TEST_PG_BIN"):
        module.binaries.__wrapped__()


def mentions_of(folder: Path) -> list[str]:
    """List the processes that work in the folder."""
    commands = [path.parent for path in Path("/proc").glob("[0-9]*/cmdline")]
    return [process.name for process in commands if working_directory(process) == folder / "data"]


def working_directory(process: Path) -> Path | None:
    try:
        return (process / "cwd").readlink()
    except OSError:
        return None
