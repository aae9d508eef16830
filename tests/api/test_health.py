"""Whether the embedded database can be written to, as /readyz says it."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from app.api import problems
from app.events import readiness
from tests.support.service import HERE, RECEIPT, Service


async def not_ready(service: Service) -> str:
    answer = await service.client.get("/readyz")
    assert answer.status_code == httpx.codes.SERVICE_UNAVAILABLE
    assert answer.json()["code"] == "not-ready"
    assert int(answer.headers["Retry-After"]) > 0
    return str(answer.json()["detail"])


async def pragma(service: Service, statement: str) -> None:
    """Change the one connection that writes."""
    async with service.services.database.writer.connect() as connection:
        raw = await connection.get_raw_connection()
        driver = raw.driver_connection
        assert driver is not None
        await (await driver.execute(f"PRAGMA {statement}")).close()


@pytest.mark.parametrize(
    ("fault", "mended", "says", "code"),
    [
        ("max_page_count = 1", "max_page_count = 1000000", "disk", "SQLITE_FULL"),
        ("query_only = on", "query_only = off", "read-only", "SQLITE_READONLY"),
    ],
)
async def test_what_keeps_the_database_from_being_written_is_said_until_a_write_goes_well(
    service: Service,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    fault: str,
    mended: str,
    says: str,
    code: str,
) -> None:
    assert (await service.client.get("/readyz")).is_success
    monkeypatch.setitem(problems._told, "at", float("-inf"))  # one line a second, at most
    await pragma(service, fault)
    for _ in range(50):  # until the pages are full that the file has
        answer = await service.post("front-desk", "/v1/complaints", RECEIPT)
        if not answer.is_success:
            break
    assert answer.status_code == httpx.codes.SERVICE_UNAVAILABLE
    assert says in await not_ready(service)
    assert code in caplog.text
    await pragma(service, mended)
    await service.receive()
    assert (await service.client.get("/readyz")).is_success


async def test_a_clock_behind_the_last_event_is_said_and_nothing_is_recorded(
    service: Service, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(problems._told, "at", float("-inf"))  # one line a second, at most
    complaint = await service.receive()
    later = (datetime.now(UTC) + timedelta(hours=9)).isoformat(timespec="microseconds")
    file = sqlite3.connect(str(service.services.database.url.database))
    columns = "organisation_id, position, stream_id, version, event_id, type, schema_version"
    file.execute(
        f"INSERT INTO events ({columns}, data, meta, occurred_at, recorded_at)"  # noqa: S608 - our own names
        " SELECT organisation_id, position + 1, lower(hex(randomblob(16))), 1,"
        " lower(hex(randomblob(16))), type, schema_version, data, meta, occurred_at,"
        f" '{later}' FROM events"
        f" WHERE organisation_id = '{HERE}' ORDER BY position DESC LIMIT 1"
    )
    file.execute(f"UPDATE log_heads SET position = position + 1 WHERE organisation_id = '{HERE}'")  # noqa: S608
    file.commit()
    file.close()

    answer = await service.post("handler", f"/v1/complaints/{complaint}/memos", {"text": "x"})

    assert answer.status_code == httpx.codes.SERVICE_UNAVAILABLE
    assert (answer.json()["code"], int(answer.headers["Retry-After"]) > 0) == ("unavailable", True)
    said = "the clock of the service is 9:00:00 behind the last event"
    assert said in answer.json()["detail"]
    assert said in caplog.text


async def test_a_disk_that_is_nearly_full_is_seen_before_a_write_fails(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "ROOM_BYTES", 1 << 62)
    assert "disk" in await not_ready(service)
    monkeypatch.undo()
    assert (await service.client.get("/readyz")).is_success


async def test_a_failed_write_counts_only_for_a_while(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    await pragma(service, "query_only = on")
    assert not (await service.post("front-desk", "/v1/complaints", RECEIPT)).is_success
    await not_ready(service)
    monkeypatch.setattr(readiness, "REMEMBER_SECONDS", -1)
    assert (await service.client.get("/readyz")).is_success


@pytest.mark.parametrize("gone", ["the folder", "the file"])
@pytest.mark.parametrize("asked_before", [True, False])
async def test_a_database_that_is_gone_from_the_disk_is_not_ready_and_no_empty_one_is_made(
    service: Service, gone: str, *, asked_before: bool
) -> None:
    if asked_before:
        assert (await service.client.get("/readyz")).is_success
    file = Path(str(service.services.database.url.database))
    path = file.parent if gone == "the folder" else file
    aside = path.with_name("aside")
    path.rename(aside)
    assert "gone" in await not_ready(service)
    assert not path.exists()
    aside.rename(path)
    assert (await service.client.get("/readyz")).is_success
