"""One person with tokens in several spellings is one person, old tokens and old rows included."""

from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text, update

from app.domain.values import Actor
from app.events import schema
from app.events.tables import tokens
from tests.support.service import HERE, RECEIPT, Service


async def give_token(service: Service, role: str, subject: str, *, as_before: bool = False) -> None:
    """Give somebody the role, `as_before` with the subject kept as it was written."""
    issued = await service.services.tokens.create(HERE, Actor(subject, (role,)))
    if as_before:
        async with service.services.database.begin() as connection:
            found = tokens.c.token_id == issued.token_id
            await connection.execute(update(tokens).where(found).values(subject=subject))
    service.tokens = {**service.tokens, (HERE, role): issued.secret}


async def shown(service: Service, path: str, role: str = "handler") -> list[str]:
    await service.services.projector.catch_up(HERE)
    response = await service.get(role, path)
    assert response.status_code == 200, response.text
    return [item.get("id") or item["complaint_id"] for item in response.json()["items"]]


@pytest.mark.parametrize("as_before", [True, False])
@pytest.mark.parametrize("subject", ["zhao.min ", "ZHAO.MIN", "ｚｈａｏ．ｍｉｎ", "\u3000Zhao.Min"])
async def test_a_second_spelling_does_not_separate_duties_sc_40(
    service: Service, subject: str, *, as_before: bool
) -> None:
    await give_token(service, "front-desk", "zhao.min")
    await give_token(service, "supervisor", subject, as_before=as_before)
    complaint = await service.receive()
    refused = await service.post("supervisor", f"/v1/complaints/{complaint}/confirmations", {})
    assert refused.json()["code"] == "duties-not-separate"


async def test_an_event_names_the_person_in_one_spelling(service: Service) -> None:
    await give_token(service, "front-desk", " ZHAO.MIN", as_before=True)
    complaint = await service.receive(about=["Wu Gang "])
    events = await service.get("handler", f"/v1/complaints/{complaint}/events")
    [event] = events.json()["items"]
    assert event["meta"]["actor"]["subject"] == "zhao.min"
    assert event["data"]["about"] == ["wu gang"]


async def test_a_person_is_found_in_any_spelling(service: Service) -> None:
    await give_token(service, "handler", "ZHAO.MIN", as_before=True)
    complaint = await service.receive()
    await service.do("handler", complaint, "assignments", handler="Zhao.Min", unit="studio")
    due = {"kind": "reply", "what": "答复", "due": "2199-01-01T00:00:00Z"}
    await service.do("handler", complaint, "promises", **due)
    assert await shown(service, "/v1/complaints?owner=Zhao.Min%20") == [complaint]
    assert await shown(service, "/v1/worklist?owner=ZHAO.MIN") == [complaint]
    assert await shown(service, "/v1/worklist?owner=me") == [complaint]


async def test_a_list_from_before_is_found_after_the_migration(
    service: Service, tmp_path: Path
) -> None:
    complaint = await service.receive()
    await service.services.projector.catch_up(HERE)
    url = f"sqlite+aiosqlite:///{tmp_path / 'triplicate.db'}"
    written = "UPDATE case_state SET owner = 'ZHAO.MIN ', improvement_owner = 'Ｗｕ'"
    async with service.services.database.begin() as connection:
        await connection.execute(text(written))
        await connection.execute(text("UPDATE alembic_version SET version_num = '0011'"))
    await schema.run(url, lambda config: command.upgrade(config, "0012"))
    assert await shown(service, "/v1/complaints?owner=zhao.min") == [complaint]
    async with service.services.database.begin() as connection:
        found = await connection.execute(text("SELECT improvement_owner FROM case_state"))
        assert found.scalars().all() == ["wu"]


async def test_a_retry_from_before_an_old_token_was_respelt_gets_its_first_answer(
    service: Service,
) -> None:
    """Keys were scoped by the subject as it was written in the token, and are kept for ever."""
    await give_token(service, "front-desk", "zhao.min")
    first = await service.post("front-desk", "/v1/complaints", RECEIPT, key="one")
    await give_token(service, "front-desk", "ZHAO.MIN", as_before=True)
    other = await service.post("front-desk", "/v1/complaints", RECEIPT, key="one")
    again = await service.post("front-desk", "/v1/complaints", RECEIPT, key="one")
    assert first.json() != other.json() == again.json()
    assert again.headers["idempotency-replayed"] == "true"
