"""The state of each complaint, and which version of the code filled a generation of rows."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

key = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
json_text = sa.Text().with_variant(postgresql.JSON(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "complaint_states",
        sa.Column("organisation_id", key, nullable=False),
        sa.Column("complaint_id", sa.Uuid, nullable=False),
        sa.Column("stream_version", sa.Integer, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("schema_version", sa.Integer, nullable=False),
        sa.Column("state", json_text, nullable=False),
        sa.Column("mac", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "complaint_id", name="pk_complaint_states"),
        postgresql_with={"fillfactor": 70},
    )
    # 0: filled by the program before, from the log and not from states.
    op.add_column(
        "subscriptions",
        sa.Column("code_version", sa.Integer, nullable=False, server_default="0"),
    )


def downgrade() -> None:
    op.drop_column("subscriptions", "code_version")
    op.drop_table("complaint_states")
