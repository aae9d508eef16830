"""The work beside the requests: it ends with the service, and none of it fails unsaid."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from app.domain.values import OrganisationId
from app.events.sqlite import SqliteStore
from app.main import create_app
from app.sealing.sealer import Sealer
from app.settings import Settings
from tests.api.conftest import Founded


@pytest.fixture(autouse=True)
def calm(monkeypatch: pytest.MonkeyPatch) -> None:
    """The collector of this process is left as it is."""
    monkeypatch.setattr("app.main._calm_the_collector", lambda: None)


@asynccontextmanager
async def served(founded: Founded, folder: Path) -> AsyncIterator[None]:
    url = f"sqlite+aiosqlite:///{founded.path}"
    app = create_app(Settings(database_url=url, data_dir=folder, projector="off"))
    async with app.router.lifespan_context(app):
        yield


async def test_a_service_that_cannot_look_for_other_keys_starts_and_says_so(
    founded: Founded,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    tried = asyncio.Event()

    async def broken(_store: SqliteStore) -> list[OrganisationId]:
        tried.set()
        raise ValueError("what is secret in a row")

    monkeypatch.setattr(SqliteStore, "organisations", broken)
    async with served(founded, tmp_path):
        await tried.wait()
    assert "no log is looked at for another key after ValueError" in caplog.text
    assert "secret" not in caplog.text


async def test_looking_for_other_keys_has_ended_when_the_service_fails(
    founded: Founded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, steps = asyncio.Event(), list[str]()

    async def long(_sealer: Sealer) -> None:
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            steps.append("ended")

    async def fail() -> None:
        async with served(founded, tmp_path):
            await began.wait()
            raise RuntimeError("of the server")

    monkeypatch.setattr(Sealer, "report_other_keys", long)
    with pytest.raises(RuntimeError, match="of the server"):
        await fail()
    assert steps == ["ended"]
