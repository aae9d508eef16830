"""`triplicate parked`: events that a projection could not apply."""

import typer
from rich.table import Table

from app.application.services import Services
from app.cli.terminal import Organisation, fail, organisations, out, with_services
from app.domain.values import OrganisationId

app = typer.Typer(no_args_is_help=True, help="Events that a projection could not take.")


@app.command("list")
def parked_list(organisation: Organisation) -> None:
    """List events that a projection could not take, and those waiting behind them."""

    async def work(services: Services) -> Table:
        await organisations(services, organisation)
        table = Table("projection", "position", "complaint", "error", "since")
        for one in await services.projector.parked(OrganisationId(organisation)):
            since = one.parked_at.isoformat(" ", "minutes")
            table.add_row(one.name, str(one.position), str(one.stream_id), one.error, since)
        return table

    out.print(with_services(work))


@app.command("retry")
def parked_retry(organisation: Organisation) -> None:
    """Fold the complaints of parked events again; exit 1 if some still cannot be taken."""

    async def work(services: Services) -> int:
        await organisations(services, organisation)
        return await services.projector.retry_all_parked(OrganisationId(organisation))

    left = with_services(work)
    if left:
        fail(f"{left} events are still parked: see `triplicate parked list`.")
    out.print("Nothing is parked.")
