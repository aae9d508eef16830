"""Searching the words of complaints in SQL, each database with its own index.

What is indexed is `terms` in the documents of the projection `search_index`, as `chinese.terms`
writes them. PostgreSQL keeps a column of them with a GIN index, and combines it with the key's, so
that it reads no rows of other houses. SQLite has an FTS5 table that triggers keep; its first column
says of whose generation a row is, so that the words of others are never looked at. Both are made by
a migration, and are no part of the tables in the code.
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
    column("search_words"),
)
_on_sqlite: Final = table("search_words", column("search_words"), column("complaint_id", Uuid()))
_WORDS: Final = bindparam("words", type_=Text())


def has_words(complaint_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Tell, in PostgreSQL, whether a complaint has what is asked for.

    Parameters: organisation, and `words` as `chinese.asked` writes them.
    """
    question = func.to_tsquery(literal_column("'simple'"), _for_postgresql(_WORDS))
    return complaint_id.in_(
        select(_documents.c.complaint_id).where(
            _documents.c.organisation_id == ORGANISATION,
            _documents.c.version == live_version(_documents),
            _documents.c.search_words.op("@@")(question),
        )
    )


def _for_postgresql(words: ColumnElement[Any]) -> ColumnElement[Any]:
    """Write what is asked for in the signs of a tsquery."""
    for sign, its_own in ((" + ", " <-> "), (" AND ", " & "), ("*", ":*")):
        words = func.replace(words, sign, its_own)
    return words


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
