"""Attacks on the service, one after the other, and how a well-behaved client fares beside each.

The service runs as its command does, with 1,024 open files. The client makes a new connection each
time, asks whether the process is alive and reads a list; what counts is its longest wait.
"""

import http.client
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.table import Table

from bench import triplicate
from bench.attackers import HELD, NAMES, Answers, Attack
from bench.benchmark import Benchmark
from bench.database import Flush, postgres
from bench.processor import Reading
from bench.programs import ask
from bench.results import Attacked
from bench.servers import Server
from bench.slices import percentile, short

OPEN_FILES = 1024
"""What many systems allow a process, unless they are told otherwise."""

HELD_SECONDS = 40.0
"""Longer than any time limit of the service: until then it has closed every connection."""

PAUSE = 0.01
"""Seconds between two visits of the client."""

PATIENCE = 120.0
"""Seconds after which the client gives up."""

AIM = 250.0
"""Milliseconds that the client may have to wait, at the very worst."""


def measure(benchmark: Benchmark) -> None:
    """Attack, and compare with as much time without any attack."""
    name = "attacks"
    benchmark.console.rule(name)
    with postgres(Flush.PLAIN) as database:
        installed = triplicate.install(database, "attacked")
        folder = benchmark.data_folder()
        with triplicate.served(
            name, installed, folder, projector="inside", open_files=OPEN_FILES
        ) as server:
            _visit(server.port, installed.token)
            for attack in ("nothing", *NAMES):
                one = _attack(benchmark, server, attack, installed.token)
                benchmark.report.attacks.append(one)
                benchmark.console.print(f"{one.name}: worst {short(one.worst)} ms")
                benchmark.keep()
    benchmark.console.print(_table(benchmark.report.attacks))


def _attack(benchmark: Benchmark, server: Server, name: str, token: str) -> Attacked:
    _forget_peak(server.pid)
    before = Reading(benchmark.family, {})
    with _client(server.port, token) as client:
        if name in NAMES:
            seconds = HELD_SECONDS if name in HELD else benchmark.seconds
            job = Attack(name=name, port=server.port, token=token, seconds=seconds)
            answers = ask("bench.attackers", job, Answers).counts
        else:
            time.sleep(benchmark.seconds)
            answers = {}
    waits = sorted(client.waits)
    return Attacked(
        name=name,
        answers=answers,
        visits=len(waits),
        failures=client.failures,
        p50=1000 * percentile(waits, 0.5),
        p99=1000 * percentile(waits, 0.99),
        worst=1000 * waits[-1],
        peak=_peak(server.pid),
        foreign=Reading(benchmark.family, {}).since(before).foreign,
    )


class _Client:
    """Visits until it is told to stop."""

    def __init__(self, port: int, token: str) -> None:
        self.waits: list[float] = []
        """Seconds of each request, the connection's included in the first."""
        self.failures: list[str] = []
        self.stop = threading.Event()
        self._port, self._token = port, token

    def run(self) -> None:
        while not self.stop.wait(PAUSE):
            try:
                self.waits += _visit(self._port, self._token)
            except (OSError, http.client.HTTPException, AssertionError) as error:
                self.failures.append(repr(error))


@contextmanager
def _client(port: int, token: str) -> Iterator[_Client]:
    client = _Client(port, token)
    thread = threading.Thread(target=client.run)
    thread.start()
    try:
        yield client
    finally:
        client.stop.set()
        thread.join()


def _visit(port: int, token: str) -> list[float]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    waits = []
    try:
        for path in ("/livez", "/v1/complaints?limit=1"):
            begun = time.perf_counter()
            connection.request("GET", path, headers={"Authorization": f"Bearer {token}"})
            answer = connection.getresponse()
            answer.read()
            waits.append(time.perf_counter() - begun)
            assert answer.status == http.client.OK, f"{path}: {answer.status}"
    finally:
        connection.close()
    return waits


def _forget_peak(pid: int) -> None:
    Path(f"/proc/{pid}/clear_refs").write_text("5")


def _peak(pid: int) -> float:
    """Read the most resident memory since it was forgotten, in MiB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        name, _, value = line.partition(":")
        if name == "VmHWM":
            return int(value.split()[0]) / 1024
    raise LookupError(pid)


def _table(attacks: list[Attacked]) -> Table:
    table = Table(title="a good client beside attacks", title_justify="left")
    table.add_column("attack")
    table.add_column("answers to it")
    for heading in (
        "requests",
        "failed",
        "p50 ms",
        "p99 ms",
        "worst ms",
        "",
        "peak MiB",
        "foreign",
    ):
        table.add_column(heading, justify="right", no_wrap=True)
    for one in attacks:
        met = not one.failures and one.worst <= AIM
        table.add_row(
            one.name,
            ", ".join(f"{times:,} x {what}" for what, times in sorted(one.answers.items())),
            f"{one.visits:,}",
            str(len(one.failures)),
            *(short(each) for each in (one.p50, one.p99, one.worst)),
            "[green]met[/green]" if met else "[red]missed[/red]",
            short(one.peak),
            short(one.foreign),
        )
    return table
