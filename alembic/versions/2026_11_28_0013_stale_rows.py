"""An index by which the rows that another version of a projection wrote are found.

The audit copies have theirs since 0009.
"""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TABLES = ("case_state", "handler_copy", "planning_copy", "search_index", "ledger", "figures")


def upgrade() -> None:
    for table in TABLES:
        op.create_index(f"ix_{table}_shape", table, ["organisation_id", "version", "shape"])


def downgrade() -> None:
    for table in TABLES:
        op.drop_index(f"ix_{table}_shape", table)
