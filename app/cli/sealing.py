"""`triplicate seal`: the signed checkpoints of the log, and the key that signs them."""

from pathlib import Path
from typing import Annotated

import typer

from app.application.key_rotation import KeyRotation
from app.application.services import Services
from app.cli.terminal import Organisation, err, fail, organisations, out, with_services
from app.domain.values import Actor, OrganisationId
from app.events.wall_clock import wall_clock
from app.main import made_secret
from app.proof.notes import SealKey
from app.sealing.checkpoints import Signed
from app.sealing.sealer import AnotherKey, Inconsistent

SHORTEST = 32

app = typer.Typer(no_args_is_help=True, help="Signed checkpoints of the log.")


@app.command()
def key(
    organisation: Annotated[str | None, typer.Option(help="Only this organisation.")] = None,
) -> None:
    """Write the public keys, a line for each organisation: give them to the person who verifies."""

    async def work(services: Services) -> list[str]:
        names = await organisations(services, organisation)
        return [(await services.sealer.public(name)).text for name in names]

    for line in with_services(work):
        typer.echo(line)


@app.command("now")
def now_(organisation: Organisation) -> None:
    """Sign the log up to its end and write the checkpoint: keep it where we cannot reach it."""

    async def work(services: Services) -> Signed | None:
        await organisations(services, organisation)
        return await services.sealer.seal(OrganisationId(organisation))

    try:
        last = with_services(work)
    except (Inconsistent, AnotherKey) as fault:
        fail(f"{organisation} is not sealed: {fault}.")
    typer.echo(last.note if last else "", nl=False)


@app.command()
def rotate(
    to: Annotated[Path, typer.Option(help="The file of the next key; made if it is not there.")],
) -> None:
    """Hand every log on to a next key. Run it again if it did not come to its end."""
    secret = made_secret(to)
    if len(secret.strip()) < SHORTEST:
        fail(f"{to} is no key: it has fewer than {SHORTEST} characters.")
    next_key = SealKey(secret)

    async def work(services: Services) -> None:
        for name in await organisations(services, None):
            done = await _resealing(services).hand_over(name, next_key)
            out.print(f"{name}: {'handed on' if done else 'nothing to hand on'}.", markup=False)

    try:
        with_services(work)
    except (Inconsistent, AnotherKey) as fault:
        fail(f"Not handed on: {fault}.")
    message = f"Now let every process have {to} as its key (see the settings), and start it again."
    err.print(message, style="yellow", markup=False)


@app.command("begin-anew")
def begin_anew(organisation: Organisation) -> None:
    """Go on under the key that is there now, because the one before was lost.

    Anyone who trusts the lost key can check what that signed, and nothing after it.
    """

    async def work(services: Services) -> bool:
        await organisations(services, organisation)
        return await _resealing(services).begin_anew(OrganisationId(organisation))

    try:
        done = with_services(work, make_keys=True)
    except Inconsistent as fault:
        fail(f"{organisation} is not sealed: {fault}.")
    if not done:
        fail(f"{organisation} is sealed with this key already, or was never sealed.")
    out.print(f"{organisation} is sealed with another key from here on.", markup=False)
    err.print(
        "Give its public key to the person who verifies: `triplicate seal key`.", style="yellow"
    )


def _resealing(services: Services) -> KeyRotation:
    actor = Actor("console")
    return KeyRotation(
        services.store, services.policies, services.sealer, clock=wall_clock, by=actor
    )
