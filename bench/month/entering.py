"""A program that enters a month of complaints by the commands of front ends, as the demo does.

Some complaints are under way at a time, as with several people at work, so that their events go
into the log together.
"""

import asyncio
import sys
from dataclasses import replace
from datetime import date

import msgspec
import uvloop

from app.access.organisations import found
from app.application.services import Services
from app.demo.requests import send
from app.demo.scenario import Scenario
from app.domain.values import Actor
from app.events.schema import migrate
from app.events.wall_clock import wall_clock
from app.main import create_app, running
from app.policies import text_of
from app.settings import Settings
from bench.month.casebook import Month, truth
from bench.month.stories import SHOPPING_CENTRE

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
    stories = tuple(month.stories(job.complaints))
    lanes = [
        replace(SHOPPING_CENTRE, stories=stories[n::AT_A_TIME]).requests(month.end)
        for n in range(AT_A_TIME)
    ]
    async with running(settings) as services:
        app = create_app(settings)
        app.state.services = services
        tokens = await _found(services, SHOPPING_CENTRE)
        await asyncio.gather(*(send(app, lane, tokens) for lane in lanes))
        known = truth(stories, month)
        return Entered(
            complaints=known.complaints,
            commands=sum(len(lane) for lane in lanes),
            events=await services.store.head(SHOPPING_CENTRE.organisation),
            requested=known.requested,
            paid=known.paid,
            tokens=tokens,
        )


async def _found(services: Services, scenario: Scenario) -> dict[str, str]:
    await found(
        services.store,
        scenario.organisation,
        title=scenario.title,
        policy_text=text_of(scenario.policy),
        at=wall_clock(),
        by=Actor("bench"),
    )
    issued = {
        person.role: await services.tokens.create(scenario.organisation, person.actor)
        for person in scenario.people
    }
    return {role: token.secret for role, token in issued.items()}


if __name__ == "__main__":
    the_job = msgspec.json.decode(sys.stdin.buffer.read(), type=Job)
    sys.stdout.buffer.write(msgspec.json.encode(uvloop.run(enter_all(the_job))))
