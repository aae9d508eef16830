"""Reading the whole log of an organisation out of PostgreSQL by COPY, stream by stream.

Several times as fast as rows: they arrive as text in large pieces, and nothing is made of a line
but what an event needs.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import datetime
from typing import Final

from app.domain.values import OrganisationId
from app.events.database import CONNECTION_SECONDS, Database, telling_of_trouble
from app.events.store import Recorded
from app.events.uuids import uuid_of

PIECE: Final = 1 << 18
"""Bytes gathered before they are handed on."""
AHEAD: Final = 8
"""Pieces that may wait to be taken."""
SECONDS: Final = 24 * 3600.0
"""A rebuild may take long; the limit for ordinary statements does not hold here."""

COLUMNS: Final = ", ".join(Recorded._fields)
SELECT: Final = f"""
    SELECT {COLUMNS} FROM events WHERE organisation_id = $1 AND position <= $2
    ORDER BY stream_id, version
"""  # noqa: S608 - our own column names

_escape: Final = re.compile(r"\\(.)")
_escaped: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v"}


async def copied(
    database: Database, organisation: OrganisationId, head: int
) -> AsyncIterator[list[Recorded]]:
    """Read the events up to a position, ordered by stream and version, in pages of some size."""
    pieces: asyncio.Queue[bytes | None] = asyncio.Queue(AHEAD)
    reader = asyncio.create_task(_copy(database, organisation, head, pieces))
    try:
        while (piece := await pieces.get()) is not None:
            yield [_recorded(line) for line in piece.decode().split("\n")]
        await reader
    finally:
        reader.cancel()
        with suppress(asyncio.CancelledError):
            await reader


async def _copy(
    database: Database,
    organisation: OrganisationId,
    head: int,
    pieces: "asyncio.Queue[bytes | None]",
) -> None:
    """Put pieces of whole lines into a queue, and None at the end, also a bad one."""
    begun = bytearray()

    async def take(data: bytes) -> None:
        begun.extend(data)
        if len(begun) >= PIECE and (end := begun.rfind(b"\n")) >= 0:
            await pieces.put(bytes(begun[:end]))
            del begun[: end + 1]

    try:
        with telling_of_trouble():
            async with database.pool.acquire(timeout=CONNECTION_SECONDS) as connection:
                await connection.copy_from_query(
                    SELECT, organisation, head, output=take, null="", timeout=SECONDS
                )
        if begun:
            await pieces.put(bytes(begun[:-1]))
    except Exception:
        await pieces.put(None)
        raise
    await pieces.put(None)


def _recorded(line: str) -> Recorded:
    fields = line.split("\t")
    if "\\" in line:
        fields = [_unescaped(field) for field in fields]
    position, stream, version, event, kind, schema, data, meta, at, recorded, number = fields
    return Recorded(
        int(position),
        uuid_of(stream),
        int(version),
        uuid_of(event),
        kind,
        int(schema),
        data,
        meta,
        datetime.fromisoformat(at),
        datetime.fromisoformat(recorded),
        number or None,
    )


def _unescaped(field: str) -> str:
    return _escape.sub(lambda found: _escaped.get(found[1], found[1]), field)
