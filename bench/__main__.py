"""`python -m bench`: measure, print, and keep the results."""

import signal
import sys
import tempfile
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.markup import escape

from bench import attacks, commands, reads, rebuilds, resting, sealing, storage
from bench.benchmark import Benchmark
from bench.database import Flush, compiler
from bench.month import run
from bench.month.run import Engine
from bench.results import Report, conditions
from bench.stages import StageFailedError
from bench.stock import stocked

COMPLAINTS = (1_000, 10_000, 100_000)
"""Ten events each."""
FEW = (100, 200, 1_000)
FEW_EVENTS = 20_000
FEW_IN_A_MONTH = 200
RESTING = (1_000, 200)
REST_SECONDS = 30.0


class Measurement(StrEnum):
    """What can be measured."""

    COMMANDS = "commands"
    APPENDS = "appends"
    READS = "reads"
    REBUILDS = "rebuilds"
    SEALING = "sealing"
    MONTH = "month"
    ATTACKS = "attacks"
    RESTING = "resting"


class Disk(StrEnum):
    """Which flushes to measure with."""

    PLAIN = "plain"
    SLOW = "slow"
    BOTH = "both"


FLUSHES: Mapping[Disk, tuple[Flush, ...]] = {
    Disk.PLAIN: (Flush.PLAIN,),
    Disk.SLOW: (Flush.SLOW,),
    Disk.BOTH: (Flush.PLAIN, Flush.SLOW),
}


def main(  # noqa: PLR0913, PLR0917 - the options of the command
    only: Annotated[
        list[Measurement] | None, typer.Argument(help="Everything if nothing is named.")
    ] = None,
    rounds: Annotated[int, typer.Option(min=1, help="How often each variant is measured.")] = 5,
    seconds: Annotated[float, typer.Option(min=1, help="How long each time.")] = 3.0,
    disk: Annotated[Disk, typer.Option(help="As it is, with slower flushes, or both.")] = Disk.BOTH,
    patience: Annotated[
        float, typer.Option(min=0, help="Seconds to wait for a quiet machine before each slice.")
    ] = 0.0,
    database: Annotated[Engine, typer.Option(help="For the month.")] = Engine.POSTGRESQL,
    complaints: Annotated[int, typer.Option(min=1, help="In the month.")] = 10_000,
    output: Annotated[Path | None, typer.Option(help="A file for the results as JSON.")] = None,
    events: Annotated[int, typer.Option(min=1, help="To be sealed while they come.")] = 1_000_000,
    *,
    quick: Annotated[bool, typer.Option(help="One short round on little data: a trial.")] = False,
) -> None:
    """Measure how fast Triplicate is, always beside something simpler."""
    signal.signal(signal.SIGTERM, _leave)
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 120)
    flushes = FLUSHES[disk]
    if Flush.SLOW in flushes and compiler() is None:
        console.print(
            "[bold red]NO C COMPILER: nothing is measured with slower flushes.[/bold red]"
        )
        flushes = tuple(flush for flush in flushes if flush is not Flush.SLOW)
    with tempfile.TemporaryDirectory(prefix="triplicate-bench-") as name:
        folder = Path(name)
        benchmark = Benchmark(
            console=console,
            report=Report(conditions(folder)),
            folder=folder,
            output=output,
            patience=patience,
            rounds=1 if quick else rounds,
            seconds=1.0 if quick else seconds,
            warm_up=0.5 if quick else 1.0,
            complaints=FEW if quick else COMPLAINTS,
            events=FEW_EVENTS if quick else events,
            month=FEW_IN_A_MONTH if quick else complaints,
            resting=(20, 20) if quick else RESTING,
            rest_seconds=10.0 if quick else REST_SECONDS,
        )
        for what, value in benchmark.report.conditions.items():
            console.print(f"{what}: {value}")
        try:
            for measure in _chosen(only or list(Measurement), flushes, database):
                measure(benchmark)
        except StageFailedError as failure:
            console.print(f"[bold red]FAILED:[/bold red] {escape(str(failure))}")
            raise typer.Exit(1) from None


def _leave(*_: object) -> NoReturn:
    """End as after Control-C: every server is stopped on the way."""
    raise SystemExit(128 + signal.SIGTERM)


def _chosen(
    wanted: list[Measurement], flushes: tuple[Flush, ...], engine: Engine
) -> list[Callable[[Benchmark], None]]:
    chosen: list[Callable[[Benchmark], None]] = []
    for flush in flushes:
        if Measurement.COMMANDS in wanted:
            chosen.append(partial(commands.measure, flush=flush))
        if Measurement.APPENDS in wanted:
            chosen.append(partial(storage.measure, flush=flush))
    if not {Measurement.READS, Measurement.REBUILDS}.isdisjoint(wanted):
        chosen.append(partial(_measure_stock, wanted=wanted))
    if Measurement.SEALING in wanted:
        chosen.append(sealing.measure)
    if Measurement.MONTH in wanted:
        chosen.append(partial(run.measure, engine=engine))
    if Measurement.ATTACKS in wanted:
        chosen.append(attacks.measure)
    if Measurement.RESTING in wanted:
        chosen.append(resting.measure)
    return chosen


def _measure_stock(benchmark: Benchmark, wanted: list[Measurement]) -> None:
    with stocked(benchmark) as stock:
        if Measurement.READS in wanted:
            reads.measure(benchmark, stock)
        if Measurement.REBUILDS in wanted:
            rebuilds.measure(benchmark, stock)


if __name__ == "__main__":
    typer.run(main)
