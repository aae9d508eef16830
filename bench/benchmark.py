"""One run of the benchmarks: how long, how often, and where the results go."""

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from rich.console import Console

from bench import results, rounds
from bench.load import Job, Request
from bench.results import Group, Report
from bench.rounds import Measure
from bench.servers import Server
from bench.slices import Slice, short


@dataclass(frozen=True)
class Benchmark:
    """What every measurement is given."""

    console: Console
    report: Report
    folder: Path
    """For what servers write; removed afterwards."""
    output: Path | None
    """For the results as JSON, as far as they have come."""
    rounds: int
    patience: float
    """Seconds to wait, before a slice, for other programs to use less of the processor."""
    seconds: float
    """Of a slice."""
    warm_up: float
    """Seconds before a slice."""
    complaints: tuple[int, int, int]
    """How many are in the small, the untouched and the large database (stock.py)."""
    events: int
    """How many are sealed while they are written (sealing.py)."""
    month: int
    """How many come in the month that is gone through (month/run.py)."""
    resting: tuple[int, int]
    """Organisations that rest, on PostgreSQL and on SQLite (resting.py)."""
    rest_seconds: float
    """How long they are watched."""
    family: int = field(default_factory=os.getpid)
    connections: int = 32

    @contextmanager
    def group(self, name: str, variants: Mapping[str, Measure]) -> Iterator[Group]:
        """Measure variants in interleaved rounds; the block adds figures, which are then shown."""
        self.console.rule(name)
        total, done = self.rounds * len(variants), 0

        def show(variant: str, number: int, one: Slice) -> None:
            nonlocal done
            done += 1
            times = f", p50 {short(one.p50)} ms, p99 {short(one.p99 or 0)} ms" if one.p50 else ""
            self.console.print(
                f"{done:3}/{total} round {number} {variant}: {short(one.rate)}/s{times},"
                f" foreign {short(one.foreign)}"
            )

        group = Group(name, rounds.interleave(variants, self.rounds, show, patience=self.patience))
        self.report.groups.append(group)
        yield group
        results.show(group, self.console)
        self.keep()

    def keep(self) -> None:
        """Write what there is of the results."""
        if self.output is not None:
            self.output.write_bytes(msgspec.json.format(msgspec.json.encode(self.report)))

    def requests(
        self,
        server: Server,
        requests: list[Request],
        *,
        ids: Sequence[str] = (),
        watched: Mapping[str, int] | None = None,
    ) -> Measure:
        """Make the measurement of a server under requests."""
        job = Job(
            port=server.port,
            requests=requests,
            ids=list(ids),
            connections=self.connections,
            warm_up=self.warm_up,
            seconds=self.seconds,
            family=self.family,
            watched={"server": server.pid, **(watched or {})},
        )
        return lambda: rounds.load(job)

    def data_folder(self) -> Path:
        """Make a folder for a server."""
        return Path(tempfile.mkdtemp(dir=self.folder))
