"""Searching the words of complaints in SQL, each database with its own index.

What is indexed is `terms` in the documents of the projection `search_index`, as `chinese.terms`
writes them. PostgreSQL has a GIN index over them. SQLite has an FTS5 table that triggers keep; its
first column says of whose generation a row is, so that the words of others are never looked at.
"""

from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Text,
    Uuid,
    bindparam,
    cast,
    column,
    func,
    literal,
    literal_column,
    select,
    table,
)

from app.events.projection import ORGANISATION, live_version

NAME: Final = "search_index"

_documents: Final = table(
    NAME,
    column("organisation_id"),
    column("version"),
    column("complaint_id", Uuid()),
    column("document"),
)
_on_sqlite: Final = table("search_words", column("search_words"), column("complaint_id", Uuid()))
_WORDS: Final = bindparam("words", type_=Text())


def has_words(complaint_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Tell, in PostgreSQL, whether a complaint has what is asked for.

    Parameters: organisation, and `words` as `chinese.asked` writes them.
    """
    terms = func.to_tsvector(
        literal_column("'simple'"), _documents.c.document.op("->>")(literal_column("'terms'"))
    )
    return complaint_id.in_(
        select(_documents.c.complaint_id).where(
            _documents.c.organisation_id == ORGANISATION,
            _documents.c.version == live_version(_documents),
            terms.op("@@")(func.websearch_to_tsquery(literal_column("'simple'"), _WORDS)),
        )
    )


def has_words_on_sqlite(complaint_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Tell the same, in SQLite."""
    house = (
        literal("house : o")
        .concat(func.hex(ORGANISATION))
        .concat(literal("v"))
        .concat(cast(live_version(_documents), Text))
    )
    match = house.concat(literal(" AND words : (")).concat(_WORDS).concat(literal(")"))
    return complaint_id.in_(
        select(_on_sqlite.c.complaint_id).where(_on_sqlite.c.search_words.op("MATCH")(match))
    )
