"""Group commit: what is waiting for one organisation goes into one transaction.

A log with gapless positions writes one transaction at a time, so what bounds it is the flush. While
one transaction is under way the next entries gather, and then go together, each with an outcome of
its own.
"""

import asyncio
from collections import deque

from app.domain.values import OrganisationId
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
        """
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
        while queue:
            batch = [queue.popleft() for _ in range(min(len(queue), self._largest))]
            try:
                outcomes = await self._store.append_many(organisation, [e for e, _ in batch])
            except Exception as failure:  # noqa: BLE001 - every waiting caller must hear of it
                for _, future in batch:
                    if not future.done():
                        future.set_exception(failure)
                continue
            for (_, future), outcome in zip(batch, outcomes, strict=True):
                if not future.done():
                    future.set_result(outcome)
        del self._waiting[organisation]

    async def close(self) -> None:
        """Write what is waiting, then return."""
        while self._writers:
            await asyncio.wait(self._writers)
