"""One live generation of each projection, kept by the database itself.

Two rebuilds at once could leave two, after which lists answered 500. Each of them is a whole fold
of the log up to its own position, so none needs a refill: the one that is furthest stays, so that
no reader sees less than before, and of equals the newest. The next rebuild removes the others.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

NAME = "uq_subscriptions_live"
RETIRE_DUPLICATES = """
    UPDATE subscriptions SET status = 'retired'
     WHERE status = 'live' AND EXISTS (
        SELECT 1 FROM subscriptions AS better
         WHERE better.organisation_id = subscriptions.organisation_id
           AND better.name = subscriptions.name
           AND better.status = 'live'
           AND (better.position > subscriptions.position
                OR better.position = subscriptions.position
                AND better.version > subscriptions.version))
"""


def upgrade() -> None:
    op.execute(RETIRE_DUPLICATES)
    live = sa.text("status = 'live'")
    columns = ["organisation_id", "name"]
    op.create_index(
        NAME, "subscriptions", columns, unique=True, postgresql_where=live, sqlite_where=live
    )


def downgrade() -> None:
    op.drop_index(NAME, "subscriptions")
