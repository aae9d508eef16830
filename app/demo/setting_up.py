"""Setting the demo up: the organisation, a token for everybody, and the stories."""

import contextlib
from collections.abc import Mapping
from datetime import datetime

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from app.api.services import Services
from app.demo.keeping import Kept, keep, kept
from app.demo.people import EVERYBODY
from app.demo.stories import STORIES
from app.demo.story import RECEIPT, Command
from app.domain.values import Actor, OrganisationId
from app.events.organisations import AlreadyFounded, found, organisation_stream
from app.main import create_app, now, running
from app.policies import text_of
from app.settings import Settings

ORGANISATION = OrganisationId("demo")
TITLE = "Demo 示范"
POLICY = "default"


class Refused(Exception):
    """A command of a story was refused: the story and the rules do not fit each other."""

    def __init__(self, command: Command, answer: Response) -> None:
        """Show the command and the problem."""
        self.problem = answer.text
        what = f"{command.key}: {command.who.subject} -> {command.noun or 'complaints'}"
        super().__init__(f"{what} was answered {answer.status_code}: {answer.text}")


async def prepare(settings: Settings, console: Console) -> Mapping[str, str]:
    """Set the demo up, or go on where an interrupted run stopped; give everybody's token by role.

    Raises:
        Refused: a command of a story was refused.

    """
    aside = settings.model_copy(update={"projector": "off"})
    async with running(aside) as services:
        founded = await _founded(services)
        known = await _with_tokens(services, kept(settings.data_dir))
        keep(settings.data_dir, known)
        if known.complaints == 0:
            known = known._replace(
                complaints=await _enter(aside, services, known, founded, console)
            )
            keep(settings.data_dir, known)
        else:
            console.print(f"{known.complaints} complaints are there already.")
    return known.tokens


async def _founded(services: Services) -> datetime:
    """Found the organisation if it is not there; tell when that was.

    The stories are told as of that time, so that a later run finds its commands written already.
    """
    with contextlib.suppress(AlreadyFounded):
        await found(
            services.store,
            ORGANISATION,
            title=TITLE,
            policy_text=text_of(POLICY),
            at=now().replace(microsecond=0),
            by=Actor("demo"),
        )
    stream = await services.store.read_stream(ORGANISATION, organisation_stream(ORGANISATION))
    return stream[0].occurred_at


async def _with_tokens(services: Services, known: Kept) -> Kept:
    """Make tokens where they are not known, or are those of another database."""
    tokens = {}
    for person in EVERYBODY:
        secret = known.tokens.get(person.role, "")
        principal = await services.tokens.find(secret)
        if principal is None or principal.actor != person.actor:
            break
        tokens[person.role] = secret
    else:
        return known
    issued = [(p.role, await services.tokens.create(ORGANISATION, p.actor)) for p in EVERYBODY]
    return Kept({role: token.secret for role, token in issued}, complaints=0)


async def _enter(
    settings: Settings, services: Services, known: Kept, founded: datetime, console: Console
) -> int:
    """Enter the stories in the order in which everything happened; tell how many there are."""
    commands = sorted(
        (command for story in STORIES for command in story.commands(founded)),
        key=lambda command: (command.at, command.key),
    )
    app = create_app(settings)
    app.state.services = services
    complaints: dict[str, str] = {}
    with _progress(console) as progress:
        bar = progress.add_task(f"Entering {len(STORIES)} complaints", total=len(commands))
        async with _client(app) as client:
            for command in commands:
                complaints[command.story] = await _send(client, command, complaints, known.tokens)
                progress.advance(bar)
        progress.update(bar, description=f"Entered {len(complaints)} complaints")
    await services.projector.catch_up(ORGANISATION)
    return len(complaints)


def _client(app: FastAPI) -> AsyncClient:
    return AsyncClient(transport=ASGITransport(app), base_url="http://demo")


async def _send(
    client: AsyncClient, command: Command, complaints: Mapping[str, str], tokens: Mapping[str, str]
) -> str:
    path = "/v1/complaints"
    if command.noun != RECEIPT:
        path += f"/{complaints[command.story]}/{command.noun}"
    answer = await client.post(path, json=command.body, headers=_headers(command, tokens))
    if not answer.is_success:
        raise Refused(command, answer)
    return str(answer.json()["complaint_id"])


def _headers(command: Command, tokens: Mapping[str, str]) -> dict[str, str]:
    secret = tokens[command.who.role]
    return {"Authorization": f"Bearer {secret}", "Idempotency-Key": command.key}


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=console
    )
