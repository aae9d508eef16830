"""Documents of a projection, many at a time: read, fold, write, throw away."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, NamedTuple, TypeAlias, cast
from uuid import UUID

import msgspec
from sqlalchemy import (
    Boolean,
    ColumnElement,
    Delete,
    Dialect,
    Insert,
    Integer,
    Select,
    Table,
    Text,
    Uuid,
    bindparam,
    delete,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from app.domain.complaint import Fact
from app.domain.values import OrganisationId
from app.events.codec import UnknownEvent, decode
from app.events.projection import PLACES, REMAINS, Document, Projection
from app.events.reading import STREAM
from app.events.store import Recorded

Row: TypeAlias = dict[str, Any]
Read: TypeAlias = tuple[Recorded, Fact | Exception]
"""An event, or why it cannot be read."""

_json: Final = msgspec.json.Encoder()
_document: Final = msgspec.json.Decoder(dict[str, Any])

COPY_SECONDS: Final = 600.0

COMPLAINTS: Final = "complaint."
"""How the types of events begin that happen to a complaint; the organisation has a stream too."""


class NewerProgram(Exception):
    """A newer program wrote an event, and has to take it in."""

    def __init__(self, position: int) -> None:
        """Tell where the event stands."""
        super().__init__(f"the event at {position} is not known to this program")
        self.position = position


def read(recorded: Iterable[Recorded]) -> list[Read]:
    """Read the events of complaints; one that cannot be read does not stop the others.

    Raises:
        NewerProgram: one is of a kind that this program does not know. Whoever parked it would
            hold its stream until somebody looks; a newer program takes it in by itself.

    """
    return [(entry, _read(entry)) for entry in recorded if entry.type.startswith(COMPLAINTS)]


def _read(entry: Recorded) -> Fact | Exception:
    try:
        return decode(entry)
    except UnknownEvent as error:
        raise NewerProgram(entry.position) from error
    except Exception as error:  # noqa: BLE001 - whatever it is, it will be parked
        return error


class Written(NamedTuple):
    """What is written of a document."""

    row: Row
    lines: list[Row]


class Parked(NamedTuple):
    """An event that could not be taken in, or that follows one in the same stream."""

    position: int
    stream_id: UUID
    error: str
    """Never the message of the exception: it may quote what the customer said."""


@dataclass(slots=True)
class Folding:
    """Takes events in, in the order of the log, each exactly where it belongs or to the parked."""

    projection: Projection[Any]
    documents: dict[UUID, Document]
    held: set[UUID] = field(default_factory=set)
    """Streams of which an event is parked: what follows would fall on a wrong document."""
    changed: set[UUID] = field(default_factory=set)
    parked: list[Parked] = field(default_factory=list)

    def take(self, entries: Iterable[Read]) -> None:
        """Fold events in, or park them. Every event of a rebuild passes this loop."""
        project, documents, held = self.projection.project, self.documents, self.held
        for entry, fact in entries:
            stream = entry.stream_id
            if held and stream in held:
                parked = Parked(entry.position, stream, "follows a parked event")
                self.parked.append(parked)
            elif isinstance(fact, Exception):
                self._park(entry.position, stream, fact)
            else:
                before = documents.get(stream)
                try:
                    after = project(before, fact, entry)
                except Exception as error:  # noqa: BLE001 - one event must not stop the log
                    self._park(entry.position, stream, error)
                    continue
                if after is not before:
                    documents[stream] = after
                    self.changed.add(stream)

    def go_on_with(self, stream: UUID) -> "Folding":
        """Begin another folding with a stream that this one has only seen the beginning of."""
        following = Folding(self.projection, {}, self.held & {stream})
        if stream in self.changed:
            self.changed.remove(stream)
            following.changed.add(stream)
            following.documents[stream] = self.documents.pop(stream)
        return following

    def written(self) -> list[Written]:
        """Write the documents that changed as rows, and park those that cannot be written."""
        found = []
        for stream in self.changed:
            document = self.documents[stream]
            try:
                found.append(rows_of(self.projection, stream, document))
            except Exception as error:  # noqa: BLE001 - one document must not stop the others
                self._park(document["position"], stream, error)
        return found

    def _park(self, position: int, stream: UUID, error: Exception) -> None:
        self.held.add(stream)
        self.parked.append(Parked(position, stream, f"{type(error).__name__} at {position}"))


def rows_of(projection: Projection[Any], stream: UUID, document: Document) -> Written:
    """Make the rows of a document, but for organisation and generation."""
    left = projection.remains(document)
    row = {
        "complaint_id": stream,
        "position": document["position"] * PLACES,
        "stream_version": document["version"],
        "shape": projection.shape if left is None else REMAINS,
        **projection.columns(document),
        "document": _json.encode(document if left is None else left).decode(),
    }
    return Written(row, [] if left is not None else _lines(projection, stream, document))


def _lines(projection: Projection[Any], stream: UUID, document: Document) -> list[Row]:
    if projection.lines is None:
        return []
    listed = enumerate(projection.lines.of(document), 1)
    return [{"complaint_id": stream, "nth": nth, **line} for nth, line in listed]


class Generation(NamedTuple):
    """One organisation's documents of one generation of a projection, in a transaction."""

    connection: AsyncConnection
    projection: Projection[Any]
    organisation: OrganisationId
    version: int

    @property
    def key(self) -> dict[str, Any]:
        """Name it, as parameters of a statement."""
        return {
            "organisation": self.organisation,
            "projection": self.projection.name,
            "generation": self.version,
        }

    async def load(self, streams: Collection[UUID]) -> tuple[dict[UUID, Document], list[UUID]]:
        """Read documents, and tell which streams have one of another shape.

        That is not gone on with: it may lack what the program of its day did not write.
        """
        ids = _json.encode([stream.hex for stream in streams]).decode()
        found = (
            await self.connection.execute(_load(self.projection.table), {**self.key, "ids": ids})
        ).all()
        today = self.projection.shape
        return (
            {
                stream: cast("Document", _document.decode(text))
                for stream, shape, text in found
                if shape == today
            },
            [stream for stream, shape, _ in found if shape != today],
        )

    async def read_again(self, stream: UUID, position: int) -> list[Read]:
        """Read the events of a stream that lie no further than a position in the log."""
        given = {"organisation": self.organisation, "stream": stream, "after": 0}
        rows = await self.connection.execute(STREAM.statement, given)
        recorded = (Recorded._make(row) for row in rows)
        return read(one for one in recorded if one.position <= position)

    async def save(self, written: Sequence[Written]) -> None:
        """Write documents, whether they are new or not, and their lines anew."""
        if not written:
            return
        await self._put(self.projection.table, [one.row for one in written])
        if self.projection.lines is not None:
            table = self.projection.lines.table
            ids = _json.encode([one.row["complaint_id"].hex for one in written]).decode()
            await self.connection.execute(_clear(table), {**self.key, "ids": ids})
            await self._put(table, [line for one in written for line in one.lines])

    async def _put(self, table: Table, rows: Sequence[Row]) -> None:
        if not rows:
            return
        if self.connection.dialect.name == "postgresql":
            text, names = _upsert_postgresql(table)
            columns = ([row[name] for row in rows] for name in names)
            raw = await self.connection.get_raw_connection()
            driver: Any = raw.driver_connection
            await driver.execute(text, self.organisation, self.version, *columns)
        else:
            key = {"organisation_id": self.organisation, "version": self.version}
            await self.connection.execute(_upsert_sqlite(table), [{**key, **row} for row in rows])

    async def add(self, written: Sequence[Written]) -> None:
        """Write documents that are all new."""
        if self.connection.dialect.name != "postgresql":
            await self.save(written)
            return
        await self._copy(self.projection.table, [one.row for one in written])
        if self.projection.lines is not None:
            lines = [line for one in written for line in one.lines]
            await self._copy(self.projection.lines.table, lines)

    async def _copy(self, table: Table, rows: Sequence[Row]) -> None:
        names = [c.name for c in table.c]
        key = {"organisation_id": self.organisation, "version": self.version}
        records = [tuple(row[name] for name in names) for row in ({**key, **own} for own in rows)]
        raw = await self.connection.get_raw_connection()
        driver: Any = raw.driver_connection
        await driver.copy_records_to_table(
            table.name, records=records, columns=names, timeout=COPY_SECONDS
        )

    async def move(self, stream: UUID, place: int) -> None:
        """Let a document appear elsewhere in the feed."""
        table = self.projection.table
        mine = (*_mine(table), table.c.complaint_id == bindparam("stream", type_=Uuid()))
        statement = update(table).where(*mine).values(position=bindparam("place"))
        await self.connection.execute(statement, {**self.key, "stream": stream, "place": place})

    async def remove(self, limit: int) -> int:
        """Throw some rows away, the lines first; tell how many, fewer than `limit` at the end."""
        given = {**self.key, "limit": limit}
        if self.projection.lines is not None:
            statement = _remove(self.projection.lines.table)
            removed = (await self.connection.execute(statement, given)).rowcount
            if removed >= limit:
                return removed
        return (await self.connection.execute(_remove(self.projection.table), given)).rowcount


class among_ids(FunctionElement[bool]):  # noqa: N801 - it is written like a function of SQL
    """Whether a UUID is among those of a JSON list: one parameter, however many they are."""

    type = Boolean()
    name = "among_ids"
    inherit_cache = True

    def self_group(self, against: Any = None) -> Any:  # noqa: ANN401, ARG002 - SQLAlchemy's signature
        """Stay as it is: SQLite finds no index for the `IN (...) = 1` that it would become."""
        return self


@compiles(among_ids)
def _among_sqlite(element: among_ids, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    column, ids = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({ids}))"  # noqa: S608 - clauses, not values


@compiles(among_ids, "postgresql")
def _among_postgresql(element: among_ids, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    column, ids = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} IN (SELECT CAST(json_array_elements_text(CAST({ids} AS json)) AS uuid))"


def _mine(table: Table) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return (
        table.c.organisation_id == bindparam("organisation", type_=Text()),
        table.c.version == bindparam("generation", type_=Integer()),
    )


@cache
def _load(table: Table) -> Select[Any]:
    ids = bindparam("ids", type_=Text())
    found = select(table.c.complaint_id, table.c.shape, table.c.document)
    return found.where(*_mine(table), among_ids(table.c.complaint_id, ids))


@cache
def _clear(table: Table) -> Delete:
    ids = bindparam("ids", type_=Text())
    return delete(table).where(*_mine(table), among_ids(table.c.complaint_id, ids))


@cache
def _remove(table: Table) -> Delete:
    some = (
        select(table.c.complaint_id).where(*_mine(table)).limit(bindparam("limit", type_=Integer()))
    )
    return delete(table).where(*_mine(table), table.c.complaint_id.in_(some))


@cache
def _upsert_sqlite(table: Table) -> Insert:
    statement = sqlite.insert(table)
    values = {c.name: statement.excluded[c.name] for c in table.c if not c.primary_key}
    return statement.on_conflict_do_update(index_elements=[*table.primary_key], set_=values)


@cache
def _upsert_postgresql(table: Table) -> tuple[str, list[str]]:
    """One statement with an array for each column, so that any number of rows is one round trip."""
    dialect: Dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    own = [c for c in table.c if c.name not in {"organisation_id", "version"}]
    names = [c.name for c in own]
    arrays = ", ".join(f"${n}::{c.type.compile(dialect)}[]" for n, c in enumerate(own, 3))
    updates = ", ".join(f"{c.name} = excluded.{c.name}" for c in own if not c.primary_key)
    key = ", ".join(c.name for c in table.primary_key)
    text = (
        f"INSERT INTO {table.name} (organisation_id, version, {', '.join(names)})"  # noqa: S608 - names of our own tables
        f" SELECT $1::text, $2::integer, new.* FROM unnest({arrays}) AS new"
        f" ON CONFLICT ({key}) DO UPDATE SET {updates}"
    )
    return text, names
