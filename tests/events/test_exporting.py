"""Audit copies by period and custody, page by page, on both databases alike."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete, update

from app.domain.complaint import Fact
from app.domain.steps.reversal import CompensationReversed
from app.domain.values import Money, OrganisationId
from app.events import exporting
from app.events.database import Database
from app.events.exporting import Days, Wanted, audit_copies, count, issued
from app.events.projections.audit_copy import PAYMENTS, PROJECTION, TABLE
from app.events.subscriptions import Projector
from app.policies import parse, text_of
from tests.events.logs import HOUSE, append
from tests.events.projections.examples import RECEIVED, confirmed, paid, requested
from tests.events.projections.lives import START, ZHANG, life
from tests.support.databases import filled_by, store_on

CALENDAR = parse(text_of("default"), source="default").calendar
DAY = CALENDAR.local(START).date()
TODAY = Days(first=DAY, last=DAY)
OTHERS = Days(first=DAY + timedelta(days=1))


async def fill(database: Database) -> None:
    """Four complaints of one organisation, received at one time, and one of another."""
    store = store_on(database)
    await append(store, life(RECEIVED), stream=4)
    await append(store, life(RECEIVED, requested(), confirmed(), paid()), stream=3)
    await append(store, life(replace(RECEIVED, unit="grocery"), requested()), stream=2)
    await append(store, life(RECEIVED, requested(), confirmed()), stream=1)
    await append(store, life(RECEIVED), stream=5, organisation=OrganisationId("other"))
    await Projector(database, store, (PROJECTION,)).catch_up()
    await store.close()


filled = filled_by(fill)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(), [1, 2, 3, 4]),
        (Wanted(received=TODAY), [1, 2, 3, 4]),
        (Wanted(received=OTHERS), []),
        (Wanted(received=Days(last=DAY - timedelta(days=1))), []),
        (Wanted(paid=TODAY), [3]),
        (Wanted(paid=OTHERS), []),
        (Wanted(custody="with-finance"), [2]),
        (Wanted(units=("grocery",)), [2]),
        (Wanted(numbers=("2026-000002", "2026-000004", "2026-000009")), [1, 3]),
        (Wanted(numbers=("2026-000002", "2026-000003"), custody="with-audit"), [3]),
        (Wanted(numbers=("",)), []),
        (Wanted(received=TODAY, paid=TODAY, custody="with-audit", units=("hall",)), [3]),
    ],
)
@pytest.mark.parametrize("page", [1, 2, 500])
async def test_each_copy_is_read_once_in_the_order_of_receipt(
    filled: Database,
    wanted: Wanted,
    expected: list[int],
    page: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(exporting, "PAGE", page)
    pages = [found async for found in audit_copies(filled, HOUSE, wanted, CALENDAR)]
    assert [UUID(copy["id"]).int for found in pages for copy in found] == expected
    assert await count(filled, HOUSE, wanted, CALENDAR) >= len(expected)


async def test_a_period_of_payment_has_what_came_back_in_it_sc_36(filled: Database) -> None:
    store = store_on(filled)
    back = CompensationReversed(compensation=1, expense=1, amount=Money(5000, "CNY"), reason="退回")
    later = Fact(back, START + timedelta(days=40), ZHANG)
    await append(store, [later], stream=3, at=4)
    await Projector(filled, store, (PROJECTION,)).catch_up()
    for days in (TODAY, OTHERS):
        assert await found(filled, Wanted(paid=days)) == [3]
    assert await count(filled, HOUSE, Wanted(paid=OTHERS), CALENDAR) == 1
    await store.close()


async def test_what_the_program_before_wrote_is_found_by_its_shape_sc_36(filled: Database) -> None:
    async with filled.begin() as connection:
        await connection.execute(delete(PAYMENTS))
        await connection.execute(update(TABLE).values(shape=PROJECTION.shape - 1))
    assert await found(filled, Wanted(paid=TODAY)) == [3]
    assert await found(filled, Wanted(paid=OTHERS)) == []


async def found(database: Database, wanted: Wanted) -> list[int]:
    pages = [page async for page in audit_copies(database, HOUSE, wanted, CALENDAR)]
    return [UUID(copy["id"]).int for page in pages for copy in page]


async def test_the_last_number_of_each_year_is_told(filled: Database) -> None:
    [last] = (await issued(filled, HOUSE)).values()
    assert last == 4
    assert await issued(filled, OrganisationId("nobody")) == {}


def test_the_order_of_receipt_has_an_index() -> None:
    assert "ix_audit_copy_received_at_complaint_id" in {index.name for index in TABLE.indexes}
