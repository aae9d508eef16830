"""The table of terms knows every word that a document can hold, in every language."""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from app.documents.form import Language
from app.documents.words import Words, terms
from app.domain.complaint import ExpenseStatus, Status
from app.domain.values import (
    FLAGS,
    Breach,
    CauseClass,
    Channel,
    ComplainantKind,
    Copy,
    Directness,
    Emotion,
    Fault,
    LinkKind,
    Mindset,
    Place,
    PromiseKind,
    ReferralTarget,
    ResponsibilityKind,
    Severity,
    SignatureKind,
)
from app.policies import load, shipped

GROUPS: dict[str, Iterable[Any]] = {
    "breach": Breach,
    "cause-class": CauseClass,
    "channel": Channel,
    "complainant": ComplainantKind,
    "copy": Copy,
    "custody": Place,
    "directness": Directness,
    "emotion": Emotion,
    "expense": ExpenseStatus,
    "fault": Fault,
    "flag": FLAGS,
    "link": LinkKind,
    "mindset": Mindset,
    "promise": PromiseKind,
    "referral": ReferralTarget,
    "responsibility": ResponsibilityKind,
    "severity": [str(int(one)) for one in Severity],
    "signature": SignatureKind,
    "status": Status,
    "tier": [tier for name in shipped() for tier in load(name).tiers],
}


@pytest.mark.parametrize("group", GROUPS)
def test_every_word_of_the_domain_has_a_term_and_no_term_is_left_over(group: str) -> None:
    assert set(terms()[group]) == {str(word) for word in GROUPS[group]}


def entries(table: Any, path: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    for key, value in table.items():
        if isinstance(next(iter(value.values())), str):
            yield f"{path}.{key}", value
        else:
            yield from entries(value, f"{path}.{key}")


def test_every_term_is_said_in_every_language_with_the_same_places_to_fill() -> None:
    for path, entry in entries(terms()):
        assert set(entry) == set(Language), path
        filled = {
            frozenset(part.split("}")[0] for part in text.split("{")[1:]) for text in entry.values()
        }
        assert len(filled) == 1, path


def test_what_is_unknown_is_said_as_it_is() -> None:
    words = Words(load("default"), Language.TRADITIONAL)
    assert words.word("custody", "on-the-moon") == "on-the-moon"
    assert words.of("categories", "gone") == "gone"
    assert words.clock("gone") == "gone"
    assert words.party("nobody") == "nobody"
    assert words.word("fault", None) is None
