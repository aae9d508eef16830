"""The log: its events, heads and form numbers, its readers, and the credentials.

The events are append-only by trigger. On PostgreSQL let the service run as a role that does not
own the tables, so that it cannot drop the trigger either:

    REVOKE UPDATE, DELETE, TRUNCATE ON events FROM PUBLIC, triplicate_service;
    GRANT SELECT, INSERT ON events TO triplicate_service;
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

key = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
json = sa.Text().with_variant(postgresql.JSON(), "postgresql")
moment = sa.Text().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")

# Rewritten often: room on the page keeps a row in place.
REWRITTEN = {"fillfactor": 10}

REFUSAL_ON_POSTGRESQL = """
CREATE FUNCTION refuse_to_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log is append-only: % of % is refused', tg_op, tg_table_name
        USING ERRCODE = 'restrict_violation';
END $$
"""
TRIGGER_ON_POSTGRESQL = """
CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite()
"""
TRIGGER_ON_SQLITE = """
CREATE TRIGGER events_no_{operation} BEFORE {operation} ON events
BEGIN SELECT RAISE(ABORT, 'the log is append-only: {operation} of events is refused'); END
"""


def upgrade() -> None:
    create_log()
    create_readers()
    create_tokens()
    if op.get_bind().dialect.name == "postgresql":
        for statement in (
            "ALTER TABLE events ALTER recorded_at SET DEFAULT clock_timestamp()",
            REFUSAL_ON_POSTGRESQL,
            TRIGGER_ON_POSTGRESQL,
            text_of("take_numbers"),
            text_of("append_entries"),
        ):
            op.get_bind().exec_driver_sql(statement)
    else:
        for operation in ("UPDATE", "DELETE"):
            op.execute(TRIGGER_ON_SQLITE.format(operation=operation))


def text_of(function: str) -> str:
    path = Path(__file__).with_name(f"2026_11_21_{revision}_{function}.sql")
    return path.read_text(encoding="utf-8")


def downgrade() -> None:
    for table in ("tokens", "parked", "subscriptions", "events", "form_numbers", "log_heads"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for function in ("append_entries", "take_numbers", "refuse_to_rewrite"):
            op.execute(f"DROP FUNCTION {function}")


def create_log() -> None:
    op.create_table(
        "log_heads",
        sa.Column("organisation_id", key, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", name="pk_log_heads"),
        postgresql_with=REWRITTEN,
    )
    op.create_table(
        "form_numbers",
        sa.Column("organisation_id", key, nullable=False),
        sa.Column("series", key, nullable=False),
        sa.Column("last", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "series", name="pk_form_numbers"),
        postgresql_with=REWRITTEN,
    )
    op.create_table(
        "events",
        sa.Column("organisation_id", key, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("stream_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("event_id", sa.Uuid, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("schema_version", sa.SmallInteger, nullable=False),
        sa.Column("data", json, nullable=False),
        sa.Column("meta", json, nullable=False),
        sa.Column("occurred_at", moment, nullable=False),
        sa.Column("recorded_at", moment, nullable=False),
        sa.Column("number", key),
        sa.PrimaryKeyConstraint("organisation_id", "position", name="pk_events"),
        sa.UniqueConstraint(
            "organisation_id",
            "stream_id",
            "version",
            name="uq_events_organisation_id_stream_id_version",
        ),
        sa.UniqueConstraint(
            "organisation_id", "event_id", name="uq_events_organisation_id_event_id"
        ),
    )
    op.create_index(
        "uq_events_organisation_id_number",
        "events",
        ["organisation_id", "number"],
        unique=True,
        postgresql_where=sa.text("number IS NOT NULL"),
        sqlite_where=sa.text("number IS NOT NULL"),
    )


def create_readers() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("organisation_id", key, nullable=False),
        sa.Column("name", key, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("released", sa.Integer, nullable=False, server_default="0"),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("updated_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "name", "version", name="pk_subscriptions"),
        sa.CheckConstraint(
            "status IN ('live', 'rebuilding', 'retired')", name="ck_subscriptions_status"
        ),
        postgresql_with=REWRITTEN,
    )
    op.create_table(
        "parked",
        sa.Column("organisation_id", key, nullable=False),
        sa.Column("name", key, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("stream_id", sa.Uuid, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
        sa.Column("parked_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "name", "version", "position", name="pk_parked"),
    )


def create_tokens() -> None:
    op.create_table(
        "tokens",
        sa.Column("organisation_id", key, nullable=False),
        sa.Column("token_hash", sa.LargeBinary, nullable=False),
        sa.Column("token_id", key, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("roles", json, nullable=False),
        sa.Column("units", json, nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("expires_at", moment),
        sa.Column("revoked_at", moment),
        sa.PrimaryKeyConstraint("organisation_id", "token_hash", name="pk_tokens"),
        sa.UniqueConstraint(
            "organisation_id", "token_id", name="uq_tokens_organisation_id_token_id"
        ),
    )
