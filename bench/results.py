"""What came out: slices, ratios with their aims, as a table to read and JSON to keep."""

import math
import os
import platform
import subprocess
import time
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median

import msgspec
from rich.console import Console
from rich.table import Table

from bench.slices import Slice, Spread, short, spread
from bench.stages import Stage
from tests.support.postgres import binaries

LIBRARIES = ("fastapi", "pydantic", "uvicorn", "uvloop", "asyncpg", "msgspec", "eventsourcing")


class Aim(msgspec.Struct, frozen=True):
    """What a figure should be."""

    at_least: float | None = None
    at_most: float | None = None

    def met(self, figure: float) -> bool:
        return (self.at_least is None or figure >= self.at_least) and (
            self.at_most is None or figure <= self.at_most
        )

    def __str__(self) -> str:
        """Show as in a formula."""
        bounds = (("≥", self.at_least), ("≤", self.at_most))
        return " ".join(f"{sign} {bound:g}" for sign, bound in bounds if bound is not None)


class Figure(msgspec.Struct, frozen=True):
    """Something measured, in the end."""

    name: str
    value: Spread
    aim: Aim | None = None
    met: bool | None = None


class Group(msgspec.Struct):
    """Variants that were measured in the same rounds, and what follows from them."""

    name: str
    slices: dict[str, list[Slice]] = {}
    figures: list[Figure] = []
    remarks: list[str] = []

    def add(self, name: str, value: Spread, aim: Aim | None = None) -> None:
        """Keep a figure; whether it meets its aim is decided by the median."""
        met = None if aim is None else aim.met(value.median)
        self.figures.append(Figure(name, value, aim, met))

    def rates(self, variant: str) -> list[float]:
        return [one.rate for one in self.slices[variant]]

    def halves(self, variant: str) -> list[float]:
        """Give each round's p50, in milliseconds."""
        return [one.p50 or 0.0 for one in self.slices[variant]]

    def tails(self, variant: str) -> Spread:
        """Give p99 / p50."""
        return spread([(one.p99 or 0.0) / (one.p50 or 1.0) for one in self.slices[variant]])


class Outcome(msgspec.Struct):
    """A month that was gone through."""

    name: str
    stages: list[Stage]
    sums: dict[str, int]
    """By account of the ledger, in minor units; the same wherever they stand."""


class Attacked(msgspec.Struct, frozen=True, kw_only=True):
    """How a well-behaved client fared beside an attack."""

    name: str
    answers: dict[str, int]
    """What the attacker was answered: how often each status, or what happened instead."""
    visits: int
    """Requests of the client that were answered."""
    failures: list[str]
    p50: float
    """Milliseconds, as are the next two."""
    p99: float
    worst: float
    peak: float
    """The most resident memory of the server meanwhile, in MiB."""
    foreign: float
    """Cores that other programs used."""


class Report(msgspec.Struct):
    """One run of the benchmarks."""

    conditions: dict[str, str]
    groups: list[Group] = []
    months: list[Outcome] = []
    attacks: list[Attacked] = []


def conditions(folder: Path) -> dict[str, str]:
    """Tell what the figures depend on."""
    postgres = subprocess.run(
        [str(binaries() / "postgres"), "--version"], capture_output=True, text=True, check=True
    )
    return {
        "processor": f"{os.cpu_count()} cores, {_processor()}",
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "postgresql": postgres.stdout.split()[-1],
        "flush of 8 kB": f"{flush_microseconds(folder):.0f} µs",
        **{name: version(name) for name in LIBRARIES},
    }


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def flush_microseconds(folder: Path, *, times: int = 200) -> float:
    """Measure how long this disk takes to make 8 kB durable."""
    path = folder / "triplicate-flush-probe"
    file = os.open(path, os.O_CREAT | os.O_WRONLY, 0o600)
    try:
        os.write(file, bytes(8192 * times))
        os.fsync(file)
        taken = []
        for number in range(times):
            os.pwrite(file, b"x" * 8192, 8192 * number)
            begin = time.perf_counter()
            os.fdatasync(file)
            taken.append(time.perf_counter() - begin)
    finally:
        os.close(file)
        path.unlink()
    return 1e6 * median(taken)


def show(group: Group, console: Console) -> None:
    """Print a group's raw figures and its ratios."""
    console.print(_raw(group.name, group.slices))
    if any(one.spent for rounds in group.slices.values() for one in rounds):
        console.print(_spent(group.slices))
    if group.figures:
        console.print(_figures(group.figures))
    for remark in group.remarks:
        console.print(remark)
    console.print()


def _raw(title: str, slices: Mapping[str, Sequence[Slice]]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("variant")
    for heading in ("per second", "p50 ms", "p99 ms", "foreign cores", "drain s"):
        table.add_column(heading, justify="right")
    for name, rounds in slices.items():
        drains = [one.drain for one in rounds if one.drain is not None]
        table.add_row(
            name,
            str(spread([one.rate for one in rounds])),
            short(median([one.p50 or float("nan") for one in rounds])),
            short(median([one.p99 or float("nan") for one in rounds])),
            short(max(one.foreign for one in rounds)),
            short(median(drains)) if drains else "-",
        )
    return table


def _spent(slices: Mapping[str, Sequence[Slice]]) -> Table:
    """Say where the time goes: a rate tells that something became slower, this tells what."""
    programs = dict.fromkeys(
        name for rounds in slices.values() for one in rounds for name in one.spent
    )
    table = Table("CPU µs per operation")
    for heading in (*programs, "all of them"):
        table.add_column(heading, justify="right")
    for variant, rounds in slices.items():
        each = [[one.spent.get(name, math.nan) for one in rounds] for name in programs]
        total = [sum(one.spent.values()) for one in rounds]
        cells = ["-" if math.isnan(one[0]) else str(spread(one)) for one in (*each, total)]
        table.add_row(variant, *cells)
    return table


def _figures(figures: Sequence[Figure]) -> Table:
    table = Table("figure", "median [least-most]", "aim", "")
    words = {True: "[green]met[/green]", False: "[red]missed[/red]", None: ""}
    for figure in figures:
        table.add_row(figure.name, str(figure.value), str(figure.aim or ""), words[figure.met])
    return table
