"""Numbers of the form as a house wants them written: prefix, width and suffix beside the series.

A series alone is still understood, so the program before this one goes on taking numbers.
"""

from pathlib import Path

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BEFORE = "2026_11_21_0001_take_numbers.sql"
NOW = "2026_11_22_0008_take_numbers.sql"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(text_of(NOW))


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(text_of(BEFORE).replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"))


def text_of(file: str) -> str:
    return Path(__file__).with_name(file).read_text(encoding="utf-8")
