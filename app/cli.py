"""`triplicate ...`: running the service and looking after its record.

Exit codes: 0 done, 1 refused or failed (the message says what to do), 2 wrong usage.
"""

import asyncio
import json
import re
import signal
import sys
from collections import Counter
from collections.abc import Callable, Coroutine, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeVar

import typer
import uvicorn
from pydantic import ValidationError
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Column, Table

from app import demo as demonstration
from app.api.services import Services
from app.domain.values import Actor, OrganisationId
from app.events.database import Database, DatabaseUnavailable
from app.events.documents import NewerProgram
from app.events.organisations import AlreadyFounded, NoSuchOrganisation, found
from app.events.projections import ALL as PROJECTIONS
from app.events.rebuild import rebuild as rebuild_projection
from app.events.schema import head_revision, revision
from app.events.schema import migrate as migrate_database
from app.main import create_app, now, running
from app.policies import PolicyFault, text_of
from app.settings import Settings

DRAIN_SECONDS = 30
"""How long a stopping server waits for what is in flight."""

LONGEST_SUBJECT = 200
MOST_DAYS = 36_500

LAG_SECONDS = 1.0
"""How far a projection may be behind and still be called sound."""

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Complaints, on the record.")
organisation_app = typer.Typer(no_args_is_help=True, help="Organisations: tenants with a policy.")
token_app = typer.Typer(no_args_is_help=True, help="Access tokens: who may ask.")
parked_app = typer.Typer(no_args_is_help=True, help="Events that a projection could not take.")
app.add_typer(organisation_app, name="organisation")
app.add_typer(token_app, name="token")
app.add_typer(parked_app, name="parked")

T = TypeVar("T")
Organisation = Annotated[str, typer.Option(help="The organisation's name.")]
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def _fail(message: str) -> NoReturn:
    err.print(f"[red]{message}[/red]")
    raise typer.Exit(1)


def _run(work: Coroutine[Any, Any, T]) -> T:
    try:
        return asyncio.run(work)
    except DatabaseUnavailable as error:
        _fail(f"The database cannot be reached: {error}")


def _settings() -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        faults = "; ".join(
            f"TRIPLICATE_{str(fault['loc'][0]).upper()}: {fault['msg']}" for fault in error.errors()
        )
        _fail(f"The settings are at fault: {faults}.")


def _with_services(work: Callable[[Services], Coroutine[Any, Any, T]]) -> T:
    """Run work on a database that is at this program's schema, with no projector beside it."""

    async def inside() -> T:
        settings = _settings().model_copy(update={"projector": "off"})
        settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        async with running(settings) as services:
            await _require_schema(services.database)
            return await work(services)

    return _run(inside())


async def _require_schema(database: Database) -> None:
    if await revision(database) != head_revision():
        _fail("The database is not at this program's schema: run `triplicate migrate`.")


@app.command()
def serve() -> None:
    """Serve the API (TRIPLICATE_HOST, TRIPLICATE_PORT, TRIPLICATE_DATABASE_URL)."""
    settings = _settings()
    _with_services(_nothing)
    _serve(settings)


async def _nothing(_: Services) -> None:
    """Opening the services has checked the schema already."""


def _serve(settings: Settings) -> None:
    # The server drains and then raises the signal again: being told to stop is no failure.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        log_level=settings.log_level,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )


@app.command()
def migrate() -> None:
    """Bring the database to this program's schema; safe to run again."""
    settings = _settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    _run(migrate_database(settings.url))
    out.print(f"The database is at schema {head_revision()}.")


@app.command()
def demo(
    *, serve_it: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve it too.")] = True
) -> None:
    """Set up a demo organisation with complaints of all kinds, say where to look, and serve."""
    settings = _settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    _run(migrate_database(settings.url))
    tokens = _run(demonstration.prepare(settings, out))
    demonstration.show(settings, tokens, out)
    if serve_it:
        _serve(settings)


@app.command()
def project() -> None:
    """Keep the projections up to date, until stopped: for where the API runs without them."""

    async def work(services: Services) -> None:
        task = asyncio.ensure_future(services.projector.run())
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, task.cancel)
        out.print("Projecting; stop with Ctrl-C.")
        await asyncio.wait({task})
        if not task.cancelled():
            task.result()

    _with_services(work)


@app.command()
def rebuild(
    names: Annotated[list[str] | None, typer.Argument(help="Projections; all if none.")] = None,
    organisation: Annotated[str | None, typer.Option(help="Only this organisation.")] = None,
) -> None:
    """Fill projections anew from the log, beside the ones in use, then switch over."""
    known = {projection.name: projection for projection in PROJECTIONS}
    unknown = sorted(set(names or ()) - set(known))
    if unknown:
        _fail(f"No such projection: {', '.join(unknown)}. There are: {', '.join(known)}.")
    chosen = [known[name] for name in names] if names else list(known.values())

    async def work(services: Services) -> None:
        with _progress() as progress:
            for one in await _organisations(services, organisation):
                for projection in chosen:
                    bar = progress.add_task(f"{one} {projection.name}", total=None)

                    def show(done: int, total: int, bar: TaskID = bar) -> None:
                        progress.update(bar, completed=done, total=total)

                    await rebuild_projection(
                        services.database, services.store, one, projection, progress=show
                    )

    try:
        _with_services(work)
    except NewerProgram as newer:
        _fail(f"A newer program is needed: {newer}. What was in use still is.")
    out.print("Rebuilt.")


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=err,
    )


async def _organisations(services: Services, only: str | None) -> list[OrganisationId]:
    known = await services.store.organisations()
    if only is None:
        return known
    if only not in known:
        _fail(f"No such organisation: {only}.")
    return [OrganisationId(only)]


@organisation_app.command("create")
def organisation_create(
    name: Annotated[str, typer.Argument(help="Lower-case letters, digits and hyphens.")],
    title: Annotated[str, typer.Option(help="The name as people write it.")] = "",
    policy: Annotated[str, typer.Option(help="A shipped policy, or a TOML file.")] = "default",
) -> None:
    """Found an organisation with its policy."""
    if not _NAME.fullmatch(name):
        _fail("A name has 1 to 40 lower-case letters, digits and hyphens.")

    async def work(services: Services) -> str:
        adopted = await found(
            services.store,
            OrganisationId(name),
            title=title or name,
            policy_text=_policy_text(policy),
            at=now(),
            by=Actor("console"),
        )
        return adopted.stamp

    try:
        stamp = _with_services(work)
    except (AlreadyFounded, PolicyFault) as error:
        _fail(str(error))
    out.print(f"Founded {name} with policy {stamp}.")


def _policy_text(policy: str) -> str:
    path = Path(policy)
    if path.suffix == ".toml":
        if not path.is_file():
            _fail(f"There is no file {path}.")
        try:
            return path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            _fail(f"{path} is not UTF-8.")
    return text_of(policy)


@token_app.command("create")
def token_create(
    organisation: Organisation,
    subject: Annotated[str, typer.Option(help="Who it is for; events name this person.")],
    role: Annotated[list[str], typer.Option(help="A role of the policy; may be repeated.")],
    unit: Annotated[
        list[str] | None, typer.Option(help="Sees only these units' complaints; may be repeated.")
    ] = None,
    days: Annotated[
        int | None, typer.Option(min=1, max=MOST_DAYS, help="Valid for so many days.")
    ] = None,
) -> None:
    """Make a token; it is shown once and kept as a hash."""
    if not subject.strip() or not subject.isprintable() or len(subject) > LONGEST_SUBJECT:
        _fail(f"A subject is a line of 1 to {LONGEST_SUBJECT} characters: events name this person.")

    async def work(services: Services) -> str:
        name = OrganisationId(organisation)
        policy = await services.policies.of(name)
        _check_words("role", role, policy.roles)
        _check_words("unit", unit or [], policy.units)
        issued = await services.tokens.create(
            name,
            Actor(subject, tuple(role), tuple(unit or ())),
            expires_at=now() + timedelta(days=days) if days else None,
        )
        err.print(f"Token {issued.token_id}, shown only now:")
        return issued.secret

    try:
        secret = _with_services(work)
    except NoSuchOrganisation as error:
        _fail(str(error))
    typer.echo(secret)


def _check_words(kind: str, given: list[str], known: Iterable[str]) -> None:
    unknown = sorted(set(given) - set(known))
    if unknown:
        _fail(f"The policy has no {kind} {', '.join(unknown)}; it has: {', '.join(known)}.")


@token_app.command("list")
def token_list(organisation: Organisation) -> None:
    """List an organisation's tokens, without their secrets."""

    async def work(services: Services) -> Table:
        await _organisations(services, organisation)
        table = Table("subject", "roles", "units", "made", "until", "revoked")
        table.columns.insert(0, Column("token", no_wrap=True, min_width=12))
        for one in await services.tokens.list(OrganisationId(organisation)):
            until = one.expires_at.isoformat(" ", "minutes") if one.expires_at else "-"
            revoked = one.revoked_at.isoformat(" ", "minutes") if one.revoked_at else "-"
            made = one.created_at.isoformat(" ", "minutes")
            roles, units = ", ".join(one.actor.roles), ", ".join(one.actor.units) or "all"
            table.add_row(one.token_id, one.actor.subject, roles, units, made, until, revoked)
        return table

    out.print(_with_services(work))


@token_app.command("revoke")
def token_revoke(
    token: Annotated[str, typer.Argument(help="The token's id, as `token list` shows it.")],
    organisation: Organisation,
) -> None:
    """Make a token useless; running servers notice within five seconds."""

    async def work(services: Services) -> bool:
        await _organisations(services, organisation)
        return await services.tokens.revoke(OrganisationId(organisation), token)

    if not _with_services(work):
        _fail(f"{organisation} has no token {token} that could be revoked.")
    out.print(f"Revoked {token}.")


@parked_app.command("list")
def parked_list(organisation: Organisation) -> None:
    """List events that a projection could not take, and those waiting behind them."""

    async def work(services: Services) -> Table:
        await _organisations(services, organisation)
        table = Table("projection", "position", "complaint", "error", "since")
        for one in await services.projector.parked(OrganisationId(organisation)):
            since = one.parked_at.isoformat(" ", "minutes")
            table.add_row(one.name, str(one.position), str(one.stream_id), one.error, since)
        return table

    out.print(_with_services(work))


@parked_app.command("retry")
def parked_retry(organisation: Organisation) -> None:
    """Fold the complaints of parked events anew; exit 1 if some still cannot be taken."""

    async def work(services: Services) -> int:
        await _organisations(services, organisation)
        return await services.projector.retry_all_parked(OrganisationId(organisation))

    left = _with_services(work)
    if left:
        _fail(f"{left} events are still parked: see `triplicate parked list`.")
    out.print("Nothing is parked.")


@app.command()
def status() -> None:
    """Tell how far the projections are; exit 1 if one lags a second, or events are parked."""

    async def work(services: Services) -> tuple[Table, bool]:
        table = Table("organisation", "events", "projection", "behind by", "parked")
        sound = True
        for one in await services.store.organisations():
            head = await services.store.head(one)
            parked = Counter(each.name for each in await services.projector.parked(one))
            for name in await services.projector.positions(one):
                sound &= not parked[name]
                sound &= await services.projector.wait_for(one, name, head, LAG_SECONDS)
                position = (await services.projector.positions(one))[name]
                behind = str(max(0, head - position))
                table.add_row(one, str(head), name, behind, str(parked[name]))
        return table, sound

    table, sound = _with_services(work)
    out.print(table)
    if not sound:
        raise typer.Exit(1)


@app.command()
def openapi(
    output: Annotated[Path | None, typer.Option(help="A file; standard output if none.")] = None,
) -> None:
    """Write the contract (OpenAPI 3.1)."""
    contract = json.dumps(create_app(_settings()).openapi(), ensure_ascii=False, indent=2) + "\n"
    if output is None:
        typer.echo(contract, nl=False)
    else:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(contract, encoding="utf-8")


if __name__ == "__main__":
    app()
