"""Waiting for a log to grow."""

import asyncio
from contextlib import suppress

from app.domain.values import OrganisationId
from app.events.store import EventStore


async def grows(
    store: EventStore,
    organisation: OrganisationId,
    *,
    after: int,
    timeout: float,  # noqa: ASYNC109 - being late is an answer here
) -> bool:
    """Wait for news until the head is beyond a position; tell whether it is, in time."""
    news = asyncio.Event()
    with store.growth.heard_by(lambda _: news.set()), suppress(TimeoutError):
        async with asyncio.timeout(timeout):
            while True:
                news.clear()
                if await store.head(organisation) > after:
                    return True
                await news.wait()
    return False
