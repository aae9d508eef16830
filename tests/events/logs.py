"""Lives of complaints, written into a store and folded by hand."""

import random
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID, uuid5

import msgspec
from sqlalchemy import text

from app.domain.complaint import Event, Fact
from app.domain.values import OrganisationId
from app.events.codec import decode
from app.events.database import Database
from app.events.projection import Projection
from app.events.projections import ALL
from app.events.store import Appended, Entry, EventStore, Numbering, Recorded, Write
from tests.events.projections.lives import ZHANG, life, new_event

HOUSE = OrganisationId("house")
PLAIN = Numbering("2026", "2026-", 6)
"""As a house numbers that has no format of its own."""
NAMES = [projection.name for projection in ALL]


async def append(
    store: EventStore,
    facts: Sequence[Fact],
    *,
    stream: int = 1,
    at: int = 0,
    organisation: OrganisationId = HOUSE,
    numbering: Numbering = PLAIN,
) -> int:
    """Append facts to a stream that is at a version, and tell the log's position."""
    stream_id = UUID(int=stream)
    command = uuid5(stream_id, str(at))
    events = tuple(new_event(fact) for fact in facts)
    write = Write(stream_id, at, events, numbering if at == 0 else None)
    outcome = await store.append(organisation, Entry(command, "f", (write,)))
    assert isinstance(outcome, Appended)
    return outcome.position


async def append_lives(
    store: EventStore, lives: Iterable[Sequence[Event]], *, seed: int = 1
) -> int:
    """Append lives so that their events lie mixed in the log; tell its position."""
    waiting = [[life(*events), 0, number] for number, events in enumerate(lives, 1)]
    rng = random.Random(seed)
    position = 0
    while waiting:
        turn: Any = rng.choice(waiting)
        facts, at, stream = turn
        position = await append(store, [facts[at]], stream=stream, at=at)
        turn[1] = at + 1
        if turn[1] == len(facts):
            waiting.remove(turn)
    return position


def fold_all(projection: Projection[Any], log: Iterable[Recorded]) -> dict[str, Any]:
    """Fold a log from zero, the plain way."""
    documents: dict[UUID, Any] = {}
    for entry in log:
        before = documents.get(entry.stream_id)
        documents[entry.stream_id] = projection.project(before, decode(entry), entry)
    return {str(stream): document for stream, document in documents.items()}


async def stored(
    database: Database, projection: Projection[Any], organisation: OrganisationId = HOUSE
) -> dict[str, Any]:
    """Read all documents of the live generation, past the projection's own queries."""
    found = text(
        f"SELECT CAST(document AS text) FROM {projection.name} AS t"  # noqa: S608
        " JOIN subscriptions AS s ON s.organisation_id = t.organisation_id"
        f" AND s.version = t.version AND s.name = '{projection.name}' AND s.status = 'live'"
        " WHERE t.organisation_id = :organisation"
    )
    async with database.begin() as connection:
        rows = (await connection.execute(found, {"organisation": organisation})).all()
    documents = [msgspec.json.decode(row[0]) for row in rows]
    return {document["id"]: document for document in documents}


async def assert_current(database: Database, store: EventStore) -> None:
    """See that every projection's rows equal a fold of the whole log from zero.

    A copy that was destroyed folds to the whole copy; its row holds the tombstone only (SC-46).
    """
    log = await store.read_log(HOUSE, after=0, limit=100_000)
    for projection in ALL:
        folded = fold_all(projection, log)
        expected = {
            stream: projection.remains(document) or document for stream, document in folded.items()
        }
        assert await stored(database, projection) == expected


__all__ = ["HOUSE", "NAMES", "ZHANG", "append", "append_lives", "assert_current", "stored"]
