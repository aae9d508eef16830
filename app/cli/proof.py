"""`triplicate export`, `proof`: handing the record over; `verify` is beside it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from app.application.services import Services
from app.cli.output import Force, new_file, require_free
from app.cli.terminal import (
    Organisation,
    err,
    fail,
    organisations,
    out,
    progress_bar,
    with_services,
)
from app.domain.values import OrganisationId
from app.proof.notes import NoteFault, PublicKey, read_checkpoint, text_of
from app.sealing.checkpoints import Signed
from app.sealing.proof_export import NoSuchComplaint, ProofExporter
from app.sealing.sealer import AnotherKey, Inconsistent

app = typer.Typer()

Output = Annotated[Path, typer.Option(help="The file to write.")]


@app.command()
def export(organisation: Organisation, output: Output, *, force: Force = False) -> None:
    """Write the whole log of an organisation with all that proves it: see `verify`."""
    require_free(output, force=force)

    async def work(services: Services) -> Signed:
        proving, last = await _proving(services, organisation)
        with new_file(output, force=force) as file, progress_bar() as progress:
            bar = progress.add_task("events", total=last.size)
            await proving.write_archive(file, lambda done: progress.update(bar, completed=done))
        return last

    last = with_services(work)
    out.print(f"Wrote {last.size} events to {output}.", markup=False)
    typer.echo(last.note, nl=False)


async def _proving(services: Services, organisation: str) -> tuple[ProofExporter, Signed]:
    """Sign the log up to its end; where that is refused, prove what was signed before."""
    name = OrganisationId(organisation)
    await organisations(services, organisation)
    try:
        last = await services.sealer.seal(name)
    except AnotherKey as fault:
        fail(f"{organisation} cannot be proved here: {fault}.")
    except Inconsistent as fault:
        err.print(f"{organisation} cannot be sealed: {fault}.", style="red", markup=False)
        last = await services.sealer.seals.last(name)
    if last is None:
        fail(f"Nothing of {organisation} is sealed.")
    return ProofExporter(services.database, name, last, await services.sealer.keys(name)), last


@app.command()
def proof(
    organisation: Organisation,
    complaint: Annotated[str, typer.Argument(help="Its id, or the number of its form.")],
    output: Output,
    since: Annotated[
        Path | None, typer.Option(help="An older checkpoint, which it shall reach back to.")
    ] = None,
    *,
    force: Force = False,
) -> None:
    """Write the events of one complaint with what proves them: see `verify`."""
    require_free(output, force=force)

    async def work(services: Services) -> int:
        proving, last = await _proving(services, organisation)
        keys = await services.sealer.keys(OrganisationId(organisation))
        old = _older(since, keys, last.size)
        with new_file(output, force=force) as file:
            return await proving.write_complaint(file, _id_or_number(complaint), since=old)

    try:
        count = with_services(work)
    except NoSuchComplaint:
        fail(f"{organisation} has no sealed complaint {complaint}.")
    except ValueError as error:
        fail(f"It cannot be proved: {error}.")
    out.print(f"Wrote {count} events to {output}.", markup=False)


def _id_or_number(complaint: str) -> UUID | str:
    try:
        return UUID(complaint)
    except ValueError:
        return complaint


def _older(since: Path | None, keys: Sequence[PublicKey], size: int) -> int | None:
    if since is None:
        return None
    try:
        found = read_checkpoint(text_of(since.read_bytes()), keys).size
    except (OSError, UnicodeDecodeError, NoteFault) as fault:
        fail(f"{since}: {fault}")
    if not 0 < found <= size:
        fail(f"{since} is of {found} events; there are {size}.")
    return found
