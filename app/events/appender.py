"""Group commit: what is waiting for one organisation goes into one transaction.

A log with gapless positions writes one transaction at a time, so what bounds it is the flush. While
one transaction is under way the next entries gather, and then go together, each with an outcome of
its own. Where the database is unavailable, those that gathered fail with the batch that found out:
they have waited as long, and would only wait once more.
"""

import asyncio
from collections import deque
from collections.abc import Iterable, Sequence

from app.domain.values import OrganisationId
from app.events.database import DatabaseUnavailable
from app.events.entries import check
from app.events.store import Entry, EventStore, Outcome

Waiting = tuple[Entry, asyncio.Future[Outcome]]


class Appender:
    """The one door of a process into the log."""

    def __init__(self, store: EventStore, *, largest: int = 128) -> None:
        """Write through `store`, at most `largest` entries in one transaction."""
        self._store = store
        self._largest = largest
        self._waiting: dict[OrganisationId, deque[Waiting]] = {}
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
        queue = self._waiting.get(organisation)
        if queue is None:
            queue = self._waiting[organisation] = deque()
            writer = asyncio.create_task(self._write(organisation, queue))
            self._writers.add(writer)
            writer.add_done_callback(self._writers.discard)
        queue.append((entry, future))
        return await future

    async def _write(self, organisation: OrganisationId, queue: deque[Waiting]) -> None:
        batch: list[Waiting] = []
        try:
            while queue:
                batch = [queue.popleft() for _ in range(min(len(queue), self._largest))]
                await self._write_batch(organisation, batch, queue)
        finally:
            # Whatever ended it: nobody waits for ever, and the next entry gets a writer of its own.
            del self._waiting[organisation]
            _fail([*batch, *queue], DatabaseUnavailable("the writer was ended"))

    async def _write_batch(
        self, organisation: OrganisationId, batch: Sequence[Waiting], queue: deque[Waiting]
    ) -> None:
        try:
            outcomes = await self._store.append_many(organisation, [e for e, _ in batch])
            for (_, future), outcome in zip(batch, outcomes, strict=True):
                if not future.done():
                    future.set_result(outcome)
        except DatabaseUnavailable as failure:
            _fail([*batch, *queue], failure)
            queue.clear()
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
