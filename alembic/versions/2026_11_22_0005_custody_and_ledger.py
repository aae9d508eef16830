"""Where the copies lie and since when, and the books of the money.

A copy that was written before says it again with its next event, or after a rebuild.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

key = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
json = sa.Text().with_variant(postgresql.JSON(), "postgresql")
moment = sa.Text().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")

NEWLY_HELD = ("handler_copy", "planning_copy")


def upgrade() -> None:
    for table in NEWLY_HELD:
        custody = sa.Column("custody", sa.Text, nullable=False, server_default="")
        op.add_column(table, custody)
        columns = ["organisation_id", "version", "custody", "position"]
        op.create_index(f"ix_{table}_custody_position", table, columns)
    for table in (*NEWLY_HELD, "audit_copy"):
        op.add_column(table, sa.Column("since", moment))
    op.create_table(
        "ledger",
        sa.Column("organisation_id", key, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("complaint_id", sa.Uuid, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("stream_version", sa.Integer, nullable=False),
        sa.Column("shape", sa.Integer, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("handling_unit", sa.Text, nullable=False),
        sa.Column("since", moment),
        sa.Column("document", json, nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "version", "complaint_id", name="pk_ledger"),
        postgresql_with={"fillfactor": 85},
    )
    some = sa.text("since IS NOT NULL")
    op.create_index(
        "ix_ledger_with_money",
        "ledger",
        ["organisation_id", "version", "complaint_id"],
        postgresql_where=some,
        sqlite_where=some,
    )


def downgrade() -> None:
    op.drop_table("ledger")
    for table in ("subscriptions", "parked"):
        op.execute(f"DELETE FROM {table} WHERE name = 'ledger'")  # noqa: S608 - our own names
    for table in (*NEWLY_HELD, "audit_copy"):
        op.drop_column(table, "since")
    for table in NEWLY_HELD:
        op.drop_index(f"ix_{table}_custody_position", table)
        op.drop_column(table, "custody")
