"""Working time: what is open counts, what is closed does not."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.calendar import Calendar
from app.domain.values import Span, TimeUnit

MORNING, NIGHT = time(10), time(22)
SHOP = Calendar(
    zone="Asia/Shanghai",
    hours=dict.fromkeys(range(7), ((MORNING, NIGHT),)),
)
# Monday to Friday with a lunch break; the spring festival of 2026 with its make-up Saturday.
OFFICE = Calendar(
    zone="Asia/Shanghai",
    hours=dict.fromkeys(range(5), ((time(9), time(12)), (time(13), time(18)))),
    holidays={date(2026, 2, day): "春节" for day in range(15, 24)},
    workdays=frozenset({date(2026, 2, 14)}),
    workday_hours=((time(9), time(12)),),
    known_until=date(2026, 12, 31),
)
ALWAYS = Calendar(zone="Asia/Shanghai")


def at(text: str) -> datetime:
    """The wall clock in Shanghai."""
    return datetime.fromisoformat(text + "+08:00").astimezone(UTC)


def span(text: str) -> Span:
    count, unit = text.split()
    return Span(int(count), TimeUnit(unit))


@pytest.mark.parametrize(
    ("calendar", "since", "length", "due"),
    [
        (SHOP, "2026-03-02T21:45", "30 minutes", "2026-03-03T10:15"),
        (SHOP, "2026-03-02T03:00", "1 hours", "2026-03-02T11:00"),
        (SHOP, "2026-03-02T10:00", "12 hours", "2026-03-02T22:00"),
        (SHOP, "2026-03-02T23:00", "1 days", "2026-03-04T10:00"),
        (OFFICE, "2026-03-02T11:30", "1 hours", "2026-03-02T13:30"),
        (OFFICE, "2026-03-06T17:30", "1 hours", "2026-03-09T09:30"),
        (OFFICE, "2026-03-06T15:00", "1 days", "2026-03-09T15:00"),
        # Saturday: counting begins on Monday at nine, as for what came on Friday after six.
        (OFFICE, "2026-03-07T15:00", "1 days", "2026-03-10T09:00"),
        (OFFICE, "2026-03-06T18:01", "1 days", "2026-03-10T09:00"),
        (OFFICE, "2026-11-20T18:01", "10 days", "2026-12-07T09:00"),
        (OFFICE, "2026-11-21T00:01", "10 days", "2026-12-07T09:00"),
        (OFFICE, "2026-11-20T18:01", "1 weeks", "2026-11-30T09:00"),
        (OFFICE, "2026-03-02T12:30", "1 days", "2026-03-03T13:00"),
        (OFFICE, "2026-03-02T15:00", "1 weeks", "2026-03-09T15:00"),
        # Friday 13 February: Saturday is worked to make up, then nine days are off.
        (OFFICE, "2026-02-13T15:00", "1 days", "2026-02-24T09:00"),
        (OFFICE, "2026-02-13T17:00", "4 hours", "2026-02-14T12:00"),
        (OFFICE, "2026-02-13T17:00", "5 hours", "2026-02-24T10:00"),
        (ALWAYS, "2026-03-02T23:45", "30 minutes", "2026-03-03T00:15"),
    ],
)
def test_working_time_runs_while_the_house_is_open(
    calendar: Calendar, since: str, length: str, due: str
) -> None:
    assert calendar.working(at(since), span(length)) == at(due)


@pytest.mark.parametrize(
    ("since", "length", "due"),
    [
        ("2026-03-02T21:45", "30 minutes", "2026-03-02T22:15"),
        ("2026-03-02T21:45", "1 days", "2026-03-03T21:45"),
        ("2026-01-28T18:00", "1 months", "2026-02-28T18:00"),
        # There is no such day: the month ends with its last one, and at its end.
        ("2026-01-31T10:00", "1 months", "2026-03-01T00:00"),
        ("2028-01-31T10:00", "1 months", "2028-03-01T00:00"),
        ("2028-02-29T10:00", "1 years", "2029-03-01T00:00"),
        ("2026-11-15T10:00", "3 months", "2027-02-15T10:00"),
    ],
)
def test_elapsed_time_runs_always_and_a_month_is_a_month(since: str, length: str, due: str) -> None:
    assert SHOP.elapsed(at(since), span(length)) == at(due)


def test_a_day_is_the_same_wall_clock_where_clocks_change() -> None:
    london = Calendar(zone="Europe/London")
    saturday = datetime(2026, 3, 28, 12, tzinfo=UTC)
    assert london.elapsed(saturday, span("1 days")) == saturday + timedelta(hours=23)


@pytest.mark.parametrize(
    ("started", "ends"),
    [
        # 02:30 is skipped on 29 March: the next day's deadline is where the gap ends.
        ("2026-03-28T01:30+00:00", "2026-03-29T01:00+00:00"),
        # 25 October has 02:30 twice. The second one counts as three o'clock, after the first.
        ("2026-10-25T00:30+00:00", "2026-10-26T01:30+00:00"),
        ("2026-10-25T01:10+00:00", "2026-10-26T02:00+00:00"),
        ("2026-10-25T02:00+00:00", "2026-10-26T02:00+00:00"),
    ],
)
def test_a_day_from_an_hour_that_is_skipped_or_repeated(started: str, ends: str) -> None:
    berlin = Calendar(zone="Europe/Berlin")
    start, end = datetime.fromisoformat(started), datetime.fromisoformat(ends)
    assert berlin.elapsed(start, span("1 days")) == end


def test_a_make_up_day_keeps_its_own_hours() -> None:
    saturday = date(2026, 2, 14)
    assert OFFICE.works(saturday)
    assert not OFFICE.works(saturday + timedelta(days=7))
    assert OFFICE.working_between(at("2026-02-14T00:00"), at("2026-02-16T00:00")) == timedelta(
        hours=3
    )


def test_a_date_beyond_the_published_holidays_is_provisional() -> None:
    assert not OFFICE.is_provisional(at("2026-12-31T23:00"))
    assert OFFICE.is_provisional(at("2027-01-01T00:30"))
    assert not SHOP.is_provisional(at("2099-01-01T00:30"))


def test_a_house_that_never_opens_again_does_not_hold_a_deadline_for_ever() -> None:
    closed = Calendar(
        zone="Asia/Shanghai",
        hours={0: ((MORNING, NIGHT),)},
        holidays={date(2026, 3, 2) + timedelta(days=day): "closed" for day in range(200)},
    )
    since = at("2026-03-02T10:00")
    assert closed.working(since, span("2 hours")) == since + timedelta(hours=2)


def test_after_a_long_closure_what_is_left_is_counted_from_the_last_opening() -> None:
    closed = Calendar(
        zone="Asia/Shanghai",
        hours=dict.fromkeys(range(7), ((MORNING, NIGHT),)),
        holidays={date(2026, 3, 3) + timedelta(days=day): "closed" for day in range(70)},
    )
    due = closed.working(at("2026-03-02T21:00"), span("2 hours"))
    assert due == at("2026-03-02T22:00") + timedelta(hours=1)


def test_counting_ends_where_openings_are_rare_and_where_the_calendar_does() -> None:
    rare = Calendar(zone="Asia/Shanghai", hours={0: ((MORNING, time(10, 1)),)})
    assert rare.working(at("2026-03-02T10:00"), span("9999 hours")) < at("2058-01-01T00:00")
    last = datetime(9999, 12, 30, 3, tzinfo=UTC)
    assert SHOP.add_working(last, timedelta(hours=2)) > last


instants = st.integers(0, 330 * 24 * 60).map(
    lambda minutes: datetime(2025, 12, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
lengths = st.timedeltas(timedelta(minutes=1), timedelta(days=9))


@given(instants, lengths)
def test_adding_working_time_and_measuring_it_agree(since: datetime, length: timedelta) -> None:
    due = OFFICE.add_working(since, length)
    assert OFFICE.working_between(since, due) == length


@given(instants, lengths, lengths)
def test_working_time_adds_up(since: datetime, one: timedelta, other: timedelta) -> None:
    at_once = OFFICE.add_working(since, one + other)
    assert OFFICE.add_working(OFFICE.add_working(since, one), other) == at_once


@given(instants, st.sampled_from(["1 minutes", "2 hours", "1 days", "3 days", "1 weeks"]))
def test_what_is_due_lies_ahead_and_within_the_opening_hours(since: datetime, length: str) -> None:
    due = OFFICE.working(since, span(length))
    local = OFFICE.local(due)
    assert due > since
    assert any(opens <= local.time() <= closes for opens, closes in OFFICE.intervals(local.date()))


# ---- a later start never gives an earlier end ------------------------------------------------

# Clocks change by an hour, by half of one (Lord Howe), at midnight (Havana), and not at all.
zones = st.sampled_from(
    ["Asia/Shanghai", "Europe/Berlin", "Australia/Lord_Howe", "America/Havana", "UTC"]
)
# Quarter hours of a day, an even number of them: each two are an opening.
openings = st.lists(st.integers(0, 95), min_size=2, max_size=4, unique=True).map(
    lambda quarters: tuple(
        (time(opens // 4, opens % 4 * 15), time(closes // 4, closes % 4 * 15))
        for opens, closes in zip(sorted(quarters)[::2], sorted(quarters)[1::2], strict=False)
    )
)
days_of_2026 = st.integers(0, 364).map(lambda day: date(2026, 1, 1) + timedelta(days=day))
# Some long enough for the house to count as always open (more than sixty days).
closures = st.tuples(days_of_2026, st.integers(0, 80)).map(
    lambda closure: [closure[0] + timedelta(days=day) for day in range(closure[1])]
)
calendars = st.builds(
    lambda zone, hours, closed, workdays, workday_hours: Calendar(
        zone, hours, {day: "closed" for days in closed for day in days}, workdays, workday_hours
    ),
    zones,
    st.dictionaries(st.integers(0, 6), openings, max_size=6),
    st.lists(closures, max_size=3),
    st.frozensets(days_of_2026, max_size=5),
    st.one_of(st.just(()), openings),
)
starts = st.integers(0, 365 * 24 * 4).map(
    lambda quarters: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=15 * quarters)
)
# What differs by hours falls before and after a closing hour, a midnight, a change of clocks.
waits = st.one_of(
    st.integers(0, 24 * 4).map(lambda quarters: timedelta(minutes=15 * quarters)),
    st.timedeltas(timedelta(0), timedelta(days=40)),
)


@given(calendars, starts, waits, st.integers(1, 40))
def test_a_later_start_never_gives_an_earlier_end(
    calendar: Calendar, since: datetime, wait: timedelta, count: int
) -> None:
    for length in (Span(count, unit) for unit in TimeUnit):
        assert calendar.elapsed(since, length) <= calendar.elapsed(since + wait, length)
        assert calendar.working(since, length) <= calendar.working(since + wait, length)
