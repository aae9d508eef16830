"""Sets the demo up: organisations with their policies, a token for everybody, and the stories."""

import contextlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, TypeAlias

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from app.access.organisations import AlreadyFounded, found, organisation_stream
from app.application.services import Services
from app.demo.requests import send
from app.demo.scenario import Request, Scenario, scenarios
from app.demo.tokens_file import Seeded, read_seeded, write_seeded
from app.domain.values import Actor
from app.events.wall_clock import wall_clock
from app.main import create_app, running
from app.policies import text_of
from app.settings import Settings

Tokens: TypeAlias = Mapping[str, Mapping[str, str]]
"""By organisation and role."""


class _Work(NamedTuple):
    """A scenario that is still to be entered."""

    scenario: Scenario
    tokens: Mapping[str, str]
    requests: tuple[Request, ...]


async def prepare(
    settings: Settings, console: Console, chosen: Sequence[Scenario] | None = None
) -> Tokens:
    """Set all scenarios up, or the chosen ones, and return the tokens.

    A run after an interrupted one resumes where that stopped.

    Raises:
        Refused: a request of a story was refused.

    """
    aside = settings.model_copy(update={"projector": "off"})
    async with running(aside) as services:
        seeded = read_seeded(settings.data_dir)
        work = []
        for scenario in scenarios() if chosen is None else chosen:
            organisation = scenario.organisation
            founded = await _found(services, scenario)
            known = seeded.get(organisation, Seeded())
            seeded[organisation] = known = await _with_tokens(services, scenario, known)
            if known.complaints == 0:
                work.append(_Work(scenario, known.tokens, scenario.requests(founded)))
        write_seeded(settings.data_dir, seeded)
        if work:
            await _enter(aside, services, work, seeded, console)
        else:
            there = sum(one.complaints for one in seeded.values())
            console.print(f"{there} complaints are there already.")
    return {organisation: one.tokens for organisation, one in seeded.items()}


async def _found(services: Services, scenario: Scenario) -> datetime:
    """Found the organisation if it is missing, and return when that was.

    Stories are relative to that time, so that a later run sends the same requests.
    """
    organisation = scenario.organisation
    with contextlib.suppress(AlreadyFounded):
        await found(
            services.store,
            organisation,
            title=scenario.title,
            policy_text=text_of(scenario.policy),
            at=wall_clock().replace(microsecond=0),
            by=Actor("demo"),
        )
    stream = await services.store.read_stream(organisation, organisation_stream(organisation))
    return stream[0].occurred_at


async def _with_tokens(services: Services, scenario: Scenario, known: Seeded) -> Seeded:
    """Create tokens if some are unknown, or belong to another database."""
    tokens = {}
    for person in scenario.people:
        secret = known.tokens.get(person.role, "")
        principal = await services.tokens.find(secret)
        if principal is None or principal.actor != person.actor:
            break
        tokens[person.role] = secret
    else:
        return known
    issued = {
        person.role: await services.tokens.create(scenario.organisation, person.actor)
        for person in scenario.people
    }
    return Seeded({role: token.secret for role, token in issued.items()})


async def _enter(
    settings: Settings,
    services: Services,
    work: Sequence[_Work],
    seeded: dict[str, Seeded],
    console: Console,
) -> None:
    """Enter one organisation after the other; a later run resumes after the last complete one."""
    app = create_app(settings)
    app.state.services = services
    stories = sum(len(scenario.stories) for scenario, _, _ in work)
    with _progress(console) as progress:
        total = sum(len(requests) for _, _, requests in work)
        bar = progress.add_task(f"Entering {stories} complaints", total=total)
        for scenario, tokens, requests in work:
            count = await send(app, requests, tokens, lambda: progress.advance(bar))
            await services.projector.catch_up(scenario.organisation)
            seeded[scenario.organisation] = Seeded(tokens, count)
            write_seeded(settings.data_dir, seeded)
        progress.update(bar, description=f"Entered {stories} complaints")


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=console
    )
