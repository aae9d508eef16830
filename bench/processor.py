"""How much of the processor was used, by our own programs and by everyone else."""

import os
import time
from pathlib import Path
from typing import NamedTuple, Self

TICKS = os.sysconf("SC_CLK_TCK")
"""Units of /proc per second."""


class Use(NamedTuple):
    """Cores used on average between two readings."""

    foreign: float
    """By programs that are not ours, and by other guests of the machine's host."""
    own: dict[str, float]
    """By each program that was asked for, its children included."""
    spent: dict[str, float]
    """Seconds of processor time of each of these."""


class Reading:
    """The counters of one moment. `family` is the process all of ours descend from."""

    def __init__(self, family: int, watched: dict[str, int]) -> None:
        processes = _processes()
        self._busy = _busy()
        self._family = _sum_of(family, processes)
        self._watched = {name: _sum_of(pid, processes) for name, pid in watched.items()}
        self._at = time.monotonic()

    @property
    def family(self) -> float:
        """Seconds of processor time that our programs have used so far."""
        return self._family / TICKS

    def since(self, earlier: Self) -> Use:
        """Compare with an earlier reading."""
        ticks = (self._at - earlier._at) * TICKS
        foreign = (self._busy - earlier._busy) - (self._family - earlier._family)
        used = {name: used - earlier._watched[name] for name, used in self._watched.items()}
        return Use(
            foreign=round(max(0.0, foreign / ticks), 3),
            own={name: round(each / ticks, 3) for name, each in used.items()},
            spent={name: each / TICKS for name, each in used.items()},
        )


def resident(pid: int) -> float:
    """Tell the resident memory of a process, in MiB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        name, _, value = line.partition(":")
        if name == "VmRSS":
            return int(value.split()[0]) / 1024
    return 0.0


def _busy() -> int:
    """Ticks of the whole machine in programs, and those its host gave to others (steal).

    Time in interrupts is left out: it belongs to whoever is served, mostly to us.
    """
    user, nice, system, _idle, _wait, _irq, _softirq, steal = map(
        int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]
    )
    return user + nice + system + steal


def _processes() -> dict[int, tuple[int, int]]:
    """Map each process to its parent and its ticks, ended children included."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        found[int(entry.name)] = (int(fields[1]), sum(map(int, fields[11:15])))
    return found


def _sum_of(root: int, processes: dict[int, tuple[int, int]]) -> int:
    children: dict[int, list[int]] = {}
    for pid, (parent, _) in processes.items():
        children.setdefault(parent, []).append(pid)
    total, waiting = 0, [root]
    while waiting:
        pid = waiting.pop()
        if pid in processes:
            total += processes[pid][1]
            waiting += children.get(pid, [])
    return total
