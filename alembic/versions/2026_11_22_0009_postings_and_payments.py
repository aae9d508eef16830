"""What moved in the books, and when money went or came back, as rows that are found by their time.

The books are kept anew from the beginning of the log. Audit copies have such rows once they are
rebuilt; until then, those that the program before wrote are found by their shape.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

key = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
moment = sa.Text().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")

BY_SHAPE = "ix_audit_copy_shape"
WITH_MONEY = "ix_ledger_with_money"


def upgrade() -> None:
    below(
        "postings",
        sa.Column("at", moment, nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("from_account", sa.Text, nullable=False),
        sa.Column("to_account", sa.Text, nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.Column("remedy", sa.Text),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("handling_unit", sa.Text, nullable=False),
    )
    op.create_index("ix_postings_at", "postings", ["organisation_id", "version", "at"])
    accounts = ["currency", "from_account", "to_account"]
    added_up = [*accounts, "at", "amount", "unit", "handling_unit"]
    columns = ["organisation_id", "version", *added_up]
    op.create_index("ix_postings_by_account", "postings", columns)
    below("payments", sa.Column("at", moment, nullable=False))
    columns = ["organisation_id", "version", "at", "complaint_id"]
    op.create_index("ix_payments_at_complaint_id", "payments", columns)
    op.create_index(BY_SHAPE, "audit_copy", ["organisation_id", "version", "shape"])
    op.drop_index(WITH_MONEY, "ledger")
    for statement in (
        "DELETE FROM ledger",
        "DELETE FROM subscriptions WHERE name = 'ledger'",
        "DELETE FROM parked WHERE name = 'ledger'",
    ):
        op.execute(statement)


def downgrade() -> None:
    some = sa.text("since IS NOT NULL")
    columns = ["organisation_id", "version", "complaint_id"]
    op.create_index(WITH_MONEY, "ledger", columns, postgresql_where=some, sqlite_where=some)
    op.drop_index(BY_SHAPE, "audit_copy")
    op.drop_table("payments")
    op.drop_table("postings")


def below(table: str, *own: sa.Column[Any]) -> None:
    op.create_table(
        table,
        sa.Column("organisation_id", key, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("complaint_id", sa.Uuid, nullable=False),
        sa.Column("nth", sa.Integer, nullable=False),
        *own,
        sa.PrimaryKeyConstraint(
            "organisation_id", "version", "complaint_id", "nth", name=f"pk_{table}"
        ),
    )
