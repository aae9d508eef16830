"""The programs as an operator starts them, to be killed and started again."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import httpx

from tests.support.patience import PATIENCE_SECONDS, WAIT_SECONDS

# Tests that run under nohup hand on that SIGHUP is ignored.
HEED = "import signal; signal.signal(signal.SIGHUP, signal.SIG_DFL)"
PROGRAM = (sys.executable, "-c", f"{HEED}; from app.cli import app; app()")
LOOK_SECONDS = 0.03


class DidNotStartError(RuntimeError):
    """The program has ended; this is its log."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Program:
    """`triplicate <command>`, with its settings and its log."""

    command: str
    database_url: str
    folder: Path
    projector: str = "inside"
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder / f"{self.command}-{self.port}.log"

    def launch(self) -> None:
        """Start it, without waiting."""
        others = {k: v for k, v in os.environ.items() if not k.startswith("TRIPLICATE_")}
        settings = {
            "TRIPLICATE_DATABASE_URL": self.database_url,
            "TRIPLICATE_DATA_DIR": str(self.folder),
            "TRIPLICATE_PORT": str(self.port),
            "TRIPLICATE_PROJECTOR": self.projector,
            "TRIPLICATE_LOG_LEVEL": "warning",
            "TRIPLICATE_WAIT_SECONDS": str(WAIT_SECONDS),
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*PROGRAM, self.command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**others, **settings},
            )

    async def start(self) -> None:
        """Start it, and wait until it is ready to serve.

        Raises:
            DidNotStartError: it has ended instead.
            TimeoutError: it is not ready in time.

        """
        self.launch()
        async with (
            asyncio.timeout(PATIENCE_SECONDS),
            httpx.AsyncClient(base_url=self.address) as client,
        ):
            while True:
                if await self._is_ready(client):
                    return
                await asyncio.sleep(LOOK_SECONDS)

    async def _is_ready(self, client: httpx.AsyncClient) -> bool:
        try:
            return (await client.get("/readyz")).status_code == httpx.codes.OK
        except httpx.TransportError:
            if self.process is None or self.process.poll() is not None:
                raise DidNotStartError(self.log.read_text()) from None
            return False

    async def said(self, words: str) -> None:
        """Wait until its log says something."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                if words in self.log.read_text():
                    return
                await asyncio.sleep(LOOK_SECONDS)

    def kill(self) -> None:
        """End it as a crash does."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def terminate(self, stop: signal.Signals = signal.SIGTERM) -> None:
        """Ask it to end."""
        assert self.process is not None
        self.process.send_signal(stop)

    async def ended(self) -> int:
        """Wait until it has ended, and tell its exit code."""
        assert self.process is not None
        return await asyncio.to_thread(self.process.wait, PATIENCE_SECONDS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave no process behind, whatever happened."""
        if self.process is not None and self.process.poll() is None:
            self.kill()


@asynccontextmanager
async def serving(
    database_url: str, folder: Path, projector: str = "inside"
) -> AsyncIterator[Program]:
    """Serve for as long as the block lasts."""
    with Program("serve", database_url, folder, projector) as server:
        await server.start()
        yield server
