"""A sum divided into parts is the sum again (LC-35, LC-36)."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.shares import split
from app.domain.values import Money


@st.composite
def wholes(draw: st.DrawFn) -> list[int]:
    """Parts that make 100."""
    cuts = sorted(draw(st.lists(st.integers(0, 100), max_size=19)))
    return [later - earlier for earlier, later in pairwise([0, *cuts, 100])]


@given(st.integers(-(10**12), 10**12), wholes())
def test_the_parts_add_up_and_none_is_a_unit_off_lc_35(amount: int, percents: list[int]) -> None:
    parts = split(Money(amount, "CNY"), percents)
    assert sum(part.amount for part in parts) == amount
    for part, percent in zip(parts, percents, strict=True):
        assert abs(part.amount * 100 - amount * percent) < 100
        assert part.currency == "CNY"


@given(st.integers(0, 10**6), wholes())
def test_a_larger_share_never_bears_less_lc_36(amount: int, percents: list[int]) -> None:
    parts = split(Money(amount, "CNY"), percents)
    borne = sorted(zip(percents, (part.amount for part in parts), strict=True))
    for (less, bears), (more, bears_more) in pairwise(borne):
        assert less == more or bears <= bears_more


def test_what_is_left_over_goes_to_the_largest_remainders_lc_35() -> None:
    parts = split(Money(100, "CNY"), [33, 33, 34])
    assert [part.amount for part in parts] == [33, 33, 34]
    assert [part.amount for part in split(Money(1, "CNY"), [50, 50])] == [1, 0]
    assert [part.amount for part in split(Money(10, "CNY"), [25, 25, 50])] == [3, 2, 5]


@pytest.mark.parametrize("percents", [[], [99], [50, 51], [-1, 101]])
def test_parts_that_are_no_whole_are_refused(percents: list[int]) -> None:
    with pytest.raises(ValueError, match="100"):
        split(Money(100, "CNY"), percents)
