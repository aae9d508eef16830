"""Projections made from the log, against folds that have no database."""

import msgspec

from bench import triplicate
from bench.benchmark import Benchmark
from bench.programs import ask
from bench.replaying import Job, Way
from bench.results import Aim
from bench.rounds import Measure
from bench.slices import Slice, ratio
from bench.stock import Stock

AGAIN = "again"
"""The database in which projections begin anew each time."""


def measure(benchmark: Benchmark, stock: Stock) -> None:
    """Measure rebuilding and catching up."""
    lines = benchmark.folder / "events.jsonl"
    large = Job(
        way=Way.WRITE,
        url=stock.large.installed.url,
        organisation=triplicate.ORGANISATION,
        lines=str(lines),
        events=stock.large.events,
        family=benchmark.family,
        watched={"PostgreSQL": stock.server.pid or 0},
    )
    _pass(large)
    some = msgspec.structs.replace(
        large, url=stock.server.url(AGAIN), events=stock.untouched.events
    )
    variants = {
        Way.PLAIN.value: _measure(large, Way.PLAIN),
        Way.PROJECT.value: _measure(large, Way.PROJECT),
        Way.REBUILD.value: _measure(large, Way.REBUILD),
        Way.CATCH_UP.value: _catch_up(some, stock),
    }
    with benchmark.group(f"rebuild of {large.events:,} events", variants) as group:
        size = lines.stat().st_size / large.events
        group.remarks.append(
            f"{size:.0f} bytes of JSON per event; caught up with {some.events:,} events,"
            " for four projections."
        )
        rates = {way: group.rates(way.value) for way in (Way.PLAIN, Way.PROJECT, Way.REBUILD)}
        group.add(
            "rebuild / plain fold", ratio(rates[Way.REBUILD], rates[Way.PLAIN]), Aim(at_least=0.45)
        )
        group.add("rebuild / same fold", ratio(rates[Way.REBUILD], rates[Way.PROJECT]))
        group.add("same fold / plain fold", ratio(rates[Way.PROJECT], rates[Way.PLAIN]))
        group.add(
            "catching up, four projections / plain fold",
            ratio(group.rates(Way.CATCH_UP.value), rates[Way.PLAIN]),
            Aim(at_least=0.25),
        )
    lines.unlink()


def _measure(job: Job, way: Way) -> Measure:
    return lambda: _pass(msgspec.structs.replace(job, way=way))


def _catch_up(job: Job, stock: Stock) -> Measure:
    def run() -> Slice:
        stock.server.drop_database(AGAIN)
        stock.server.create_database(AGAIN, template=stock.untouched.name)
        return _pass(msgspec.structs.replace(job, way=Way.CATCH_UP))

    return run


def _pass(job: Job) -> Slice:
    return ask("bench.replaying", job, Slice)
