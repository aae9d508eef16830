"""The units asked for help with a complaint, one row for each, so that all of them list it.

The column `case_state.assisting` named only the last of them. It stays for the program before
this one, which may go on beside it. The rows are filled from the documents, so no rebuild is
needed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

key = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

FILL = """
INSERT INTO assisting_units
    (organisation_id, version, complaint_id, nth, unit, opened_position)
SELECT organisation_id, version, complaint_id,
       row_number() OVER (PARTITION BY organisation_id, version, complaint_id ORDER BY unit),
       unit, opened_position
  FROM (SELECT DISTINCT c.organisation_id, c.version, c.complaint_id, c.opened_position,
               {unit} AS unit
          FROM case_state c, {each} AS asked
         WHERE c.assisting IS NOT NULL AND {assisted_at} IS NULL AND {lapsed_at} IS NULL) open
"""


def upgrade() -> None:
    op.create_table(
        "assisting_units",
        sa.Column("organisation_id", key, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("complaint_id", sa.Uuid, nullable=False),
        sa.Column("nth", sa.Integer, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("opened_position", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint(
            "organisation_id", "version", "complaint_id", "nth", name="pk_assisting_units"
        ),
    )
    op.create_index(
        "ix_assisting_units_unit_opened_position",
        "assisting_units",
        ["organisation_id", "version", "unit", "opened_position"],
    )
    op.execute(fill())


def fill() -> str:
    names = ("unit", "assisted_at", "lapsed_at")
    if op.get_bind().dialect.name == "postgresql":
        each = "json_array_elements(c.document -> 'assistance')"
        return FILL.format(each=each, **{name: f"asked ->> '{name}'" for name in names})
    each = "json_each(c.document, '$.assistance')"
    reads = {name: f"json_extract(asked.value, '$.{name}')" for name in names}
    return FILL.format(each=each, **reads)


def downgrade() -> None:
    op.drop_table("assisting_units")
