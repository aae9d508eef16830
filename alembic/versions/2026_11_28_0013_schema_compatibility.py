"""The oldest program that may run on the schema, so that programs need not be its contemporaries.

A later migration that the programs before it cannot bear raises it to its own revision:
`op.execute("UPDATE schema_compatibility SET oldest_program = '0042'")`.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

key = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    table = op.create_table(
        "schema_compatibility",
        sa.Column("oldest_program", key, nullable=False),
        sa.PrimaryKeyConstraint("oldest_program", name="pk_schema_compatibility"),
    )
    op.bulk_insert(table, [{"oldest_program": revision}])


def downgrade() -> None:
    op.drop_table("schema_compatibility")
