"""Both databases find the same complaints by the same words."""

import json
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import text

from app.domain.steps.inquiry import Investigated
from app.domain.steps.memo import Noted
from app.domain.values import Complainant, OrganisationId
from app.events.chinese import asked
from app.events.database import Database
from app.events.projections import ALL, case_state, search_index
from app.events.rebuild import rebuild
from app.events.store import Numbering
from app.events.subscriptions import Projector
from tests.events.logs import HOUSE, append, assert_current
from tests.events.projections.examples import (
    APOLOGISED,
    CLOSED,
    INVESTIGATED,
    NOTED,
    RECEIVED,
    REPLIED,
)
from tests.events.projections.lives import fold, life
from tests.support.databases import filled_by, store_on

OTHER = OrganisationId("other-house")
MOULDY = replace(
    RECEIVED,
    statement="相册发霉了，你们的服务态度太差！",
    complainant=Complainant(name="陳靜儀", telephone="13911112222", reference="VIP-88"),
    subject="相册",
    order_reference="ORD/7431",
    paper_number="No.0042",
)
TRADITIONAL = replace(RECEIVED, statement="頭髮剪壞了，服務員的態度很差", subject="髮型")
ENGLISH = replace(RECEIVED, statement="The iPhone's screen is BROKEN -- again", subject="Straße")


async def fill(database: Database) -> None:
    store = store_on(database)
    await append(store, life(MOULDY, APOLOGISED, CLOSED), stream=1)
    await append(store, life(TRADITIONAL, NOTED), stream=2)
    await append(store, life(ENGLISH, INVESTIGATED, REPLIED), stream=3)
    await append(store, life(MOULDY), stream=1, organisation=OTHER)
    await Projector(database, store, ALL).catch_up()
    await store.close()


filled = filled_by(fill)


async def found(database: Database, question: str, **filters: str) -> list[int]:
    words = asked(question)
    assert words is not None
    query = case_state.listing(frozenset({"words", *filters}))
    rows = await database.fetch(query, organisation=HOUSE, limit=10, words=words, **filters)
    return [UUID(json.loads(line)["id"]).int for *_, line in rows]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("发霉", [1]),
        ("發霉", [1]),
        ("头发", [2]),
        ("頭髮", [2]),
        ("发型", [2]),
        ("态度", [2, 1]),
        ("服务态度", [1]),
        ("服務態度", [1]),
        ("服务 态度", [2, 1]),
        ("陈静仪", [1]),
        ("13911112222", [1]),
        ("vip-88", [1]),
        ("ORD/7431", [1]),
        ("0042", [1]),
        ("iphone", [3]),
        ("IPHONE broken", [3]),
        ("broken iphone", [3]),
        ("screen is", [3]),
        ('"screen broken"', [3]),
        ("iphone's", [3]),
        ("strasse", [3]),
        ("2026-000002", [2]),
        ("2026-2", [2]),
        ("2", [2]),
        ("发票已核对", [2]),
        ("供应商用错胶水", [3]),
        ("已退款", [1]),
        ("可以退款", [3]),
        ("相册 iphone", []),
        ("7431-no", []),
        # A surname, a character in the midst of a run, its last one, and one that stands alone.
        ("陈", [1]),
        ("陳", [1]),
        ("务", [2, 1]),
        ("差", [2, 1]),
        ("册", [1]),
        ("发 度", [2, 1]),
        ("态度太差，你", []),
        ("霉了，你", [1]),
        ("iphone王", []),
        ("王", [3, 2]),
        ("孙", []),
        ("不存在", []),
        ('发霉" OR "态度', []),
        ("NEAR(发霉 态度) -x *:^", []),
        ("words:发霉", []),
        ("x", []),
        ("a'b\\c & | ! <-> :*", []),
        ("服务态度 " * 40, [1]),
    ],
)
async def test_words_find_the_same_everywhere(
    filled: Database, question: str, expected: list[int]
) -> None:
    assert await found(filled, question) == expected


@pytest.mark.parametrize(
    ("prefix", "width", "suffix"),
    [("客诉2026-", 4, ""), ("客訴〔2026〕", 1, "號"), ("KS2026_", 3, ""), ("2026", 5, "")],
)
@pytest.mark.parametrize("plain", ["2", "2026-2", "2026-000002"])
async def test_a_number_is_found_as_it_is_and_as_people_shorten_it(
    database: Database, prefix: str, width: int, suffix: str, plain: str
) -> None:
    store, own = store_on(database), Numbering("2026", prefix, width, suffix)
    for stream in (1, 2):
        await append(store, life(MOULDY), stream=stream, numbering=own)
    await Projector(database, store, ALL).catch_up()
    await store.close()
    assert await found(database, plain) == [2]
    assert await found(database, own.write(2)) == [2]


async def test_words_narrow_a_list_beside_other_filters(filled: Database) -> None:
    assert await found(filled, "态度", status="open") == [2]
    assert await found(filled, "态度", units='["hall"]') == [2, 1]
    assert await found(filled, "态度", units='["office"]') == []


async def test_words_that_come_later_are_found_and_old_ones_stay(filled: Database) -> None:
    store = store_on(filled)
    await append(store, life(Noted(text="門口的地毯")), stream=3, at=3)
    await append(store, life(RECEIVED, Noted(text="地毯")), stream=4)
    await Projector(filled, store, ALL).catch_up()
    assert await found(filled, "地毯") == [4, 3]
    assert await found(filled, "iphone") == [3]
    await assert_current(filled, store)
    await store.close()


async def test_a_rebuild_finds_the_same_words_and_leaves_no_others(filled: Database) -> None:
    store = store_on(filled)
    await rebuild(filled, store, HOUSE, search_index.PROJECTION)
    assert await found(filled, "态度") == [2, 1]
    await append(store, life(Noted(text="地毯")), stream=2, at=2)
    await Projector(filled, store, ALL).catch_up()
    assert await found(filled, "地毯") == [2]
    if filled.dialect == "sqlite":
        async with filled.begin() as connection:
            rows = await connection.execute(text("SELECT count(*) FROM search_words"))
            assert rows.scalar_one() == 4
    await store.close()


async def test_an_event_without_words_does_not_write_the_document_again(
    filled: Database,
) -> None:
    store = store_on(filled)
    before = await _places(filled)
    await append(store, life(APOLOGISED), stream=3, at=3)
    await Projector(filled, store, ALL).catch_up()
    assert await _places(filled) == before
    await store.close()


async def _places(database: Database) -> list[tuple[int, int]]:
    statement = text("SELECT position, stream_version FROM search_index ORDER BY position")
    async with database.begin() as connection:
        return [(row[0], row[1]) for row in (await connection.execute(statement)).all()]


async def test_endless_writing_is_not_endlessly_searched(filled: Database) -> None:
    store = store_on(filled)
    said = [Noted(text=f"{turn} " + "长" * 7000) for turn in range(20)]
    await append(store, life(replace(RECEIVED, statement="开头"), *said), stream=5)
    await Projector(filled, store, ALL).catch_up()
    assert await found(filled, "开头") == [5]
    await store.close()


def test_only_what_brings_words_moves_the_document_on() -> None:
    facts = life(RECEIVED, APOLOGISED)
    document = fold(search_index.project, facts)
    assert (document["version"], document["words"]) == (1, document["terms"].count(" "))
    nothing = Investigated(
        findings="……",
        cause="？",
        cause_class=INVESTIGATED.cause_class,
        fault=INVESTIGATED.fault,
        established=False,
    )
    assert fold(search_index.project, life(RECEIVED, nothing))["terms"] == document["terms"]
