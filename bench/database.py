"""A PostgreSQL that really flushes, on a real disk, optionally slower than that disk."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from bench.servers import free_port
from tests.support.postgres import Postgres

SETTINGS = {
    "shared_buffers": "512MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "30min",
}
ADDED_MICROSECONDS = 1000
IN_MEMORY = ("tmpfs", "ramfs")


class Flush(StrEnum):
    """How long a commit waits for the disk."""

    PLAIN = "plain disk"
    SLOW = "1 ms added to every flush"


class NotMeasurableError(RuntimeError):
    """Something that this measurement needs is not there."""


@contextmanager
def postgres(flush: Flush) -> Iterator[Postgres]:
    """Run a server of its own.

    Raises:
        NotMeasurableError: its folder lies in memory, or (slow) there is no C compiler.

    """
    with tempfile.TemporaryDirectory(prefix="triplicate-bench-") as name:
        env = _slow_down(Path(name)) if flush is Flush.SLOW else {}
        with Postgres(fsync=True, port=free_port(), settings=SETTINGS, env=env) as server:
            if (kind := file_system(server.folder)) in IN_MEMORY:
                raise NotMeasurableError(f"{server.folder} is {kind}: a flush there costs nothing")
            yield server


def file_system(path: Path) -> str:
    """Tell the kind of file system a path lies on."""
    kind, longest = "", -1
    for line in Path("/proc/mounts").read_text().splitlines():
        _, place, this, *_ = line.split()
        if path.is_relative_to(place) and len(place) > longest:
            kind, longest = this, len(place)
    return kind


def compiler() -> str | None:
    """Find a C compiler."""
    return shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")


def _slow_down(folder: Path) -> dict[str, str]:
    """Compile slow_flush.c and give the environment that makes PostgreSQL use it."""
    cc = compiler()
    if cc is None:
        raise NotMeasurableError("no C compiler (cc, gcc, clang) for bench/slow_flush.c")
    folder.chmod(0o755)  # PostgreSQL may run as another user
    library = folder / "slow_flush.so"
    source = Path(__file__).with_name("slow_flush.c")
    command = [cc, "-O2", "-Wall", "-shared", "-fPIC", "-o", str(library), str(source), "-ldl"]
    subprocess.run(command, check=True)
    return {"LD_PRELOAD": str(library), "SLOW_FLUSH_MICROSECONDS": str(ADDED_MICROSECONDS)}
