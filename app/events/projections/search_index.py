"""The words that a complaint is found by: what people said and wrote, and its numbers."""

from collections.abc import Iterable
from typing import Any, Final

from app.domain.complaint import Fact
from app.domain.numbering import spellings
from app.domain.steps.closing import Closed
from app.domain.steps.dismissal import Dismissed
from app.domain.steps.inquiry import Investigated
from app.domain.steps.memo import Noted
from app.domain.steps.receipt import Received
from app.domain.steps.reply import Replied
from app.domain.steps.withdrawal import Withdrawn
from app.domain.values import Complainant
from app.events.chinese import terms
from app.events.projection import Document, Fold, Projection, document_table
from app.events.search import NAME
from app.events.store import Recorded

LONGEST: Final = 100_000
"""Characters of a complaint that are searched: more than people write, and PostgreSQL can take."""
MOST_WORDS: Final = 16_000
"""PostgreSQL tells the places of so many words apart."""


class SearchIndex(Document):
    """The document; an event that brings no words leaves it as it is, version and position too."""

    words: int
    terms: str


def _begin(event: Received, _fact: Fact, recorded: Recorded) -> SearchIndex:
    document: SearchIndex = {
        "id": str(recorded.stream_id),
        "number": recorded.number,
        "version": recorded.version,
        "position": recorded.position,
        "words": 0,
        "terms": "",
    }
    _add(
        document,
        (
            *(spellings(recorded.number) if recorded.number else ()),
            *_of(event.complainant),
            event.subject,
            event.reason,
            event.demand,
            event.statement,
            event.order_reference,
            event.paper_number,
        ),
    )
    return document


project: Final = Fold(_begin, only_its_own=True)


def _of(who: Complainant | None) -> tuple[str | None, ...]:
    return () if who is None else (who.name, who.telephone, who.reference)


def _add(document: SearchIndex, texts: Iterable[str | None]) -> None:
    more = terms(texts)
    count = more.count(" ")
    if document["words"] + count <= MOST_WORDS and len(document["terms"]) + len(more) <= LONGEST:
        document["terms"] += more
        document["words"] += count


@project.on(Noted)
def _noted(document: SearchIndex, event: Noted, _fact: Fact) -> None:
    said = (event.text, event.reason, event.subject, event.demand)
    _add(document, (*said, *_of(event.complainant)))


@project.on(Replied)
def _replied(document: SearchIndex, event: Replied, _fact: Fact) -> None:
    _add(document, (event.text,))


@project.on(Investigated)
def _investigated(document: SearchIndex, event: Investigated, _fact: Fact) -> None:
    _add(document, (event.findings, event.cause))


@project.on(Closed)
def _closed(document: SearchIndex, event: Closed, _fact: Fact) -> None:
    _add(document, (event.result,))


@project.on(Withdrawn)
def _withdrawn(document: SearchIndex, event: Withdrawn, _fact: Fact) -> None:
    _add(document, (event.reason,))


@project.on(Dismissed)
def _dismissed(document: SearchIndex, event: Dismissed, _fact: Fact) -> None:
    _add(document, (event.reason,))


TABLE: Final = document_table(NAME, by_units=False)


def columns(_document: SearchIndex) -> dict[str, Any]:
    """Tell what it is found by: only by its words."""
    return {}


PROJECTION: Final = Projection(TABLE, project, columns, shape=3)
