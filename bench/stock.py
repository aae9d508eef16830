"""Databases that hold complaints already: a few, and many."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bench import seeding, triplicate
from bench.benchmark import Benchmark
from bench.database import Flush, postgres
from bench.programs import ask
from bench.single import run_once
from bench.triplicate import Installation
from tests.support.postgres import Postgres


@dataclass(frozen=True)
class Stocked:
    """A database with complaints in it."""

    installed: Installation
    name: str
    ids: list[str]
    """Of its complaints, but for the first."""

    @property
    def events(self) -> int:
        """How many its complaints have."""
        return 10 * (len(self.ids) + 1)


@dataclass(frozen=True)
class Stock:
    """A server with databases of different sizes."""

    server: Postgres
    small: Stocked
    large: Stocked
    untouched: Stocked
    """Nothing was projected here yet."""


@contextmanager
def stocked(benchmark: Benchmark) -> Iterator[Stock]:
    """Fill databases; but for one, their projections too."""
    with postgres(Flush.PLAIN) as server:
        few, some, many = benchmark.complaints
        small = _fill(benchmark, server, "small", few)
        untouched = _fill(benchmark, server, "untouched", some)
        large = _fill(benchmark, server, "large", many)
        for one in (small, large):
            benchmark.console.print(f"making the projections of {one.name} ...")
            _rebuild(one.installed, benchmark)
            server.sql("VACUUM ANALYZE", one.name)
        yield Stock(server, small, large, untouched)


def _fill(benchmark: Benchmark, server: Postgres, name: str, complaints: int) -> Stocked:
    benchmark.console.print(f"filling {name} with {complaints:,} complaints ...")
    installed = triplicate.install(server, name)
    folder = benchmark.data_folder()
    with triplicate.served(name, installed, folder, projector="off") as api:
        run_once(api.port, triplicate.life(installed.token))
    job = seeding.Job(
        url=installed.url, organisation=triplicate.ORGANISATION, complaints=complaints - 1
    )
    return Stocked(installed, name, ask("bench.seeding", job, list[str]))


def _rebuild(installed: Installation, benchmark: Benchmark) -> None:
    env = {
        **os.environ,
        **installed.env,
        "TRIPLICATE_DATA_DIR": str(benchmark.data_folder()),
    }
    command = [*triplicate.PROGRAM, "rebuild"]
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL)
