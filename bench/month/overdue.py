"""A program that looks at the clocks an hour later: all that is overdue by then is missed at once.

So it is after a time in which nothing ran beside the API, or when many were entered from paper.
"""

import asyncio
import sys
from datetime import timedelta

import msgspec
import uvloop

from app.events.wall_clock import wall_clock
from app.main import running
from app.settings import Settings
from bench.month.stories import SHOPPING_CENTRE

HOUSE = SHOPPING_CENTRE.organisation
LATER = timedelta(hours=1)
"""For a quarter of an hour after they were entered nothing is missed."""


class Missed(msgspec.Struct, frozen=True, kw_only=True):
    """What was overdue."""

    deadlines: int
    tick: float
    """Seconds until all of them were recorded."""


async def look() -> Missed:
    """Record what is overdue, with the projections beside, as `triplicate project` does."""
    async with running(Settings(projector="off"), clock=lambda: wall_clock() + LATER) as services:
        projections = asyncio.create_task(services.projector.run())
        begun = asyncio.get_running_loop().time()
        deadlines = await services.clockwork.tick(HOUSE)
        tick = asyncio.get_running_loop().time() - begun
        await services.projector.catch_up(HOUSE)
        projections.cancel()
        await asyncio.wait([projections])
    return Missed(deadlines=deadlines, tick=tick)


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.encode(uvloop.run(look())))
