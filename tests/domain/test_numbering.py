"""The numbers of the form: a format of one's own, legible in every other."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from app.domain.numbering import PLAIN, NumberFormat, place_of, spellings
from app.domain.policy import Policy
from app.policies import load
from app.policies.accepted import accepted

ODD = st.text("客诉售后号KSé-_.()（）〔〕", max_size=4)
FORMATS = st.builds(
    lambda before, between, after, width: NumberFormat(
        format=f"客{before}{{year}}{between}{{number}}{after}号", width=width
    ),
    ODD,
    ODD,
    ODD,
    st.integers(1, 6),
)
YEARS = st.integers(2000, 2199)
READ: TypeAdapter[NumberFormat] = TypeAdapter(accepted(NumberFormat))
ORDINALS = st.integers(1, 10**9)


def test_a_house_without_a_format_of_its_own_writes_numbers_plainly() -> None:
    policy: Policy = load("default")
    assert policy.numbers == PLAIN
    assert policy.numbers.write(2026, 17) == "2026-000017"


@pytest.mark.parametrize(
    ("format_", "width", "expected"),
    [
        ("客诉{year}-{number}", 4, "客诉2026-0017"),
        ("客诉〔{year}〕{number}号", 1, "客诉〔2026〕17号"),
        ("{year}{number}", 5, "202600017"),
        ("KS-{year}.{number}", 1, "KS-2026.17"),
    ],
)
def test_a_number_is_written_as_the_house_wants_it(format_: str, width: int, expected: str) -> None:
    own = NumberFormat(format=format_, width=width)
    assert own.write(2026, 17) == expected
    assert place_of(expected) == (2026, 17)


def test_a_number_that_outgrows_its_width_is_longer() -> None:
    assert NumberFormat(width=2).write(2026, 12_345) == "2026-12345"


@given(FORMATS, YEARS, ORDINALS)
def test_every_number_tells_its_place(own: NumberFormat, year: int, ordinal: int) -> None:
    before, after = own.around(year)
    written = own.write(year, ordinal)
    assert re.fullmatch(f"{re.escape(before)}[0-9]+{re.escape(after)}", written)
    assert place_of(written) == (year, ordinal)


@given(FORMATS)
def test_what_the_reader_lets_through_is_such_a_format(own: NumberFormat) -> None:
    given_ = {"format": own.format, "width": own.width}
    assert READ.validate_python(given_) == own


def test_a_number_is_asked_for_as_it_is_or_plainly_or_without_zeros() -> None:
    assert spellings("客诉2026-0017") == ("客诉2026-0017", "2026-000017", "2026-17")
    assert spellings("2026-000017") == ("2026-000017", "2026-000017", "2026-17")
