"""`triplicate review`: the day, the week, the month or the half-year, as a file."""

import json
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import msgspec
import typer

from app.api.reviews import written
from app.application.services import Services
from app.cli.output import Force, new_file, require_free
from app.cli.terminal import Organisation, fail, organisations, out, with_services
from app.documents.words import Language, Words
from app.domain.policy import Every
from app.domain.values import OrganisationId
from app.events.projections.figures import PROJECTION
from app.events.wall_clock import wall_clock
from app.reviews.making import Made, Source, make
from app.reviews.paper import paper
from app.reviews.period import NoSuchPeriod, Period, read
from app.reviews.workbook import workbook

BEHIND_SECONDS = 1.0

app = typer.Typer()


class Suffix(StrEnum):
    """What a review can be written as, by the name of the file."""

    PDF = ".pdf"
    XLSX = ".xlsx"
    JSON = ".json"


@app.command("review")
def review(  # noqa: PLR0913, PLR0917 - the options of a command
    every: Annotated[Every, typer.Argument(help="What span of time.")],
    label: Annotated[str, typer.Argument(help="Such as 2026-03-02, 2026-W10, 2026-03 or 2026-H1.")],
    organisation: Organisation,
    output: Annotated[Path, typer.Option(help="A .pdf, .xlsx or .json file.")],
    unit: Annotated[
        list[str] | None, typer.Option(help="Only what it handles; may be given again.")
    ] = None,
    language: Annotated[
        Language | None, typer.Option(help="The policy's own if none is given.")
    ] = None,
    *,
    force: Force = False,
) -> None:
    """Write the review of a span of time for its meeting (WS-43, PC-43, AS-26)."""
    try:
        suffix = Suffix(output.suffix)
        period = read(every, label)
    except NoSuchPeriod as error:
        fail(f"There is no {every} {label}: {error}.")
    except ValueError:
        fail(f"{output} is none of {', '.join(Suffix)}.")
    require_free(output, force=force)

    async def work(services: Services) -> bytes:
        [name] = await organisations(services, organisation)
        position = await _require_all(services, name)
        policy = await services.policies.of(name)
        unknown = [one for one in unit or () if one not in policy.units]
        if unknown:
            fail(
                f"The policy does not know {', '.join(unknown)}; it has {', '.join(policy.units)}."
            )
        source = Source(database=services.database, organisation=name, units=tuple(unit or ()))
        extent = await services.sealer.seals.extent(name, position)
        made = await make(source, policy, period, at=wall_clock(), extent=extent)
        words = Words(policy, language)
        return _file(suffix, made, await services.policies.title_of(name), words)

    content = with_services(work)
    with new_file(output, force=force) as file:
        file.write(content)
    out.print(f"{output}: {_span(period)}, {len(content):,} bytes.", markup=False)


def _span(period: Period) -> str:
    return f"{period.first}" if period.first == period.last else f"{period.first} to {period.last}"


def _file(suffix: Suffix, made: Made, organisation: str, words: Words) -> bytes:
    match suffix:
        case Suffix.PDF:
            return paper(made, organisation, words)
        case Suffix.XLSX:
            with TemporaryDirectory(prefix="triplicate-") as folder:
                return workbook(made, organisation, words, Path(folder))
        case Suffix.JSON:
            content: Any = msgspec.to_builtins(written(made, words), str_keys=True)
            return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


async def _require_all(services: Services, name: OrganisationId) -> int:
    """Tell the end of the log, which the figures must have reached."""
    head = await services.store.head(name)
    if not await services.projector.wait_for(name, PROJECTION.name, head, BEHIND_SECONDS):
        fail("The figures are behind the log: let `triplicate project` or the service run.")
    return head
