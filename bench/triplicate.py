"""Triplicate as the measurements see it: installed on a database, and served.

All that is known of the application's inside stands here, in appending.py and in replaying.py.
"""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from app.access.organisations import found
from app.access.tokens import Tokens
from app.domain.values import Actor, OrganisationId
from app.events.database import Database
from app.events.postgres import PostgresStore
from app.events.schema import migrate
from bench import lives
from bench.load import Request
from bench.servers import Server, free_port, running
from tests.support.postgres import Postgres

ORGANISATION = OrganisationId("bench")
ACTOR = Actor("chen.jing", ("handler", "audit"))
POLICY = Path(__file__).with_name("policy.toml")
PROGRAM = (sys.executable, "-m", "app.cli")
"""`triplicate`, of this very checkout wherever another is installed."""


@dataclass(frozen=True)
class Installation:
    """A database that Triplicate was installed on, and a token for its organisation."""

    url: str
    token: str

    @property
    def env(self) -> dict[str, str]:
        return {"TRIPLICATE_DATABASE_URL": self.url, "TRIPLICATE_LOG_LEVEL": "warning"}


def install(server: Postgres, database: str) -> Installation:
    """Make a database, its tables, an organisation in it, and a token."""
    server.create_database(database)
    return asyncio.run(_install(server.url(database)))


async def _install(url: str) -> Installation:
    await migrate(url)
    database = await Database.open(url)
    store = PostgresStore(database)
    try:
        await found(
            store,
            ORGANISATION,
            title="Bench",
            policy_text=POLICY.read_text(encoding="utf-8"),
            at=now(),
            by=ACTOR,
        )
        issued = await Tokens(database, clock=now).create(ORGANISATION, ACTOR)
    finally:
        await store.close()
        await database.close()
    return Installation(url, issued.secret)


def now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def served(
    name: str,
    installed: Installation,
    folder: Path,
    *,
    projector: Literal["inside", "off"],
    open_files: int | None = None,
) -> Iterator[Server]:
    """Run `triplicate serve`, with a limit on open files if one is given."""
    limit = () if open_files is None else ("sh", "-c", f'ulimit -n {open_files}; exec "$@"', "sh")
    port = free_port()
    env = {
        **installed.env,
        "TRIPLICATE_HOST": "127.0.0.1",
        "TRIPLICATE_PORT": str(port),
        "TRIPLICATE_DATA_DIR": str(folder),
        "TRIPLICATE_PROJECTOR": projector,
    }
    with running(name, [*limit, *PROGRAM, "serve"], port=port, env=env) as server:
        yield server


@contextmanager
def projected(name: str, installed: Installation, folder: Path) -> Iterator[Server]:
    """Run `triplicate project`."""
    env = {**installed.env, "TRIPLICATE_DATA_DIR": str(folder)}
    with running(name, [*PROGRAM, "project"], env=env) as server:
        yield server


def life(token: str) -> list[Request]:
    """Write the ten requests in the words of the policy."""
    return lives.life(token, lives.receipt("customer-service"), _steps())


def _steps() -> dict[str, Any]:
    return lives.steps("studio", "product-quality", "redo", "remedied", "CNY")
