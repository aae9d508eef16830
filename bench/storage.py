"""Appends without HTTP, against PostgreSQL's own load generator inserting rows of the same size."""

import re
import subprocess
from pathlib import Path

from bench import appending, triplicate
from bench.benchmark import Benchmark
from bench.database import Flush, postgres
from bench.processor import Reading
from bench.programs import ask
from bench.results import Aim
from bench.rounds import Measure
from bench.slices import Slice, ratio
from tests.support.postgres import Postgres, binaries

DATABASE = "appends"
TABLE = """
CREATE TABLE plain (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    stream bigint NOT NULL,
    version int NOT NULL,
    data json NOT NULL,
    UNIQUE (stream, version)
)
"""
SIZE = "SELECT round(avg(length(data::text) + length(meta::text))) FROM events WHERE position > 2"
MANY = 32


def measure(benchmark: Benchmark, flush: Flush) -> None:
    """Measure appends."""
    with postgres(flush) as server:
        installed = triplicate.install(server, DATABASE)
        server.sql(TABLE, DATABASE)
        one, many = (_appends(benchmark, server, installed.url, number) for number in (1, MANY))
        many()
        size = int(server.sql(SIZE, DATABASE))
        script = _script(benchmark.folder, size)
        variants = {
            "pgbench, 1 client": _pgbench(benchmark, server, script, 1),
            f"pgbench, {MANY} clients": _pgbench(benchmark, server, script, MANY),
            "appender, 1 caller": one,
            f"appender, {MANY} callers": many,
        }
        with benchmark.group(f"appends of {size} bytes, {flush}", variants) as group:
            rates = {name: group.rates(name) for name in variants}
            appends = rates[f"appender, {MANY} callers"]
            group.add(
                f"appender / pgbench, {MANY}",
                ratio(appends, rates[f"pgbench, {MANY} clients"]),
                Aim(at_least=1.5),
            )
            group.add(
                "appender / pgbench, 1",
                ratio(rates["appender, 1 caller"], rates["pgbench, 1 client"]),
            )
            group.add(
                f"appender, {MANY} callers / 1 caller",
                ratio(appends, rates["appender, 1 caller"]),
                Aim(at_least=12) if flush is Flush.SLOW else None,
            )


def _appends(benchmark: Benchmark, server: Postgres, url: str, callers: int) -> Measure:
    job = appending.Job(
        url=url,
        organisation=triplicate.ORGANISATION,
        callers=callers,
        warm_up=benchmark.warm_up,
        seconds=benchmark.seconds,
        family=benchmark.family,
        watched={"PostgreSQL": server.pid or 0},
    )

    return lambda: ask("bench.appending", job, Slice)


def _script(folder: Path, size: int) -> Path:
    """Write what each client does."""
    document = '{"words":"' + "x" * (size - len('{"words":""}')) + '"}'
    script = folder / "insert.sql"
    script.write_text(
        "\\set stream random(1, 9000000000000000000)\n"
        f"INSERT INTO plain (stream, version, data) VALUES (:stream, 1, '{document}');\n",
        encoding="utf-8",
    )
    return script


def _pgbench(benchmark: Benchmark, server: Postgres, script: Path, clients: int) -> Measure:
    seconds = max(1, round(benchmark.seconds))
    how = ["-n", "-M", "prepared", "-j", "1", "-c", str(clients), "-T", str(seconds)]
    where = ["-h", "127.0.0.1", "-p", str(server.port), "-U", "postgres", DATABASE]
    command = [str(binaries() / "pgbench"), *how, "-f", str(script), *where]
    watched = {"PostgreSQL": server.pid or 0}

    def run() -> Slice:
        before = Reading(benchmark.family, watched)
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        use = Reading(benchmark.family, watched).since(before)
        rate = re.search(r"^tps = ([0-9.]+)", done.stdout, re.MULTILINE)
        failed = re.search(r"^number of failed transactions: ([0-9]+)", done.stdout, re.MULTILINE)
        assert rate
        assert failed
        return Slice(
            rate=float(rate[1]),
            seconds=seconds,
            errors=int(failed[1]),
            first_error=done.stderr[-300:] if failed[1] != "0" else "",
            foreign=use.foreign,
            cores=use.own,
        )

    return run
