"""Of a copy that was destroyed nothing stays in its table but its number and the record (SC-46)."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from app.domain.complaint import Event
from app.domain.steps.hand_over import HandedOver
from app.domain.steps.hold import HoldLifted, HoldPlaced
from app.domain.values import Copy, KeptAs, Place, Term
from app.events.database import Database
from app.events.exporting import Wanted, audit_copies, is_whole
from app.events.projection import Projection
from app.events.projections import audit_copy, case_state, handler_copy, planning_copy
from app.events.rebuild import rebuild
from app.events.store import EventStore
from app.events.subscriptions import Projector
from app.policies import load
from tests.events.logs import HOUSE, append, fold_all, stored
from tests.events.projections.examples import RECEIVED, REOPENED, WHOLE
from tests.events.projections.lives import fold, life
from tests.support.databases import store_on

COPIES: dict[Copy, Projection[Any]] = {
    Copy.HANDLER: handler_copy.PROJECTION,
    Copy.AUDIT: audit_copy.PROJECTION,
    Copy.PLANNING: planning_copy.PROJECTION,
}
TERM = Term(
    kept_as=KeptAs.RECORD,
    kept_until=date(2028, 3, 2),
    must_go_by=date(2029, 3, 2),
    rule="SC-46",
)


def destroyed(copy: Copy, term: Term | None = TERM) -> HandedOver:
    return HandedOver(copy=copy, origin=Place.RETAINED, to=Place.DESTROYED, term=term)


GONE: tuple[Event, ...] = (*WHOLE, *(destroyed(copy) for copy in Copy))


@pytest.fixture
async def store(database: Database) -> AsyncIterator[EventStore]:
    """The store on the database that the projections are in."""
    store = store_on(database)
    yield store
    await store.close()


async def rows(database: Database, projection: Projection[Any]) -> list[str]:
    """Every row of every generation, as text."""
    async with database.begin() as connection:
        found = await connection.execute(text(f"SELECT * FROM {projection.name}"))  # noqa: S608
        return [str(tuple(row)) for row in found]


async def test_the_row_holds_only_the_number_and_the_record_sc_46(
    database: Database, store: EventStore
) -> None:
    await append(store, life(*GONE))
    await Projector(database, store, [*COPIES.values()], batch=5).catch_up()
    for projection in COPIES.values():
        [left] = (await stored(database, projection)).values()
        assert set(left) == {"id", "number", "version", "position", "custody", "destruction"}
        assert left["custody"] == "destroyed"
        assert (left["destruction"]["by"], left["destruction"]["kept_as"]) == ("zhang", "record")
        assert left["destruction"]["kept_until"] == "2028-03-02"
        [row] = await rows(database, projection)
        assert RECEIVED.statement not in row
        assert str(RECEIVED.complainant.name) not in row
        await rebuild(database, store, HOUSE, projection)
        assert (await stored(database, projection))[left["id"]] == left


async def test_what_goes_on_with_it_is_folded_anew_and_leaves_as_little_sc_46(
    database: Database, store: EventStore
) -> None:
    await append(store, life(*GONE))
    projector = Projector(database, store, [*COPIES.values()])
    await projector.catch_up()
    held = HoldPlaced(hold=1, reason="顾客起诉")
    await append(store, life(*GONE, held)[-1:], at=len(GONE))
    await projector.catch_up()
    for projection in COPIES.values():
        [left] = (await stored(database, projection)).values()
        assert left["version"] == len(GONE) + 1
        assert set(left) == {"id", "number", "version", "position", "custody", "destruction"}


async def test_taken_up_again_the_copies_are_whole_sc_46(
    database: Database, store: EventStore
) -> None:
    await append(store, life(*GONE))
    projector = Projector(database, store, [*COPIES.values()])
    await projector.catch_up()
    await append(store, life(*GONE, REOPENED)[-1:], at=len(GONE))
    await projector.catch_up()
    log = await store.read_log(HOUSE, after=0, limit=100)
    for projection in COPIES.values():
        found = await stored(database, projection)
        assert found == fold_all(projection, log)
        [copy] = found.values()
        assert copy["destruction"] is None
        assert copy["custody"] != "destroyed"


async def test_what_is_left_is_not_found_as_the_copy_sc_46(
    database: Database, store: EventStore
) -> None:
    await append(store, life(*GONE))
    await Projector(database, store, [*COPIES.values(), case_state.PROJECTION]).catch_up()
    [case] = (await stored(database, case_state.PROJECTION)).values()
    where: dict[str, Any] = {"organisation": HOUSE, "complaint_id": UUID(case["id"])}
    for module in (handler_copy, audit_copy, planning_copy):
        [(*_, document)] = await database.fetch(module.ONE, **where)
        assert document is None
    [(*_, document)] = await database.fetch(case_state.ONE, **where)
    assert document is not None


@pytest.mark.parametrize("shape", [None, 3], ids=["as it lies", "as an older program wrote it"])
async def test_an_export_reads_what_is_left_sc_46(
    database: Database, store: EventStore, shape: int | None
) -> None:
    await append(store, life(*GONE))
    await append(store, life(*WHOLE), stream=2)
    await Projector(database, store, [audit_copy.PROJECTION]).catch_up()
    if shape is not None:
        async with database.begin() as connection:
            await connection.execute(text(f"UPDATE audit_copy SET shape = {shape}"))  # noqa: S608
    calendar = load("default").calendar
    pages = audit_copies(database, HOUSE, Wanted(), calendar)
    copies = [copy async for page in pages for copy in page]
    assert [is_whole(copy) for copy in copies] == [False, True]
    assert copies[0]["destruction"] is not None


def test_a_copy_destroyed_before_terms_were_kept_says_when_and_by_whom_sc_46() -> None:
    happened = (*WHOLE, destroyed(Copy.HANDLER, term=None))
    form: Any = fold(handler_copy.project, life(*happened))
    left: Any = handler_copy.PROJECTION.remains(form)
    assert left is not None
    assert left["destruction"] == {
        "at": form["destruction"]["at"],
        "by": "zhang",
        "kept_as": None,
        "kept_until": None,
        "must_go_by": None,
        "rule": None,
    }


def test_holds_are_shown_with_their_end_sc_46() -> None:
    second = HoldPlaced(hold=2, reason="税务稽查", reference="税-7")
    held = (HoldPlaced(hold=1, reason="顾客起诉"), second, HoldLifted(hold=1, reason="和解"))
    for project in (case_state.project, handler_copy.project, audit_copy.project):
        document = fold(project, life(RECEIVED, *held))
        first, other = document["holds"]
        assert (first["reason"], first["lifted_because"], first["lifted_by"]) == (
            "顾客起诉",
            "和解",
            "zhang",
        )
        assert (other["reference"], other["lifted_at"]) == ("税-7", None)
    assert "holds" not in fold(planning_copy.project, life(RECEIVED, *held))
