"""The audit copies in the order of receipt, as they are exported."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NAME = "ix_audit_copy_received_at_complaint_id"


def upgrade() -> None:
    columns = ["organisation_id", "version", "received_at", "complaint_id"]
    op.create_index(NAME, "audit_copy", columns)


def downgrade() -> None:
    op.drop_index(NAME, "audit_copy")
