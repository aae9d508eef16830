"""Following the logs that grow: one task for each, while it grows.

News of growth starts a follower, and now and then one statement finds the logs of which there was
no news. Nothing runs for a log that rests. A process that finds another at a log leaves the log to
it for a while.
"""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Iterable
from enum import Enum, auto
from typing import Final

from app.domain.values import OrganisationId
from app.events.background import retry_seconds, run_forever, wait_for_event
from app.events.database import described
from app.events.store import EventStore

log = logging.getLogger(__name__)

GATHER_SECONDS: Final = 0.05
"""Under load events gather so long: together they cost a fraction of what they cost alone."""
BATCHES_AT_ONCE: Final = 4
"""Of one process; more would take the connections from those who read."""
SWEEP_EVERY_SECONDS: Final = 0.1
SWEEP_AT_MOST_SECONDS: Final = 30.0
"""Between two looks at all organisations while nothing is found."""
WAIT_SECONDS: Final = 5.0
"""Between two looks whether a newer program has come."""
LEASE_SECONDS: Final = 10.0
"""How long a log is left to another process that was seen to take it in."""
DEFER_SECONDS: Final = 0.25
"""How long that process has to take new events in before this one does."""


class Step(Enum):
    """How it went."""

    MOVED = auto()
    """A whole batch was taken in; there may be more."""
    CAUGHT_UP = auto()
    """What there was has been taken in."""
    BUSY = auto()
    """Another process has the lease."""
    DONE = auto()
    """There is nothing more to take in."""
    STUCK = auto()
    """A newer program must take in what comes next."""


class LogFollower:
    """Takes step after step for each log that grows, until there is nothing more to do."""

    def __init__(
        self,
        store: EventStore,
        step: Callable[[OrganisationId], Awaitable[Step]],
        ahead: Callable[[], Awaitable[Iterable[OrganisationId]]],
    ) -> None:
        """Take `step` on a log; `ahead` finds those with something to do, whatever was heard."""
        self._store = store
        self._step = step
        self._ahead = ahead
        self._group: asyncio.TaskGroup | None = None
        """Of the followers; None while nothing runs."""
        self._followed: dict[OrganisationId, asyncio.Event] = {}
        """Logs that are being followed, and whether they have grown since."""
        self._left_until: dict[OrganisationId, float] = {}
        """Logs that another process has the lease of, and until when that is supposed."""
        self._turns = asyncio.Semaphore(BATCHES_AT_ONCE)
        self._news = asyncio.Event()
        self.hurry = asyncio.Event()
        """Set by those who wait for an event to be taken in: then nothing gathers."""

    async def run(self) -> None:
        """Follow the logs that grow until cancelled, in this process or any other."""
        async with asyncio.TaskGroup() as group:
            self._group = group
            with self._store.growth.heard_by(self._hear):
                try:
                    await run_forever(
                        "projections",
                        SWEEP_EVERY_SECONDS,
                        self._sweep,
                        at_most=SWEEP_AT_MOST_SECONDS,
                        wake=self._news,
                    )
                finally:
                    self._group = None

    def _hear(self, organisation: OrganisationId | None) -> None:
        if organisation is None:
            self._news.set()
        else:
            self.follow(organisation)

    def follow(self, organisation: OrganisationId) -> bool:
        """Follow a log, if this projector runs; tell whether nobody here did."""
        if grown := self._followed.get(organisation):
            grown.set()
        elif self._group is not None:
            grown = self._followed[organisation] = asyncio.Event()
            self._group.create_task(self._follow(organisation, grown))
            return True
        return False

    async def _sweep(self) -> bool:
        """Follow those logs that are ahead and of which there was no news."""
        await self._store.listen()
        new = [organisation for organisation in await self._ahead() if self.follow(organisation)]
        return bool(new)

    async def _follow(self, organisation: OrganisationId, grown: asyncio.Event) -> None:
        """Take in what there is, until nothing more is heard of the log."""
        failures, more = 0, True
        try:
            while more:
                grown.clear()
                try:
                    more = await self._go_on(organisation)
                    failures = 0
                except Exception as error:  # noqa: BLE001 - it must never die silently, nor die
                    failures += 1
                    # Never the message: that of a database quotes the row it could not take.
                    log.warning("projections of %s wait after %s", organisation, described(error))
                    await asyncio.sleep(retry_seconds(failures) * random.uniform(0.5, 1))  # noqa: S311 - no secret
                more = more or grown.is_set()
        finally:
            del self._followed[organisation]

    async def _go_on(self, organisation: OrganisationId) -> bool:
        """Take in a batch, unless another process does; tell whether there may be more."""
        deferred = self._now() < self._left_until.get(organisation, 0)
        if deferred:
            await asyncio.sleep(DEFER_SECONDS)
        async with self._turns:
            step = await self._step(organisation)
        if step is Step.BUSY or (deferred and step is Step.DONE):
            self._left_until[organisation] = self._now() + LEASE_SECONDS
        else:
            self._left_until.pop(organisation, None)
        if step is Step.CAUGHT_UP:
            await wait_for_event(self.hurry, GATHER_SECONDS)
            self.hurry.clear()
        elif step is Step.STUCK:
            await asyncio.sleep(WAIT_SECONDS)
        return step in {Step.MOVED, Step.BUSY, Step.STUCK}

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()
