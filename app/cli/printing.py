"""`triplicate print`: many forms at once, as PDF/A."""

import re
from calendar import monthrange
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
import typer

from app.api.copies import AUDIT, HANDLER, PLANNING
from app.api.reading import fold
from app.application.services import Services
from app.cli.binding import Binder, check_output
from app.cli.output import Force
from app.cli.terminal import (
    Organisation,
    err,
    fail,
    organisations,
    out,
    progress_bar,
    with_services,
)
from app.documents.form import Document, FormRenderer, Language, form
from app.documents.form.parts import Form
from app.domain.policy import Policy
from app.domain.values import Copy, OrganisationId, Place
from app.events.drawings import with_drawings
from app.events.exporting import Days, Wanted, audit_copies, count
from app.events.reading import recorded_at

BEHIND_SECONDS: Final = 1.0

app = typer.Typer()

_SOURCES: Final = {Copy.HANDLER: HANDLER, Copy.AUDIT: AUDIT, Copy.PLANNING: PLANNING}
_MONTH: Final = re.compile(r"(2[01]\d\d)-(0[1-9]|1[0-2])")


class Which(StrEnum):
    """Which of the three copies, or all of each form."""

    HANDLER = Copy.HANDLER.value
    AUDIT = Copy.AUDIT.value
    PLANNING = Copy.PLANNING.value
    ALL = "all"

    @property
    def copies(self) -> tuple[Copy, ...]:
        """Name the copies, in their order."""
        return tuple(Copy) if self is Which.ALL else (Copy(self.value),)


def _month(text: str) -> Days:
    found = _MONTH.fullmatch(text)
    if found is None:
        message = "a month is written like 2026-03"
        raise typer.BadParameter(message)
    year, month = int(found[1]), int(found[2])
    return Days(first=date(year, month, 1), last=date(year, month, monthrange(year, month)[1]))


@app.command("print")
def print_(  # noqa: PLR0913, PLR0917 - the options of a command
    organisation: Organisation,
    output: Annotated[
        Path, typer.Option(help="A .pdf for all, or a folder for one file per form.")
    ],
    copy: Annotated[Which, typer.Option(help="Which of the three copies.")] = Which.AUDIT,
    custody: Annotated[
        Place | None, typer.Option(help="Only where the audit copy lies here.")
    ] = None,
    month: Annotated[
        Days | None, typer.Option(parser=_month, help="Received in this month: 2026-03.")
    ] = None,
    numbers: Annotated[
        list[str] | None, typer.Option(help="Only these numbers; may be given again.")
    ] = None,
    language: Annotated[
        Language | None, typer.Option(help="The policy's own if none is given.")
    ] = None,
    *,
    force: Force = False,
) -> None:
    """Print forms, in the order of their receipt."""
    check_output(output, force=force)
    wanted = Wanted(
        received=month or Days(),
        custody=custody.value if custody else None,
        numbers=tuple(numbers or ()),
    )

    async def work(services: Services) -> Printed:
        name = OrganisationId(organisation)
        await organisations(services, organisation)
        await _require_fresh(services, name, copy.copies)
        policy = await services.policies.of(name)
        title = await services.policies.title_of(name)
        house = _House(services, name, policy, title, language)
        return await _print(house, wanted, copy.copies, output, force=force)

    printed = with_services(work)
    if printed.destroyed:
        err.print(f"Destroyed, and so not printed: {', '.join(printed.destroyed)}.", markup=False)
    if printed.missing:
        fail(f"Not printed, as there is no such form here: {', '.join(printed.missing)}.")
    if not printed.forms:
        fail("There is nothing to print.")
    files = "one file" if printed.files == 1 else f"{printed.files} files"
    out.print(f"Printed {printed.forms} forms into {files}: {output}.", markup=False)


@dataclass(slots=True)
class Printed:
    """What came of it."""

    forms: int = 0
    files: int = 0
    missing: list[str] = field(default_factory=list)
    destroyed: list[str] = field(default_factory=list)
    """Copies of which only the number is left (SC-46)."""


async def _require_fresh(services: Services, name: OrganisationId, copies: Sequence[Copy]) -> None:
    """Print nothing that the record has gone beyond."""
    head = await services.store.head(name)
    for projection in {AUDIT.projection.name, *(_SOURCES[c].projection.name for c in copies)}:
        if not await services.projector.wait_for(name, projection, head, BEHIND_SECONDS):
            fail(f"{projection} is behind the log: let `triplicate project` or the service run.")


@dataclass(frozen=True, slots=True)
class _House:
    """Whose forms they are."""

    services: Services
    name: OrganisationId
    policy: Policy
    title: str
    language: Language | None

    async def count(self, wanted: Wanted) -> int:
        """Tell how many forms are asked for."""
        return await count(self.services.database, self.name, wanted, self.policy.calendar)

    async def chosen(self, wanted: Wanted) -> AsyncIterator[dict[str, Any]]:
        """Read the audit copies of the forms that are asked for."""
        pages = audit_copies(self.services.database, self.name, wanted, self.policy.calendar)
        async for page in pages:
            for copy in page:
                yield dict(copy)

    async def form(self, copy: Copy, known: dict[str, Any]) -> Form | None:
        """Lay a copy out, unless it was destroyed."""
        document: Document = known
        if copy is not Copy.AUDIT:
            document = await self._document(copy, known["id"])
        if _SOURCES[copy].projection.remains(document) is not None:
            return None
        if copy is Copy.AUDIT:
            document = await with_drawings(self.services.store, self.name, document)
        seals = self.services.sealer.seals
        seal = (await seals.extent(self.name, document["position"])).stamp
        return form(
            copy,
            document,
            self.policy,
            organisation=self.title,
            changed_at=await recorded_at(self.services.store, self.name, document["position"]),
            language=self.language,
            seal=seal,
        )

    async def _document(self, copy: Copy, complaint: str) -> dict[str, Any]:
        source, services = _SOURCES[copy], self.services
        complaint_id = UUID(complaint)
        [(*_, document)] = await services.database.fetch(
            source.one, organisation=self.name, complaint_id=complaint_id
        )
        if document is not None:
            return msgspec.json.decode(document, type=dict[str, Any])
        stream = await services.store.read_stream(self.name, complaint_id)
        folded: dict[str, Any] = fold(source.projection, stream)
        return folded


async def _print(
    house: _House, wanted: Wanted, copies: Sequence[Copy], output: Path, *, force: bool
) -> Printed:
    """Print what is chosen, a volume or a form at a time: no more is ever held."""
    total, left = await house.count(wanted), set(wanted.numbers)
    destroyed: list[str] = []
    forms = 0
    binder = Binder(output, FormRenderer(), sheets=total * len(copies), force=force)
    with progress_bar() as progress:
        bar = progress.add_task("forms", total=total)
        async for known in house.chosen(wanted):
            left.discard(known["number"])
            found = {copy: await house.form(copy, known) for copy in copies}
            sheets = [one for one in found.values() if one is not None]
            destroyed += [f"{known['number']} ({copy})" for copy in copies if found[copy] is None]
            if sheets:
                forms += 1
                binder.add(known["number"], sheets)
            progress.advance(bar)
        binder.close()
    return Printed(forms, binder.files, sorted(left), destroyed)
