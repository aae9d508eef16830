"""`triplicate sheet`: the audit copies as a table for finance."""

import tempfile
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from app.application.services import Services
from app.cli.output import Force, new_file, new_files, require_free
from app.cli.terminal import Organisation, err, fail, organisations, out, with_services
from app.documents.sheet.audit_copies import Export, Kind, Seen
from app.documents.sheet.tables import Count, Made, Rows
from app.documents.words import Language, Words
from app.domain.values import OrganisationId, Place
from app.events.exporting import EARLIEST, LATEST, Days, Wanted, count
from app.events.projections.audit_copy import PROJECTION
from app.events.wall_clock import wall_clock

BEHIND_SECONDS = 1.0
"""How long to wait for the copies to hold the whole log."""

app = typer.Typer()

Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])]


@app.command()
def sheet(  # noqa: PLR0913 - the options of the command
    organisation: Organisation,
    output: Annotated[Path, typer.Option(help="FILE.xlsx, or FILE.csv and FILE-expenses.csv.")],
    *,
    received_from: Day = None,
    received_until: Day = None,
    paid_from: Day = None,
    paid_until: Day = None,
    custody: Annotated[Place | None, typer.Option(help="Only copies that lie here now.")] = None,
    language: Annotated[
        Language | None, typer.Option(help="Default: the policy's language.")
    ] = None,
    force: Force = False,
) -> None:
    """Write the audit copies as a workbook or as CSV; days are those of the organisation."""
    kind = output.suffix.removeprefix(".").lower()
    if kind not in set(Kind):
        fail("The file's name must end with .xlsx or .csv.")
    wanted = Wanted(
        received=_days(received_from, received_until),
        paid=_days(paid_from, paid_until),
        custody=None if custody is None else custody.value,
    )
    paths = _paths(Kind(kind), output)
    require_free(*paths, force=force)

    async def work(services: Services) -> list[Path]:
        [name] = await organisations(services, organisation)
        position = await _position(services, name)
        seals = services.sealer.seals
        if (covering := await seals.covering(name, position)) is None:
            err.print(
                f"No checkpoint covers it yet ({position} events): "
                "`triplicate seal now` signs one; then write it again."
            )
        export = Export(
            database=services.database,
            organisation=name,
            wanted=wanted,
            words=Words(await services.policies.of(name), language),
            pace=nullcontext,
        )
        calendar = export.words.policy.calendar
        with _progress() as progress:
            total = await count(services.database, name, wanted, calendar)
            made = Made(at=wall_clock(), extent=await seals.extent(name, position))
            if kind == Kind.CSV:
                note = None if covering is None else covering.note
                bars = [_bar(progress, path, total) for path in paths[: len(Rows)]]
                written = await _csv(export, paths, made, note, bars, force=force)
            else:
                with (
                    new_file(output, force=force) as file,
                    tempfile.TemporaryDirectory() as folder,
                ):
                    await export.xlsx(file, Path(folder), made, _bar(progress, output, total))
                written = paths
            for bar in progress.tasks:  # whatever was not paid in the period was read, and left out
                progress.update(bar.id, completed=total)
            return written

    for path in with_services(work):
        out.print(f"Wrote {path}.", markup=False)


async def _position(services: Services, name: OrganisationId) -> int:
    """Tell how much of the log the copies hold, which must be all of it."""
    head = await services.store.head(name)
    known = PROJECTION.name
    if not await services.projector.wait_for(name, known, head, BEHIND_SECONDS):
        fail("The copies are behind the log: is the service running? See `triplicate status`.")
    if any(one.name == known for one in await services.projector.parked(name)):
        err.print("Some copies are older than their complaint: see `triplicate parked list`.")
    return head


def _paths(kind: Kind, output: Path) -> list[Path]:
    """Name the files: as CSV both tables, what they are of, and the checkpoint over them."""
    if kind is Kind.XLSX:
        return [output]
    parts = ("expenses.csv", "about.csv", "checkpoint.txt")
    return [output, *(output.with_name(f"{output.stem}-{part}") for part in parts)]


async def _csv(  # noqa: PLR0913 - what, where to, and who is told
    export: Export,
    paths: list[Path],
    made: Made,
    note: str | None,
    bars: list[Seen],
    *,
    force: bool,
) -> list[Path]:
    """Write the tables as CSV, what they are of, and the checkpoint: see `new_files`."""
    *tables, _, checkpoint = paths
    count = Count()
    written = paths[:-1] if note is None else paths
    with new_files(*written, force=force) as files:
        for rows, file, seen in zip(Rows, files[: len(tables)], bars, strict=True):
            async for page in export.csv(rows, seen, count):
                file.write(page)
        files[len(tables)].write(export.about_csv(made, count))
        if note is not None:
            files[-1].write(note.encode())
    if note is None and force:
        checkpoint.unlink(missing_ok=True)  # that of the tables before
    return written


def _bar(progress: Progress, path: Path, total: int) -> Seen:
    bar = progress.add_task(path.name, total=total)
    return lambda complaints: progress.advance(bar, complaints)


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=err,
    )


def _days(first: datetime | None, last: datetime | None) -> Days:
    if first is not None and last is not None and last < first:
        fail("The period ends before it begins.")
    bounds = [None if one is None else one.date() for one in (first, last)]
    for day in bounds:
        if day is not None and not EARLIEST <= day <= LATEST:
            fail(f"A day lies between {EARLIEST} and {LATEST}.")
    return Days(first=bounds[0], last=bounds[1])
