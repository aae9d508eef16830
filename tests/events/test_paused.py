"""A process that is paused inside a transaction holds nobody up, and goes on when it wakes."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text

from app.events import checkpoints
from app.events import database as database_module
from app.events.database import Database, DatabaseUnavailable
from app.events.documents import Folding, Read
from app.events.postgres import PostgresStore
from app.events.projections import ALL, case_state
from app.events.subscriptions import Projector
from app.proof.notes import SealKey
from app.sealing import sealer as sealer_module
from app.sealing.sealer import Sealer
from tests.events.logs import HOUSE, append, append_lives, assert_current
from tests.events.projections.examples import NOTED, WHOLE
from tests.events.projections.lives import life

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.parametrize("url", ["postgresql"], indirect=True),
]

PATIENCE_SECONDS = 20
KEY = SealKey("a key for a sealer that is paused")
SHOW = "SELECT current_setting('{}')"


@dataclass
class Process:
    """A database and a store, as a process has them."""

    database: Database
    store: PostgresStore

    @property
    def projector(self) -> Projector:
        return Projector(self.database, self.store, ALL)

    @property
    def sealer(self) -> Sealer:
        return Sealer(self.database, self.store, KEY, clock=lambda: datetime.now(UTC))


@pytest.fixture
async def processes(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Process, Process]]:
    """Two processes on one database, whose transactions may stand still only for a moment."""
    monkeypatch.setattr(database_module, "IDLE_SECONDS", 2)
    async with AsyncExitStack() as stack:
        both = []
        for _ in range(2):
            database = await Database.open(url)
            stack.push_async_callback(database.close)
            both.append(Process(database, PostgresStore(database)))
            stack.push_async_callback(both[-1].store.close)
        yield both[0], both[1]


class Pause:
    """Holds up whoever comes first, until told to go on."""

    def __init__(self, honest: Callable[..., Awaitable[Any]]) -> None:
        self._honest = honest
        self.held = asyncio.Event()
        self.go_on = asyncio.Event()

    async def __call__(self, *given: Any) -> Any:
        if not self.held.is_set():
            self.held.set()
            await self.go_on.wait()
        return await self._honest(*given)


async def paused_while(
    pause: Pause, first: Callable[[], Awaitable[object]], second: Callable[[], Awaitable[object]]
) -> None:
    """Pause the first inside its transaction; the second must get on meanwhile."""
    asleep = asyncio.ensure_future(first())
    await pause.held.wait()
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await second()
    finally:
        pause.go_on.set()
    with pytest.raises(DatabaseUnavailable):
        await asleep


async def test_projections_go_on_while_a_projector_is_paused_in_its_transaction(
    processes: tuple[Process, Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    sleeper, other = processes
    await append_lives(other.store, [WHOLE])
    pause = Pause(checkpoints.park)
    monkeypatch.setattr(checkpoints, "park", pause)
    projector = sleeper.projector

    await paused_while(pause, projector.catch_up, other.projector.catch_up)

    await assert_current(other.database, other.store)
    await append(other.store, life(*WHOLE), stream=99)
    await projector.catch_up()
    await assert_current(other.database, other.store)


async def test_logs_are_sealed_while_a_sealer_is_paused_in_its_transaction(
    processes: tuple[Process, Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    sleeper, other = processes
    head = await append_lives(other.store, [WHOLE])
    pause = Pause(sealer_module._save_tiles)
    monkeypatch.setattr(sealer_module, "_save_tiles", pause)
    sealer = sleeper.sealer

    await paused_while(pause, lambda: sealer.seal(HOUSE), lambda: other.sealer.seal(HOUSE))

    sealed = await sealer.seal(HOUSE)
    assert sealed is not None
    assert sealed.size == head


async def test_documents_of_another_shape_are_folded_one_by_one_between_statements(
    processes: tuple[Process, Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    process, _ = processes
    await append_lives(process.store, [WHOLE] * 4)
    await process.projector.catch_up()
    for stream in range(1, 5):
        await append(process.store, life(NOTED), stream=stream, at=len(WHOLE))
    taken: list[int] = []
    honest = Folding.take

    def take(self: Folding, entries: Iterable[Read]) -> None:
        every = list(entries)
        taken.append(len(every))
        honest(self, every)

    monkeypatch.setattr(Folding, "take", take)
    changed = replace(case_state.PROJECTION, shape=case_state.PROJECTION.shape + 1)
    await Projector(process.database, process.store, [changed]).catch_up()

    assert sum(taken) == 4 * (len(WHOLE) + 1)
    assert max(taken) == len(WHOLE)


@pytest.mark.parametrize("setting", ["idle_in_transaction_session_timeout", "lock_timeout"])
async def test_every_session_has_an_end_for_waiting(database: Database, setting: str) -> None:
    store, show = PostgresStore(database), SHOW.format(setting)
    async with database.begin() as connection:
        found = {(await connection.execute(text(show))).scalar_one()}
    found.add(await database.pool.fetchval(show))
    found.add((await store._lines.row_of(show))[0])
    found.add(await (await store._notifier.connect()).fetchval(show))
    assert found == {"5s"}
    await store.close()
