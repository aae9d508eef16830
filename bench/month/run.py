"""Goes through a month of a shopping centre, from the first receipt to the review, by stages.

What is paid has to be the same by the stories, in the ledger, in finance's table and in the review:
a run in which it is not is void.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum

import msgspec

from bench.benchmark import Benchmark
from bench.database import Flush, postgres
from bench.month.casebook import Month, month_before
from bench.month.entering import Entered, Job
from bench.month.work import Work, go_through
from bench.results import Outcome
from bench.stages import Stages, table


class Engine(StrEnum):
    """Where the month is kept."""

    POSTGRESQL = "postgresql"
    SQLITE = "sqlite"


def measure(benchmark: Benchmark, engine: Engine) -> None:
    """Go through the last month that is over.

    Raises:
        StageFailedError: a stage failed, or the sums are not the same.

    """
    month = month_before(datetime.now(UTC).date())
    name = f"a month of {benchmark.month:,} complaints on {engine}"
    benchmark.console.rule(name)
    with _database(benchmark, engine) as (url, pid):
        folder = benchmark.data_folder()
        env = {
            "TRIPLICATE_DATABASE_URL": url,
            "TRIPLICATE_DATA_DIR": str(folder),
            "TRIPLICATE_LOG_LEVEL": "warning",
        }
        stages = Stages(benchmark.console, folder, env, benchmark.family, pid)
        try:
            entered = _enter(stages, month, benchmark.month)
            sums = go_through(Work(stages, month, url, entered))
        finally:
            benchmark.console.print(table(name, stages.done))
    benchmark.report.months.append(Outcome(name, stages.done, sums))
    benchmark.keep()


@contextmanager
def _database(benchmark: Benchmark, engine: Engine) -> Iterator[tuple[str, int | None]]:
    """Give the address of a database, and the process of its server if it has one."""
    if engine is Engine.SQLITE:
        yield f"sqlite+aiosqlite:///{benchmark.data_folder()}/month.db", None
        return
    with postgres(Flush.PLAIN) as server:
        server.create_database("month")
        yield server.url("month"), server.pid


def _enter(stages: Stages, month: Month, complaints: int) -> Entered:
    given = msgspec.json.encode(Job(first=month.first, complaints=complaints))
    answer = stages.program("enter", "bench.month.entering", given=given)
    entered = msgspec.json.decode(answer, type=Entered)
    stages.tell(f"{entered.commands:,} commands, {entered.events:,} events")
    return entered
