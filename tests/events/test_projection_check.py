"""Rows are compared with a fold of the log, and what was falsified is named."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Table, text, update

from app.domain.complaint import Fact
from app.domain.steps.memo import Noted
from app.events import projection_check
from app.events.database import Database
from app.events.projection_check import Difference, check_projection
from app.events.projections import ALL, audit_copy, case_state, ledger
from app.events.rebuild import rebuild
from app.events.store import EventStore, Recorded
from app.events.subscriptions import Projector
from tests.events.logs import HOUSE, append, append_lives
from tests.events.projections.examples import CLASSIFIED, CLOSED, RECEIVED, WHOLE
from tests.events.projections.lives import life
from tests.support.databases import filled_by, store_on

SHORT = (RECEIVED, CLASSIFIED, CLOSED)
AUDIT = audit_copy.PROJECTION
LEDGER = ledger.PROJECTION


async def fill(database: Database) -> None:
    """Three complaints with money and two without, in every projection."""
    store = store_on(database)
    await append_lives(store, [WHOLE] * 3 + [SHORT] * 2)
    await Projector(database, store, ALL).catch_up()
    await store.close()


database = filled_by(fill)


@pytest.fixture
async def store(database: Database) -> AsyncIterator[EventStore]:
    store = store_on(database)
    yield store
    await store.close()


async def differences(database: Database, projection: Any) -> list[Difference]:
    pages = [page async for page in check_projection(database, HOUSE, projection)]
    return [found for page in pages for found in page.differences]


async def falsify(database: Database, statement: str, **given: Any) -> None:
    async with database.begin() as connection:
        assert (await connection.execute(text(statement), given)).rowcount > 0


@pytest.mark.parametrize("projection", ALL, ids=lambda one: one.name)
async def test_rows_that_the_log_gives_do_not_differ(
    database: Database, store: EventStore, projection: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(projection_check, "CHUNK", 2)
    assert await differences(database, projection) == []
    await rebuild(database, store, HOUSE, projection)
    assert await differences(database, projection) == []


FALSIFIED = [
    (AUDIT, "UPDATE audit_copy SET document = :document", "document.total_cost"),
    (AUDIT, "UPDATE audit_copy SET custody = 'with-nobody'", "custody"),
    (AUDIT, "UPDATE audit_copy SET position = position + 99999999", "position"),
    (AUDIT, "UPDATE audit_copy SET document = '7'", "document"),
    (AUDIT, "DELETE FROM audit_copy", "missing"),
    (AUDIT, "DELETE FROM payments", "payments"),
    (AUDIT, "UPDATE audit_copy SET shape = 1", "stale: rebuild"),
    (LEDGER, "UPDATE postings SET amount = amount + 1", "postings"),
    (case_state.PROJECTION, "UPDATE case_state SET next_due = received_at", "next_due"),
    (case_state.PROJECTION, "UPDATE case_state SET line = '{\"id\": 1}'", "line.id"),
]


@pytest.mark.parametrize(("projection", "statement", "what"), FALSIFIED)
async def test_a_falsified_row_is_named_by_its_complaint_and_what_differs(
    database: Database, store: EventStore, projection: Any, statement: str, what: str
) -> None:
    first = (await store.read_log(HOUSE, after=0, limit=1))[0]
    given: dict[str, Any] = {"id": first.stream_id.hex}
    if ":document" in statement:
        given["document"] = await document_with_more_cost(database, first)
    where = "REPLACE(CAST(complaint_id AS text), '-', '') = :id"
    await falsify(database, f"{statement} WHERE {where}", **given)

    found = await differences(database, projection)

    assert {one.complaint for one in found} == {first.number}
    assert what in [one.what for one in found]


async def document_with_more_cost(database: Database, received: Recorded) -> str:
    async with database.begin() as connection:
        rows = (
            await connection.execute(text("SELECT CAST(document AS text) FROM audit_copy"))
        ).all()
    (document,) = [row[0] for row in rows if str(received.number) in row[0]]
    assert '"total_cost":{"amount":' in document
    changed: str = document.replace('"total_cost":{"amount":', '"total_cost":{"amount":9')
    return changed


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("table", "projection"), [(audit_copy.TABLE, AUDIT), (ledger.POSTINGS, LEDGER)]
)
async def test_rows_of_a_complaint_that_the_log_does_not_have_are_named(
    database: Database, table: Table, projection: Any
) -> None:
    invented, first = UUID(int=255), UUID(int=1)
    moved = update(table).where(table.c.complaint_id == first).values(complaint_id=invented)
    async with database.begin() as connection:
        assert (await connection.execute(moved)).rowcount > 0

    found = await differences(database, projection)

    assert Difference(str(invented), "not in the log") in found
    assert len(found) == 2


async def test_a_check_beside_a_writer_and_a_projector_finds_nothing(
    database: Database, store: EventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(projection_check, "CHUNK", 3)
    projector = Projector(database, store, ALL)
    task = asyncio.create_task(projector.run())
    writing = True

    async def write() -> None:
        nonlocal writing
        for number in range(100, 140):
            await append(store, life(*SHORT), stream=number)
        writing = False

    async def check() -> None:
        while writing:
            for projection in (AUDIT, LEDGER):
                assert await differences(database, projection) == []

    await asyncio.gather(write(), check())
    task.cancel()
    await asyncio.wait({task})


async def test_a_complaint_with_parked_events_is_counted_and_not_compared(
    database: Database, store: EventStore
) -> None:
    await append(store, life(RECEIVED, Noted(text="毒")), stream=50)
    await append(store, life(RECEIVED), stream=51)
    honest = case_state.PROJECTION

    def project(document: Any, fact: Fact, entry: Recorded) -> Any:
        if isinstance(fact.event, Noted):
            raise TypeError
        return honest.project(document, fact, entry)

    others = [one for one in ALL if one is not honest]
    await Projector(database, store, [*others, replace(honest, project=project)]).catch_up()

    pages = [page async for page in check_projection(database, HOUSE, honest)]
    assert sum(page.held for page in pages) == 1
    assert not any(page.differences for page in pages)
