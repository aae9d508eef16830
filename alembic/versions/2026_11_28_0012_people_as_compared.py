"""People in lists and worklists are found in the one spelling in which they are compared.

The columns only: what a case shows of its events stays as it was recorded. A program from before
goes on beside it, and finds the lists of a person whose token has capitals or blanks empty.
"""

from unicodedata import normalize

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in ("owner", "improvement_owner"):
        cases = sa.table("case_state", sa.column(column, sa.Text))
        name = cases.c[column]
        written = op.get_bind().scalars(sa.select(name).distinct().where(name.is_not(None)))
        spelt = {one: compared(one) for one in written.all() if compared(one) != one}
        if spelt:
            # One pass over the table, however many people there are.
            plain = sa.case(spelt, value=name)
            op.execute(sa.update(cases).where(name.in_(list(spelt))).values({column: plain}))


def downgrade() -> None:
    """Leave them: `triplicate rebuild case_state` of the program before writes its own."""


def compared(name: str) -> str:
    """Spell a name as the program of this migration does, but for marks that nobody sees."""
    folded = normalize("NFKC", normalize("NFD", name).casefold()).casefold()
    return " ".join(normalize("NFKC", folded).split())
