"""`triplicate policy`: what an organisation decides for itself."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from app.access.organisations import NoSuchOrganisation, NotAdopted
from app.application.services import Services
from app.cli.output import Force, deliver
from app.cli.terminal import Organisation, err, fail, organisations, out, with_services
from app.domain.policy import Policy
from app.domain.values import Actor, OrganisationId
from app.events.wall_clock import wall_clock
from app.policies import PolicyFault, adoptable, load, schema, shipped, text_of

app = typer.Typer(no_args_is_help=True, help="Policies: what an organisation decides for itself.")

Which = Annotated[str, typer.Argument(help="A shipped policy, or a TOML file.")]


def policy_text(policy: str) -> str:
    """Read a file, or a policy that comes with Triplicate."""
    path = Path(policy)
    if path.suffix != ".toml":
        return text_of(policy)
    if not path.is_file():
        fail(f"There is no file {path}.")
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        fail(f"{path} is not UTF-8.")


@app.command()
def check(policy: Which) -> None:
    """Return whether a policy could be adopted; exit 1 and every fault on a line if not."""
    try:
        found = adoptable(policy_text(policy), source=policy)
    except PolicyFault as fault:
        for line in str(fault).splitlines():
            err.print(line, style="red", markup=False)
        many = len(fault.faults)
        fail(f"{many} {'faults' if many > 1 else 'fault'}: {policy} cannot be adopted.")
    out.print(f"{found.stamp} is sound: {_summary(found)}.")


def _summary(policy: Policy) -> str:
    parts = {
        "roles": policy.roles,
        "units": policy.units,
        "categories": policy.categories,
        "remedies": policy.remedies,
        "grants": policy.grants,
        "boxes": policy.boxes,
        "clocks": policy.clocks,
        "report duties": policy.report_duties,
        "texts of guidance": policy.guidance,
    }
    return ", ".join(f"{len(given)} {name}" for name, given in parts.items())


@app.command("list")
def list_() -> None:
    """List the policies that come with Triplicate."""
    table = Table("policy", "title", "", "roles", "categories", "clocks")
    for name in shipped():
        policy = load(name)
        sizes = (str(len(part)) for part in (policy.roles, policy.categories, policy.clocks))
        table.add_row(policy.stamp, policy.title["en"], policy.title["zh-Hans"], *sizes)
    out.print(table)


@app.command()
def show(
    name: Annotated[str | None, typer.Argument(help="A shipped policy.")] = None,
    organisation: Annotated[str | None, typer.Option(help="The one in force there.")] = None,
) -> None:
    """Write the text of a policy: a shipped one, or the one that is in force somewhere."""
    if (name is None) == (organisation is None):
        fail("Name a policy, or an organisation with --organisation.")

    async def work(services: Services) -> str:
        return await services.policies.text_of(OrganisationId(organisation or ""))

    try:
        text = text_of(name) if name is not None else with_services(work)
    except (PolicyFault, NoSuchOrganisation) as error:
        fail(str(error))
    deliver(text, None)


@app.command()
def adopt(organisation: Organisation, policy: Which) -> None:
    """Adopt a policy: it holds for what happens from now on, within five seconds."""

    async def work(services: Services) -> tuple[str, list[str]]:
        name = OrganisationId(organisation)
        await organisations(services, organisation)
        adopted = await services.policies.adopt(
            name, policy_text=policy_text(policy), at=wall_clock(), by=Actor("console")
        )
        stamps = f"{organisation} goes by {adopted.policy.stamp}, no longer {adopted.before.stamp}."
        return stamps, await _left_behind(services, name, adopted.policy)

    try:
        said, warnings = with_services(work)
    except PolicyFault as fault:
        fail(str(fault))
    except NotAdopted as refused:
        fail(f"Not adopted: {refused}.")
    out.print(said)
    for warning in warnings:
        err.print(warning, style="yellow", markup=False)


async def _left_behind(
    services: Services, organisation: OrganisationId, policy: Policy
) -> list[str]:
    """Name the live tokens with words that the policy does not have."""
    warnings = []
    for token in await services.tokens.list(organisation):
        ended = token.revoked_at or (
            token.expires_at is not None and token.expires_at <= wall_clock()
        )
        roles = _lacking("role", token.actor.roles, policy.roles)
        units = _lacking("unit", token.actor.units, policy.units)
        if not ended and roles + units:
            lacking = ", ".join(roles + units)
            who = f"Token {token.token_id} of {token.actor.subject}"
            warnings.append(f"{who} has what this policy does not know: {lacking}. Make a new one.")
    return warnings


def _lacking(kind: str, held: Iterable[str], known: Iterable[str]) -> list[str]:
    return [f"{kind} {word}" for word in held if word not in set(known)]


@app.command("schema")
def schema_(
    output: Annotated[Path | None, typer.Option(help="A file; standard output if none.")] = None,
    *,
    force: Force = False,
) -> None:
    """Write the JSON Schema of a policy document, for editors."""
    deliver(json.dumps(schema(), ensure_ascii=False, indent=2) + "\n", output, force=force)
