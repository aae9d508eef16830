"""No false alarm: many events are written and sealed at the same time, exported, and verified.

What is counted are alarms, not the time: a sealer that refuses, an archive that is not found sound.
Two sealers compete, as in two processes, and checkpoints that were kept on the way must hold.
"""

import asyncio
import logging
import resource
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from app.access.organisations import found
from app.domain.values import OrganisationId
from app.events.database import Database
from app.events.postgres import PostgresStore
from app.events.schema import migrate
from app.proof import archive
from app.proof.notes import SealKey
from app.proof.verifying import CannotTell, Sound, Tampered
from app.sealing.proof_export import ProofExporter
from app.sealing.sealer import AnotherKey, Inconsistent, Sealer
from bench import filling
from bench.benchmark import Benchmark
from bench.database import Flush, postgres
from bench.programs import ask
from bench.triplicate import ACTOR, POLICY, now

ORGANISATIONS = [OrganisationId(name) for name in ("east", "south", "west", "north")]
PROGRAMS = 2
WRITERS = 4
SEALERS = 2
KEEP_SECONDS = 2.0
KEY = SealKey("the key of the run in which nothing is tampered with")


class Alarms(logging.Handler):
    """Counts what the sealers say when they refuse."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


def measure(benchmark: Benchmark) -> None:
    """Fill, seal, export and verify, and say how many alarms there were."""
    benchmark.console.rule(f"sealing of {benchmark.events:,} events while they are written")
    with postgres(Flush.PLAIN) as server:
        server.create_database("sealing")
        begin = time.perf_counter()
        run = asyncio.run(_run(benchmark, server.url("sealing")))
    checked = run.checked
    for name, value in {
        "alarms": len(run.alarms),
        "events": f"{sum(one.events for one in checked):,} in {len(checked)} logs",
        "refused by version": f"{run.refused:,}",
        "checkpoints": f"{sum(one.checkpoints for one in checked):,}",
        "kept on the way, and held": run.kept,
        "seconds": f"{time.perf_counter() - begin:.0f}",
        "peak memory, sealing and verifying": _peak(resource.RUSAGE_SELF),
        "peak memory, the largest writer or server": _peak(resource.RUSAGE_CHILDREN),
    }.items():
        benchmark.console.print(f"{name}: {value}")
    for alarm in run.alarms:
        benchmark.console.print(f"[bold red]ALARM: {alarm}[/bold red]")
    if run.alarms:
        raise SystemExit(1)


def _peak(who: int) -> str:
    return f"{resource.getrusage(who).ru_maxrss / 1024:.0f} MiB"


class Run:
    """What came of it."""

    def __init__(self) -> None:
        self.alarms: list[str] = []
        self.checked: list[Sound] = []
        self.refused = 0
        self.kept = 0


async def _run(benchmark: Benchmark, url: str) -> Run:
    run, alarms = Run(), Alarms()
    logger = logging.getLogger("app.sealing.sealer")
    logger.addHandler(alarms)
    await migrate(url)
    database = await Database.open(url)
    store = PostgresStore(database)
    policy = POLICY.read_text(encoding="utf-8")
    try:
        for name in ORGANISATIONS:
            await found(store, name, title=name, policy_text=policy, at=now(), by=ACTOR)
        sealers = [
            Sealer(database, store, KEY, clock=now, every=timedelta(seconds=1))
            for _ in range(SEALERS)
        ]
        kept: dict[OrganisationId, list[str]] = {name: [] for name in ORGANISATIONS}
        beside = [asyncio.create_task(sealer.run()) for sealer in sealers]
        beside.append(asyncio.create_task(_keep(sealers[0], kept)))
        run.refused = await _fill(benchmark, url)
        for task in beside:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        for name in ORGANISATIONS:
            try:
                run.checked.append(
                    await _check(database, sealers[0], name, kept[name], benchmark.folder)
                )
            except (Inconsistent, AnotherKey, Tampered, CannotTell) as alarm:
                run.alarms.append(f"{name}: {alarm}")
        run.kept = sum(map(len, kept.values()))
    finally:
        logger.removeHandler(alarms)
        await store.close()
        await database.close()
    run.alarms += alarms.said
    return run


async def _fill(benchmark: Benchmark, url: str) -> int:
    """Let several programs write, and tell how many writes came too late."""
    jobs = [
        filling.Job(
            url=url,
            organisations=ORGANISATIONS,
            events=-(-benchmark.events // PROGRAMS // len(ORGANISATIONS)),
            writers=WRITERS,
            seed=seed,
        )
        for seed in range(PROGRAMS)
    ]
    programs = (asyncio.to_thread(ask, "bench.filling", job, filling.Filled) for job in jobs)
    return sum(one.refused for one in await asyncio.gather(*programs))


async def _keep(sealer: Sealer, kept: dict[OrganisationId, list[str]]) -> None:
    """Keep a checkpoint of each log now and then, as an auditor does."""
    while True:
        await asyncio.sleep(KEEP_SECONDS)
        for name, notes in kept.items():
            last = await sealer.seals.last(name)
            if last is not None:
                notes.append(last.note)


async def _check(
    database: Database,
    sealer: Sealer,
    name: OrganisationId,
    kept: Sequence[str],
    folder: Path,
) -> Sound:
    """Seal the rest, export, and verify as somebody who has the key and the kept checkpoints."""
    last = await sealer.seal(name)
    assert last is not None
    path = folder / f"{name}.zip"
    with path.open("w+b") as file:
        keys = await sealer.keys(name)
        await ProofExporter(database, name, last, keys).write_archive(file, lambda _: None)
        sound = await asyncio.to_thread(archive.verify, file, keys[0], kept)
    path.unlink()
    assert sound.events == last.size
    return sound
