"""What the commands share: plain words to the terminal, the settings, and the open services."""

import asyncio
import os
from collections.abc import Callable, Coroutine
from typing import Annotated, Any, NoReturn, TypeVar

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

from app.application.services import Services
from app.domain.values import OrganisationId
from app.events.compatibility import IncompatibleSchema, schema_fault
from app.events.database import Database, DatabaseUnavailable, file_of
from app.events.stale_rows import StaleRow
from app.events.wall_clock import WrongClock
from app.main import SEAL_KEY, running
from app.sealing.sealer import NoKey
from app.settings import Settings

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

T = TypeVar("T")
Organisation = Annotated[str, typer.Option(help="The organisation's name.")]


def fail(message: str) -> NoReturn:
    """Say why it cannot be done, and leave with 1."""
    err.print(message, style="red", markup=False)
    raise typer.Exit(1)


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run work that needs the database."""
    try:
        return asyncio.run(work)
    except WrongClock as error:
        fail(f"Nothing was recorded: {error}.")
    except DatabaseUnavailable as error:
        fail(f"The database cannot be reached: {error}")
    except IncompatibleSchema as error:
        fail(f"Nothing was changed: {error}.")
    except StaleRow as error:
        fail(f"Not all of it can be read: {error}.")


def settings() -> Settings:
    """Read the settings."""
    try:
        return Settings()
    except ValidationError as error:
        faults = "; ".join(
            f"TRIPLICATE_{str(fault['loc'][0]).upper()}: {_plain(fault['msg'])}"
            for fault in error.errors()
        )
        fail(f"The settings are at fault: {faults}.")


def _plain(message: str) -> str:
    """Leave out how pydantic introduces a message of ours."""
    return message.removeprefix("Value error, ")


def make_data_dir(known: Settings) -> None:
    """Make the folder of the database and the keys, for its owner only."""
    try:
        known.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        advice = "set TRIPLICATE_DATA_DIR to a folder that this user may write to"
        fail(f"The folder {known.data_dir} cannot be made ({error.strerror}): {advice}.")
    if not os.access(known.data_dir, os.W_OK | os.X_OK):
        fail(f"The folder {known.data_dir} cannot be written to: check TRIPLICATE_DATA_DIR.")


def with_services(
    work: Callable[[Services], Coroutine[Any, Any, T]], *, make_keys: bool = False
) -> T:
    """Run work on a database that is at this program's schema, with no projector beside it.

    Where there is no installation, nothing is made and the command ends with one line. Keys are
    made only for a command that serves or begins with another key.
    """
    known = settings().model_copy(update={"projector": "off"})
    _require_database(known)

    async def inside() -> T:
        async with running(known, make_keys=make_keys) as services:
            await _require_schema(services.database)
            return await work(services)

    try:
        return run(inside())
    except NoKey:
        path = known.data_dir / SEAL_KEY
        fail(
            f"There is no key of the seals: {path} is missing, and TRIPLICATE_SEAL_KEY is not set."
            " Bring it back. If it is lost: `triplicate seal begin-anew`."
        )


def _require_database(known: Settings) -> None:
    file = file_of(known.url)
    if file is not None and not file.exists():
        fail(
            f"There is no database {file}: is TRIPLICATE_DATA_DIR right, or TRIPLICATE_DATABASE_URL"
            " missing? `triplicate migrate` makes a new one."
        )


async def _require_schema(database: Database) -> None:
    if fault := await schema_fault(database):
        fail(f"{fault[0].upper()}{fault[1:]}.")


async def organisations(services: Services, only: str | None) -> list[OrganisationId]:
    """Name one organisation that must be there, or all."""
    known = await services.store.organisations()
    if only is None:
        return known
    if only not in known:
        fail(f"No such organisation: {only}.")
    return [OrganisationId(only)]


def progress_bar() -> Progress:
    """Make bars that say how far something is, for people only."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=err,
    )
