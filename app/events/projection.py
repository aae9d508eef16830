"""What a projection is: a document per complaint, folded from its events, kept in a table.

The documents themselves are in `projections`, and none knows another. What several say alike is in
`outline`, `stays`, `signatures` and `holds`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    ScalarSelect,
    Select,
    Table,
    TableClause,
    Text,
    Uuid,
    and_,
    bindparam,
    case,
    literal_column,
    or_,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from typing_extensions import TypedDict

from app.domain.complaint import Event, Fact, NotAStream
from app.domain.steps.receipt import Received
from app.domain.values import Money, Offer
from app.events.database import Query
from app.events.store import Recorded
from app.events.tables import JsonText, Key, events, metadata, subscriptions


class Document(TypedDict):
    """What every document has."""

    id: str
    number: str | None
    version: int
    """Of the complaint, as of the last event folded in."""
    position: int
    """In the log, of that event."""


D = TypeVar("D", bound=Document)

REMAINS: Final = -1
"""The shape of what is left of a document that was destroyed: it is neither served as the document
nor gone on with. Its next event has it folded anew from the log."""


def _everything(_document: Document) -> Document | None:
    return None


E = TypeVar("E", bound=Event)

Change = Callable[[D, E, Fact], None]
"""Writes into a document that is not yet anybody else's; what hangs below its keys is replaced."""


class Fold(Generic[D]):
    """Folds events into a document by a function for each type of event.

    An event without one only moves `version` and `position` on; where the document holds
    `only_its_own` events, it is given back as it is, and need not be written again.
    """

    def __init__(
        self, begin: Callable[[Received, Fact, Recorded], D], *, only_its_own: bool = False
    ) -> None:
        self._begin = begin
        self._only_its_own = only_its_own
        self._changes: dict[type[Any], Callable[[D, Any, Fact], None]] = {}

    def on(self, *kinds: type[E]) -> Callable[[Change[D, E]], Change[D, E]]:
        """Mark the function for some types of event."""

        def mark(change: Change[D, E]) -> Change[D, E]:
            for kind in kinds:
                self._changes[kind] = change
            return change

        return mark

    def __call__(self, document: D | None, fact: Fact, recorded: Recorded) -> D:
        """Fold one event in, and leave the document that was given as it is.

        Raises:
            NotAStream: the first event is not the receipt, or a second receipt follows.

        """
        event = fact.event
        if document is None:
            if not isinstance(event, Received):
                message = "a complaint begins with its receipt"
                raise NotAStream(message)
            return self._begin(event, fact, recorded)
        if isinstance(event, Received):
            message = "a complaint is received once"
            raise NotAStream(message)
        change = self._changes.get(type(event))
        if change is None and self._only_its_own:
            return document
        after = document.copy()
        after["version"] = recorded.version
        after["position"] = recorded.position
        if change is not None:
            change(after, event, fact)
        return after


@dataclass(frozen=True)
class Lines(Generic[D]):
    """Rows below a document, for what it lists and what is looked for, or added up, by itself."""

    table: Table
    of: Callable[[D], list[dict[str, Any]]]
    """Values of the table's own columns, line by line."""


@dataclass(frozen=True)
class Projection(Generic[D]):
    """A document: its table, how it is folded, and what of it can be searched by."""

    table: Table
    project: Callable[[D | None, Fact, Recorded], D]
    columns: Callable[[D], dict[str, Any]]
    """Values of the table's own columns."""
    remains: Callable[[D], Document | None] = _everything
    """What alone is written of a document that was destroyed; None of one that was not."""
    shape: int = 1
    """To be raised with every change of what `project` gives: a document of another shape is not
    served as the case, and the next event of its stream has it folded anew."""
    lines: Lines[D] | None = None

    @property
    def name(self) -> str:
        """The name of its subscription, which is that of its table."""
        return self.table.name


class MoneyJson(TypedDict):
    """An amount in minor units."""

    amount: int
    currency: str


class OfferJson(TypedDict):
    """A remedy that was offered."""

    remedy: str
    description: str
    cost: MoneyJson
    value: MoneyJson


def money(amount: Money) -> MoneyJson:
    """Write an amount."""
    return {"amount": amount.amount, "currency": amount.currency}


def offer(offered: Offer) -> OfferJson:
    """Write an offer."""
    return {
        "remedy": offered.remedy,
        "description": offered.description,
        "cost": money(offered.cost),
        "value": money(offered.value),
    }


def instant(text: str | None) -> datetime | None:
    """Read an instant out of a document."""
    return None if text is None else datetime.fromisoformat(text)


PLACES: Final = 1 << 20
"""The feed has this many places for each position of the log. The first is for the document that
its event changed; the others are for documents that appear later, after a fault was mended, and
must come after whatever a reader may have read by then."""


_UNITS: Final = ("unit", "handling_unit")
_PROJECTION: Final = "projection"


def document_table(name: str, *own: Column[Any], by_units: bool = True) -> Table:
    """Make the table of a document; one that is read `by_units` says whose the complaint is.

    `version` is the generation of the projection (rebuild.py), `position` the place in the feed,
    `stream_version` the version of the complaint, and `shape` that of the projection that wrote it.
    """
    return Table(
        name,
        metadata,
        Column("organisation_id", Key),
        Column("version", Integer),
        Column("complaint_id", Uuid),
        Column("position", BigInteger, nullable=False),
        Column("stream_version", Integer, nullable=False),
        Column("shape", Integer, nullable=False),
        *(Column(unit, Text, nullable=False) for unit in _UNITS if by_units),
        *own,
        Column("document", JsonText, nullable=False),
        PrimaryKeyConstraint("organisation_id", "version", "complaint_id"),
        # Every event rewrites a row: some room keeps the new one on the same page.
        postgresql_with={"fillfactor": 85},
    )


def lines_table(projection: str, name: str, *own: Column[Any]) -> Table:
    """Make the table of the lines below a projection's documents; they are of its generations."""
    return Table(
        name,
        metadata,
        Column("organisation_id", Key),
        Column("version", Integer),
        Column("complaint_id", Uuid),
        Column("nth", Integer),
        *own,
        PrimaryKeyConstraint("organisation_id", "version", "complaint_id", "nth"),
        info={_PROJECTION: projection},
    )


def index(
    table: Table, *columns: str, where: ColumnElement[bool] | None = None, name: str | None = None
) -> None:
    """Index the rows of a generation by some columns, under their names unless it has its own."""
    Index(
        "_".join(("ix", table.name, *(columns if name is None else (name,)))),
        table.c.organisation_id,
        table.c.version,
        *(table.c[each] for each in columns),
        postgresql_where=where,
        sqlite_where=where,
    )


class among(FunctionElement[bool]):  # noqa: N801 - it is written like a function of SQL
    """Whether a column is among the texts of a JSON list: one parameter, however many they are."""

    type = Boolean()
    name = "among"
    inherit_cache = True

    def self_group(self, against: Any = None) -> Any:  # noqa: ANN401, ARG002 - SQLAlchemy's signature
        """Stay as it is: SQLite finds no index for the `IN (...) = 1` that it would become."""
        return self


@compiles(among)
def _among_sqlite(element: among, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    column, texts = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({texts}))"  # noqa: S608 - clauses, not values


@compiles(among, "postgresql")
def _among_postgresql(element: among, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    column, texts = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} IN (SELECT json_array_elements_text(CAST({texts} AS json)))"


class utf8(FunctionElement[bytes]):  # noqa: N801 - it is written like a function of SQL
    """A text as its UTF-8 bytes, which go out as they are: nothing decodes and encodes them."""

    type = LargeBinary()
    name = "utf8"
    inherit_cache = True


@compiles(utf8)
def _utf8_sqlite(element: utf8, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    (text,) = (compiler.process(clause, **options) for clause in element.clauses)
    return f"CAST({text} AS BLOB)"


@compiles(utf8, "postgresql")
def _utf8_postgresql(element: utf8, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    (text,) = (compiler.process(clause, **options) for clause in element.clauses)
    return f"convert_to(CAST({text} AS text), 'UTF8')"


ORGANISATION: Final = bindparam("organisation", type_=Text())


def live_version(table: Table | TableClause) -> ScalarSelect[int]:
    """Find the generation that is read, within the statement that reads it."""
    name = table.info.get(_PROJECTION, table.name) if isinstance(table, Table) else table.name
    mine = and_(
        subscriptions.c.organisation_id == ORGANISATION,
        subscriptions.c.name == literal_column(f"'{name}'"),
        subscriptions.c.status == literal_column("'live'"),
    )
    return select(subscriptions.c.version).where(mine).scalar_subquery()


def rows(table: Table, *columns: ColumnElement[Any]) -> Select[Any]:
    """Begin a query on the live generation of an organisation's documents, or of their lines."""
    return select(*columns).where(
        table.c.organisation_id == ORGANISATION, table.c.version == live_version(table)
    )


def stored(table: Table, *texts: str) -> tuple[ColumnElement[Any], ...]:
    """End the columns of a query of documents, as `stale_rows.StoredTexts` reads them.

    Columns: complaint_id, stream_version, shape, and the texts as bytes.
    """
    columns = (utf8(table.c[text]).label(text) for text in texts)
    return (table.c.complaint_id, table.c.stream_version, table.c.shape, *columns)


def in_units(table: Table) -> ColumnElement[bool]:
    """Keep what was recorded or is handled in one of `units`, a JSON list."""
    units = bindparam("units", type_=Text())
    return or_(among(table.c.unit, units), among(table.c.handling_unit, units))


def one(projection: Projection[Any]) -> Query:
    """Find a complaint's document beside the last event of its stream.

    One row (version and position of the last event, position of the document, unit,
    handling unit, document), the last four None where there is no document that folding the stream
    would give: none yet, one that is behind, or one of another shape. Parameters: organisation,
    complaint_id.
    """
    table = projection.table
    complaint = bindparam("complaint_id", type_=Uuid())
    last = (
        select(events.c.version, events.c.position)
        .where(events.c.organisation_id == ORGANISATION, events.c.stream_id == complaint)
        .order_by(events.c.version.desc())
        .limit(1)
        .subquery()
    )
    mine = and_(
        table.c.organisation_id == ORGANISATION,
        table.c.version == live_version(table),
        table.c.complaint_id == complaint,
        table.c.stream_version == last.c.version,
        table.c.shape == literal_column(str(projection.shape)),
    )
    position = case((table.c.complaint_id.is_not(None), last.c.position))
    columns = (position, table.c.unit, table.c.handling_unit, utf8(table.c.document))
    found = select(last.c.version, last.c.position, *columns)
    return Query(found.select_from(last.outerjoin(table, mine)))


def feed(table: Table, *, scoped: bool, having: ColumnElement[bool] | None = None) -> Query:
    """List what changed after a place in the feed, the oldest change first.

    Columns: place, and `stored` of the document. Parameters: organisation, after, limit, units
    where scoped, and those of `having`.
    """
    found = (
        rows(table, table.c.position, *stored(table, "document"))
        .where(table.c.position > bindparam("after", type_=BigInteger()))
        .order_by(table.c.position)
        .limit(bindparam("limit", type_=Integer()))
    )
    if scoped:
        found = found.where(in_units(table))
    return Query(found if having is None else found.where(having))
