"""`triplicate organisation`: tenants with a policy."""

import re
from typing import Annotated

import typer

from app.access.organisations import AlreadyFounded, found
from app.application.services import Services
from app.cli.policies import policy_text
from app.cli.terminal import fail, out, with_services
from app.domain.values import Actor, OrganisationId
from app.events.wall_clock import wall_clock
from app.policies import PolicyFault

app = typer.Typer(no_args_is_help=True, help="Organisations: tenants with a policy.")

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@app.command("create")
def organisation_create(
    name: Annotated[str, typer.Argument(help="Lower-case letters, digits and hyphens.")],
    title: Annotated[str, typer.Option(help="The name as people write it.")] = "",
    policy: Annotated[str, typer.Option(help="A shipped policy, or a TOML file.")] = "default",
) -> None:
    """Found an organisation with its policy."""
    if not _NAME.fullmatch(name):
        fail("A name has 1 to 40 lower-case letters, digits and hyphens.")

    async def work(services: Services) -> str:
        adopted = await found(
            services.store,
            OrganisationId(name),
            title=title or name,
            policy_text=policy_text(policy),
            at=wall_clock(),
            by=Actor("console"),
        )
        return adopted.stamp

    try:
        stamp = with_services(work)
    except (AlreadyFounded, PolicyFault) as error:
        fail(str(error))
    out.print(f"Founded {name} with policy {stamp}.")
