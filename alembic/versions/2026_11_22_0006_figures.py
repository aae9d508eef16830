"""What the reviews of a day, a week, a month and a half-year are made of.

The table is filled from the beginning of the log.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

key = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
json = sa.Text().with_variant(postgresql.JSON(), "postgresql")
moment = sa.Text().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "figures",
        sa.Column("organisation_id", key, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("complaint_id", sa.Uuid, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("stream_version", sa.Integer, nullable=False),
        sa.Column("shape", sa.Integer, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("handling_unit", sa.Text, nullable=False),
        sa.Column("received_at", moment, nullable=False),
        sa.Column("counts_until", moment, nullable=False),
        sa.Column("document", json, nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "version", "complaint_id", name="pk_figures"),
        postgresql_with={"fillfactor": 85},
    )
    op.create_index(
        "ix_figures_counts_until", "figures", ["organisation_id", "version", "counts_until"]
    )


def downgrade() -> None:
    op.drop_table("figures")
    for table in ("subscriptions", "parked"):
        op.execute(f"DELETE FROM {table} WHERE name = 'figures'")  # noqa: S608 - our own names
