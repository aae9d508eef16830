"""`triplicate serve`, `migrate`, `demo`, `project`, `openapi`: running the service."""

import asyncio
import contextlib
import json
import signal
import socket
import sys
from pathlib import Path
from typing import Annotated

import typer
from uvicorn.config import STARTUP_FAILURE

from app import demo as demonstration
from app.application.services import Services
from app.cli.listening import listen
from app.cli.output import Force, deliver
from app.cli.terminal import make_data_dir, out, run, settings, with_services
from app.events.compatibility import migrate_or_accept
from app.events.schema import head_revision
from app.main import create_app, make_missing_keys
from app.settings import Settings

app = typer.Typer()


@app.command()
def serve() -> None:
    """Serve the API (TRIPLICATE_HOST, TRIPLICATE_PORT, TRIPLICATE_DATABASE_URL)."""
    known = settings()
    with_services(_nothing, make_keys=True)
    _serve(known, listen(known))


async def _nothing(_: Services) -> None:
    """Opening the services has checked the schema already."""


def _serve(known: Settings, sockets: list[socket.socket]) -> None:
    # Windows has neither httptools nor a limit on open files, and `triplicate verify` runs there.
    from app.api.http_server import build_server  # noqa: PLC0415

    # The server drains and then raises the signal again: being told to stop is no failure.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    if _hangs_up():
        signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))
    server = build_server(create_app(known), log_level=known.log_level)
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=sockets)
    if not server.started:
        raise typer.Exit(STARTUP_FAILURE)


def _hangs_up() -> bool:
    """Whether SIGHUP stops the program, as SIGTERM does; not where `nohup` had it ignored."""
    return signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN


@app.command()
def migrate() -> None:
    """Bring the database to this program's schema or leave a newer one; make missing keys."""
    known = settings()
    make_data_dir(known)
    found = run(migrate_or_accept(known.url))
    make_missing_keys(known)
    newer = "" if found == head_revision() else ", newer than this program, but compatible"
    out.print(f"The database is at schema {found}{newer}.")


@app.command()
def demo(
    *, serve_it: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve it too.")] = True
) -> None:
    """Set up demo organisations, one for each policy, say where to look, and serve."""
    known = settings()
    sockets = listen(known) if serve_it else []
    make_data_dir(known)
    run(migrate_or_accept(known.url))
    tokens = run(demonstration.prepare(known, out))
    demonstration.show(known, tokens, out)
    if serve_it:
        _serve(known, sockets)


@app.command()
def project() -> None:
    """Run projections, deadlines, seals and the log scrub, where the API runs without them."""

    async def work(services: Services) -> None:
        all_of_it = asyncio.gather(
            services.projector.run(),
            services.clockwork.run(),
            services.sealer.run(),
            services.scrubber.run(),
        )
        loop = asyncio.get_running_loop()
        hang_up = (signal.SIGHUP,) if _hangs_up() else ()
        for number in (signal.SIGINT, signal.SIGTERM, *hang_up):
            loop.add_signal_handler(number, all_of_it.cancel)
        out.print("Projecting; stop with Ctrl-C.")
        await services.sealer.report_other_keys()
        with contextlib.suppress(asyncio.CancelledError):
            await all_of_it

    with_services(work, make_keys=True)


@app.command()
def openapi(
    output: Annotated[Path | None, typer.Option(help="A file; standard output if none.")] = None,
    *,
    force: Force = False,
) -> None:
    """Write the contract (OpenAPI 3.1)."""
    contract = json.dumps(create_app(settings()).openapi(), ensure_ascii=False, indent=2)
    deliver(contract + "\n", output, force=force)
