"""The tables of the log, for PostgreSQL and SQLite.

`organisation_id` comes first in every key: no key spans two organisations, and no query but those
of `sweep`, so that they never wait for each other and may one day live on different servers.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ColumnElement,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    cast,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TIMESTAMP, TypeDecorator, TypeEngine

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

Key = Text().with_variant(Text(collation="C"), "postgresql")
"""Text in a key: compared by bytes, so that a change of the locale cannot break an index."""


class VerbatimJson(postgresql.JSON):
    """PostgreSQL's `json`, which keeps the text it was given, without a codec in between."""

    def bind_processor(self, dialect: Dialect) -> None:
        """Hand the text over as it is."""

    def result_processor(self, dialect: Dialect, coltype: object) -> None:
        """Take the text as it is."""

    def column_expression(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """Select the text, which the driver would decode otherwise."""
        return cast(column, Text)


JsonText = Text().with_variant(VerbatimJson(), "postgresql")
"""A JSON text, kept byte for byte; it goes in and comes out as `str`."""


class Moment(TypeDecorator[datetime]):
    """An instant: aware in Python, `timestamptz` or (SQLite) ISO text in UTC that sorts."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[str] | TypeEngine[datetime]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(TIMESTAMP(timezone=True))
        return dialect.type_descriptor(Text())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | datetime | None:
        """Write an instant.

        Raises:
            ValueError: it does not say which instant, having no time zone.

        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime: {value}")
        return value if dialect.name == "postgresql" else moment_text(value)

    def process_result_value(
        self,
        value: str | datetime | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy's signature
    ) -> datetime | None:
        return datetime.fromisoformat(value) if isinstance(value, str) else value


def moment_text(moment: datetime) -> str:
    """Write an instant as SQLite keeps it."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


log_heads = Table(
    "log_heads",
    metadata,
    Column("organisation_id", Key),
    Column("position", BigInteger, nullable=False),
    PrimaryKeyConstraint("organisation_id"),
    # Rewritten by every append: room on the page keeps that in place.
    postgresql_with={"fillfactor": 10},
)
"""The last position of each log."""

form_numbers = Table(
    "form_numbers",
    metadata,
    Column("organisation_id", Key),
    Column("series", Key),
    Column("last", BigInteger, nullable=False),
    PrimaryKeyConstraint("organisation_id", "series"),
    postgresql_with={"fillfactor": 10},
)
"""The last number taken of each series."""

events = Table(
    "events",
    metadata,
    Column("organisation_id", Key),
    Column("position", BigInteger),
    Column("stream_id", Uuid, nullable=False),
    Column("version", Integer, nullable=False),
    Column("event_id", Uuid, nullable=False),
    Column("type", Text, nullable=False),
    Column("schema_version", SmallInteger, nullable=False),
    Column("data", JsonText, nullable=False),
    Column("meta", JsonText, nullable=False),
    Column("occurred_at", Moment, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("number", Key),
    PrimaryKeyConstraint("organisation_id", "position"),
    UniqueConstraint("organisation_id", "stream_id", "version"),
    UniqueConstraint("organisation_id", "event_id"),
)
"""The log. The database itself refuses to change or delete what stands here."""

Index(
    "uq_events_organisation_id_number",
    events.c.organisation_id,
    events.c.number,
    unique=True,
    postgresql_where=events.c.number.is_not(None),
    sqlite_where=events.c.number.is_not(None),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("organisation_id", Key),
    Column("name", Key),
    Column("version", Integer),
    Column("position", BigInteger, nullable=False, server_default="0"),
    Column("released", Integer, nullable=False, server_default="0"),
    Column("code_version", Integer, nullable=False, server_default="0"),
    Column("status", Text, nullable=False),
    Column("updated_at", Moment, nullable=False),
    PrimaryKeyConstraint("organisation_id", "name", "version"),
    CheckConstraint("status IN ('live', 'rebuilding', 'retired')", name="status"),
    postgresql_with={"fillfactor": 10},
)
Index(
    "uq_subscriptions_live",
    subscriptions.c.organisation_id,
    subscriptions.c.name,
    unique=True,
    postgresql_where=subscriptions.c.status == "live",
    sqlite_where=subscriptions.c.status == "live",
)
"""How far each reader of a log has come; `status` is live, rebuilding or retired.

`released` counts the documents that appeared at this position after a fault was mended.
`code_version` is that of the code that filled a generation of rows; 0: of another program.
"""

parked = Table(
    "parked",
    metadata,
    Column("organisation_id", Key),
    Column("name", Key),
    Column("version", Integer),
    Column("position", BigInteger),
    Column("stream_id", Uuid, nullable=False),
    Column("error", Text, nullable=False),
    Column("parked_at", Moment, nullable=False),
    PrimaryKeyConstraint("organisation_id", "name", "version", "position"),
)
"""Events that a reader could not take, set aside so that it can go on."""

tokens = Table(
    "tokens",
    metadata,
    Column("organisation_id", Key),
    Column("token_hash", LargeBinary),
    Column("token_id", Key, nullable=False),
    Column("subject", Text, nullable=False),
    Column("roles", JsonText, nullable=False),
    Column("units", JsonText, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("revoked_at", Moment),
    PrimaryKeyConstraint("organisation_id", "token_hash"),
    UniqueConstraint("organisation_id", "token_id"),
)
"""Credentials; only the SHA-256 of a token is kept."""

schema_compatibility = Table(
    "schema_compatibility",
    metadata,
    Column("oldest_program", Key),
    PrimaryKeyConstraint("oldest_program"),
)
"""One row: the oldest revision whose program may run on this schema. Only migrations change it."""
