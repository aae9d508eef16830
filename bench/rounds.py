"""Rounds: in each, every variant is measured once, in an order left to chance.

What other programs use of the processor is measured along. A slice that they disturbed is repeated,
and the quietest is kept.
"""

import os
import random
import time
from collections.abc import Callable, Mapping

import msgspec

from bench.load import Job
from bench.processor import Reading
from bench.programs import ask
from bench.servers import wait_until_quiet
from bench.slices import Slice

TRIES = 3
FOREIGN = 0.3
"""Cores used by others from which on a slice is repeated."""

LONG = 10.0
"""Seconds from which on a slice is not repeated: it has seen good and bad moments."""
LOOK = 0.5
"""Seconds between two looks at what others do."""

Measure = Callable[[], Slice]
Show = Callable[[str, int, Slice], None]
"""Told the variant, the round, and what was measured."""


class VoidError(RuntimeError):
    """A slice with errors measures nothing."""


def interleave(
    variants: Mapping[str, Measure], rounds: int, show: Show, *, patience: float = 0.0
) -> dict[str, list[Slice]]:
    """Measure all variants in every round.

    Before each slice, others get up to `patience` seconds to finish what they are doing.

    Raises:
        VoidError: something answered other than it should.

    """
    slices: dict[str, list[Slice]] = {name: [] for name in variants}
    for number in range(1, rounds + 1):
        for name in random.sample(list(variants), len(variants)):
            kept = _quietest(variants[name], patience)
            if kept.errors:
                raise VoidError(f"{name}: {kept.errors} errors, the first: {kept.first_error}")
            slices[name].append(kept)
            show(name, number, kept)
    return slices


def _quietest(measure: Measure, patience: float) -> Slice:
    _wait_for_others(patience)
    best = measure()
    for _ in range(TRIES - 1):
        if best.errors or best.foreign < FOREIGN or best.seconds > LONG:
            break
        _wait_for_others(patience)
        best = min(best, measure(), key=lambda one: (one.errors, one.foreign))
    return best


def _wait_for_others(patience: float) -> None:
    end = time.monotonic() + patience
    before = Reading(os.getpid(), {})
    while time.monotonic() < end:
        time.sleep(LOOK)
        now = Reading(os.getpid(), {})
        if now.since(before).foreign < FOREIGN:
            break
        before = now


def load(job: Job) -> Slice:
    """Run the load generator, then wait until the work that was put off is done."""
    before = Reading(job.family, job.watched)
    measured = ask("bench.load", job, Slice)
    drain = wait_until_quiet(job.family)
    spent = Reading(job.family, job.watched).since(before).spent
    each = {name: round(1e6 * used / max(1, measured.answered)) for name, used in spent.items()}
    return msgspec.structs.replace(measured, drain=round(drain, 2), spent=each)
