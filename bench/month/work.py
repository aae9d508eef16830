"""What is done with a month that was entered: kept up, proved, taken away, printed and reviewed."""

import asyncio
import csv
import json
import subprocess
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from app.events.database import Database
from app.events.postgres import PostgresStore
from app.events.projections import ALL as PROJECTIONS
from app.events.sqlite import SqliteStore
from app.events.subscriptions import Projector
from bench.month.agreement import require_equal
from bench.month.casebook import Month
from bench.month.entering import Entered
from bench.month.overdue import Missed
from bench.month.stories import SHOPPING_CENTRE
from bench.servers import free_port
from bench.stages import CLI, StageFailedError, Stages

HOUSE = SHOPPING_CENTRE.organisation
HERE = ("--organisation", HOUSE)
SAMPLE = 200
"""Forms that are printed, evenly from the whole month; each as three copies."""
STILL_SECONDS = 3.0
"""Longer than anything that runs beside the projections waits before it looks again."""
START_SECONDS = 60.0


@dataclass(frozen=True)
class Work:
    """What the stages of a run share."""

    stages: Stages
    month: Month
    url: str
    entered: Entered

    @property
    def folder(self) -> Path:
        return self.stages.folder

    @property
    def days(self) -> tuple[str, str]:
        return self.month.first.isoformat(), self.month.last.isoformat()

    @property
    def label(self) -> str:
        return f"{self.month.first:%Y-%m}"


def go_through(work: Work) -> dict[str, int]:
    """Do all of it, and tell what the month cost by account of the ledger.

    Raises:
        StageFailedError: a stage failed, or the sums are not the same.

    """
    _start(work)
    _seal(work)
    _project(work)
    _miss(work)
    _rebuild(work)
    _prove(work)
    sheet = _sheets(work)
    _print(work, [row["客诉单号"] for row in sheet])
    review = _review(work)
    ledger = _serve(work)
    return require_equal(work.entered, sheet, review, ledger)


def _start(work: Work) -> None:
    """Print a key: what every stage has in it, because it is a program that starts."""
    key = work.stages.triplicate("start", "seal", "key", *HERE)
    (work.folder / "key.txt").write_text(key, encoding="utf-8")
    work.stages.tell("one line: what each stage begins with")


def _seal(work: Work) -> None:
    note = work.stages.triplicate("seal", "seal", "now", *HERE)
    (work.folder / "checkpoint.txt").write_text(note, encoding="utf-8")
    work.stages.tell(f"{int(note.splitlines()[1]):,} events")


def _project(work: Work) -> None:
    """Run what keeps projections, deadlines and seals up, until there is nothing left to do."""
    begun = time.monotonic()
    with work.stages.running("project", CLI, "project") as process:
        took = asyncio.run(_caught_up(work.url, process)) - begun
    work.stages.done[-1].wall = took
    work.stages.tell(f"{work.entered.events:,} events into {len(PROJECTIONS)} projections")


async def _caught_up(url: str, process: "subprocess.Popen[bytes]") -> float:
    """Tell when every projection stood at the end of a log that did not grow any more."""
    database = await Database.open(url)
    store = (PostgresStore if database.dialect == "postgresql" else SqliteStore)(database)
    projector = Projector(database, store, PROJECTIONS)
    seen, since = (0, 0), time.monotonic()
    try:
        while seen[0] != seen[1] or not seen[0] or time.monotonic() < since + STILL_SECONDS:
            if process.poll() is not None:
                raise StageFailedError("project ended by itself")
            await asyncio.sleep(0.2)
            positions = await projector.positions(HOUSE)
            found = (await store.head(HOUSE), min(positions.values()))
            if found != seen:
                seen, since = found, time.monotonic()
    finally:
        await store.close()
        await database.close()
    return since


def _miss(work: Work) -> None:
    answer = work.stages.program("overdue", "bench.month.overdue")
    missed = msgspec.json.decode(answer, type=Missed)
    work.stages.tell(f"{missed.deadlines:,} deadlines missed, recorded in {missed.tick:.1f} s")


def _rebuild(work: Work) -> None:
    work.stages.triplicate("rebuild", "rebuild", *HERE)
    work.stages.tell(f"{len(PROJECTIONS)} projections")


def _prove(work: Work) -> None:
    """Hand the whole log over, and check it as an auditor does, who kept a checkpoint."""
    archive = work.folder / "archive.zip"
    said = work.stages.triplicate("export", "export", *HERE, "--output", str(archive))
    events = int(said.split()[1])
    work.stages.tell(f"{events:,} events", archive)
    kept = ("--key", "key.txt", "--checkpoint", "checkpoint.txt")
    given = [str(work.folder / one) if one.endswith(".txt") else one for one in kept]
    said = work.stages.triplicate("verify", "verify", str(archive), *given)
    if not said.startswith(f"Sound: {events} events"):
        raise StageFailedError(f"verify says: {said}")
    work.stages.tell("sound")
    work.stages.triplicate("status", "status")
    work.stages.tell("nothing behind, parked or not sealed")


def _sheets(work: Work) -> list[dict[str, str]]:
    """Write finance's tables of the month; give the rows of complaints."""
    first, last = work.days
    days = ("--received-from", first, "--received-until", last)
    table, book = work.folder / "audit.csv", work.folder / "audit.xlsx"
    expenses = table.with_name("audit-expenses.csv")
    work.stages.triplicate("sheet CSV", "sheet", *HERE, "--output", str(table), *days)
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with expenses.open(encoding="utf-8-sig", newline="") as file:
        said = f"{len(rows):,} complaints, {sum(1 for _ in csv.DictReader(file)):,} expenses"
    work.stages.tell(said, table, expenses)
    work.stages.triplicate("sheet XLSX", "sheet", *HERE, "--output", str(book), *days)
    work.stages.tell(said, book)
    return rows


def _print(work: Work, numbers: list[str]) -> None:
    chosen = numbers[:: max(1, len(numbers) // SAMPLE)][:SAMPLE]
    wanted = [part for number in chosen for part in ("--numbers", number)]
    output = str(work.folder / "forms.pdf")
    work.stages.triplicate("print", "print", *HERE, "--copy", "all", "--output", output, *wanted)
    volumes = sorted(work.folder.glob("forms*.pdf"))
    work.stages.tell(f"{len(chosen)} forms as {3 * len(chosen)} sheets", *volumes)


def _review(work: Work) -> Any:  # noqa: ANN401 - JSON
    for suffix in ("json", "xlsx", "pdf"):
        path = work.folder / f"review.{suffix}"
        name = f"review {suffix.upper()}"
        work.stages.triplicate(name, "review", "month", work.label, *HERE, "--output", str(path))
        work.stages.tell("", path)
    return json.loads((work.folder / "review.json").read_bytes())["review"]


def _serve(work: Work) -> Any:  # noqa: ANN401 - JSON
    """Ask the service for the ledger, as finance does, and for the review, as planning does."""
    first, last = work.days
    settings = {"HOST": "127.0.0.1", "PORT": str(free_port()), "PROJECTOR": "off"}
    base = f"http://127.0.0.1:{settings['PORT']}"
    with work.stages.running("serve", CLI, "serve", **settings):
        _wait_for(f"{base}/readyz")
        asked = f"{base}/v1/ledger?from={first}&until={last}"
        ledger, of_ledger = _get(asked, work.entered.tokens["finance"])
        asked = f"{base}/v1/reviews/month/{work.label}"
        _, of_review = _get(asked, work.entered.tokens["planning"])
    work.stages.tell(f"ledger in {of_ledger:.2f} s, review in {of_review:.2f} s")
    return ledger


def _wait_for(url: str) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own address
                return
        except OSError:
            time.sleep(0.05)
    raise StageFailedError("serve does not answer")


def _get(url: str, token: str) -> tuple[Any, float]:
    """Ask, and tell how many seconds the answer took."""
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})  # noqa: S310
    begun = time.perf_counter()
    with urllib.request.urlopen(request, timeout=300) as answer:  # noqa: S310 - our own address
        content = answer.read()
    return json.loads(content), time.perf_counter() - begun
