"""The days, weeks, months and half-years of reviews, in the calendar of the house."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.policy import Every
from app.reviews.period import EXAMPLES, NoSuchPeriod, containing, read

SHANGHAI = "Asia/Shanghai"

kinds = st.sampled_from(Every)
days = st.dates(date(2001, 1, 1), date(2198, 12, 31))


@given(kinds, days)
def test_the_name_of_a_period_is_read_back_as_the_period(every: Every, day: date) -> None:
    period = containing(every, day)
    assert period.first <= day <= period.last
    assert read(every, period.label) == period


@given(kinds, days)
def test_periods_follow_each_other_without_a_gap_and_without_an_overlap(
    every: Every, day: date
) -> None:
    period = containing(every, day)
    assert period.before().last + timedelta(days=1) == period.first
    following = containing(every, period.last + timedelta(days=1))
    assert following.before() == period
    assert following.bounds(SHANGHAI)[0] == period.bounds(SHANGHAI)[1]


def test_a_day_is_that_of_the_house() -> None:
    assert read(Every.DAY, "2026-03-02").bounds(SHANGHAI) == (
        datetime(2026, 3, 1, 16, tzinfo=UTC),
        datetime(2026, 3, 2, 16, tzinfo=UTC),
    )


def test_a_day_on_which_the_clocks_change_is_as_long_as_it_is() -> None:
    begins, ends = read(Every.DAY, "2026-03-29").bounds("Europe/Berlin")
    assert ends - begins == timedelta(hours=23)


def test_a_week_is_that_of_iso_8601() -> None:
    week = read(Every.WEEK, "2026-W53")
    assert (week.first, week.last) == (date(2026, 12, 28), date(2027, 1, 3))


@pytest.mark.parametrize(
    ("label", "first", "last", "due"),
    [
        ("2026-H1", date(2025, 12, 1), date(2026, 5, 31), date(2026, 6, 1)),
        ("2026-H2", date(2026, 6, 1), date(2026, 11, 30), date(2026, 12, 1)),
    ],
)
def test_a_half_year_is_over_when_it_is_totalled_in_june_and_december_as_26(
    label: str, first: date, last: date, due: date
) -> None:
    half = read(Every.HALF_YEAR, label)
    assert (half.first, half.last) == (first, last)
    assert half.due(10) == (due, due.replace(day=10))


@pytest.mark.parametrize(
    ("every", "label"),
    [
        (Every.DAY, "2026-02-30"),
        (Every.DAY, "2026-3-2"),
        (Every.DAY, "٢٠٢٦-03-02"),
        (Every.WEEK, "2026-W54"),
        (Every.WEEK, "2025-W53"),
        (Every.WEEK, "2026-W00"),
        (Every.MONTH, "2026-13"),
        (Every.MONTH, "2026-00"),
        (Every.MONTH, "0001-01"),
        (Every.MONTH, "2026-03\n"),
        (Every.MONTH, "2026-W10"),
        (Every.HALF_YEAR, "2026-H3"),
        (Every.HALF_YEAR, "9999-H2"),
        (Every.HALF_YEAR, ""),
    ],
)
def test_what_is_no_period_is_refused_with_an_example(every: Every, label: str) -> None:
    with pytest.raises(NoSuchPeriod, match=EXAMPLES[every]):
        read(every, label)
