"""An engine on each of the three stores."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import text

from app.events.database import Database
from app.events.memory import MemoryStore
from app.events.store import EventStore
from app.projections.catalogue import PROJECTIONS
from app.projections.engine import Engine
from app.projections.postgres_storage import PostgresStorage
from app.projections.projection import Projection
from app.projections.sqlite_storage import SqliteStorage
from app.projections.storage import Storage
from app.projections.stored_state import StateCodec
from tests.events.logs import HOUSE
from tests.support.databases import SQLITE_AND_POSTGRESQL, store_on
from tests.support.memory_storage import MemoryStorage

CODEC = StateCodec(b"a key that is not in the database")


def all_with(*others: Projection) -> list[Projection]:
    """Give all projections, some of them replaced."""
    replaced = {one.name: one for one in others}
    return [replaced.get(one.name, one) for one in PROJECTIONS]


@dataclass
class Bench:
    """A log, and what engines make of it."""

    store: EventStore
    database: Database | None
    _memory: MemoryStorage | None = None

    def storage(
        self, projections: Sequence[Projection] = PROJECTIONS, codec: StateCodec = CODEC
    ) -> Storage:
        """Open the storage as a process does."""
        if self.database is None:
            if self._memory is None:
                self._memory = MemoryStorage(projections, codec)
            self._memory.projections, self._memory.codec = projections, codec
            return self._memory
        kind = PostgresStorage if self.database.dialect == "postgresql" else SqliteStorage
        return kind(self.database, projections, codec)

    def engine(
        self, projections: Sequence[Projection] = PROJECTIONS, codec: StateCodec = CODEC
    ) -> Engine:
        """Begin an engine as a process does."""
        return Engine(self.store, self.storage(projections, codec))

    async def rows(
        self, name: str = "planning_copy", where: str = "version > 0"
    ) -> dict[UUID, dict[str, Any]]:
        """Read documents and their places in the feed."""
        found: Sequence[Any]
        if self._memory is not None:
            found = [
                (row["complaint_id"], row["position"], row["document"])
                for (table, _), row in self._memory.rows.items()
                if table == name
            ]
        else:
            found = await self._ask(
                f"SELECT complaint_id, position, CAST(document AS text) FROM {name}"  # noqa: S608
                f" WHERE organisation_id = :organisation AND {where}"
            )
        return {
            UUID(str(complaint)): {"place": place, **(msgspec.json.decode(document) or {})}
            for complaint, place, document in found
        }

    async def states(self) -> dict[UUID, tuple[int, int, str]]:
        """Read version, position and text of the stored states."""
        found: Sequence[Any]
        if self._memory is not None:
            found = [
                (row["complaint_id"], row["stream_version"], row["position"], row["state"])
                for row in self._memory.states.values()
            ]
        else:
            found = await self._ask(
                "SELECT complaint_id, stream_version, position, CAST(state AS text)"
                " FROM complaint_states WHERE organisation_id = :organisation"
            )
        return {UUID(str(complaint)): (*rest,) for complaint, *rest in found}

    async def edit(self, before: str, after: str) -> None:
        """Change stored states as somebody does who can edit the database."""
        if self._memory is not None:
            for row in self._memory.states.values():
                row["state"] = row["state"].replace(before, after)
            return
        assert self.database is not None
        kind = "json" if self.database.dialect == "postgresql" else "text"
        statement = (
            "UPDATE complaint_states SET state ="  # noqa: S608
            f" CAST(replace(CAST(state AS text), :before, :after) AS {kind})"
        )
        async with self.database.begin() as connection:
            await connection.execute(text(statement), {"before": before, "after": after})

    async def _ask(self, statement: str) -> Sequence[Any]:
        assert self.database is not None
        async with self.database.begin() as connection:
            return (await connection.execute(text(statement), {"organisation": HOUSE})).all()


@pytest.fixture(params=("memory", *SQLITE_AND_POSTGRESQL))
async def bench(
    request: pytest.FixtureRequest,
    make_url: Callable[[str], str],
) -> AsyncIterator[Bench]:
    """Each store in turn."""
    if request.param == "memory":
        yield Bench(MemoryStore(), None)
        return
    database = await Database.open(make_url(request.param))
    store = store_on(database)
    yield Bench(store, database)
    await store.close()
    await database.close()
