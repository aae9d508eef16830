"""The worklist's queries, on both databases."""

import json
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from app.events.database import Database
from app.events.projections import ALL, case_state
from app.events.subscriptions import Projector
from tests.events.logs import HOUSE, append
from tests.events.projections.examples import (
    ASSIGNED,
    ASSISTANCE_ASKED,
    CALLED,
    CLOSED,
    IMPROVEMENT_PLANNED,
    PAUSED,
    PROMISED,
    RECEIVED,
    REPORTED,
    at,
    due,
    missed,
    scheduled,
)
from tests.events.projections.lives import life
from tests.support.databases import filled_by, store_on

FIRST, SECOND = due(1, at(10)), due(1, at(11))
CALL = due(2, at(18, 5), "three-days", opens=at(9, 5))
LOOK = due(3, at(9, 30), "retention", reminder=True)
VALUED = replace(RECEIVED, high_value=True)


async def fill(database: Database) -> None:
    """Seven complaints in various states of neglect."""
    store = store_on(database)
    await append(store, life(RECEIVED, scheduled(SECOND), REPORTED), stream=1)
    await append(store, life(RECEIVED, scheduled(FIRST), missed(FIRST), ASSIGNED), stream=2)
    await append(store, life(VALUED, scheduled(SECOND), PAUSED), stream=3)
    await append(store, life(RECEIVED, PROMISED, ASSISTANCE_ASKED), stream=4)
    await append(store, life(RECEIVED, CLOSED, scheduled(CALL, LOOK)), stream=5)
    await append(store, life(RECEIVED, CLOSED, CALLED, IMPROVEMENT_PLANNED), stream=6)
    await append(store, life(RECEIVED, scheduled(SECOND), REPORTED), stream=7)
    await Projector(database, store, ALL).catch_up()
    await store.close()


filled = filled_by(fill)


async def listed(database: Database, kind: str, **given: Any) -> list[int]:
    """List a kind, valued customers first, and give the numbers here."""
    narrowed = frozenset(given) & {"unit", "owner", "units", "after"}
    query = case_state.worklist(kind, narrowed)
    found = []
    for part in ({},) if "low" in given else ({"precedence": 0}, {"precedence": 1}):
        rows = await database.fetch(query, organisation=HOUSE, limit=10, **part, **given)
        assert [row[1] for row in rows] == [UUID(json.loads(row[4])["id"]) for row in rows]
        found += [row[1].int for row in rows]
        counted = case_state.counting(kind, narrowed - {"after"})
        if "after" not in given:
            [(count,)] = await database.fetch(counted, organisation=HOUSE, **part, **given)
            assert count == len(rows)
    return found


@pytest.mark.parametrize(
    ("kind", "given", "expected"),
    [
        ("due", {}, [3, 2, 1, 7, 4, 5]),
        ("due", {"owner": "li"}, [2]),
        ("due", {"unit": "shoes"}, [2]),
        ("due", {"units": '["warehouse"]'}, [4]),
        ("due", {"units": '["shoes", "warehouse"]'}, [2, 4]),
        ("due", {"after": at(11), "after_id": UUID(int=1)}, [3, 7, 4, 5]),
        ("overdue", {"until": at(10)}, [2]),
        ("overdue", {"until": at(11)}, [3, 2, 1, 7]),
        ("unowned", {}, [3, 1, 4, 7]),
        ("silent", {}, [3, 4]),
        ("promised-today", {"until": at(12)}, [4]),
        ("promised-today", {"until": at(11)}, []),
        ("follow-ups", {"until": at(9, 5)}, [5]),
        ("follow-ups", {"until": at(8, 5)}, []),
        ("sample", {"low": 5, "high": 7, "month": at(0, 1)}, [5]),
        ("sample", {"low": 5, "high": 7, "month": at(0, 3)}, [5, 6]),
        ("sample", {"low": 6, "high": 7, "month": at(0, 3)}, [6]),
        ("improvements", {}, [6]),
        ("improvements", {"owner": "qian"}, [6]),
        ("improvements", {"owner": "zhang"}, []),
        ("reminders", {"until": at(9, 30)}, [5]),
        ("waiting", {}, [3]),
    ],
)
async def test_every_kind_of_work_is_listed_in_its_order(
    filled: Database, kind: str, given: dict[str, Any], expected: list[int]
) -> None:
    assert await listed(filled, kind, **given) == expected


async def test_the_clocks_find_what_has_passed_and_is_not_missed_yet(filled: Database) -> None:
    async def passed(hour: int, limit: int = 10) -> list[int]:
        rows = await filled.fetch(
            case_state.DUE, organisation=HOUSE, now=at(hour), entered_after=at(hour), limit=limit
        )
        for *_, work in rows:
            [deadline] = json.loads(work)["deadlines"]
            assert (deadline["number"], deadline["missed_at"]) == (1, None)
        return [complaint.int for complaint, *_ in rows]

    assert await passed(10) == []
    assert sorted(await passed(11)) == [1, 3, 7]
    assert len(await passed(11, limit=2)) == 2
