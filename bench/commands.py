"""Commands over HTTP: the life of a complaint against a bare route, and against a library."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from bench import lives, triplicate
from bench.benchmark import Benchmark
from bench.database import Flush, postgres
from bench.load import Request
from bench.processor import resident
from bench.results import Aim, Group
from bench.servers import Server, free_port, running, uvicorn, wait_until_quiet
from bench.slices import ratio, spread
from tests.support.postgres import Postgres

BARE = "bare FastAPI POST"
INSIDE = "Triplicate"
OUTSIDE = "Triplicate, projections in a second process"
LIBRARY = "eventsourcing under FastAPI"

SHARE: Mapping[Flush, float] = {Flush.PLAIN: 0.60, Flush.SLOW: 0.50}
"""Of the bare route's requests, at least."""


@dataclass(frozen=True)
class Servers:
    """All that is measured, running at the same time; who is not asked does nothing."""

    bare: Server
    inside: Server
    outside: Server
    projector: Server
    peer: Server


def measure(benchmark: Benchmark, flush: Flush) -> None:
    """Measure commands."""
    with ExitStack() as stack:
        server = stack.enter_context(postgres(flush))
        watched = {"PostgreSQL": server.pid or 0}
        installed = triplicate.install(server, "inside")
        elsewhere = triplicate.install(server, "outside")
        servers = stack.enter_context(_servers(benchmark, server, installed, elsewhere))
        token = installed.token
        yardstick = Request(
            name="apologies", text=lives.post("/v1/apologies", lives.APOLOGY, token), status=200
        )
        project = {**watched, "projector": servers.projector.pid}
        variants = {
            BARE: benchmark.requests(servers.bare, [yardstick]),
            INSIDE: benchmark.requests(servers.inside, triplicate.life(token), watched=watched),
            OUTSIDE: benchmark.requests(
                servers.outside, triplicate.life(elsewhere.token), watched=project
            ),
            LIBRARY: benchmark.requests(servers.peer, triplicate.life(token), watched=watched),
        }
        # What the projector does to begin with belongs to no command.
        wait_until_quiet(benchmark.family)
        with benchmark.group(f"commands, {flush}", variants) as group:
            _add_figures(group, flush, servers)


@contextmanager
def _servers(
    benchmark: Benchmark,
    server: Postgres,
    installed: triplicate.Installation,
    elsewhere: triplicate.Installation,
) -> Iterator[Servers]:
    folder = benchmark.data_folder()
    with (
        bare() as plain,
        triplicate.served(INSIDE, installed, folder, projector="inside") as inside,
        triplicate.served(OUTSIDE, elsewhere, folder, projector="off") as outside,
        triplicate.projected("projector", elsewhere, folder) as projector,
        library(server) as peer,
    ):
        yield Servers(plain, inside, outside, projector, peer)


@contextmanager
def bare() -> Iterator[Server]:
    """Run the yardstick."""
    port = free_port()
    with running(BARE, uvicorn("bench.bare:app", port), port=port) as server:
        yield server


@contextmanager
def library(server: Postgres) -> Iterator[Server]:
    """Run the library's service on a database of its own."""
    server.create_database("library")
    port = free_port()
    env = {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": "library",
        "POSTGRES_HOST": "127.0.0.1",
        "POSTGRES_PORT": str(server.port),
        "POSTGRES_USER": "postgres",
        "POSTGRES_PASSWORD": "unused",
    }
    with running(LIBRARY, uvicorn("bench.peer:app", port), port=port, env=env) as running_one:
        yield running_one


def _add_figures(group: Group, flush: Flush, servers: Servers) -> None:
    share = Aim(at_least=SHARE[flush])
    for variant in (INSIDE, OUTSIDE):
        group.add(f"{variant} / {BARE}", ratio(group.rates(variant), group.rates(BARE)), share)
        group.add(f"{variant}: p99 / p50", group.tails(variant), Aim(at_most=2.5))
        group.add(
            f"{variant} / {LIBRARY}",
            ratio(group.rates(variant), group.rates(LIBRARY)),
            Aim(at_least=5),
        )
    group.add(
        "resident memory of the API process, MiB",
        spread([resident(servers.inside.pid)]),
        Aim(at_most=150),
    )
    group.add(
        "the same, projections in a second process, MiB",
        spread([resident(servers.outside.pid)]),
        Aim(at_most=150),
    )
    group.add("that second process, MiB", spread([resident(servers.projector.pid)]))
