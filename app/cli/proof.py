"""`triplicate export`, `proof`, `verify`: handing the record over, and checking it."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Annotated, NoReturn
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
from app.proof import archive
from app.proof.notes import NoteFault, PublicKey, read_checkpoint
from app.proof.printed import Print
from app.proof.verifying import CannotTell, Tampered

TAMPERED = 1
CANNOT_TELL = 2

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
        found = read_checkpoint(since.read_text("utf-8"), keys).size
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


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(help="What `export` or `proof` wrote.")],
    key: Annotated[
        str | None, typer.Option(help="The public key you trust, or a file with it.")
    ] = None,
    checkpoint: Annotated[
        list[Path] | None, typer.Option(help="A checkpoint you kept; may be repeated.")
    ] = None,
    printed: Annotated[
        str | None,
        typer.Option(
            help="What stands at the foot of a printed form, or in its QR code, in quotes."
        ),
    ] = None,
    seal: Annotated[
        str | None,
        typer.Option(
            help="The seal at its foot: a number and 16 characters; the whole line will do."
        ),
    ] = None,
) -> None:
    """Check an archive or a proof, without a database: 0 sound, 1 tampered, 2 cannot tell."""
    try:
        trusted = None if key is None else _key(key)
        kept = [note for path in checkpoint or () for note in _notes(path)]
        with file.open("rb") as opened:
            found = archive.verify(opened, trusted, kept)
            complaint = printed and archive.find_print(opened, Print.parse(printed))
            sealed_at = seal and archive.find_seal(opened, seal)
    except Tampered as fault:
        _tampered(fault)
    except (CannotTell, OSError, UnicodeDecodeError, NoteFault) as error:
        err.print(f"Cannot tell: {error}.", style="yellow", markup=False)
        raise typer.Exit(CANNOT_TELL) from None
    out.print(
        f"Sound: {found.events} events of {found.last.origin}, as signed at {found.last.size}.",
        markup=False,
    )
    if complaint:
        out.print(f"The print is of complaint {complaint}, as it then stood.", markup=False)
    if sealed_at:
        out.print(f"The seal on the print is the checkpoint at {sealed_at}.", markup=False)
    if trusted is None:
        message = "By the key that came with it: compare it with one you have from elsewhere."
        err.print(message, style="yellow")
    if not kept:
        message = "Without a checkpoint kept elsewhere: who has the key could have signed anew."
        err.print(message, style="yellow")


def _tampered(fault: Tampered) -> NoReturn:
    event = f"event {fault.position}: " if fault.position else ""
    complaint = f" (complaint {fault.complaint})" if fault.complaint else ""
    err.print(f"TAMPERED: {event}{fault.reason}{complaint}.", style="red", markup=False)
    raise typer.Exit(TAMPERED)


def _key(given: str) -> PublicKey:
    try:
        return PublicKey.parse(given)
    except NoteFault:
        return PublicKey.parse(Path(given).read_text("utf-8"))


def _notes(path: Path) -> list[str]:
    return list(archive.notes_in(path.read_text("utf-8").splitlines(keepends=True)))
