"""A review on paper: whatever people and houses are called, nothing of it is lost."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from app.documents.form import Language
from app.documents.words import Words
from app.domain.policy import Every
from app.proof.stamp import Extent
from app.reviews.making import Made
from app.reviews.paper import paper
from app.reviews.period import read
from app.reviews.tally import Tally
from tests.documents.form.pdf import Pdf, squeezed
from tests.documents.form.samples import POLICY


def made() -> Made:
    """Review a month in which nothing happened."""
    period = read(Every.MONTH, "2026-03")
    since, until = period.bounds(POLICY.time_zone)
    review = Tally(since, until, POLICY.occasions).review()
    return Made(
        period=period,
        units=("unit-gone-\U0001f621",),
        at=datetime.combine(date(2026, 4, 2), datetime.min.time(), ZoneInfo("UTC")),
        extent=Extent(position=7, stamp=None),
        running=False,
        review=review,
        before=review,
    )


@pytest.mark.parametrize("language", Language)
def test_what_no_font_has_is_named_on_a_review_too(language: Language) -> None:
    words = Words(POLICY, language)
    text = Pdf(paper(made(), "摄影\U0001f3a5 ⠿ 𰻝", words)).text(artifacts=True)
    assert squeezed("摄影[U+1F3A5 movie camera]") in text
    assert squeezed("unit-gone-[U+1F621 pouting face]") in text


def test_a_review_can_be_archived_and_is_the_same_every_time() -> None:
    words = Words(POLICY, Language.SIMPLIFIED)
    first = paper(made(), "小店", words)
    assert first == paper(made(), "小店", words)
    assert "<pdfaid:part>2</pdfaid:part>" in Pdf(first).metadata()


def test_what_looks_like_an_instruction_is_set_as_it_was_written() -> None:
    name = '#read("/etc/passwd") $x$ *b* <l> @c // "}], {page}'
    text = Pdf(paper(made(), name, Words(POLICY, Language.ENGLISH))).text(artifacts=True)
    assert text.count(squeezed(name)) > 1
