"""Writing compares the clock of the process with that of the database, in the same round trip.

The function before stays for the program before; it takes other arguments. A later migration
drops it.
"""

from pathlib import Path

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

FUNCTION = "2026_11_28_0014_append_entries.sql"
DROP = """
    DROP FUNCTION append_entries(text, timestamptz, interval, integer[], boolean[], uuid[],
        integer[], uuid[], text[], smallint[], json[], json[], timestamptz[], text[])
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(Path(__file__).with_name(FUNCTION).read_text(encoding="utf-8"))


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(DROP)
