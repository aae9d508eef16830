"""Group commit: what waits goes together, and everybody hears their own outcome."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from app.domain.values import OrganisationId
from app.events.appender import Appender
from app.events.database import DatabaseUnavailable
from app.events.memory import MemoryStore
from app.events.store import Appended, Conflict, Entry, NewEvent, Outcome, Write

HOUSE = OrganisationId("house")
OTHER = OrganisationId("other")


class Slow(MemoryStore):
    """A store whose flush takes until somebody lets it go on."""

    def __init__(self) -> None:
        super().__init__()
        self.batches: list[int] = []
        self.flushed = asyncio.Event()
        self.failure: Exception | None = None

    async def append_many(
        self, organisation: OrganisationId, entries: Sequence[Entry]
    ) -> list[Outcome]:
        self.batches.append(len(entries))
        await self.flushed.wait()
        if self.failure is not None:
            raise self.failure
        return await super().append_many(organisation, entries)


def entry(stream: UUID | None = None, version: int = 0) -> Entry:
    event = NewEvent("complaint.noted", 1, "{}", "{}", datetime.now(UTC))
    return Entry(uuid4(), "f", (Write(stream or uuid4(), version, (event,)),))


async def started(appender: Appender, entries: Sequence[Entry]) -> list[asyncio.Task[Outcome]]:
    tasks = [asyncio.create_task(appender.append(HOUSE, one)) for one in entries]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return tasks


async def test_what_gathers_while_one_transaction_is_under_way_goes_together() -> None:
    store = Slow()
    appender = Appender(store)
    first = await started(appender, [entry()])
    rest = await started(appender, [entry() for _ in range(9)])
    store.flushed.set()
    outcomes = await asyncio.gather(*first, *rest)
    assert store.batches == [1, 9]
    assert [outcome.position for outcome in outcomes if isinstance(outcome, Appended)] == list(
        range(1, 11)
    )


async def test_a_batch_has_an_upper_bound() -> None:
    store = Slow()
    appender = Appender(store, largest=4)
    first = await started(appender, [entry()])
    rest = await started(appender, [entry() for _ in range(9)])
    store.flushed.set()
    await asyncio.gather(*first, *rest)
    assert store.batches == [1, 4, 4, 1]


async def test_everybody_hears_their_own_outcome() -> None:
    store = Slow()
    store.flushed.set()
    stream = uuid4()
    one, stale, two = await asyncio.gather(
        *(
            Appender(store).append(HOUSE, each)
            for each in (entry(stream), entry(version=7), entry())
        )
    )
    assert isinstance(one, Appended)
    assert isinstance(stale, Conflict)
    assert isinstance(two, Appended)


async def test_organisations_do_not_wait_for_each_other() -> None:
    store = Slow()
    appender = Appender(store)
    await started(appender, [entry()])
    other = asyncio.create_task(appender.append(OTHER, entry()))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert store.batches == [1, 1]
    store.flushed.set()
    assert isinstance(await other, Appended)


async def test_a_failure_is_told_to_all_who_wait_and_the_next_are_served() -> None:
    store = Slow()
    store.failure = OSError("disk")
    store.flushed.set()
    appender = Appender(store)
    failed = await asyncio.gather(
        *(appender.append(HOUSE, entry()) for _ in range(3)), return_exceptions=True
    )
    assert all(isinstance(each, OSError) for each in failed)
    store.failure = None
    assert isinstance(await appender.append(HOUSE, entry()), Appended)


async def test_what_gathered_behind_a_database_that_is_away_does_not_wait_for_it_again() -> None:
    store = Slow()
    store.failure = DatabaseUnavailable("locked")
    appender = Appender(store)
    first = await started(appender, [entry()])
    rest = await started(appender, [entry() for _ in range(3)])
    store.flushed.set()
    failed = await asyncio.gather(*first, *rest, return_exceptions=True)
    assert failed == [store.failure] * 4
    assert store.batches == [1]
    store.failure = None
    assert isinstance(await appender.append(HOUSE, entry()), Appended)


async def test_an_entry_that_is_not_fit_spoils_nothing_for_the_others() -> None:
    store = Slow()
    appender = Appender(store)
    first = await started(appender, [entry()])
    good, bad = await started(appender, [entry(), Entry(uuid4(), "f", ())])
    store.flushed.set()
    with pytest.raises(ValueError, match="an entry needs a write"):
        await bad
    assert isinstance(await good, Appended)
    assert isinstance(await first[0], Appended)


async def test_a_writer_that_is_ended_leaves_nobody_waiting() -> None:
    store = Slow()
    appender = Appender(store)
    first = await started(appender, [entry()])
    rest = await started(appender, [entry() for _ in range(3)])
    (writer,) = appender._writers
    writer.cancel()
    for one in (*first, *rest):
        with pytest.raises(DatabaseUnavailable):
            await one
    store.flushed.set()
    assert isinstance(await appender.append(HOUSE, entry()), Appended)


async def test_a_store_that_answers_too_little_leaves_nobody_waiting() -> None:
    class Silent(Slow):
        async def append_many(
            self, organisation: OrganisationId, entries: Sequence[Entry]
        ) -> list[Outcome]:
            return (await super().append_many(organisation, entries))[1:]

    store = Silent()
    store.flushed.set()
    appender = Appender(store)
    for _ in range(2):
        with pytest.raises(ValueError, match="zip"):
            await appender.append(HOUSE, entry())


async def test_a_caller_who_leaves_does_not_disturb_the_others() -> None:
    store = Slow()
    appender = Appender(store)
    leaving, staying = await started(appender, [entry(), entry()])
    leaving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaving
    store.flushed.set()
    assert isinstance(await staying, Appended)


async def test_closing_writes_what_waits() -> None:
    store = Slow()
    appender = Appender(store)
    tasks = await started(appender, [entry() for _ in range(3)])
    closing = asyncio.create_task(appender.close())
    await asyncio.sleep(0)
    assert not closing.done()
    store.flushed.set()
    await closing
    assert [isinstance(await task, Appended) for task in tasks] == [True] * 3
