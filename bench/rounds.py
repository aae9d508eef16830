"""Rounds: in each, every variant is measured once, in an order left to chance.

What other programs use of the processor is measured along. A slice that they disturbed is repeated,
and the quietest is kept.
"""

import random
import subprocess
import sys
from collections.abc import Callable, Mapping

import msgspec

from bench.load import Job
from bench.servers import wait_until_quiet
from bench.slices import Slice

TRIES = 3
FOREIGN = 0.3
"""Cores used by others from which on a slice is repeated."""

Measure = Callable[[], Slice]
Show = Callable[[str, int, Slice], None]
"""Told the variant, the round, and what was measured."""


class VoidError(RuntimeError):
    """A slice with errors measures nothing."""


def interleave(variants: Mapping[str, Measure], rounds: int, show: Show) -> dict[str, list[Slice]]:
    """Measure all variants in every round.

    Raises:
        VoidError: something answered other than it should.

    """
    slices: dict[str, list[Slice]] = {name: [] for name in variants}
    for number in range(1, rounds + 1):
        for name in random.sample(list(variants), len(variants)):
            kept = _quietest(variants[name])
            if kept.errors:
                raise VoidError(f"{name}: {kept.errors} errors, the first: {kept.first_error}")
            slices[name].append(kept)
            show(name, number, kept)
    return slices


def _quietest(measure: Measure) -> Slice:
    best = measure()
    for _ in range(TRIES - 1):
        if best.errors or best.foreign < FOREIGN:
            break
        best = min(best, measure(), key=lambda one: (one.errors, one.foreign))
    return best


def load(job: Job) -> Slice:
    """Run the load generator, then wait until the work that was put off is done."""
    generator = subprocess.run(
        [sys.executable, "-m", "bench.load"],
        input=msgspec.json.encode(job),
        stdout=subprocess.PIPE,
        check=True,
    )
    measured = msgspec.json.decode(generator.stdout, type=Slice)
    drain = wait_until_quiet(job.family)
    return msgspec.structs.replace(measured, drain=round(drain, 2))
