"""Group commit: what is waiting for one organisation goes into one transaction.

A log with gapless positions writes one transaction at a time, so what bounds it is the flush. While
one transaction is under way the next entries gather, and then go together, each with an outcome of
its own. Once enough have gathered they are sent without waiting for its answer: the database then
goes from one transaction to the next, and this process need not stand idle in between.
"""

import asyncio
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.domain.values import OrganisationId
from app.events.database import DatabaseUnavailable
from app.events.entries import check
from app.events.store import Entry, EventStore, Outcome

WRITERS = 2
"""Transactions of an organisation that a process has under way at most."""
ENOUGH = 8
"""Entries that are worth a second one."""

Waiting = tuple[Entry, asyncio.Future[Outcome]]


@dataclass(slots=True)
class Queue:
    """What waits for one organisation, and how many writers serve it."""

    waiting: deque[Waiting] = field(default_factory=deque)
    writers: int = 0


class Appender:
    """The one door of a process into the log."""

    def __init__(self, store: EventStore, *, largest: int = 128) -> None:
        """Write through `store`, at most `largest` entries in one transaction."""
        self._store = store
        self._largest = largest
        self._queues: dict[OrganisationId, Queue] = {}
        self._writers: set[asyncio.Task[None]] = set()

    async def append(self, organisation: OrganisationId, entry: Entry) -> Outcome:
        """Write one entry together with whatever else is waiting.

        A caller that is cancelled may find its entry written: asking again with the same command
        id tells.

        Raises:
            ValueError: the entry is not fit to be written.
            DatabaseUnavailable: it may stand in the log or not; ask again.

        """
        check((entry,))  # here, so that it cannot spoil a batch
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        queue = self._queues.get(organisation)
        if queue is None:
            queue = self._queues[organisation] = Queue()
        queue.waiting.append((entry, future))
        if queue.writers == 0 or (queue.writers < WRITERS and len(queue.waiting) >= ENOUGH):
            queue.writers += 1
            writer = asyncio.create_task(self._write(organisation, queue))
            self._writers.add(writer)
            writer.add_done_callback(self._writers.discard)
        return await future

    async def _write(self, organisation: OrganisationId, queue: Queue) -> None:
        batch: list[Waiting] = []
        waiting = queue.waiting
        try:
            while waiting and (queue.writers == 1 or len(waiting) >= ENOUGH):
                batch = [waiting.popleft() for _ in range(min(len(waiting), self._largest))]
                await self._write_batch(organisation, batch)
        finally:
            # Whatever ended it: nobody waits for ever, and the next entry gets a writer of its own.
            queue.writers -= 1
            ended = DatabaseUnavailable("the writer was ended")
            _fail(batch, ended)
            if queue.writers == 0:
                del self._queues[organisation]
                _fail(waiting, ended)

    async def _write_batch(self, organisation: OrganisationId, batch: Sequence[Waiting]) -> None:
        try:
            outcomes = await self._store.append_many(organisation, [e for e, _ in batch])
            for (_, future), outcome in zip(batch, outcomes, strict=True):
                if not future.done():
                    future.set_result(outcome)
        except Exception as failure:  # noqa: BLE001 - every waiting caller must hear of it
            _fail(batch, failure)

    async def close(self) -> None:
        """Write what is waiting, then return."""
        while self._writers:
            await asyncio.wait(self._writers)


def _fail(waiting: Iterable[Waiting], failure: Exception) -> None:
    """Tell those who have not heard yet."""
    for _, future in waiting:
        if not future.done():
            future.set_exception(failure)
