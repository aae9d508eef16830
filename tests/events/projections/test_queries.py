"""Lists, filters, feeds and scopes, and the indexes they read."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import insert, text

from app.domain.values import Channel, OrganisationId, Severity
from app.events import exporting
from app.events.database import Database, Query
from app.events.projection import PLACES, one
from app.events.projections import (
    ALL,
    audit_copy,
    case_state,
    figures,
    handler_copy,
    ledger,
    planning_copy,
)
from app.events.rebuild import rebuild
from app.events.stays import copies
from app.events.subscriptions import Projector
from tests.events.logs import HOUSE, append
from tests.events.projections.examples import (
    ASSIGNED,
    ASSISTANCE_ASKED,
    ASSISTED,
    CLASSIFIED,
    CLOSED,
    PROMISED,
    RECEIVED,
    confirmed,
    paid,
    requested,
)
from tests.events.projections.lives import START, life
from tests.support.databases import filled_by, store_on

OTHER = OrganisationId("other")
GROCERY = replace(RECEIVED, unit="grocery", channel=Channel.FAX)
URGENT = replace(CLASSIFIED, category="safety", tier="store", severity=Severity.SERIOUS)


async def fill(database: Database) -> None:
    """Five complaints of one organisation, and one of another."""
    store = store_on(database)
    await append(store, life(RECEIVED, CLASSIFIED), stream=1)
    await append(store, life(GROCERY, URGENT, PROMISED), stream=2)
    await append(store, life(RECEIVED, ASSIGNED, CLOSED), stream=3)
    await append(store, life(RECEIVED, requested(), confirmed(), paid()), stream=4)
    await append(store, life(GROCERY, requested()), stream=5)
    await append(store, life(RECEIVED), stream=6, organisation=OTHER)
    await Projector(database, store, ALL).catch_up()
    await store.close()


filled = filled_by(fill)


async def listed(database: Database, **filters: Any) -> list[int]:
    """List complaints and give their numbers here."""
    query = case_state.listing(frozenset(filters))
    rows = await database.fetch(query, organisation=HOUSE, limit=10, **filters)
    return [UUID(json.loads(document)["id"]).int for *_, document in rows]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, [5, 4, 3, 2, 1]),
        ({"status": "closed"}, [3]),
        ({"category": "safety"}, [2]),
        ({"tier": "floor"}, [1]),
        ({"severity": 3}, [2]),
        ({"unit": "grocery"}, [5, 2]),
        ({"handling_unit": "shoes"}, [3]),
        ({"owner": "li"}, [3]),
        ({"channel": "fax"}, [5, 2]),
        ({"received_from": START}, [5, 4, 3, 2, 1]),
        ({"received_from": START + timedelta(seconds=1)}, []),
        ({"received_to": START}, []),
        ({"due_before": PROMISED.due + timedelta(seconds=1)}, [2]),
        ({"due_before": PROMISED.due}, []),
        ({"units": '["grocery", "shoes"]'}, [5, 3, 2]),
        ({"units": '["grocery"]', "status": "open", "channel": "fax"}, [5, 2]),
        ({"units": "[]"}, []),
        ({"units": '["hall", "shoes", "hall"]'}, [4, 3, 1]),
        ({"units": '["hall", "grocery"]', "before": 7}, [3, 2, 1]),
    ],
)
async def test_lists_are_filtered_newest_first(
    filled: Database, filters: dict[str, Any], expected: list[int]
) -> None:
    assert await listed(filled, **filters) == expected


async def test_a_list_goes_on_where_its_page_ended(filled: Database) -> None:
    page = case_state.listing(frozenset())
    _, (before, *_) = await filled.fetch(page, organisation=HOUSE, limit=2)
    assert await listed(filled, before=before) == [3, 2, 1]


def test_a_list_is_compiled_once_for_its_filters() -> None:
    one, two = (case_state.listing(frozenset({"status", "before"})) for _ in range(2))
    assert one is two
    assert all(case_state.listing(frozenset({name})) for name in case_state.FILTERS)


@pytest.mark.parametrize("module", [case_state, handler_copy, audit_copy, planning_copy])
async def test_one_document_is_found_beside_the_last_event_of_its_stream(
    filled: Database, module: Any
) -> None:
    async def found(number: int) -> list[tuple[Any, ...]]:
        where = {"organisation": HOUSE, "complaint_id": UUID(int=number)}
        return await filled.fetch(module.ONE, **where)

    ((version, last, position, unit, handling_unit, document),) = await found(3)
    shown = msgspec.json.decode(document)
    assert (shown["version"], shown["position"]) == (version, position)
    assert last == position
    assert (unit, handling_unit) == (shown["unit"], shown["handling_unit"])
    assert await found(6) == []


@pytest.mark.parametrize("module", [case_state, handler_copy, audit_copy, planning_copy])
async def test_a_document_written_by_another_fold_is_not_found(
    filled: Database, module: Any
) -> None:
    changed = replace(module.PROJECTION, shape=module.PROJECTION.shape + 1)
    store = store_on(filled)

    async def found(number: int) -> bool:
        where = {"organisation": HOUSE, "complaint_id": UUID(int=number)}
        ((_, last, position, *_),) = await filled.fetch(one(changed), **where)
        assert position in {None, last}
        return position is not None

    assert not await found(1)
    await append(store, life(ASSIGNED), stream=1, at=2)
    await append(store, life(RECEIVED), stream=7)
    await Projector(filled, store, [changed]).catch_up()
    # One that something happens to is folded anew; the others wait for that, or for a rebuild.
    assert [await found(1), await found(3), await found(7)] == [True, False, True]
    await rebuild(filled, store, HOUSE, changed)
    assert await found(3)
    await store.close()


async def test_a_document_comes_as_it_was_stored(filled: Database) -> None:
    ((*_, document),) = await filled.fetch(
        case_state.ONE, organisation=HOUSE, complaint_id=UUID(int=1)
    )
    assert isinstance(document, bytes)
    assert '"statement":"鞋子穿了一天就坏了！"'.encode() in document


@pytest.mark.parametrize("module", [handler_copy, planning_copy])
async def test_a_feed_gives_what_changed_since_in_the_order_of_the_changes(
    filled: Database, module: Any
) -> None:
    async def fed(query: Query, **given: Any) -> list[int]:
        rows = await filled.fetch(query, organisation=HOUSE, limit=10, **given)
        places = [place for place, *_ in rows]
        assert places == sorted(places)
        return [UUID(json.loads(document)["id"]).int for *_, document in rows]

    assert await fed(copies(module.TABLE), after=0) == [1, 2, 3, 4, 5]
    assert await fed(copies(module.TABLE), after=5 * PLACES) == [3, 4, 5]
    assert await fed(copies(module.TABLE, frozenset({"units"})), after=0, units='["grocery"]') == [
        2,
        5,
    ]


@pytest.mark.parametrize(
    ("custody", "expected"),
    [
        ("with-handling-unit", [1, 2]),
        ("with-finance", [5]),
        ("with-audit", [3, 4]),
        ("confirmed", []),
    ],
)
async def test_finance_and_audit_fetch_the_copies_that_lie_with_them(
    filled: Database, custody: str, expected: list[int]
) -> None:
    async def fed(query: Query, **given: Any) -> list[int]:
        rows = await filled.fetch(query, organisation=HOUSE, limit=10, after=0, **given)
        return [UUID(json.loads(document)["id"]).int for *_, document in rows]

    unscoped = copies(audit_copy.TABLE, frozenset({"custody"}))
    scoped = copies(audit_copy.TABLE, frozenset({"custody", "units"}))
    assert await fed(unscoped, custody=custody) == expected
    assert await fed(scoped, custody=custody, units='["hall", "grocery"]') == expected
    assert await fed(scoped, custody=custody, units='["none"]') == []
    assert await fed(copies(audit_copy.TABLE)) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("filters", [{"units"}, {"units", "before"}])
async def test_the_list_of_some_units_reads_their_indexes(
    filled: Database, filters: set[str]
) -> None:
    plan = await plan_of(filled, case_state.listing(frozenset(filters)))
    assert "ix_case_state_unit_opened_position" in plan
    assert "ix_case_state_handling_unit_opened_position" in plan
    assert "ix_assisting_units_unit_opened_position" in plan
    assert "ix_case_state_opened_position" not in plan


TWO_UNITS_ASKED = (
    replace(ASSISTANCE_ASKED, unit="shoes"),
    replace(ASSISTANCE_ASKED, assistance=2, unit="warehouse"),
    replace(ASSISTANCE_ASKED, assistance=3, unit="shoes"),
)


@pytest.mark.parametrize("rebuilt", [False, True])
async def test_the_list_of_a_unit_holds_what_it_is_asked_to_help_with_sc_44(
    filled: Database, *, rebuilt: bool
) -> None:
    store = store_on(filled)
    await append(store, life(*TWO_UNITS_ASKED), stream=2, at=3)
    await append(store, life(replace(ASSISTANCE_ASKED, unit="warehouse")), stream=1, at=2)
    await Projector(filled, store, ALL).catch_up()
    if rebuilt:
        await rebuild(filled, store, HOUSE, case_state.PROJECTION)
    # The shoe department handles the third.
    assert await listed(filled, units='["shoes"]') == [3, 2]
    assert await listed(filled, units='["warehouse"]') == [2, 1]
    assert await listed(filled, units='["warehouse", "shoes"]', category="safety") == [2]
    assert await listed(filled, units='["warehouse"]', before=2) == [1]
    await append(store, life(ASSISTED, replace(ASSISTED, assistance=2)), stream=2, at=6)
    await Projector(filled, store, ALL).catch_up()
    assert await listed(filled, units='["shoes"]') == [3, 2]
    assert await listed(filled, units='["warehouse"]') == [1]
    await store.close()


HOT: list[tuple[Query, str]] = [
    (case_state.DUE, "ix_case_state_next_due"),
    (case_state.listing(frozenset({"linked_to"})), "ix_case_state_linked_opened_position"),
    (case_state.listing(frozenset()), "ix_case_state_opened_position"),
    (case_state.listing(frozenset({"before"})), "ix_case_state_opened_position"),
    (case_state.listing(frozenset({"status"})), "ix_case_state_status_opened_position"),
    (case_state.listing(frozenset({"owner", "before"})), "ix_case_state_owner_opened_position"),
    (copies(audit_copy.TABLE, frozenset({"custody"})), "ix_audit_copy_custody_position"),
    (copies(planning_copy.TABLE), "ix_planning_copy_position"),
    (copies(handler_copy.TABLE, frozenset({"custody"})), "ix_handler_copy_custody_position"),
    (copies(planning_copy.TABLE, frozenset({"custody"})), "ix_planning_copy_custody_position"),
    (
        copies(audit_copy.TABLE, frozenset({"custody", "since_before"})),
        "ix_audit_copy_custody_position",
    ),
    (ledger.next_movement(scoped=False), "ix_postings_at"),
    (ledger.next_movement(scoped=True), "ix_postings_at"),
    (ledger.moved_before(scoped=False), "ix_postings_by_account"),
    (ledger.moved_before(scoped=True), "ix_postings_by_account"),
]


@pytest.mark.parametrize(("query", "index"), HOT)
async def test_hot_queries_read_their_index_in_its_order(
    filled: Database, query: Query, index: str
) -> None:
    plan = await plan_of(filled, query)
    assert index in plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan


BY_KEY: list[tuple[Query, Any, str]] = [
    (exporting._page(frozenset({"after"})), START, "audit_copy_received_at_complaint_id"),
    (
        exporting._page(frozenset({"after", "custody"})),
        START,
        "audit_copy_received_at_complaint_id",
    ),
    (figures.between(units=False), UUID(int=1), "figures"),
]


@pytest.mark.parametrize(("query", "after", "index"), BY_KEY)
async def test_pages_of_a_whole_month_go_on_in_the_order_of_their_key(
    filled: Database, query: Query, after: Any, index: str
) -> None:
    plan = await plan_of(filled, query, after=after)
    # The primary key of a table has a name of its own in each database.
    key = f"pk_{index}" if filled.dialect == "postgresql" else f"sqlite_autoindex_{index}_1"
    assert f"ix_{index}" in plan or key in plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.parametrize("scoped", [False, True])
async def test_the_books_of_a_month_read_the_postings_of_that_month_sc_36(
    filled: Database, scoped: bool
) -> None:
    await years_of_postings(filled)
    assert "ix_postings_at" in await plan_of(filled, ledger.moved(scoped=scoped))


async def years_of_postings(database: Database) -> None:
    """Let the database know that there is more than a month."""
    row = {
        "organisation_id": HOUSE,
        "version": 1,
        "complaint_id": UUID(int=9),
        "currency": "CNY",
        "from_account": "requested",
        "to_account": "open",
        "amount": 100,
        "unit": "grocery",
        "handling_unit": "grocery",
    }
    rows = [{**row, "nth": day, "at": START - timedelta(days=day)} for day in range(1, 1001)]
    async with database.begin() as connection:
        await connection.execute(insert(ledger.POSTINGS), rows)
        await connection.execute(text("ANALYZE postings"))


@pytest.mark.parametrize("after", [set(), {"after"}])
async def test_what_was_paid_in_a_month_is_found_by_the_payments_of_that_month_sc_36(
    filled: Database, after: set[str]
) -> None:
    asked = frozenset({"paid_begins", "paid_over", *after})
    for query in (exporting._page(asked), exporting._count(asked - {"after"})):
        plan = await plan_of(filled, query, after=START)
        assert "ix_payments_at_complaint_id" in plan
        assert "ix_audit_copy_shape" in plan


KINDS = [
    ("due", "ix_case_state_precedence_due"),
    ("overdue", "ix_case_state_precedence_due"),
    ("unowned", "ix_case_state_unowned"),
    ("silent", "ix_case_state_silent"),
    ("promised-today", "ix_case_state_precedence_promise_due"),
    ("follow-ups", "ix_case_state_precedence_contact_opens"),
    ("sample", "ix_case_state_bucket"),
    ("improvements", "ix_case_state_precedence_improvement_due"),
    ("reminders", "ix_case_state_precedence_reminder_due"),
    ("waiting", "ix_case_state_precedence_waiting_since"),
]


@pytest.mark.parametrize(("kind", "index"), KINDS)
async def test_every_kind_of_work_reads_its_own_index(
    filled: Database, kind: str, index: str
) -> None:
    assert dict(KINDS).keys() == case_state.KINDS.keys()
    after = 5 if kind == "sample" else START
    for narrowed in (set(), {"after"}, {"unit"}, {"units"}):
        query = case_state.worklist(kind, frozenset(narrowed))
        assert index in await plan_of(filled, query, after=after)
    assert index in await plan_of(filled, case_state.counting(kind, frozenset()))


async def test_what_is_due_of_one_person_is_read_from_an_index(filled: Database) -> None:
    plan = await plan_of(filled, case_state.worklist("due", frozenset({"owner"})))
    # On tables as small as these PostgreSQL may take the index of the whole house as well.
    indexes = ("ix_case_state_owner_precedence_due", "ix_case_state_precedence_due")
    assert any(index in plan for index in indexes[: 1 if filled.dialect == "sqlite" else 2])


async def plan_of(filled: Database, query: Query, **more: Any) -> str:
    """Ask the database how it would run a query on tables that are not this small."""
    given: dict[str, Any] = {
        "organisation": HOUSE,
        "limit": 10,
        "before": 100,
        "status": "open",
        "owner": "li",
        "after": 0,
        "custody": "with-audit",
        "units": '["grocery"]',
        "linked_to": UUID(int=1),
        "after_id": UUID(int=1),
        "unit": "grocery",
        "precedence": 1,
        "low": 5,
        "high": 10,
    }
    moments = [
        *("now", "until", "month", "entered_after", "since", "since_before", "begins", "over"),
        *("paid_begins", "paid_over"),
    ]
    given |= dict.fromkeys(moments, START) | more
    if filled.dialect == "sqlite":
        compiled = query.on_sqlite.compile(dialect=filled.reader.dialect)
        return await sqlite_plan(filled, compiled, given)
    assert query.for_asyncpg is not None
    statement, names, fixed = query.for_asyncpg
    async with filled.pool.acquire() as connection, connection.transaction():
        await connection.execute("SET LOCAL enable_seqscan = off")
        await connection.execute("SET LOCAL enable_bitmapscan = off")
        values = [(given | fixed)[name] for name in names]
        rows = await connection.fetch(f"EXPLAIN {statement}", *values)
    return "\n".join(row[0] for row in rows)


async def sqlite_plan(database: Database, compiled: Any, given: dict[str, Any]) -> str:
    """Ask SQLite how it would run a statement."""
    values = tuple(str(given.get(name, compiled.params[name])) for name in compiled.positiontup)
    async with database.reader.connect() as connection:
        rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", values)
        return "\n".join(str(row[-1]) for row in rows)
