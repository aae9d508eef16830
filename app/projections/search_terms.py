"""The words that a complaint is found by: what people said and wrote, and its numbers."""

from collections.abc import Iterator
from itertools import takewhile
from typing import Final, TypeAlias, TypeVar

from app.domain.complaint import Complaint
from app.domain.complaint.act import Acted
from app.domain.numbering import spellings
from app.domain.values import Complainant
from app.events.chinese import terms
from app.events.projections.search_index import TABLE
from app.projections.document_parts import Columns, Document, Envelope, head
from app.projections.projection import Projection

LONGEST: Final = 100_000
"""Characters of a complaint that are searched: more than people write, and PostgreSQL can take."""
MOST_WORDS: Final = 16_000
"""Words of a complaint that are searched: PostgreSQL tells no more places apart."""

Texts: TypeAlias = tuple[str | None, ...]
A = TypeVar("A", bound=Acted)


def search_terms(
    complaint: Complaint, envelope: Envelope, stored: Document | None = None
) -> Document:
    """Append the terms of what was said since a stored document, or of everything.

    A text that does not fit is left out; a shorter one after it may still fit. The terms of 400
    memos took 26 ms when all were made for each new one.
    """
    since: int = stored["version"] if stored else 0
    words: int = stored["words"] if stored else 0
    known: str = stored["terms"] if stored else ""
    said = sorted(_said(complaint, envelope.number, since), key=lambda one: one[0])
    for _, texts in said:
        more = terms(texts)
        count = more.count(" ")
        if words + count <= MOST_WORDS and len(known) + len(more) <= LONGEST:
            known += more
            words += count
    return {**head(envelope), "words": words, "terms": known}


def columns(_complaint: Complaint, _envelope: Envelope) -> Columns:
    """Fill the columns that it is found by: none, only its terms."""
    return {}


def _said(complaint: Complaint, number: str | None, since: int) -> Iterator[tuple[int, Texts]]:
    """List the texts of what was said after a version, each with its own."""
    if not since:
        yield complaint.receipt.act.version, _at_receipt(complaint, number)
    for memo in _latest(complaint.content.memos, since):
        told = (memo.text, memo.reason, memo.subject, memo.demand)
        yield memo.act.version, (*told, *_particulars(memo.complainant))
    for reply in _latest(complaint.communication.replies, since):
        yield reply.act.version, (reply.text,)
    for finding in _latest(complaint.remedy.findings, since):
        yield finding.act.version, (finding.findings, finding.cause)
    for end in _latest(complaint.ending.ends, since):
        yield end.act.version, (end.result,)


def _latest(things: tuple[A, ...], since: int) -> Iterator[A]:
    """From the end, so that the cost does not grow with what was said before."""
    return takewhile(lambda one: one.act.version > since, reversed(things))


def _at_receipt(complaint: Complaint, number: str | None) -> Texts:
    statement = complaint.content.statement
    return (
        *(spellings(number) if number else ()),
        *_particulars(statement.complainant),
        statement.subject,
        statement.reason,
        statement.demand,
        statement.text,
        statement.order_reference,
        complaint.receipt.paper_number,
    )


def _particulars(who: Complainant | None) -> Texts:
    return () if who is None else (who.name, who.telephone, who.reference)


PROJECTION: Final = Projection(
    name="search_index",
    table=TABLE,
    version=3,
    reads=(
        "receipt",
        "content.statement",
        "content.memos",
        "communication.replies",
        "remedy.findings",
        "ending.ends",
    ),
    columns=columns,
    extend=search_terms,
)
