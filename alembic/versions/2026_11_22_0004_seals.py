"""Seals: the Merkle tree of each log, and its signed checkpoints, which are append-only."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

key = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
moment = sa.Text().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")

TRIGGER_ON_POSTGRESQL = """
CREATE TRIGGER checkpoints_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON checkpoints
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite()
"""
TRIGGER_ON_SQLITE = """
CREATE TRIGGER checkpoints_no_{operation} BEFORE {operation} ON checkpoints
BEGIN SELECT RAISE(ABORT, 'checkpoints are append-only: {operation} is refused'); END
"""


def upgrade() -> None:
    op.create_table(
        "seals",
        sa.Column("organisation_id", key, nullable=False),
        sa.Column("trouble", sa.Text),
        sa.Column("since", moment),
        sa.PrimaryKeyConstraint("organisation_id", name="pk_seals"),
    )
    op.create_table(
        "seal_tiles",
        sa.Column("organisation_id", key, nullable=False),
        sa.Column("level", sa.SmallInteger, nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("hashes", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "level", "number", name="pk_seal_tiles"),
    )
    op.create_table(
        "checkpoints",
        sa.Column("organisation_id", key, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("signed_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "size", name="pk_checkpoints"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(TRIGGER_ON_POSTGRESQL)
    else:
        for operation in ("UPDATE", "DELETE"):
            op.execute(TRIGGER_ON_SQLITE.format(operation=operation))


def downgrade() -> None:
    for table in ("checkpoints", "seal_tiles", "seals"):
        op.drop_table(table)
