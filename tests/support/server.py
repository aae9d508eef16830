"""The real server as a process of its own, as an operator starts it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.support.patience import PATIENCE_SECONDS, WAIT_SECONDS

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    """Find a port that nobody uses now."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


def environment(data_dir: Path, **settings: str) -> dict[str, str]:
    """Give the environment of a server of its own."""
    plain = {name: value for name, value in os.environ.items() if "TRIPLICATE" not in name}
    given = {f"TRIPLICATE_{name.upper()}": value for name, value in settings.items()}
    waiting = {"TRIPLICATE_WAIT_SECONDS": str(WAIT_SECONDS)}
    return {**plain, "TRIPLICATE_DATA_DIR": str(data_dir), **waiting, **given}


@contextmanager
def server(env: Mapping[str, str], python: Sequence[str] = (sys.executable,)) -> Iterator[str]:
    """Serve until the end of the block; give the address once it is ready."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [*python, "-m", "app.cli", "serve"],
        cwd=ROOT,
        env={**env, "TRIPLICATE_PORT": str(port)},
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_until_ready(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


def wait_until_ready(url: str, process: "subprocess.Popen[bytes]") -> None:
    """Ask until it answers."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server has stopped"
        try:
            if httpx.get(f"{url}/readyz").is_success:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise TimeoutError(url)
