"""`triplicate token`: who may ask."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Annotated

import typer
from rich.table import Column, Table

from app.access.organisations import NoSuchOrganisation
from app.application.services import Services
from app.cli.terminal import Organisation, err, fail, organisations, out, with_services
from app.domain.spelling import is_blank, person_of
from app.domain.values import Actor, OrganisationId
from app.events.wall_clock import wall_clock

LONGEST_SUBJECT = 200
MOST_DAYS = 36_500

app = typer.Typer(no_args_is_help=True, help="Access tokens: who may ask.")


@app.command("create")
def token_create(
    organisation: Organisation,
    subject: Annotated[str, typer.Option(help="Who it is for; events name this person.")],
    role: Annotated[list[str], typer.Option(help="A role of the policy; may be repeated.")],
    unit: Annotated[
        list[str] | None, typer.Option(help="Sees only these units' complaints; may be repeated.")
    ] = None,
    days: Annotated[
        int | None, typer.Option(min=1, max=MOST_DAYS, help="Days until it expires.")
    ] = None,
) -> None:
    """Make a token; it is shown once and kept as a hash."""
    if is_blank(subject) or not subject.isprintable() or len(subject) > LONGEST_SUBJECT:
        fail(f"A subject is a line of 1 to {LONGEST_SUBJECT} characters: events name this person.")
    if person_of(subject) != subject:
        err.print(f"Events name this person {person_of(subject)}.", markup=False)

    async def work(services: Services) -> str:
        name = OrganisationId(organisation)
        policy = await services.policies.of(name)
        _check_words("role", role, policy.roles)
        _check_words("unit", unit or [], policy.units)
        issued = await services.tokens.create(
            name,
            Actor(subject, tuple(role), tuple(unit or ())),
            expires_at=wall_clock() + timedelta(days=days) if days else None,
        )
        err.print(f"Token {issued.token_id}, shown only now:")
        return issued.secret

    try:
        secret = with_services(work)
    except NoSuchOrganisation as error:
        fail(str(error))
    typer.echo(secret)


def _check_words(kind: str, given: list[str], known: Iterable[str]) -> None:
    unknown = sorted(set(given) - set(known))
    if unknown:
        fail(f"The policy has no {kind} {', '.join(unknown)}; it has: {', '.join(known)}.")


@app.command("list")
def token_list(organisation: Organisation) -> None:
    """List an organisation's tokens, without their secrets."""

    async def work(services: Services) -> Table:
        await organisations(services, organisation)
        table = Table("subject", "roles", "units", "made", "until", "revoked")
        table.columns.insert(0, Column("token", no_wrap=True, min_width=12))
        for one in await services.tokens.list(OrganisationId(organisation)):
            until = one.expires_at.isoformat(" ", "minutes") if one.expires_at else "-"
            revoked = one.revoked_at.isoformat(" ", "minutes") if one.revoked_at else "-"
            made = one.created_at.isoformat(" ", "minutes")
            roles, units = ", ".join(one.actor.roles), ", ".join(one.actor.units) or "all"
            table.add_row(one.token_id, one.actor.subject, roles, units, made, until, revoked)
        return table

    out.print(with_services(work))


@app.command("revoke")
def token_revoke(
    token: Annotated[str, typer.Argument(help="The token's id, as `token list` shows it.")],
    organisation: Organisation,
) -> None:
    """Make a token useless; running servers notice within five seconds."""

    async def work(services: Services) -> bool:
        await organisations(services, organisation)
        return await services.tokens.revoke(OrganisationId(organisation), token)

    if not with_services(work):
        fail(f"{organisation} has no token {token} that could be revoked.")
    out.print(f"Revoked {token}.")
