"""What the service costs while nobody asks for anything, and how soon an event is seen after that.

Organisations that rest are counted in transactions a second of the database (PostgreSQL counts its
own) and in processor time. Both are taken over a stretch that begins when every log is projected
and sealed.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from statistics import median
from uuid import uuid4

import httpx
from rich.table import Table
from sqlalchemy import text

from app.access.organisations import found, organisation_stream
from app.access.tokens import Tokens
from app.domain.values import OrganisationId
from app.events.database import Database
from app.events.postgres import PostgresStore
from app.events.projections import ALL as PROJECTIONS
from app.events.schema import migrate
from app.events.sqlite import SqliteStore
from app.events.store import Entry, NewEvent, Recorded, Write
from app.events.subscriptions import Projector
from bench import lives, triplicate
from bench.benchmark import Benchmark
from bench.database import Flush, postgres
from bench.processor import Reading
from bench.servers import Server, free_port, running
from bench.triplicate import ACTOR, ORGANISATION, POLICY, PROGRAM, Installation, now
from tests.support.postgres import Postgres

REST_SECONDS = 150.0
"""How long to wait at most until everything is projected and sealed."""
SETTLE_SECONDS = 30.0
"""Then, until all pauses between two looks are as long as they become."""
COMMANDS = 20
BEHIND = text("""
    SELECT (SELECT count(*) FROM log_heads AS h WHERE h.position > coalesce((
                SELECT max(c.size) FROM checkpoints AS c
                WHERE c.organisation_id = h.organisation_id), 0))
         + (SELECT count(*) FROM log_heads AS h WHERE h.position > coalesce((
                SELECT min(s.position) FROM subscriptions AS s
                WHERE s.organisation_id = h.organisation_id AND s.status = 'live'), 0))
""")
"""Logs that are not sealed to their end, and logs that are not projected to theirs."""
TRANSACTIONS = "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = 'resting'"


@dataclass(frozen=True)
class Rest:
    """What resting cost."""

    name: str
    transactions: float | None
    """A second; None where the database does not count them."""
    cores: Mapping[str, float]
    seen: tuple[float, ...] = ()
    """Milliseconds from the answer of a command until a list shows it, each after a rest."""


def measure(benchmark: Benchmark) -> None:
    """Let organisations rest on PostgreSQL and on SQLite, and the demonstration too."""
    many, few = benchmark.resting
    rests = [_on_postgresql(benchmark, many), _on_sqlite(benchmark, few), _demo(benchmark)]
    table = Table("resting", "transactions / s", "% of a core", "seen after ms, median and most")
    for rest in rests:
        transactions = "-" if rest.transactions is None else f"{rest.transactions:.1f}"
        cores = ", ".join(f"{name} {100 * used:.2f}" for name, used in rest.cores.items())
        seen = f"{median(rest.seen):.0f}, {max(rest.seen):.0f}" if rest.seen else "-"
        table.add_row(rest.name, transactions, cores, seen)
    benchmark.console.print(table)


def _on_postgresql(benchmark: Benchmark, organisations: int) -> Rest:
    with postgres(Flush.PLAIN) as server:
        server.create_database("resting")
        installed = asyncio.run(_install(server.url("resting"), organisations))
        with triplicate.served(
            "api", installed, benchmark.data_folder(), projector="inside"
        ) as api:
            asyncio.run(_until_at_rest(installed.url))
            watched = {"process": api.pid, "PostgreSQL": server.pid or 0}
            counted = partial(_transactions, server)
            rate, cores = _rest(benchmark, watched, counted)
            seen = asyncio.run(_seen(api, installed))
        return Rest(f"{organisations:,} organisations, PostgreSQL", rate, cores, seen)


def _transactions(server: Postgres) -> int:
    return int(server.sql(TRANSACTIONS))


def _on_sqlite(benchmark: Benchmark, organisations: int) -> Rest:
    url = f"sqlite+aiosqlite:///{benchmark.data_folder() / 'resting.sqlite3'}"
    installed = asyncio.run(_install(url, organisations))
    with triplicate.served("api", installed, benchmark.data_folder(), projector="inside") as api:
        asyncio.run(_until_at_rest(url))
        _, cores = _rest(benchmark, {"process": api.pid})
        seen = asyncio.run(_seen(api, installed))
    return Rest(f"{organisations:,} organisations, SQLite", None, cores, seen)


def _demo(benchmark: Benchmark) -> Rest:
    folder, port = benchmark.data_folder(), free_port()
    url = f"sqlite+aiosqlite:///{folder / 'triplicate.sqlite3'}"
    env = {
        "TRIPLICATE_DATABASE_URL": url,
        "TRIPLICATE_DATA_DIR": str(folder),
        "TRIPLICATE_PORT": str(port),
    }
    with running("demo", [*PROGRAM, "demo"], port=port, env=env) as demo:
        # It listens before it has set up the demonstration.
        httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=REST_SECONDS).raise_for_status()
        asyncio.run(_until_at_rest(url))
        _, cores = _rest(benchmark, {"process": demo.pid})
    return Rest("demonstration, SQLite", None, cores)


def _rest(
    benchmark: Benchmark, watched: dict[str, int], count: Callable[[], int] = lambda: 0
) -> tuple[float, dict[str, float]]:
    """Tell how much a second is counted at rest, and the cores that programs use."""
    time.sleep(SETTLE_SECONDS)
    before, counted = Reading(benchmark.family, watched), count()
    time.sleep(benchmark.rest_seconds)
    rate = (count() - counted) / benchmark.rest_seconds
    return rate, Reading(benchmark.family, watched).since(before).own


async def _install(url: str, organisations: int) -> Installation:
    """Found organisations that are all alike, each with a log of its own that rests."""
    await migrate(url)
    database = await Database.open(url)
    store = _store_on(database)
    try:
        policy = POLICY.read_text(encoding="utf-8")
        await found(store, ORGANISATION, title="Bench", policy_text=policy, at=now(), by=ACTOR)
        issued = await Tokens(database, clock=now).create(ORGANISATION, ACTOR)
        pattern = await store.read_log(ORGANISATION, after=0, limit=100)
        for nth in range(1, organisations):
            name = OrganisationId(f"resting-{nth:04}")
            await store.append(name, _copy(pattern, name))
        await Projector(database, store, PROJECTIONS).catch_up()
    finally:
        await store.close()
        await database.close()
    return Installation(url, issued.secret)


def _store_on(database: Database) -> PostgresStore | SqliteStore:
    return (PostgresStore if database.dialect == "postgresql" else SqliteStore)(database)


def _copy(pattern: list[Recorded], organisation: OrganisationId) -> Entry:
    meta = '{"actor":{"subject":"chen.jing","roles":[],"units":[]}}'
    events = (
        NewEvent(one.type, one.schema_version, one.data, meta, one.occurred_at) for one in pattern
    )
    return Entry(uuid4(), "0" * 32, (Write(organisation_stream(organisation), 0, (*events,)),))


async def _until_at_rest(url: str) -> None:
    database, end = await Database.open(url), time.monotonic() + REST_SECONDS
    try:
        while time.monotonic() < end:
            async with database.reader.connect() as connection:
                if not (await connection.execute(BEHIND)).scalar_one():
                    return
            await asyncio.sleep(1)
    finally:
        await database.close()


async def _seen(server: Server, installed: Installation) -> tuple[float, ...]:
    """Begin complaints, a moment apart, and see each time how soon the list has it."""
    found: list[float] = []
    headers = {"Authorization": f"Bearer {installed.token}"}
    address = f"http://127.0.0.1:{server.port}"
    async with httpx.AsyncClient(base_url=address, headers=headers, timeout=30) as client:
        for _ in range(COMMANDS):
            body = lives.receipt("customer-service")
            key = {"Idempotency-Key": str(uuid4())}
            answer = await client.post("/v1/complaints", json=body, headers=key)
            answer.raise_for_status()
            begin, shown = time.perf_counter(), ""
            while shown != answer.json()["complaint_id"]:
                page = await client.get("/v1/complaints", params={"limit": 1})
                shown = next((one["id"] for one in page.json()["items"]), "")
            found.append(1000 * (time.perf_counter() - begin))
            await asyncio.sleep(0.4)
    return tuple(found)
