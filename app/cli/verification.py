"""`triplicate verify`: checking an archive, a proof, a print, on any computer."""

from pathlib import Path
from typing import IO, Annotated, NamedTuple, NoReturn

import typer

from app.cli.terminal import err, out
from app.documents.sheet.archived_copies import ArchivedCopies
from app.documents.sheet.comparison import compare, read_sheet
from app.proof import archive
from app.proof.notes import NoteFault, PublicKey, text_of
from app.proof.printed import Print
from app.proof.verifying import Tampered

TAMPERED = 1
CANNOT_TELL = 2

app = typer.Typer()


@app.command()
def verify(  # noqa: PLR0913, PLR0917 - the options of a command
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
    sheet: Annotated[
        list[Path] | None,
        typer.Option(help="A table that `sheet` wrote: .xlsx or .csv; may be repeated."),
    ] = None,
) -> None:
    """Check an archive or a proof, without a database: 0 sound, 1 tampered, 2 cannot tell.

    A sheet is computed again from the events of the archive; every cell that differs is named.
    """
    try:
        trusted = None if key is None else _key(key)
        kept = [note for path in checkpoint or () for note in _notes(path)]
        with file.open("rb") as opened:
            found = archive.verify(opened, trusted, kept)
            complaint = printed and archive.find_print(opened, Print.parse(printed))
            sealed_at = seal and archive.find_seal(opened, seal)
            sheets = {path: _sheet(path, opened, found.last.size) for path in sheet or ()}
            _require_same(sheets)
    except Tampered as fault:
        _tampered(fault)
    except Exception as error:  # noqa: BLE001 - whatever breaks is no proof of tampering
        _cannot_tell(error)
    out.print(
        f"Sound: {found.events} events of {found.last.origin}, as signed at {found.last.size}.",
        markup=False,
    )
    if complaint:
        out.print(f"The print is of complaint {complaint}, as it then stood.", markup=False)
    if sealed_at:
        out.print(f"The seal on the print is the checkpoint at {sealed_at}.", markup=False)
    for path, one in sheets.items():
        message = f"{path}: {one.rows} rows as the events come to at {one.position}."
        out.print(message, markup=False)
    if trusted is None:
        message = "By the key that came with it: compare it with one you have from elsewhere."
        err.print(message, style="yellow")
    if not kept:
        message = "Without a checkpoint kept elsewhere: who has the key could have signed again."
        err.print(message, style="yellow")


class Checked(NamedTuple):
    """A sheet that was compared with the events up to a position."""

    rows: int
    position: int
    differences: list[str]


def _sheet(path: Path, opened: IO[bytes], size: int) -> Checked:
    """Compare a sheet with the events of a sound archive, which has that number of events.

    Raises:
        CannotTell: it is no sheet, or not of this archive.

    """
    statement, tables = read_sheet(path)
    with archive.whole_log(opened) as lines:
        copies = ArchivedCopies(lines, statement.position)
    differences = [str(one) for one in compare(statement, tables, copies)]
    seal = statement.seal
    if seal and statement.sealed <= size and not archive.has_checkpoint(opened, seal):
        differences.append(f"the checkpoint that it names was not signed: {seal}")
    return Checked(sum(len(table.lines) for table in tables), statement.position, differences)


def _require_same(sheets: dict[Path, Checked]) -> None:
    """Name every place in which a sheet differs.

    Raises:
        Tampered: there is one.

    """
    for path, one in sheets.items():
        for difference in one.differences:
            err.print(f"{path}: {difference}", style="red", markup=False)
    wrong = [str(path) for path, one in sheets.items() if one.differences]
    if wrong:
        raise Tampered(f"not what the events come to: {', '.join(wrong)}")


def _tampered(fault: Tampered) -> NoReturn:
    event = f"event {fault.position}: " if fault.position else ""
    complaint = f" (complaint {fault.complaint})" if fault.complaint else ""
    err.print(f"TAMPERED: {event}{fault.reason}{complaint}.", style="red", markup=False)
    raise typer.Exit(TAMPERED)


def _cannot_tell(error: Exception) -> NoReturn:
    err.print(f"Cannot tell: {str(error) or type(error).__name__}.", style="yellow", markup=False)
    raise typer.Exit(CANNOT_TELL)


def _key(given: str) -> PublicKey:
    try:
        return PublicKey.parse(given)
    except NoteFault:
        return PublicKey.parse(text_of(Path(given).read_bytes()))


def _notes(path: Path) -> list[str]:
    return list(archive.notes_in(text_of(path.read_bytes()).splitlines(keepends=True)))
