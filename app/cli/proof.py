"""`triplicate export`, `proof`: handing the record over; `verify` is beside it."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Annotated
from uuid import UUID

import typer

from app.api.services import Services
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
from app.events.proving import NoSuchComplaint, Proving
from app.events.sealing import AnotherKey, Inconsistent
from app.events.seals import Signed
from app.proof.notes import NoteFault, PublicKey, read_checkpoint, text_of

app = typer.Typer()

Output = Annotated[Path, typer.Option(help="The file to write.")]


@app.command()
def export(organisation: Organisation, output: Output) -> None:
    """Write the whole log of an organisation with all that proves it: see `verify`."""

    async def work(services: Services) -> Signed:
        proving, last = await _proving(services, organisation)
        with _new_file(output) as file, progress_bar() as progress:
            bar = progress.add_task("events", total=last.size)
            await proving.write_archive(file, lambda done: progress.update(bar, completed=done))
        return last

    last = with_services(work)
    out.print(f"Wrote {last.size} events to {output}.", markup=False)
    typer.echo(last.note, nl=False)


async def _proving(services: Services, organisation: str) -> tuple[Proving, Signed]:
    """Seal what there is; where that is refused, prove what was sealed before."""
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
    return Proving(services.database, name, last, await services.sealer.keys(name)), last


@app.command()
def proof(
    organisation: Organisation,
    complaint: Annotated[str, typer.Argument(help="Its id, or the number of its form.")],
    output: Output,
    since: Annotated[
        Path | None, typer.Option(help="An older checkpoint, which it shall reach back to.")
    ] = None,
) -> None:
    """Write the events of one complaint with what proves them: see `verify`."""

    async def work(services: Services) -> int:
        proving, last = await _proving(services, organisation)
        keys = await services.sealer.keys(OrganisationId(organisation))
        old = _older(since, keys, last.size)
        with _new_file(output) as file:
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


@contextmanager
def _new_file(path: Path) -> Iterator[IO[bytes]]:
    """Write a file for its owner only; it has its name when it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file:
            yield file
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
