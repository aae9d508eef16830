"""The composition root: the only place where the parts meet."""

import asyncio
import contextlib
import gc
import os
import secrets
import tempfile
from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI
from pydantic import SecretStr

from app.access.organisations import Policies
from app.access.tokens import Tokens
from app.api import (
    advice,
    checkpoint,
    complaints,
    contract,
    copies,
    exports,
    guidance,
    headers,
    health,
    ledger,
    log,
    pages,
    policy,
    prints,
    problems,
    retention,
    reviews,
    routes,
    worklist,
)
from app.application.command_handler import CommandHandler
from app.application.deadline_monitor import DeadlineMonitor
from app.application.services import Services
from app.documents.form import PdfRenderQueue
from app.events.database import Database
from app.events.postgres import PostgresStore
from app.events.projections import ALL as PROJECTIONS
from app.events.readiness import Readiness
from app.events.sqlite import SqliteStore
from app.events.subscriptions import Projector
from app.events.wall_clock import wall_clock
from app.proof.notes import SealKey
from app.sealing.log_scrub import LogScrubber
from app.sealing.sealer import Sealer
from app.settings import Settings

READS = (
    complaints.router,
    advice.router,
    worklist.router,
    copies.router,
    retention.router,
    ledger.router,
    exports.router,
    prints.router,
    reviews.router,
    log.router,
    checkpoint.router,
    policy.router,
    guidance.router,
    health.router,
)


SEAL_KEY: Final = "seal.key"
CURSOR_KEY: Final = "cursor.key"
"""Files in the data directory, for what the settings do not give."""


def create_app(settings: Settings, *, clock: Callable[[], datetime] = wall_clock) -> FastAPI:
    """Put the service together; connections open when it starts and close when it stops."""

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with running(settings, clock=clock) as services:
            app.state.services = services
            _calm_the_collector()
            # Beside the requests: there may be many organisations.
            async with _beside(services.sealer.report_other_keys()):
                yield

    app = FastAPI(
        title="Triplicate",
        summary="The system of record for complaints",
        version="1",
        description=contract.DESCRIPTION,
        openapi_tags=contract.TAGS,
        license_info=contract.LICENCE,
        servers=contract.SERVERS,
        lifespan=lifespan,
        # Nobody has set up a provider; asking for one would cost a twentieth of every command.
        telemetry={"tracing": False, "metrics": False, "logs": False},
        openapi_url="/openapi.json" if settings.docs else None,
        docs_url=None,
        redoc_url=None,
        # A redirect would send the client to whatever host it named in `Host`.
        redirect_slashes=False,
    )
    problems.install(app)
    for reads in READS:
        app.router.routes.extend(reads.routes)
    app.router.routes.extend(routes.ROUTES)
    contract.install(app)
    if settings.docs:
        pages.install(app)
    headers.install(app)
    return app


@contextlib.asynccontextmanager
async def _beside(*work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run work in the background; on exit it is cancelled and has ended."""
    tasks = [asyncio.create_task(each) for each in work]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task


@contextlib.asynccontextmanager
async def running(
    settings: Settings, *, clock: Callable[[], datetime] = wall_clock, make_keys: bool = True
) -> AsyncIterator[Services]:
    """Open the database and start what runs beside the requests; stop in the reverse order.

    Keys that are missing are made, except for a command that only looks at an installation
    (`make_keys=False`): it gets no key of the seals, and a cursor key that signs nothing lasting.

    `clock` tells when acts take place and what is due. The store has none but this machine's: a
    story that is told sets `clock` back, and `recorded_at` never lies before the last event's.
    """
    database = await Database.open(settings.url)
    store = (PostgresStore if database.dialect == "postgresql" else SqliteStore)(database)
    projector = Projector(database, store, PROJECTIONS)
    policies = Policies(store)
    handling = CommandHandler(store, policies, clock=clock)
    clockwork = DeadlineMonitor(database, handling, clock=clock)
    if make_keys:
        make_missing_keys(settings)
    seal_key = _secret(settings.seal_key, settings.data_dir / SEAL_KEY)
    cursor_key = _secret(settings.cursor_key, settings.data_dir / CURSOR_KEY)
    key = None if seal_key is None else SealKey(seal_key)
    every = timedelta(seconds=settings.seal_seconds)
    sealer = Sealer(database, store, key, clock=clock, every=every)
    scrubber = LogScrubber(database, sealer, clock=clock)
    print_room = PdfRenderQueue()
    readiness = Readiness(database)
    services = Services(
        database=database,
        store=store,
        tokens=Tokens(database, clock=clock),
        policies=policies,
        handling=handling,
        projector=projector,
        readiness=readiness,
        clockwork=clockwork,
        sealer=sealer,
        scrubber=scrubber,
        clock=clock,
        cursor_key=(cursor_key or secrets.token_hex(32)).encode(),
        wait_seconds=settings.wait_seconds,
        print_room=print_room,
    )
    loops = (projector, clockwork, sealer, scrubber) if settings.projector == "inside" else ()
    async with contextlib.AsyncExitStack() as closing:
        closing.push_async_callback(database.close)
        closing.push_async_callback(store.close)
        closing.push_async_callback(readiness.close)
        await closing.enter_async_context(_beside(*(each.run() for each in loops)))
        closing.callback(print_room.close)
        closing.push_async_callback(handling.close)
        yield services


def make_missing_keys(settings: Settings) -> None:
    """Make the keys that the settings do not give and that are not in the data directory."""
    if settings.seal_key is None:
        made_secret(settings.data_dir / SEAL_KEY)
    if settings.cursor_key is None:
        made_secret(settings.data_dir / CURSOR_KEY)


def _secret(given: SecretStr | None, path: Path) -> str | None:
    """Take a secret from the settings, or from a file if it is there."""
    if given is not None:
        return given.get_secret_value()
    return path.read_text(encoding="ascii") if path.exists() else None


def made_secret(path: Path) -> str:
    """Read a secret from a file that is made if it is not there."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        # Written whole before it has its name: who starts at the same time reads all or nothing.
        handle, draft = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        Path(draft).unlink()
    return path.read_text(encoding="ascii")


def _calm_the_collector() -> None:
    """Look at long-lived objects no more: full collections cost a pause of tens of milliseconds."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
