"""Reviews count each thing once, in the span of time in which it happened."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.complaint import Event
from app.domain.steps.classification import Classified
from app.domain.steps.deadline import DeadlineMissed, Rescheduled
from app.domain.steps.follow_up import FollowedUp
from app.domain.steps.improvement import ImprovementPlanned
from app.domain.steps.inquiry import Investigated
from app.domain.steps.reopening import Reopened
from app.domain.steps.reply import Replied
from app.domain.steps.reversal import CompensationReversed
from app.domain.values import CauseClass, Fault, Lifted, LiftReason, ReopenCause, Severity
from app.events.projections.figures import Figures
from app.reviews.review import AXES, MOST_LISTED, UNKNOWN, Review
from app.reviews.tally import review_of, score, spread
from tests.documents.review.lives import BEGINS, figures_of, instants, lives
from tests.events.projections.examples import (
    APOLOGISED,
    CLOSED,
    PROMISED,
    RECEIVED,
    paid,
    requested,
    yuan,
)

MARCH = BEGINS
APRIL = datetime(2026, 4, 1, tzinfo=UTC)
MAY = datetime(2026, 5, 1, tzinfo=UTC)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

many = st.lists(lives(), max_size=5)
few = settings(max_examples=40)

FLOWS = {
    "complaints": ("received", "closed", "withdrawn", "dismissed", "reopened"),
    "promises": ("made", "kept", "late", "deferred"),
    "follow_ups": ("made", "unreached", "missed"),
    "improvements": ("planned", "made", "late"),
}


def flows(review: Review) -> dict[str, int]:
    """Everything that happened, as against what stands open."""
    found = {
        f"{group}.{word}": getattr(review, group)[word]
        for group, words in FLOWS.items()
        for word in words
    }
    for axis in AXES:
        found |= {f"{axis}.{word}": n for word, n in review.received_by[axis].items()}
    found |= {f"missed.{word}": n for word, n in review.missed.items()}
    found |= {f"outcome.{word}": n for word, n in review.outcomes.items()}
    found |= {f"time.{name}": one.number for name, one in review.times.items()}
    found |= {f"score.{name}": one.number for name, one in review.satisfaction.items()}
    for one in review.remedies:
        found[f"remedy.{one.remedy}.{one.currency}"] = one.number
        found[f"cost.{one.remedy}.{one.currency}"] = one.cost
    return {name: number for name, number in found.items() if number}


def stocks(review: Review) -> tuple[object, ...]:
    """What stands open at the end."""
    open_, overdue = review.complaints["open"], review.complaints["overdue"]
    improvements = review.improvements["open"], review.improvements["unplanned"]
    return (open_, overdue, improvements, review.open_improvements, review.unplanned)


def added(*parts: dict[str, int]) -> dict[str, int]:
    names = {name for part in parts for name in part}
    total = {name: sum(part.get(name, 0) for part in parts) for name in names}
    return {name: number for name, number in total.items() if number}


# ---- what holds for every record -------------------------------------------------------------


@few
@given(many, st.lists(instants, min_size=1, max_size=4))
def test_the_reviews_of_parts_add_up_to_the_review_of_the_whole_ws_43_pc_43(
    records: list[Figures], cuts: list[datetime]
) -> None:
    bounds = [MARCH, *sorted(cuts), MAY]
    parts = [review_of(records, since, until) for since, until in pairwise(bounds)]
    whole = review_of(records, MARCH, MAY)
    assert flows(whole) == added(*(flows(part) for part in parts))
    assert stocks(whole) == stocks(parts[-1])


@few
@given(many)
def test_the_reviews_of_units_add_up_to_the_review_of_the_house_ws_43(
    records: list[Figures],
) -> None:
    units = {record["handling_unit"] for record in records}
    parts = [
        review_of([one for one in records if one["handling_unit"] == unit], MARCH, APRIL)
        for unit in units
    ]
    whole = review_of(records, MARCH, APRIL)
    assert flows(whole) == added(*(flows(part) for part in parts))
    assert whole.complaints["open"] == sum(part.complaints["open"] for part in parts)
    assert whole.complaints["overdue"] == sum(part.complaints["overdue"] for part in parts)


@few
@given(many)
def test_every_way_of_telling_complaints_apart_adds_up_to_those_received(
    records: list[Figures],
) -> None:
    review = review_of(records, MARCH, APRIL)
    for axis in AXES:
        assert sum(review.received_by[axis].values()) == review.complaints["received"]
    assert sum(review.outcomes.values()) == review.complaints["closed"]
    assert review.complaints["overdue"] <= review.complaints["open"]


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=40))
def test_the_middle_and_the_ninetieth_are_those_of_the_sorted_times(minutes: list[int]) -> None:
    counted = {one: minutes.count(one) for one in minutes}
    found = spread(counted)
    assert found.median == pytest.approx(median(minutes) / 60, abs=0.006)
    assert found.ninetieth is not None
    within = sum(one / 60 <= found.ninetieth + 0.006 for one in minutes)
    assert within >= 0.9 * len(minutes)
    assert found.number == len(minutes)


# ---- by example ------------------------------------------------------------------------------


def review(
    *life: tuple[Event, datetime], since: datetime = MARCH, until: datetime = APRIL
) -> Review:
    return review_of([figures_of([(RECEIVED, NOON), *life])], since, until, {"one-week"})


def test_nothing_at_all_is_a_review_of_zeros() -> None:
    empty = review_of([], MARCH, APRIL)
    assert set(empty.complaints.values()) == {0}
    assert empty.times["closing"].median is None
    assert empty.satisfaction["outcome"].mean is None


def test_a_complaint_that_was_closed_later_was_open_at_the_end_of_the_month() -> None:
    found = review((CLOSED, APRIL + DAY))
    assert (found.complaints["open"], found.complaints["closed"]) == (1, 0)
    later = review((CLOSED, APRIL + DAY), since=APRIL, until=MAY)
    assert (later.complaints["open"], later.complaints["closed"]) == (0, 1)


def test_a_closing_stays_in_its_month_when_it_is_taken_up_again_pc_34() -> None:
    again = Reopened(cause=ReopenCause.NEW_PROBLEM, reason="又坏了")
    life = ((CLOSED, NOON + DAY), (again, APRIL + DAY))
    assert review(*life).complaints["closed"] == 1
    assert review(*life).complaints["open"] == 0
    april = review(*life, since=APRIL, until=MAY).complaints
    assert (april["reopened"], april["open"], april["closed"]) == (1, 1, 0)


def test_times_run_from_the_receipt_to_apology_reply_and_closing_ws_11_ws_31() -> None:
    times = review(
        (APOLOGISED, NOON + HOUR / 2),
        (APOLOGISED, NOON + 2 * HOUR),
        (Replied(text="可以"), NOON + 3 * HOUR),
        (CLOSED, NOON + DAY),
    ).times
    assert {name: one.median for name, one in times.items()} == {
        "apology": 0.5,
        "reply": 3.0,
        "closing": 24.0,
    }


def test_a_promise_is_kept_late_or_put_off_ws_39() -> None:
    due = PROMISED.due
    second, third = (replace(PROMISED, promise=n) for n in (2, 3))
    found = review(
        *((one, due - 2 * HOUR) for one in (PROMISED, second, third)),
        (Replied(text="好", promise=1), due),
        (Replied(text="再等", promise=2, deferred_because="缺货"), due + HOUR),
        (Replied(text="好", promise=3), due + HOUR),
    ).promises
    assert found == {"made": 3, "kept": 1, "late": 1, "deferred": 1}


def test_what_was_missed_makes_it_overdue_until_it_is_done_ws_37() -> None:
    missed = DeadlineMissed(deadline=1, clock="apology", due=NOON)
    done = Rescheduled(lifted=(Lifted(number=1, because=LiftReason.MET),))
    life = ((missed, NOON + HOUR), (done, APRIL + HOUR))
    assert review(*life).missed == {"apology": 1}
    assert review(*life).complaints["overdue"] == 1
    april = review(*life, since=APRIL, until=MAY)
    assert (april.missed, april.complaints["overdue"]) == ({}, 0)


def test_a_call_that_was_not_made_is_a_follow_up_missed_pc_83() -> None:
    found = review(
        (DeadlineMissed(deadline=1, clock="one-week", due=NOON), NOON + HOUR),
        (FollowedUp(occasion="one-week", reached=False), NOON + DAY),
        (
            FollowedUp(
                occasion="one-week",
                reached=True,
                satisfied_with_outcome=4,
                satisfied_with_handling=5,
            ),
            NOON + 2 * DAY,
        ),
    )
    assert found.follow_ups == {"made": 1, "unreached": 1, "missed": 1}
    assert found.satisfaction["outcome"] == score({4: 1})
    assert found.satisfaction["handling"].mean == 5


def test_money_that_came_back_is_taken_off_when_it_came_back_sc_36() -> None:
    back = CompensationReversed(compensation=1, expense=1, amount=yuan(30), reason="退回")
    life = ((requested(1), NOON), (paid(1), NOON + HOUR), (back, APRIL + HOUR))
    given = review(*life).remedies[0]
    returned = review(*life, since=APRIL, until=MAY).remedies[0]
    assert (given.remedy, given.number) == (returned.remedy, -returned.number)
    assert returned.cost == -3000


SYSTEMIC = Investigated(
    findings="胶水",
    cause="胶水",
    cause_class=CauseClass.SYSTEMIC,
    fault=Fault.OURS,
    established=True,
)
PLANNED = ImprovementPlanned(improvement=1, what="换胶水", owner="孙丽", unit="shoes", due=MAY)


def test_a_systemic_cause_is_listed_until_somebody_plans_an_improvement_ws_44_ws_46_be_10() -> None:
    life = ((SYSTEMIC, NOON + HOUR), (CLOSED, NOON + DAY), (PLANNED, APRIL + DAY))
    [found] = review(*life).unplanned
    assert (found.complaint, found.unit, found.found[:10]) == ("2026-000001", "hall", "2026-03-02")
    april = review(*life, since=APRIL, until=MAY)
    assert april.unplanned == ()
    [planned] = april.open_improvements
    assert (planned.unit, planned.overdue) == ("shoes", False)
    assert "孙丽" not in repr(april)


def test_a_list_names_the_oldest_and_the_number_counts_them_all_sc_07() -> None:
    records = [figures_of([(RECEIVED, NOON), (SYSTEMIC, NOON + HOUR * turn)]) for turn in range(60)]
    found = review_of(list(reversed(records)), MARCH, APRIL)
    assert found.improvements["unplanned"] == 60
    assert len(found.unplanned) == MOST_LISTED
    assert found.unplanned[0].found < found.unplanned[-1].found


def test_complaints_are_told_apart_as_they_are_judged_now_as_26() -> None:
    quality = Classified(category="quality", tier="floor", severity=Severity.SERIOUS)
    found = review((quality, APRIL + DAY), (SYSTEMIC, APRIL + DAY)).received_by
    assert found["category"] == {"quality": 1}
    assert found["severity"] == {"3": 1}
    assert found["cause_class"] == {"systemic": 1}
    assert review().received_by["category"] == {UNKNOWN: 1}


def test_what_happens_to_it_later_is_not_in_the_review_of_the_month() -> None:
    life = ((APOLOGISED, NOON + HOUR),)
    assert review(*life) == review(*life, (Replied(text="好"), APRIL + DAY))


def test_a_complaint_that_is_received_later_is_in_no_earlier_review() -> None:
    records = [figures_of([(RECEIVED, APRIL)])]
    assert review_of(records, MARCH, APRIL) == review_of([], MARCH, APRIL)
