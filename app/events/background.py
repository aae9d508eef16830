"""Background loops: one step again and again, whatever happens to it."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final, Never

from app.events.database import described

log = logging.getLogger(__name__)

LONGEST_RETRY_SECONDS: Final = 10.0
"""A database that comes back is used again within this time."""


async def run_forever(
    name: str,
    interval: float,
    step: Callable[[], Awaitable[bool]],
    *,
    at_most: float | None = None,
    wake: asyncio.Event | None = None,
) -> Never:
    """Run a step every `interval` seconds until cancelled.

    The step returns whether there was work. While there is none, the pause doubles up to
    `at_most` seconds (default: it does not). `wake` cuts a pause down to `interval`; the event is
    cleared before each step. Pauses vary by half, so that processes started together do not look
    together.

    An exception is logged without its message, which may quote a row, and the step is retried
    after a growing pause.
    """
    wake = wake or asyncio.Event()
    longest = interval if at_most is None else at_most
    pause, failures = interval, 0
    while True:
        wake.clear()
        try:
            pause = interval if await step() else min(2 * pause, longest)
            failures = 0
        except Exception as error:  # noqa: BLE001 - a loop must neither die nor fail unsaid
            log.warning("%s: retried after %s", name, described(error))
            failures += 1
            pause = retry_seconds(failures, interval)
        await _pause(wake, interval, pause)


async def _pause(wake: asyncio.Event, least: float, seconds: float) -> None:
    vary = random.uniform(0.5, 1.5)  # noqa: S311 - no secret
    await asyncio.sleep(min(least, seconds) * vary)
    await wait_for_event(wake, (seconds - least) * vary)


def retry_seconds(failures: int, least: float = 0.1) -> float:
    """Return the pause after a number of failures in a row."""
    return float(min(LONGEST_RETRY_SECONDS, least * 2 ** min(failures, 10)))


async def wait_for_event(event: asyncio.Event, seconds: float) -> None:
    """Wait until an event is set, at most so many seconds."""
    if seconds <= 0:
        return
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
