"""Setting the demo up: every house with its policy, a token for everybody, and the stories."""

import contextlib
from collections.abc import Mapping
from datetime import datetime
from typing import TypeAlias

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from app.access.organisations import AlreadyFounded, found, organisation_stream
from app.application.services import Services
from app.demo.entering import Entry, enter
from app.demo.house import House
from app.demo.houses import HOUSES
from app.demo.keeping import Kept, keep, kept
from app.domain.values import Actor
from app.events.wall_clock import wall_clock
from app.main import create_app, running
from app.policies import text_of
from app.settings import Settings

Tokens: TypeAlias = Mapping[str, Mapping[str, str]]
"""By organisation and role."""


async def prepare(settings: Settings, console: Console) -> Tokens:
    """Set the demo up, or go on where an interrupted run stopped; give everybody's token.

    Raises:
        Refused: a command of a story was refused.

    """
    aside = settings.model_copy(update={"projector": "off"})
    async with running(aside) as services:
        known = kept(settings.data_dir)
        entries = []
        for house in HOUSES:
            founded = await _founded(services, house)
            mine = await _with_tokens(services, house, known.get(house.organisation, Kept()))
            known[house.organisation] = mine
            if mine.complaints == 0:
                entries.append(Entry(house, mine.tokens, founded))
        keep(settings.data_dir, known)
        if entries:
            await _enter(aside, services, entries, known, console)
        else:
            there = sum(house.complaints for house in known.values())
            console.print(f"{there} complaints are there already.")
    return {organisation: house.tokens for organisation, house in known.items()}


async def _founded(services: Services, house: House) -> datetime:
    """Found the organisation if it is not there; tell when that was.

    The stories are told as of that time, so that a later run finds its commands written already.
    """
    with contextlib.suppress(AlreadyFounded):
        await found(
            services.store,
            house.organisation,
            title=house.title,
            policy_text=text_of(house.policy),
            at=wall_clock().replace(microsecond=0),
            by=Actor("demo"),
        )
    organisation = house.organisation
    stream = await services.store.read_stream(organisation, organisation_stream(organisation))
    return stream[0].occurred_at


async def _with_tokens(services: Services, house: House, known: Kept) -> Kept:
    """Make tokens where they are not known, or are those of another database."""
    tokens = {}
    for person in house.people:
        secret = known.tokens.get(person.role, "")
        principal = await services.tokens.find(secret)
        if principal is None or principal.actor != person.actor:
            break
        tokens[person.role] = secret
    else:
        return known
    issued = {
        person.role: await services.tokens.create(house.organisation, person.actor)
        for person in house.people
    }
    return Kept({role: token.secret for role, token in issued.items()})


async def _enter(
    settings: Settings,
    services: Services,
    entries: list[Entry],
    known: dict[str, Kept],
    console: Console,
) -> None:
    """Enter house after house, and keep each as it is done: an interrupted run goes on there."""
    app = create_app(settings)
    app.state.services = services
    stories = sum(len(entry.house.stories) for entry in entries)
    with _progress(console) as progress:
        total = sum(len(entry.commands) for entry in entries)
        bar = progress.add_task(f"Entering {stories} complaints", total=total)
        for entry in entries:
            organisation = entry.house.organisation
            count = await enter(app, entry, lambda: progress.advance(bar))
            await services.projector.catch_up(organisation)
            known[organisation] = Kept(entry.tokens, count)
            keep(settings.data_dir, known)
        progress.update(bar, description=f"Entered {stories} complaints")


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=console
    )
