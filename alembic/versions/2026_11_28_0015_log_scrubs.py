"""How far each log has been compared with its sealed tree again, and what did not match."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

key = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
moment = sa.Text().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "log_scrubs",
        sa.Column("organisation_id", key, nullable=False),
        sa.Column("upto", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("position", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("begun_at", moment),
        sa.Column("slice_at", moment),
        sa.Column("alarm", sa.Text),
        sa.Column("alarm_at", sa.BigInteger),
        sa.Column("since", moment),
        sa.PrimaryKeyConstraint("organisation_id", name="pk_log_scrubs"),
    )


def downgrade() -> None:
    op.drop_table("log_scrubs")
