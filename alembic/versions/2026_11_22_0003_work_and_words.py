"""What there is to do about a complaint, and the words that it is found by.

The columns are filled as events come in, and by a rebuild. The words have an index of each
database's own kind, which the comparison with the tables of the code leaves out (env.py).
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

key = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
json = sa.Text().with_variant(postgresql.JSON(), "postgresql")
moment = sa.Text().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")

WHEN = (
    "next_due",
    "promise_due",
    "contact_opens",
    "improvement_due",
    "reminder_due",
    "waiting_since",
)
# `house` is written as app/events/search.py asks for it.
ON_SQLITE = (
    "CREATE VIRTUAL TABLE search_words USING fts5(house, complaint_id, words, tokenize = 'ascii')",
    """
    CREATE TRIGGER search_words_insert AFTER INSERT ON search_index BEGIN
        INSERT INTO search_words (house, complaint_id, words)
        VALUES ('o' || hex(new.organisation_id) || 'v' || new.version, new.complaint_id,
                json_extract(new.document, '$.terms'));
    END
    """,
    """
    CREATE TRIGGER search_words_update AFTER UPDATE OF document ON search_index BEGIN
        UPDATE search_words SET words = json_extract(new.document, '$.terms')
         WHERE search_words MATCH 'house : o' || hex(old.organisation_id) || 'v' || old.version
               || ' AND complaint_id : "' || old.complaint_id || '"';
    END
    """,
    """
    CREATE TRIGGER search_words_delete AFTER DELETE ON search_index BEGIN
        DELETE FROM search_words
         WHERE search_words MATCH 'house : o' || hex(old.organisation_id) || 'v' || old.version
               || ' AND complaint_id : "' || old.complaint_id || '"';
    END
    """,
)
# Kept, not only indexed: where the index is not taken, nobody cuts the words of every row again.
ON_POSTGRESQL = (
    """
    ALTER TABLE search_index ADD COLUMN search_words tsvector
      GENERATED ALWAYS AS (to_tsvector('simple', document ->> 'terms')) STORED
    """,
    "CREATE INDEX search_words ON search_index USING gin (search_words)",
)


def upgrade() -> None:
    for name in (*WHEN, "followed_up_at"):
        op.add_column("case_state", sa.Column(name, moment))
    for name in ("taken_up", "acted", "missed"):
        column = sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false())
        op.add_column("case_state", column)
    small = sa.SmallInteger()
    precedence = sa.Column("precedence", small, nullable=False, server_default="1")
    op.add_column("case_state", precedence)
    bucket = sa.Column("bucket", small, nullable=False, server_default="0")
    op.add_column("case_state", bucket)
    op.add_column("case_state", sa.Column("improvement_owner", sa.Text))
    op.add_column("case_state", sa.Column("assisting", sa.Text))
    op.add_column("case_state", sa.Column("linked", sa.Uuid))
    op.add_column("case_state", sa.Column("work", json))
    create_indexes()
    create_search_index()


def create_indexes() -> None:
    for name in ("assisting", "linked"):
        create_index((name, "opened_position"), f"{name} IS NOT NULL")
    create_index(("next_due",), "next_due IS NOT NULL")
    create_index(("owner", "precedence", "due"), "due IS NOT NULL")
    for name in ("due", *WHEN[1:]):
        create_index(("precedence", name), f"{name} IS NOT NULL")
    for name, column in (("unowned", "taken_up"), ("silent", "acted")):
        create_index(
            ("precedence", "received_at"),
            f"status = 'open' AND NOT {column}",
            name=name,
            on_sqlite=f"status = 'open' AND {column} = 0",
        )
    create_index(("bucket",), "status = 'closed'")


def create_index(
    columns: tuple[str, ...], where: str, *, name: str = "", on_sqlite: str = ""
) -> None:
    op.create_index(
        f"ix_case_state_{name or '_'.join(columns)}",
        "case_state",
        ["organisation_id", "version", *columns],
        postgresql_where=sa.text(where),
        sqlite_where=sa.text(on_sqlite or where),
    )


def create_search_index() -> None:
    op.create_table(
        "search_index",
        sa.Column("organisation_id", key, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("complaint_id", sa.Uuid, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("stream_version", sa.Integer, nullable=False),
        sa.Column("shape", sa.Integer, nullable=False),
        sa.Column("document", json, nullable=False),
        sa.PrimaryKeyConstraint(
            "organisation_id", "version", "complaint_id", name="pk_search_index"
        ),
        postgresql_with={"fillfactor": 85},
    )
    for statement in ON_SQLITE if on_sqlite() else ON_POSTGRESQL:
        op.execute(statement)


def on_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def downgrade() -> None:
    if on_sqlite():
        for name in ("insert", "update", "delete"):
            op.execute(f"DROP TRIGGER search_words_{name}")
        op.execute("DROP TABLE search_words")
    op.drop_table("search_index")
    for table in ("subscriptions", "parked"):
        op.execute(f"DELETE FROM {table} WHERE name = 'search_index'")  # noqa: S608 - our own names
    names = (
        "assisting_opened_position",
        "linked_opened_position",
        "next_due",
        "owner_precedence_due",
        "precedence_due",
        *(f"precedence_{name}" for name in WHEN[1:]),
        "unowned",
        "silent",
        "bucket",
    )
    for name in names:
        op.drop_index(f"ix_case_state_{name}", "case_state")
    columns = (
        *WHEN,
        "followed_up_at",
        "taken_up",
        "acted",
        "missed",
        "precedence",
        "bucket",
        "improvement_owner",
        "assisting",
        "linked",
        "work",
    )
    for name in columns:
        op.drop_column("case_state", name)
