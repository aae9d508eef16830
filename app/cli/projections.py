"""`triplicate rebuild`, `status`, `parked`: looking after the projections."""

from collections import Counter
from typing import Annotated, Any

import typer
from rich.progress import TaskID
from rich.table import Table

from app.application.services import Services
from app.cli.terminal import (
    err,
    fail,
    organisations,
    out,
    progress_bar,
    with_services,
)
from app.domain.values import OrganisationId
from app.events.documents import NewerProgram
from app.events.projection import Projection
from app.events.projection_check import check_projection
from app.events.projections import ALL as PROJECTIONS
from app.events.rebuild import Superseded, UnderWay, unfinished
from app.events.rebuild import rebuild as rebuild_projection
from app.events.stale_rows import stale

LAG_SECONDS = 1.0
"""How far a projection may be behind and still be called sound."""

app = typer.Typer()


@app.command()
def rebuild(
    names: Annotated[list[str] | None, typer.Argument(help="Projections; all if none.")] = None,
    organisation: Annotated[str | None, typer.Option(help="Only this organisation.")] = None,
    *,
    check: Annotated[
        bool,
        typer.Option("--check", help="Only compare the rows with the log; exit 1 if they differ."),
    ] = False,
) -> None:
    """Fill projections again from the log, beside the ones in use, then switch over."""
    known = {projection.name: projection for projection in PROJECTIONS}
    unknown = sorted(set(names or ()) - set(known))
    if unknown:
        fail(f"No such projection: {', '.join(unknown)}. There are: {', '.join(known)}.")
    chosen = [known[name] for name in names] if names else list(known.values())
    if check:
        _check(chosen, organisation)
        return

    async def work(services: Services) -> None:
        with progress_bar() as progress:
            for one in await organisations(services, organisation):
                for projection in chosen:
                    bar = progress.add_task(f"{one} {projection.name}", total=None)

                    def show(done: int, total: int, bar: TaskID = bar) -> None:
                        progress.update(bar, completed=done, total=total)

                    await rebuild_projection(
                        services.database, services.store, one, projection, progress=show
                    )

    try:
        with_services(work)
    except NewerProgram as newer:
        fail(f"A newer program is needed: {newer}. What was in use still is.")
    except UnderWay:
        fail("Another rebuild of this projection is running. Wait until it has ended.")
    except Superseded:
        fail("Another rebuild of this projection began and goes on; this one has stopped.")
    out.print("Rebuilt.")


def _check(chosen: list[Projection[Any]], organisation: str | None) -> None:
    """Print what differs between rows and log, and leave with 1 if anything does."""

    async def work(services: Services) -> tuple[Table, int]:
        table = Table("organisation", "projection", "complaint", "difference")
        held = 0
        with progress_bar() as progress:
            for one in await organisations(services, organisation):
                total = await services.store.head(one)
                for projection in chosen:
                    bar = progress.add_task(f"{one} {projection.name}", total=total)
                    async for found in check_projection(services.database, one, projection):
                        progress.advance(bar, found.events)
                        held += found.held
                        for complaint, what in found.differences:
                            table.add_row(one, projection.name, complaint, what)
                    progress.update(bar, completed=total)
        return table, held

    try:
        table, held = with_services(work)
    except NewerProgram as newer:
        fail(f"A newer program is needed: {newer}.")
    if held:
        err.print(f"{held} were not compared, as events of theirs are parked: `triplicate status`.")
    if table.row_count:
        out.print(table)
        fail(f"{table.row_count} differences from the log: `triplicate rebuild` mends them.")
    out.print("The rows are those that the log gives.")


@app.command()
def status(
    *,
    rows: Annotated[
        bool,
        typer.Option(help="Look for stale rows too: reads every row. Leave out in health checks."),
    ] = True,
) -> None:
    """Show projection lag. Exits 1 if a projection lags more than a second, has parked events or
    stale rows, or if a log is not what was signed.
    """  # noqa: D205 - it is the help of the command

    async def work(services: Services) -> tuple[Table, bool]:
        table = Table("organisation", "events", "projection", "behind by", "parked", "rows")
        sound = True
        for one in await services.store.organisations():
            head = await services.store.head(one)
            sound &= await _tell_of_seals(services, one, head)
            await _tell_of_rebuilds(services, one, head)
            parked = Counter(each.name for each in await services.projector.parked(one))
            for projection in PROJECTIONS:
                name = projection.name
                current = await services.projector.wait_for(one, name, head, LAG_SECONDS)
                position = (await services.projector.positions(one))[name]
                behind = str(max(0, head - position))
                is_stale = rows and bool(
                    await services.database.fetch(stale(projection), organisation=one)
                )
                said = "stale: rebuild" if is_stale else "current" if rows else "not read"
                table.add_row(one, str(head), name, behind, str(parked[name]), said)
                sound &= current and not parked[name] and not is_stale
        return table, sound

    table, sound = with_services(work)
    out.print(table)
    if not sound:
        raise typer.Exit(1)


async def _tell_of_rebuilds(services: Services, organisation: OrganisationId, head: int) -> None:
    """Name the generations that are being filled, and those that a rebuild left behind."""
    for one in await unfinished(services.database, organisation):
        moved = one.updated_at.isoformat(" ", "seconds")
        err.print(
            f"{organisation}: {one.name} is being rebuilt, or a rebuild was interrupted: "
            f"generation {one.version} is at {one.position} of {head} since {moved}. "
            f"If no rebuild is running, `triplicate rebuild {one.name}` removes it.",
            markup=False,
        )


async def _tell_of_seals(services: Services, organisation: OrganisationId, head: int) -> bool:
    """Say how far a log is sealed, and loudly if it is not any more."""
    last = await services.sealer.seals.last(organisation)
    size = last.size if last else 0
    err.print(f"{organisation}: {size} of {head} events are sealed.", markup=False)
    trouble = await services.sealer.trouble(organisation)
    if trouble:
        err.print(f"{organisation} is not sealed any more: {trouble}.", style="red", markup=False)
    alarm = (await services.scrubber.state(organisation)).alarm
    if alarm:
        err.print(f"The log of {organisation} was changed: {alarm}.", style="red", markup=False)
    return trouble is None and alarm is None
