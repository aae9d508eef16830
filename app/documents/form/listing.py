"""Tables whose columns are named in the form's language."""

from collections.abc import Iterable, Mapping, Sequence

from app.documents.form.parts import Part, table
from app.documents.words import Words


def listing(words: Words, columns: Mapping[str, int], rows: Iterable[Sequence[object]]) -> Part:
    """Make a table; `columns` names a label and a width for each."""
    head = [(words.label(key), width) for key, width in columns.items()]
    return table(head, rows, more=words.term("note", "more"))


def joined(found: Iterable[str | None], by: str = " ") -> str:
    """Put together what is known."""
    return by.join(one for one in found if one)
