"""The stages of a long piece of work: each a program of its own, so that its peak is its own."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import msgspec
from rich.console import Console
from rich.table import Table

from bench.processor import Reading, Use

CLI = "app.cli"


class Taken(msgspec.Struct, frozen=True):
    """What a program took, by the kernel's own count."""

    wall: float
    cpu: float
    peak: float
    """MiB."""


class Stage(msgspec.Struct, kw_only=True):
    """A stage that is done."""

    name: str
    wall: float
    cpu: float
    database_cpu: float
    foreign: float
    """Cores that other programs used meanwhile."""
    peak: float
    """MiB."""
    rows: str = ""
    size: int = 0
    """Bytes that it wrote."""


class StageFailedError(RuntimeError):
    """A stage failed, or what came out of it is wrong."""


@dataclass
class Stages:
    """Runs one stage after another, and keeps what each took."""

    console: Console
    folder: Path
    """For what they write."""
    env: Mapping[str, str]
    family: int
    database: int | None
    """The process of the database's server, if it has one."""
    done: list[Stage] = field(default_factory=list)

    def triplicate(self, name: str, *arguments: str) -> str:
        """Run `triplicate ...` to its end, and give what it prints."""
        return self.program(name, CLI, *arguments).decode()

    def program(self, name: str, module: str, *arguments: str, given: bytes = b"") -> bytes:
        """Run a module of Python to its end.

        Raises:
            StageFailedError: it ended with another code than 0.

        """
        with self.running(name, module, *arguments) as process:
            answer, _ = process.communicate(given)
            if process.returncode:
                self._fail(name, process.returncode)
        return answer

    @contextmanager
    def running(
        self, name: str, module: str, *arguments: str, **settings: str
    ) -> Iterator["subprocess.Popen[bytes]"]:
        """Run a module of Python until it, or the block, ends; then keep what it took."""
        self.console.print(f"{name} ...")
        watched = {"database": self.database} if self.database else {}
        before = Reading(self.family, watched)
        with self._log.open("wb") as log:
            process = self._begin((module, *arguments), settings, log)
            try:
                yield process
            finally:
                process.terminate()
                process.wait()
        self._keep(name, Reading(self.family, watched).since(before))

    def _begin(
        self, command: Sequence[str], settings: Mapping[str, str], log: IO[bytes]
    ) -> "subprocess.Popen[bytes]":
        meter = [sys.executable, "-m", "bench.metered", str(self._taken)]
        given = {f"TRIPLICATE_{name}": value for name, value in settings.items()}
        plain = {name: value for name, value in os.environ.items() if "TRIPLICATE" not in name}
        return subprocess.Popen(
            [*meter, sys.executable, "-m", *command],
            env={**plain, **self.env, **given},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
        )

    def _keep(self, name: str, use: Use) -> None:
        taken = msgspec.json.decode(self._taken.read_bytes(), type=Taken)
        self.done.append(
            Stage(
                name=name,
                wall=taken.wall,
                cpu=taken.cpu,
                database_cpu=use.own.get("database", 0.0) * taken.wall,
                foreign=use.foreign,
                peak=taken.peak,
            )
        )

    def tell(self, rows: str, *written: Path) -> None:
        """Say what came out of the last stage."""
        self.done[-1].rows = rows
        self.done[-1].size = sum(path.stat().st_size for path in written)

    @property
    def _taken(self) -> Path:
        return self.folder / "taken.json"

    @property
    def _log(self) -> Path:
        return self.folder / "stage.log"

    def _fail(self, name: str, code: int) -> None:
        said = self._log.read_bytes()[-4000:].decode(errors="replace")
        raise StageFailedError(f"{name} ended with {code}:\n{said}")


def table(title: str, stages: Sequence[Stage]) -> Table:
    """Lay stages out for people."""
    shown = Table(title=title, title_justify="left")
    shown.add_column("stage")
    for heading in ("wall s", "CPU s", "database s", "peak MiB", "foreign", "MB out", "what"):
        shown.add_column(heading, justify="left" if heading == "what" else "right")
    for one in stages:
        shown.add_row(
            one.name,
            f"{one.wall:,.1f}",
            f"{one.cpu:,.1f}",
            f"{one.database_cpu:,.1f}",
            f"{one.peak:,.0f}",
            f"{one.foreign:.2f}",
            f"{one.size / 1e6:,.2f}" if one.size else "-",
            one.rows,
        )
    return shown
