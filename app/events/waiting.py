"""Waiting for a log to grow."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import suppress

from app.domain.values import OrganisationId


class Watch:
    """Wakes those who wait, as soon as somebody says that a log has grown.

    Nobody has to say so: those who wait also look for themselves now and then.
    """

    def __init__(
        self, head: Callable[[OrganisationId], Awaitable[int]], *, look_every: float
    ) -> None:
        """Watch logs whose last position `head` tells; look every so many seconds."""
        self._head = head
        self._look_every = look_every
        self._known: dict[OrganisationId, int] = {}
        self._waiting: defaultdict[OrganisationId, asyncio.Event] = defaultdict(asyncio.Event)

    def grown(self, organisation: OrganisationId, position: int) -> None:
        """Say how far a log has come, once that is committed."""
        if position > self._known.get(organisation, 0):
            self._known[organisation] = position
            self.perhaps_grown(organisation)

    def perhaps_grown(self, organisation: OrganisationId) -> None:
        """Say that it is worth a look."""
        if waiting := self._waiting.pop(organisation, None):
            waiting.set()

    async def wait(self, organisation: OrganisationId, *, after: int, timeout: float) -> bool:  # noqa: ASYNC109 - it is the contract
        """Wait until a log is beyond a position, at most `timeout` seconds; tell whether it is."""
        clock = asyncio.get_running_loop().time
        end = clock() + timeout
        while self._known.get(organisation, 0) <= after:
            growth = self._waiting[organisation]
            self.grown(organisation, await self._head(organisation))
            if self._known.get(organisation, 0) > after:
                return True
            if (left := end - clock()) <= 0:
                return False
            with suppress(TimeoutError):
                async with asyncio.timeout(min(left, self._look_every)):
                    await growth.wait()
        return True
