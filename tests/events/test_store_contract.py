"""What every store promises, whichever database is under it."""

import asyncio
import json
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID, uuid4

import asyncpg
import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError

from app.domain.values import OrganisationId
from app.events.database import Database
from app.events.memory import MemoryStore
from app.events.postgres import PostgresStore
from app.events.reading import Reading
from app.events.store import (
    Appended,
    Conflict,
    Duplicate,
    Entry,
    EventStore,
    NewEvent,
    Numbering,
    Outcome,
    Reused,
    Write,
    event_id_of,
)
from app.events.tables import events
from app.events.wall_clock import WrongClock
from tests.support.databases import Clock, store_on
from tests.support.growth import grows

HERE = OrganisationId("studio")
THERE = OrganisationId("mall")
NOON = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=timezone(timedelta(hours=8)))


def event(data: str = "{}", *, meta: str = "{}", at: datetime = NOON) -> NewEvent:
    return NewEvent("complaint.received", 1, data, meta, at)


def write(stream: UUID, expected: int = 0, *, n: int = 1, series: str | None = None) -> Write:
    numbering = None if series is None else Numbering(series, f"{series}-", 6)
    return Write(stream, expected, tuple(event(f'{{"n":{i}}}') for i in range(n)), numbering)


def entry(*writes: Write, command: UUID | None = None, fingerprint: str = "print") -> Entry:
    return Entry(command or uuid4(), fingerprint, writes or (write(uuid4()),))


def appended(outcome: Outcome) -> Appended:
    assert isinstance(outcome, Appended)
    return outcome


async def positions(store: EventStore, organisation: OrganisationId = HERE) -> list[int]:
    return [one.position for one in await store.read_log(organisation, after=0, limit=1000)]


async def test_positions_count_from_one_without_gaps(store: EventStore) -> None:
    first = appended(await store.append(HERE, entry(write(uuid4(), n=3))))
    many = [
        appended(one)
        for one in await store.append_many(HERE, [entry(), entry(write(uuid4(), n=2))])
    ]

    assert first.position == 3
    assert [one.position for one in many] == [4, 6]
    assert await positions(store) == [1, 2, 3, 4, 5, 6]
    assert await store.head(HERE) == 6


async def test_concurrent_appends_leave_no_gap(store: EventStore) -> None:
    outcomes = await asyncio.gather(*(store.append(HERE, entry()) for _ in range(20)))

    assert sorted(appended(one).position for one in outcomes) == list(range(1, 21))
    assert await positions(store) == list(range(1, 21))


async def test_organisations_have_logs_of_their_own(store: EventStore) -> None:
    stream, command = uuid4(), uuid4()
    for organisation in (HERE, THERE):
        one = appended(
            await store.append(organisation, entry(write(stream, series="2026"), command=command))
        )
        assert (one.position, one.number) == (1, "2026-000001")
    await store.append(HERE, entry(write(stream, 1)))

    assert len(await store.read_stream(HERE, stream)) == 2
    assert len(await store.read_stream(THERE, stream)) == 1
    assert [await store.head(one) for one in (HERE, THERE, OrganisationId("nobody"))] == [2, 1, 0]
    assert await store.organisations() == sorted([HERE, THERE])


@pytest.mark.parametrize("expected", [0, 1, 3, 99])
async def test_another_version_than_the_streams_is_a_conflict(
    store: EventStore, expected: int
) -> None:
    stream = uuid4()
    await store.append(HERE, entry(write(stream, n=2)))

    assert await store.append(HERE, entry(write(stream, expected))) == Conflict(stream, 2)
    assert await store.head(HERE) == 2


async def test_a_stream_that_does_not_exist_is_at_version_nought(store: EventStore) -> None:
    stream = uuid4()

    assert await store.append(HERE, entry(write(stream, 1))) == Conflict(stream, 0)
    assert await store.head(HERE) == 0
    assert await store.organisations() == []


async def test_of_concurrent_writers_of_a_stream_one_wins(store: EventStore) -> None:
    stream = uuid4()
    outcomes = await asyncio.gather(*(store.append(HERE, entry(write(stream))) for _ in range(8)))

    assert sum(isinstance(one, Appended) for one in outcomes) == 1
    assert outcomes.count(Conflict(stream, 1)) == 7


async def test_a_retry_is_answered_as_the_first_time(store: EventStore) -> None:
    stream, command = uuid4(), uuid4()
    numbered = write(stream, n=2, series="2026")
    first = appended(await store.append(HERE, entry(numbered, command=command)))
    await store.append(HERE, entry(write(stream, 2)))

    for again in (numbered, write(stream, 3), write(stream, 77), write(uuid4())):
        assert await store.append(HERE, entry(again, command=command)) == Duplicate(first)
    assert await store.find(HERE, command, "print") == Duplicate(first)
    assert await store.head(HERE) == 3


async def test_a_retry_of_several_streams_is_answered_whole(store: EventStore) -> None:
    both = entry(write(uuid4(), n=2), write(uuid4(), n=3, series="2026"))
    first = appended(await store.append(HERE, both))
    await store.append(HERE, entry())

    assert (first.position, first.version, first.number) == (5, 3, "2026-000001")
    assert first.stream_id == both.writes[1].stream_id
    assert await store.append(HERE, both) == Duplicate(first)


async def test_a_long_entry_is_found_to_its_end(store: EventStore) -> None:
    long = entry(write(uuid4(), n=150))
    first = appended(await store.append(HERE, long))
    await store.append(HERE, entry())

    assert first.position == 150
    assert await store.append(HERE, long) == Duplicate(first)


async def test_concurrent_retries_write_once(store: EventStore) -> None:
    same = entry()
    outcomes = await asyncio.gather(*(store.append(HERE, same) for _ in range(8)))

    (first,) = [one for one in outcomes if isinstance(one, Appended)]
    assert outcomes.count(Duplicate(first)) == 7
    assert await store.head(HERE) == 1


async def test_a_retry_within_a_batch_is_a_duplicate(store: EventStore) -> None:
    same = entry()
    first, other, again = await store.append_many(HERE, [same, entry(), same])

    assert again == Duplicate(appended(first))
    assert appended(other).position == 2
    assert await store.head(HERE) == 2


@pytest.mark.parametrize("same_stream", [True, False])
async def test_a_command_id_serves_one_command(store: EventStore, same_stream: bool) -> None:
    stream, command = uuid4(), uuid4()
    await store.append(HERE, entry(write(stream), command=command))
    other = write(stream, 1) if same_stream else write(uuid4())

    answer = await store.append(HERE, entry(other, command=command, fingerprint="other"))

    assert answer == Reused(command)
    assert await store.find(HERE, command, "other") == Reused(command)
    assert await store.head(HERE) == 1


async def test_an_unknown_command_is_not_found(store: EventStore) -> None:
    await store.append(HERE, entry())

    assert await store.find(HERE, uuid4(), "print") is None


async def test_in_a_batch_each_entry_has_its_own_outcome(store: EventStore) -> None:
    stream, known = uuid4(), entry()
    await store.append_many(HERE, [entry(write(stream)), known])
    reused = entry(command=known.command_id, fingerprint="other")

    good, late, again, wrong, also_good = await store.append_many(
        HERE, [entry(write(uuid4(), n=2)), entry(write(stream, 0)), known, reused, entry()]
    )

    assert appended(good).position == 4
    assert late == Conflict(stream, 1)
    assert isinstance(again, Duplicate)
    assert wrong == Reused(known.command_id)
    assert appended(also_good).position == 5
    assert await positions(store) == [1, 2, 3, 4, 5]


async def test_a_batch_may_follow_one_stream(store: EventStore) -> None:
    stream = uuid4()
    outcomes = await store.append_many(
        HERE, [entry(write(stream, expected)) for expected in (0, 1, 1, 2)]
    )

    assert [getattr(one, "version", one) for one in outcomes] == [1, 2, Conflict(stream, 2), 3]


async def test_an_empty_batch_writes_nothing(store: EventStore) -> None:
    assert await store.append_many(HERE, []) == []
    assert await store.organisations() == []


async def test_several_streams_are_written_together_or_not_at_all(store: EventStore) -> None:
    one, two = uuid4(), uuid4()
    await store.append(HERE, entry(write(two)))

    refused = await store.append(HERE, entry(write(one), write(two, 0)))
    written = await store.append(HERE, entry(write(one), write(two, 1, n=2)))

    assert refused == Conflict(two, 1)
    assert appended(written) == appended(written)._replace(stream_id=two, version=3, position=4)
    assert [e.version for e in await store.read_stream(HERE, one)] == [1]
    assert [e.position for e in await store.read_stream(HERE, two)] == [1, 3, 4]


async def test_form_numbers_are_consecutive_for_each_series(store: EventStore) -> None:
    taken = uuid4()
    outcomes = await store.append_many(
        HERE,
        [
            entry(write(taken, n=2, series="2026")),
            entry(write(uuid4(), series="2027")),
            entry(write(uuid4())),
            entry(write(uuid4(), series="2026"), write(uuid4(), series="2026")),
        ],
    )
    conflict = await store.append(HERE, entry(write(taken, 0, series="2026")))
    beside = await store.append_many(
        HERE, [entry(write(taken, 9, series="2026")), entry(write(uuid4(), series="2026"))]
    )

    assert [getattr(one, "number", None) for one in outcomes] == [
        "2026-000001",
        "2027-000001",
        None,
        "2026-000002",
    ]
    assert conflict == beside[0] == Conflict(taken, 2)
    assert appended(beside[1]).number == "2026-000004"
    numbers = [one.number for one in await store.read_log(HERE, after=0, limit=100)]
    assert numbers == [
        "2026-000001",
        None,
        "2027-000001",
        None,
        "2026-000002",
        "2026-000003",
        "2026-000004",
    ]


async def test_a_series_goes_on_however_its_numbers_are_written(store: EventStore) -> None:
    forms = [
        Numbering("2026", "2026-", 6),
        Numbering("2026", "客诉2026-", 4),
        Numbering("2026", "客诉〔2026〕", 1, "号"),
        Numbering("2027", "客诉2027-", 4),
        Numbering("2026", "", 2, ""),
    ]
    entries = [entry(Write(uuid4(), 0, (event(), event()), form)) for form in forms]
    together = await store.append_many(HERE, [entries[0], entry(), *entries[1:]])
    alone = await store.append(HERE, entry(Write(uuid4(), 0, (event(),), forms[2])))

    assert [appended(one).number for one in (*together, alone)] == [
        "2026-000001",
        None,
        "客诉2026-0002",
        "客诉〔2026〕3号",
        "客诉2027-0001",
        "04",
        "客诉〔2026〕5号",
    ]


async def test_a_number_beyond_its_width_is_longer_and_never_wraps(store: EventStore) -> None:
    narrow = Numbering("2026", "K2026-", 1)
    entries = [entry(Write(uuid4(), 0, (event(),), narrow)) for _ in range(11)]
    outcomes = await store.append_many(HERE, entries)

    assert [appended(one).number for one in outcomes[8:]] == ["K2026-9", "K2026-10", "K2026-11"]


async def test_a_refused_entry_takes_no_number_from_those_beside_it(store: EventStore) -> None:
    own, taken = Numbering("2026", "客诉2026-", 4), uuid4()
    await store.append(HERE, entry(Write(taken, 0, (event(),), own)))
    refused, *others = await store.append_many(
        HERE, [entry(Write(one, 0, (event(),), own)) for one in (taken, uuid4(), uuid4())]
    )

    assert refused == Conflict(taken, 1)
    assert [appended(one).number for one in others] == ["客诉2026-0002", "客诉2026-0003"]


async def test_what_went_in_comes_out(store: EventStore) -> None:
    data = '{ "note":  "菜里有虫 🪳 𠮷",\n "zero": 1.0, "a": 1, "a": 2 }'
    meta = '{"actor":"王芳"}'
    stream, command = uuid4(), uuid4()
    news = NewEvent("complaint.received", 3, data, meta, NOON)
    answer = appended(await store.append(HERE, Entry(command, "印", (Write(stream, 0, (news,)),))))

    (one,) = await store.read_stream(HERE, stream)

    assert (one.position, one.stream_id, one.version, one.type) == (1, stream, 1, news.type)
    assert one.event_id == event_id_of(command, 0)
    assert one.schema_version == 3
    assert one.data == data
    assert one.meta.endswith('"actor":"王芳"}')
    assert one.occurred_at == NOON
    assert one.recorded_at == answer.recorded_at
    assert {one.occurred_at.utcoffset(), one.recorded_at.utcoffset()} == {timedelta(0)}


@pytest.mark.parametrize("meta", ["{}", "{ }", '{"actor":"a"}', '{ "actor" : {} }'])
@pytest.mark.parametrize("fingerprint", ["abc", 'quo"te\\ 印'])
async def test_the_metadata_names_the_command(
    store: EventStore, meta: str, fingerprint: str
) -> None:
    stream, command = uuid4(), uuid4()
    written = Write(stream, 0, (event(meta=meta), event(meta=meta)))
    await store.append(HERE, Entry(command, fingerprint, (written,)))

    for one in await store.read_stream(HERE, stream):
        expected = {"command": str(command), "fingerprint": fingerprint, **json.loads(meta)}
        assert json.loads(one.meta) == expected


async def test_recorded_at_is_now_and_does_not_go_back(store: EventStore) -> None:
    before = datetime.now(UTC)
    for _ in range(5):
        await store.append(HERE, entry())
    after = datetime.now(UTC)

    moments = [one.recorded_at for one in await store.read_log(HERE, after=0, limit=10)]
    assert moments == sorted(moments)
    assert before <= moments[0] <= moments[-1] <= after


async def test_a_stream_is_read_on_after_a_version(store: EventStore) -> None:
    stream = uuid4()
    await store.append(HERE, entry(write(stream, n=4)))
    await store.append(HERE, entry())

    assert [e.version for e in await store.read_stream(HERE, stream)] == [1, 2, 3, 4]
    assert [e.version for e in await store.read_stream(HERE, stream, after_version=2)] == [3, 4]
    assert await store.read_stream(HERE, stream, after_version=4) == []
    assert await store.read_stream(HERE, uuid4()) == []


async def test_the_log_is_read_in_pages(store: EventStore) -> None:
    await store.append(HERE, entry(write(uuid4(), n=5)))

    pages = [await store.read_log(HERE, after=after, limit=2) for after in (0, 2, 4, 5)]

    assert [[one.position for one in page] for page in pages] == [[1, 2], [3, 4], [5], []]


async def test_the_time_of_recording_never_runs_backwards(store: EventStore) -> None:
    stream = uuid4()
    await store.append(HERE, entry(write(stream)))
    future = await plant_in_the_future(store, stream, timedelta(minutes=4))

    await store.append_many(HERE, [entry(write(stream, 2)), entry()])
    await store.append(THERE, entry())

    times = [one.recorded_at for one in await store.read_log(HERE, after=0, limit=10)]
    assert times == [times[0], future, future, future]
    assert times[0] < future
    (other,) = await store.read_log(THERE, after=0, limit=10)
    assert other.recorded_at < future


@pytest.mark.parametrize("minutes", [-60 * 9, -6, 6, 60 * 9])
async def test_a_clock_that_is_not_the_databases_records_nothing(
    store: EventStore, clock: Clock, minutes: int
) -> None:
    await store.append(HERE, entry())
    clock.wrong_by = timedelta(minutes=minutes)
    if minutes > 0 and not isinstance(store, PostgresStore):
        assert isinstance(await store.append(HERE, entry()), Appended)  # there is no other clock
        return

    with pytest.raises(WrongClock, match="ahead of" if minutes > 0 else "behind"):
        await store.append_many(HERE, [entry(), entry()])

    assert await store.head(HERE) == 1
    clock.wrong_by = timedelta()
    assert isinstance(await store.append(HERE, entry()), Appended)


@pytest.mark.parametrize("minutes", [-4, 4])
async def test_a_clock_that_is_a_little_wrong_stops_nobody(
    store: EventStore, clock: Clock, minutes: int
) -> None:
    await store.append(HERE, entry())
    clock.wrong_by = timedelta(minutes=minutes)
    assert isinstance(await store.append(HERE, entry()), Appended)


async def test_nothing_is_recorded_long_before_the_last_event(store: EventStore) -> None:
    stream = uuid4()
    await store.append(HERE, entry(write(stream)))
    await plant_in_the_future(store, stream, timedelta(minutes=6))

    with pytest.raises(WrongClock, match="behind the last event"):
        await store.append(HERE, entry())

    assert await store.head(HERE) == 2
    assert isinstance(await store.append(THERE, entry()), Appended)


async def test_when_something_happened_does_not_concern_the_clock(store: EventStore) -> None:
    for years in (-20, 0, -1):
        at = datetime.now(UTC) + timedelta(days=365 * years)
        happened = Write(uuid4(), 0, (event(at=at),))
        assert isinstance(await store.append(HERE, entry(happened)), Appended)


async def plant_in_the_future(store: EventStore, stream: UUID, ahead: timedelta) -> datetime:
    """Write the second event of a stream and of the log, by a clock that is put back after."""
    (last,) = await store.read_stream(HERE, stream)
    future = last.recorded_at + ahead
    planted = last._replace(
        position=2, version=2, event_id=uuid4(), recorded_at=future, number=None
    )
    if isinstance(store, MemoryStore):
        log = store._logs[HERE]
        log.events.append(planted)
        log.streams[stream].append(planted)
        return future
    assert isinstance(store, Reading)
    async with store._database.begin() as connection:
        await connection.execute(insert(events), {"organisation_id": HERE, **planted._asdict()})
        await connection.execute(text("UPDATE log_heads SET position = 2"))
    return future


async def test_growth_is_heard_of_after_the_commit(store: EventStore) -> None:
    heard: list[OrganisationId | None] = []
    known = entry()
    with store.growth.heard_by(heard.append):
        assert heard == []
        await store.append(HERE, known)
        assert await store.head(HERE) == 1
        assert heard == [HERE]
        await store.append(THERE, entry())
        assert heard == [HERE, THERE]
    await store.append(HERE, entry())
    assert heard == [HERE, THERE], "nobody is called who listens no more"


@pytest.mark.parametrize(
    "wrong",
    [
        Entry(uuid4(), "print", ()),
        Entry(uuid4(), "print", (Write(uuid4(), 0, ()),)),
        Entry(uuid4(), "print", (write(UUID(int=1)), write(UUID(int=1), 1))),
        entry(Write(uuid4(), 0, (event(at=NOON.replace(tzinfo=None)),))),
        entry(Write(uuid4(), 0, (event(meta="[]"),))),
        entry(Write(uuid4(), 0, (event(),), Numbering("2026", "a|2026-", 6))),
    ],
    ids=["no write", "no event", "one stream twice", "naive", "metadata", "bar"],
)
async def test_what_is_not_fit_to_be_written_is_an_error(store: EventStore, wrong: Entry) -> None:
    with pytest.raises(ValueError, match=r"entry|event|naive|metadata|bar"):
        await store.append_many(HERE, [entry(), wrong])
    assert await store.head(HERE) == 0


async def test_a_cancelled_writer_leaves_the_store_in_order(store: EventStore) -> None:
    for turns in range(12):
        task = asyncio.create_task(store.append(HERE, entry(write(uuid4(), n=2))))
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait({task})

    head = await store.head(HERE)
    assert appended(await store.append(HERE, entry())).position == head + 1
    assert await positions(store) == list(range(1, head + 2))
    assert head % 2 == 0


async def test_another_store_on_the_same_database_hears_of_growth(database: Database) -> None:
    theirs = await Database.open(database.url.render_as_string(hide_password=False))
    writing, waiting = store_on(database), store_on(theirs)
    try:
        await waiting.listen()
        task = asyncio.create_task(grows(waiting, HERE, after=0, timeout=30))
        await asyncio.sleep(0)
        await writing.append(HERE, entry())
        async with asyncio.timeout(5):
            assert await task
    finally:
        await waiting.close()
        await writing.close()
        await theirs.close()


@pytest.mark.postgres
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_who_hears_no_more_of_other_processes_is_told_to_look(database: Database) -> None:
    store, heard = PostgresStore(database), asyncio.Queue[OrganisationId | None]()
    try:
        await store.listen()
        assert store._notifier._connection is not None
        with store.growth.heard_by(heard.put_nowait):
            store._notifier._connection.terminate()
            async with asyncio.timeout(5):
                assert await heard.get() is None
            await store.listen()
            other = PostgresStore(database)
            await other.append(HERE, entry())
            async with asyncio.timeout(5):
                assert await heard.get() == HERE
            await other.close()
    finally:
        await store.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET data = '{}'",
        "UPDATE events SET type = type WHERE position = 1",
        "DELETE FROM events",
        "DELETE FROM events WHERE position = 1",
    ],
)
async def test_the_database_refuses_to_rewrite_events_sc_34_be_13(
    database: Database, statement: str
) -> None:
    store = store_on(database)
    await store.append(HERE, entry())

    with pytest.raises(DBAPIError, match="the log is append-only"):
        async with database.begin() as connection:
            await connection.execute(text(statement))

    assert await store.head(HERE) == 1
    await store.close()


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_sqlite_refuses_to_replace_events(database: Database) -> None:
    store = store_on(database)
    await store.append(HERE, entry())

    with pytest.raises(DBAPIError, match="the log is append-only"):
        async with database.begin() as connection:
            await connection.execute(text("INSERT OR REPLACE INTO events SELECT * FROM events"))


@pytest.mark.postgres
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_postgresql_refuses_to_empty_the_log(database: Database) -> None:
    with pytest.raises(asyncpg.RestrictViolationError, match="TRUNCATE of events is refused"):
        await database.pool.execute("TRUNCATE events")
