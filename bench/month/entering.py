"""A program that enters a month of complaints by the commands of front ends, as the demo does.

Some complaints are under way at a time, as with several people at work, so that their events go
into the log together.
"""

import asyncio
import sys
from datetime import date

import msgspec
import uvloop

from app.access.organisations import found
from app.application.services import Services
from app.demo.entering import Entry, enter
from app.demo.house import House
from app.demo.houses import shopping_centre
from app.domain.values import Actor
from app.events.schema import migrate
from app.events.wall_clock import wall_clock
from app.main import create_app, running
from app.policies import text_of
from app.settings import Settings
from bench.month.casebook import Month, truth

AT_A_TIME = 16


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """The month to enter; the database is that of the environment."""

    first: date
    complaints: int


class Entered(msgspec.Struct, frozen=True, kw_only=True):
    """What was entered, and what it comes to by the stories themselves."""

    complaints: int
    commands: int
    events: int
    requested: int
    paid: int
    tokens: dict[str, str]
    """By role."""


async def enter_all(job: Job) -> Entered:
    """Found the shopping centre and enter the month."""
    settings = Settings(projector="off")
    await migrate(settings.url)
    month = Month(job.first)
    house = shopping_centre.HOUSE._replace(stories=tuple(month.stories(job.complaints)))
    async with running(settings) as services:
        app = create_app(settings)
        app.state.services = services
        tokens = await _found(services, house)
        lanes = [house._replace(stories=house.stories[n::AT_A_TIME]) for n in range(AT_A_TIME)]
        entries = [Entry(lane, tokens, month.end) for lane in lanes]
        await asyncio.gather(*(enter(app, entry, _nothing) for entry in entries))
        known = truth(house.stories, month)
        return Entered(
            complaints=known.complaints,
            commands=sum(len(entry.commands) for entry in entries),
            events=await services.store.head(house.organisation),
            requested=known.requested,
            paid=known.paid,
            tokens=tokens,
        )


def _nothing() -> None:
    """Nobody watches."""


async def _found(services: Services, house: House) -> dict[str, str]:
    await found(
        services.store,
        house.organisation,
        title=house.title,
        policy_text=text_of(house.policy),
        at=wall_clock(),
        by=Actor("bench"),
    )
    issued = {
        person.role: await services.tokens.create(house.organisation, person.actor)
        for person in house.people
    }
    return {role: token.secret for role, token in issued.items()}


if __name__ == "__main__":
    the_job = msgspec.json.decode(sys.stdin.buffer.read(), type=Job)
    sys.stdout.buffer.write(msgspec.json.encode(uvloop.run(enter_all(the_job))))
