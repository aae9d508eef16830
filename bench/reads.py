"""Reads over HTTP, against a bare route, and with a hundred times as many complaints."""

import random
from contextlib import ExitStack

from bench import lives, triplicate
from bench.benchmark import Benchmark
from bench.commands import bare
from bench.load import Request
from bench.results import Aim, Group
from bench.rounds import Measure
from bench.servers import Server
from bench.slices import ratio
from bench.stock import Stock, Stocked
from tests.support.postgres import Postgres

BARE = "bare FastAPI GET"
CASE, CASES, COPIES = "one case", "50 open cases", "50 audit copies"
SHARES = {CASE: 0.40, CASES: 0.30, COPIES: 0.30}
"""Of the bare route's requests, at least."""
GROWTH = 1.3
SAMPLE = 5000
"""Cases that are asked for, at most."""


def measure(benchmark: Benchmark, stock: Stock) -> None:
    """Measure reads."""
    with ExitStack() as stack:
        plain = stack.enter_context(bare())
        variants = {BARE: benchmark.requests(plain, [_get("hello", "/v1/hello", "none")])}
        for stocked in (stock.small, stock.large):
            server = stack.enter_context(
                triplicate.served(
                    stocked.name,
                    stocked.installed,
                    benchmark.data_folder(),
                    projector="inside",
                )
            )
            variants |= _reads(benchmark, stock.server, server, stocked)
        with benchmark.group("reads", variants) as group:
            _add_figures(group, stock)


def _reads(
    benchmark: Benchmark, postgres: Postgres, server: Server, stocked: Stocked
) -> dict[str, Measure]:
    token = stocked.installed.token
    middle = stocked.events // 2
    requests = {
        CASE: _get(CASE, "/v1/complaints/{id}", token),
        CASES: _get(CASES, "/v1/complaints?status=open&limit=50", token),
        COPIES: _get(COPIES, f"/v1/copies/audit?after={middle}&limit=50", token),
    }
    ids = random.sample(stocked.ids, min(SAMPLE, len(stocked.ids)))
    watched = {"PostgreSQL": postgres.pid or 0}
    return {
        _variant(name, stocked): benchmark.requests(server, [request], ids=ids, watched=watched)
        for name, request in requests.items()
    }


def _get(name: str, path: str, token: str) -> Request:
    return Request(name=name, text=lives.get(path, token), status=200)


def _variant(name: str, stocked: Stocked) -> str:
    return f"{name}, of {len(stocked.ids) + 1:,}"


def _add_figures(group: Group, stock: Stock) -> None:
    for name, share in SHARES.items():
        large = _variant(name, stock.large)
        group.add(
            f"{large} / {BARE}", ratio(group.rates(large), group.rates(BARE)), Aim(at_least=share)
        )
    for name in SHARES:
        small, large = _variant(name, stock.small), _variant(name, stock.large)
        group.add(
            f"{name}: p50 with the large / the small database",
            ratio(group.halves(large), group.halves(small)),
            Aim(at_most=GROWTH),
        )
