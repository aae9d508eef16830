"""The documents of the complaints: the whole case, and the three copies of the form.

Everything here is made from the log and can be made again.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

key = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
json = sa.Text().with_variant(postgresql.JSON(), "postgresql")
moment = sa.Text().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    create_document_table(
        "case_state",
        sa.Column("opened_position", sa.BigInteger, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("category", sa.Text),
        sa.Column("tier", sa.Text),
        sa.Column("severity", sa.SmallInteger),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("received_at", moment, nullable=False),
        sa.Column("due", moment),
        sa.Column("line", json, nullable=False),
    )
    create_index("case_state", "opened_position")
    for column in ("status", "category", "unit", "handling_unit", "owner"):
        create_index("case_state", column, "opened_position")
    op.create_index(
        "ix_case_state_due",
        "case_state",
        ["organisation_id", "version", "due"],
        postgresql_where=sa.text("due IS NOT NULL"),
        sqlite_where=sa.text("due IS NOT NULL"),
    )
    create_document_table(
        "handler_copy",
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("due", moment),
    )
    create_index("handler_copy", "position")
    create_document_table(
        "audit_copy",
        sa.Column("custody", sa.Text, nullable=False),
        sa.Column("with_cost", sa.Boolean, nullable=False),
        sa.Column("received_at", moment, nullable=False),
        sa.Column("closed_at", moment),
    )
    create_index("audit_copy", "position")
    create_index("audit_copy", "custody", "position")
    create_document_table(
        "planning_copy",
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("category", sa.Text),
        sa.Column("tier", sa.Text),
        sa.Column("received_at", moment, nullable=False),
        sa.Column("closed_at", moment),
    )
    create_index("planning_copy", "position")


def downgrade() -> None:
    for table in ("planning_copy", "audit_copy", "handler_copy", "case_state"):
        op.drop_table(table)
    # Their checkpoints go with them: tables made again are filled from the beginning.
    for table in ("subscriptions", "parked"):
        op.execute(
            f"DELETE FROM {table} WHERE name IN"  # noqa: S608 - our own two names
            " ('case_state', 'handler_copy', 'audit_copy', 'planning_copy')"
        )


def create_document_table(name: str, *own: sa.Column[object]) -> None:
    op.create_table(
        name,
        sa.Column("organisation_id", key, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("complaint_id", sa.Uuid, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("stream_version", sa.Integer, nullable=False),
        sa.Column("shape", sa.Integer, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("handling_unit", sa.Text, nullable=False),
        *own,
        sa.Column("document", json, nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "version", "complaint_id", name=f"pk_{name}"),
        # Every event rewrites a row: some room keeps the new one on the same page.
        postgresql_with={"fillfactor": 85},
    )


def create_index(table: str, *columns: str) -> None:
    op.create_index(
        "_".join(("ix", table, *columns)),
        table,
        ["organisation_id", "version", *columns],
    )
