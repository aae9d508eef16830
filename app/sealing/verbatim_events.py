"""Reading events exactly as they are stored, to hash them: nothing is mended on the way.

PostgreSQL keeps every column in its own type. SQLite keeps what it is given, so there each
column is asked for its kind and its bytes, and one that the service would not have written so is
shown as those: it can then equal nothing that was ever sealed.
"""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Text,
    Uuid,
    bindparam,
    func,
    literal_column,
    select,
)

from app.domain.values import OrganisationId
from app.events.database import Database, Query
from app.events.reading import IN_LOG, RECORDED
from app.events.tables import Moment, events, moment_text
from app.proof.record import Exact

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)


def _as_stored(column: Column[Any]) -> ColumnElement[str]:
    named: ColumnElement[Any] = literal_column(f"events.{column.name}")
    return func.typeof(named, type_=Text).op("||")(":").op("||")(func.hex(named))


_beyond: Final = (
    IN_LOG,
    events.c.position > bindparam("after", type_=BigInteger()),
    events.c.position <= bindparam("last", type_=BigInteger()),
)
_shown: Final[list[Any]] = [_as_stored(column) for column in RECORDED]
EXACT: Final = Query(
    select(*RECORDED).where(*_beyond).order_by(events.c.position),
    on_sqlite=select(*_shown).where(*_beyond).order_by(events.c.position),
)
"""The events after a position, up to another."""


async def exactly(
    database: Database, organisation: OrganisationId, after: int, last: int, *, page: int = 500
) -> AsyncIterator[Exact]:
    """Read events after a position up to another, in position order."""
    show = as_sqlite_has_it if database.dialect == "sqlite" else as_postgresql_has_it
    while after < last:
        upto = min(after + page, last)
        for row in await database.fetch(EXACT, organisation=organisation, after=after, last=upto):
            yield show(organisation, row)
        after = upto


def as_postgresql_has_it(organisation: str, row: tuple[Any, ...]) -> Exact:
    """Show a row whose values have come as what they are."""
    return Exact(organisation, *(_plain(value) for value in row))


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return (value - EPOCH) // MICROSECOND
    return str(value) if isinstance(value, UUID) else value


def as_sqlite_has_it(organisation: str, row: tuple[Any, ...]) -> Exact:
    """Show a row of which each value has come as its kind and its bytes."""
    return Exact(organisation, *(_read(form, told) for form, told in zip(FORMS, row, strict=True)))


def _read(form: Callable[[str, bytes], object], told: str) -> object:
    kind, _, digits = told.partition(":")
    try:
        return form(kind, bytes.fromhex(digits))
    except ValueError:
        return {"stored": kind, "bytes": digits}


def _integer(kind: str, value: bytes) -> int:
    _must(kind == "integer")
    return int(value)


def _text(kind: str, value: bytes) -> str:
    _must(kind == "text")
    return value.decode()


def _number(kind: str, value: bytes) -> str | None:
    return None if kind == "null" else _text(kind, value)


def _uuid(kind: str, value: bytes) -> str:
    written = _text(kind, value)
    found = UUID(hex=written)
    _must(found.hex == written)
    return str(found)


def _moment(kind: str, value: bytes) -> int:
    written = _text(kind, value)
    found = datetime.fromisoformat(written)
    _must(found.tzinfo is not None and moment_text(found) == written)
    return (found - EPOCH) // MICROSECOND


def _must(hold: bool) -> None:  # noqa: FBT001 - it is the whole of it
    if not hold:
        raise ValueError("not as the service writes it")


def _form_of(column: Column[Any]) -> Callable[[str, bytes], object]:
    if column.name == "number":
        return _number
    if isinstance(column.type, Uuid):
        return _uuid
    if isinstance(column.type, Moment):
        return _moment
    return _text if isinstance(column.type, Text) else _integer


FORMS: Final = tuple(map(_form_of, RECORDED))
"""How the service writes each column."""
