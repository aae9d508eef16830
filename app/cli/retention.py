"""`triplicate retention`: what is kept until when, and destroying what must go (SC-46)."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import date, datetime
from typing import Annotated

import msgspec
import typer

from app.api.retention import written
from app.application.command_handler import Contended
from app.application.retention import PROJECTIONS, EndedCase, KeptCopy, Register, destroy
from app.application.services import Services
from app.cli.terminal import (
    Organisation,
    err,
    fail,
    organisations,
    out,
    progress_bar,
    with_services,
)
from app.domain.refusals import Refusal
from app.domain.retention import Fate
from app.domain.spelling import is_blank, person_of

BEHIND_SECONDS = 1.0

app = typer.Typer(no_args_is_help=True, help="Keeping the copies of the form, and their end.")

Day = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="As it will be on this day.")
]
ROW = "{:<14} {:<9} {:<19} {:<8} {:<11} {:<11} {}"
HEAD = ROW.format("complaint", "copy", "lies", "kept as", "kept until", "must go by", "then")


@app.command("plan")
def plan(
    organisation: Organisation,
    until: Day = None,
    *,
    json: Annotated[
        bool, typer.Option("--json", help="A line of JSON for each complaint.")
    ] = False,
) -> None:
    """Tell of each copy of ended complaints until when it is kept; nothing is destroyed."""

    async def work(services: Services) -> None:
        register = await _register(services, organisation, until.date() if until else None)
        counted: Counter[str] = Counter()
        if not json:
            typer.echo(HEAD)
        async for case in _cases(register):
            counted.update(_word(copy) for copy in case.copies)
            if json:
                typer.echo(msgspec.json.encode(written(case)).decode())
                continue
            for copy in case.copies:
                if copy.fate is not Fate.GONE:
                    typer.echo(_row(copy, case.holds))
        total = ", ".join(f"{count} {word}" for word, count in sorted(counted.items()))
        err.print(f"On {register.today}: {total or 'no complaint has ended'}.", markup=False)

    with_services(work)


@app.command("apply")
def apply(
    organisation: Organisation,
    by: Annotated[str, typer.Option(help="Who decided it; this is recorded.")],
    *,
    also_what_may_go: Annotated[
        bool, typer.Option("--also-what-may-go", help="Not only what must.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Destroy what must go; exit 1 if some of it could not."""
    if is_blank(by):
        fail("--by says who decided it: give a name.")
    fates = {Fate.MUST_GO, Fate.MAY_GO} if also_what_may_go else {Fate.MUST_GO}

    async def work(services: Services) -> bool:
        register = await _register(services, organisation, None)
        count = 0
        async for _ in _going(register, fates):
            count += 1
        if not count:
            out.print("Nothing has to go.")
            return True
        if not yes and not typer.confirm(f"Destroy {count} copies, on the word of {by}?"):
            fail("Nothing was destroyed.")
        return await _apply(services, register, fates, person_of(by), count)

    if not with_services(work):
        raise typer.Exit(1)


async def _apply(
    services: Services, register: Register, fates: set[Fate], by: str, count: int
) -> bool:
    """Destroy one after another; what cannot go is skipped and named."""
    destroyed = skipped = 0
    with progress_bar() as progress:
        bar = progress.add_task("copies", total=count)
        async for copy in _going(register, fates):
            why = await _destroy(services, register, copy, by)
            progress.advance(bar)
            if why is None:
                destroyed += 1
            else:
                skipped += 1
                progress.console.print(
                    f"skipped {copy.number} {copy.copy}: {why}", markup=False, style="yellow"
                )
    out.print(f"Destroyed {destroyed} copies, skipped {skipped}.", markup=False)
    return skipped == 0


async def _destroy(services: Services, register: Register, copy: KeptCopy, by: str) -> str | None:
    """Destroy a copy, or tell why not."""
    if copy.way is None:
        return f"no route of the policy leads from {copy.lies} there"
    try:
        await destroy(services.handling, register, copy, by=by, at=services.clock())
    except (Refusal, Contended) as refusal:
        return str(refusal)
    return None


async def _register(services: Services, organisation: str, day: date | None) -> Register:
    """Read from projections that hold the whole log."""
    [name] = await organisations(services, organisation)
    head = await services.store.head(name)
    for projection in PROJECTIONS:
        if not await services.projector.wait_for(name, projection, head, BEHIND_SECONDS):
            fail(f"{projection} is behind the log: let `triplicate project` or the service run.")
    policy = await services.policies.of(name)
    today = day or policy.calendar.local(services.clock()).date()
    return Register(database=services.database, organisation=name, policy=policy, today=today)


async def _cases(register: Register) -> AsyncIterator[EndedCase]:
    async for page in register.pages():
        for case in page:
            yield case


async def _going(register: Register, fates: set[Fate]) -> AsyncIterator[KeptCopy]:
    async for case in _cases(register):
        for copy in case.copies:
            if copy.fate in fates:
                yield copy


def _row(copy: KeptCopy, holds: tuple[int, ...]) -> str:
    term = copy.term
    then = _word(copy) + (f" {', '.join(map(str, holds))}" if copy.fate is Fate.HELD else "")
    bound = str(term.must_go_by or "")
    return ROW.format(
        copy.number, copy.copy, copy.lies, term.kept_as, str(term.kept_until), bound, then
    )


def _word(copy: KeptCopy) -> str:
    """Say what is to become of it, and what stands in the way."""
    if copy.fate not in {Fate.MAY_GO, Fate.MUST_GO}:
        return copy.fate.value
    if copy.way is None:
        return f"{copy.fate} (no route)"
    return copy.fate.value if len(copy.way) == 1 else f"{copy.fate} (by the archive)"
