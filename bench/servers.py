"""Servers as programs of their own: started, waited for, stopped."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from bench.processor import Reading

START_SECONDS = 60.0
STOP_SECONDS = 20.0
UVICORN = ("--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "warning")
QUIET = 0.04
"""Cores that our programs may use while nothing is asked of them."""


class ServerFailedError(RuntimeError):
    """A server ended, or never answered."""


@dataclass(frozen=True)
class Server:
    """A program that runs, and the port it answers on (0: none)."""

    name: str
    pid: int
    port: int
    process: subprocess.Popen[bytes] = field(repr=False)


def uvicorn(application: str, port: int) -> list[str]:
    """Write the command of a server with one worker."""
    place = ("--host", "127.0.0.1", "--port", str(port))
    return [sys.executable, "-m", "uvicorn", application, *UVICORN, *place]


def free_port() -> int:
    """Find a port that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(
    name: str, command: Sequence[str], *, port: int = 0, env: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """Run a program until the end of the block; with a port, wait until it takes connections."""
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            list(command),
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        server = Server(name, process.pid, port, process)
        try:
            if port:
                _wait_for(server)
            yield server
            _require_running(server)
        except BaseException as failure:
            log.seek(0)
            failure.add_note(f"the end of the log of {name}:\n{log.read()[-4000:].decode()}")
            raise
        finally:
            _stop(process)


def _wait_for(server: Server) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", server.port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise ServerFailedError(f"{server.name} does not answer on port {server.port}")


def _require_running(server: Server) -> None:
    if (code := server.process.poll()) is not None:
        raise ServerFailedError(f"{server.name} ended with {code}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def wait_until_quiet(family: int, *, at_most: float = 60.0) -> float:
    """Wait until our programs have finished what they put off; tell how many seconds it took."""
    begin, step = time.monotonic(), 0.25
    before = Reading(family, {})
    while (passed := time.monotonic() - begin) < at_most:
        time.sleep(step)
        now = Reading(family, {})
        if now.family - before.family <= QUIET * step + 0.011:
            return passed
        before = now
    return at_most
