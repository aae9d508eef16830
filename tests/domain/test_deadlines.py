"""Clocks: what starts them, what stops, holds and moves them, and what a miss brings about."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given as given_any
from hypothesis import strategies as st

from app.domain.advice import next_steps
from app.domain.calendar import Calendar
from app.domain.command import Command, Opening
from app.domain.complaint import SUPERIORS_TOLD, Complaint, Event, Fact, Signal, Status, replay
from app.domain.policy import Clock, Occasion, Policy, ReportDuty, TimeKind
from app.domain.refusals import NotOpenItem
from app.domain.steps.apology import Apologise, Apologised
from app.domain.steps.classification import Classified, Classify
from app.domain.steps.closing import Close, Closed
from app.domain.steps.deadline import DeadlineMissed, MissDeadline, Rescheduled
from app.domain.steps.escalation import Escalated
from app.domain.steps.follow_up import FollowedUp, FollowUp
from app.domain.steps.inquiry import RecordFindings
from app.domain.steps.promise import MakePromise, Promised
from app.domain.steps.receipt import ReceiveComplaint
from app.domain.steps.reopening import Reopen
from app.domain.steps.reply import Replied, Reply
from app.domain.steps.reporting import Reported, ReportUp
from app.domain.steps.rework import Reworked, ReworkOrdered
from app.domain.steps.visit import VisitArranged, Visited
from app.domain.steps.waiting import Paused, Resumed
from app.domain.steps.withdrawal import Withdraw
from app.domain.values import (
    Actor,
    ApologyKind,
    CauseClass,
    Channel,
    Deadline,
    Fault,
    Lifted,
    LiftReason,
    PromiseKind,
    ReopenCause,
    Severity,
    Span,
    TimeUnit,
    WaitingFor,
)
from app.domain.vocabulary import EVENTS, SIGNALS, TIMED_SIGNALS
from tests.events.test_golden import GOLDEN, decode_golden
from tests.support.people import CLASSIFIED, LIN, MEI, MONDAY, MRS_TANG, READY, RECEIVED, policy
from tests.support.spec import facts, given

CLOCK = Actor("clock")
HALF_AN_HOUR = timedelta(minutes=30)
DAY = timedelta(days=1)
TITLE = {"en": "Clock", "zh-Hans": "时钟", "zh-Hant": "時鐘"}


def clock(key: str, **changes: Any) -> Clock:
    found = Clock(
        key=key,
        title=TITLE,
        start=frozenset({"received"}),
        stop=frozenset({"apologised"}),
        length=Span(30, TimeUnit.MINUTES),
    )
    return replace(found, **changes)


def words(*given_words: str) -> frozenset[str]:
    return frozenset(given_words)


def under(*clocks: Clock, **changes: Any) -> Policy:
    """The default policy with these clocks, and no contacts afterwards."""
    return policy(**({"clocks": {one.key: one for one in clocks}, "occasions": {}} | changes))


APOLOGY = clock("apology", rule="WS-11")
PROMISE = clock(
    "promised-reply", start=words("promised-reply"), stop=words("promise-answered"), length=None
)
LIMIT = clock(
    "limit",
    stop=words("ended"),
    length=Span(3, TimeUnit.DAYS),
    pauses_for=frozenset({WaitingFor.CUSTOMER}),
)

OFFICE = Calendar(zone="UTC", hours=dict.fromkeys(range(5), ((time(9), time(17)),)))
ORDERED = ReworkOrdered(rework=1, remedy="redo", unit="studio", cause="x", instructions="x")

RECEIVE = ReceiveComplaint(
    at=MONDAY,
    by=MEI,
    channel=Channel.TELEPHONE,
    unit="front-hall",
    complainant=MRS_TANG,
    statement="照片颜色不对",
)
APOLOGISE = Apologise(at=MONDAY + HALF_AN_HOUR, by=MEI, kind=ApologyKind.COURTESY, words="抱歉")


def due(number: int, key: str, at: datetime, **changes: Any) -> Deadline:
    found = Deadline(number=number, clock=key, since=MONDAY, due=at, working=False)
    return replace(found, **changes)


def standing(*deadlines: Deadline) -> Rescheduled:
    return Rescheduled(deadlines=deadlines)


def met(number: int, because: LiftReason = LiftReason.MET) -> Rescheduled:
    return Rescheduled(lifted=(Lifted(number=number, because=because),))


def record(policy: Policy, *commands: Command | Opening) -> tuple[Fact, ...]:
    """What is on record of a complaint to which all of this is done."""
    past: tuple[Fact, ...] = ()
    for command in commands:
        past = (*past, *given(*past, policy=policy).when(command).decided())
    return past


def life(policy: Policy, *commands: Command | Opening) -> Complaint:
    """What becomes of a complaint to which all of this is done."""
    found = replay(record(policy, *commands))
    assert found is not None
    return found


# ---- starting and stopping -----------------------------------------------------------------


def test_a_clock_starts_with_the_receipt_and_its_due_time_is_recorded_ws_11() -> None:
    outcome = given(policy=under(APOLOGY)).when(RECEIVE)
    assert outcome.then_due() == standing(due(1, "apology", MONDAY + HALF_AN_HOUR))


def test_what_happened_earlier_than_it_was_written_down_was_due_earlier_ws_15() -> None:
    hour_ago = MONDAY - timedelta(hours=1)
    outcome = given(policy=under(APOLOGY)).when(replace(RECEIVE, at=hour_ago))
    (deadline,) = outcome.then_due().deadlines
    assert deadline.due == hour_ago + HALF_AN_HOUR


def test_the_apology_stops_it_ws_11() -> None:
    happened = (RECEIVED, standing(due(1, "apology", MONDAY + HALF_AN_HOUR)))
    assert given(*happened, policy=under(APOLOGY)).when(APOLOGISE).then_due() == met(1)


def test_a_command_that_changes_nothing_about_deadlines_records_nothing_about_them() -> None:
    happened = (RECEIVED, Apologised(kind=ApologyKind.COURTESY, words="抱歉"))
    decided = given(*happened, policy=under(APOLOGY)).when(APOLOGISE).decided()
    assert [type(fact.event) for fact in decided] == [Apologised]


def test_a_clock_counts_the_houses_working_time_sc_33_as_11() -> None:
    night = Calendar(zone="Asia/Shanghai", hours={0: ((time(18), time(20)),)})
    working = clock("act", time=TimeKind.WORKING, length=Span(1, TimeUnit.HOURS))
    outcome = given(policy=under(working, calendar=night)).when(RECEIVE)
    (deadline,) = outcome.then_due().deadlines
    # Monday 17:30 in Shanghai: the house opens half an hour later.
    assert deadline.due == datetime(2026, 3, 2, 11, tzinfo=UTC)
    assert not deadline.provisional


def test_a_deadline_in_a_year_without_published_holidays_is_provisional() -> None:
    calendar = Calendar(
        zone="Asia/Shanghai",
        hours=dict.fromkeys(range(7), ((time(9), time(18)),)),
        known_until=MONDAY.date(),
    )
    working = clock("act", time=TimeKind.WORKING, length=Span(2, TimeUnit.DAYS))
    elapsed = clock("other", length=Span(2, TimeUnit.DAYS))
    outcome = given(policy=under(working, elapsed, calendar=calendar)).when(RECEIVE)
    assert [one.provisional for one in outcome.then_due().deadlines] == [True, False]


def test_a_promise_brings_its_own_time_and_only_its_own_reply_stops_it_ws_31_ws_33() -> None:
    under_promise = under(PROMISE)
    promise = MakePromise(at=MONDAY, by=MEI, kind=PromiseKind.REPLY, what="回电", due=MONDAY + DAY)
    first = standing(due(1, "promised-reply", MONDAY + DAY, about="promise:1"))
    second = standing(due(2, "promised-reply", MONDAY + 2 * DAY, about="promise:2"))
    assert given(RECEIVED, policy=under_promise).when(promise).then_due() == first
    promised = Promised(promise=1, kind=PromiseKind.REPLY, what="回电", due=MONDAY + DAY)
    happened = (RECEIVED, promised, first, replace(promised, promise=2), second)
    reply = Reply(at=MONDAY, by=LIN, text="查过了", promise=2)
    assert given(*happened, policy=under_promise).when(reply).then_due() == met(2)


def test_things_of_another_kind_cannot_be_compared_so_any_of_them_stops_it_as_21() -> None:
    carry_out = clock("carry-out", start=words("agreed"), stop=words("compensated", "reworked"))
    agreed = due(1, "carry-out", MONDAY + DAY, about="plan:2")
    happened = (RECEIVED, ORDERED, standing(agreed))
    done = acts(MONDAY, Reworked(rework=1, result="好", accepted=True))
    assert given(*happened, policy=under(carry_out)).when(done).then_due() == met(1)


def test_what_takes_place_at_a_time_is_written_down_a_little_later_ws_41() -> None:
    visit = clock(
        "visit",
        start=words("visit-arranged"),
        stop=words("visited"),
        length=None,
        grace=Span(2, TimeUnit.HOURS),
    )
    arranged = VisitArranged(visit=1, person="lin", due=MONDAY + DAY, where="家", purpose="看")
    outcome = given(RECEIVED, policy=under(visit)).when(acts(MONDAY, arranged))
    assert [one.due for one in outcome.then_due().deadlines] == [MONDAY + DAY + timedelta(hours=2)]


@pytest.mark.parametrize(
    ("given_time", "due_at"),
    [
        (MONDAY + 5 * DAY, MONDAY + 5 * DAY + timedelta(hours=2)),
        # Two working days: Tuesday and Wednesday.
        (None, MONDAY + 2 * DAY),
    ],
    ids=["given", "not given"],
)
def test_the_time_that_was_given_counts_and_otherwise_the_clocks_own_pc_55(
    given_time: datetime | None, due_at: datetime
) -> None:
    rework = clock(
        "rework",
        start=words("rework-ordered"),
        stop=words("reworked"),
        length=None,
        otherwise=Span(2, TimeUnit.DAYS),
        time=TimeKind.WORKING,
        grace=Span(2, TimeUnit.HOURS),
    )
    ordered = replace(ORDERED, due=given_time)
    rules = under(rework, calendar=OFFICE)
    (one,) = given(RECEIVED, policy=rules).when(acts(MONDAY, ordered)).then_due().deadlines
    assert (one.about, one.due, one.provisional) == ("rework:1", due_at, False)


def test_what_nobody_gave_a_time_for_has_no_deadline_where_the_clock_has_none_either() -> None:
    rework = clock("rework", start=words("rework-ordered"), stop=words("reworked"), length=None)
    decided = given(RECEIVED, policy=under(rework)).when(acts(MONDAY, ORDERED)).decided()
    assert [type(fact.event) for fact in decided] == [ReworkOrdered]


def test_a_reply_that_promises_nothing_starts_no_clock() -> None:
    reply = Reply(at=MONDAY, by=LIN, text="查过了")
    decided = given(RECEIVED, policy=under(PROMISE)).when(reply).decided()
    assert [type(fact.event) for fact in decided] == [Replied]


def test_a_clock_that_restarts_keeps_its_number_be_03() -> None:
    progress = clock("progress", start=words("received", "replied"), restarts=True)
    happened = (RECEIVED, standing(due(1, "progress", MONDAY + HALF_AN_HOUR)))
    at = MONDAY + timedelta(minutes=20)
    reply = Reply(at=at, by=LIN, text="还在查")
    (deadline,) = given(*happened, policy=under(progress)).when(reply).then_due().deadlines
    assert (deadline.number, deadline.since, deadline.due) == (1, at, at + HALF_AN_HOUR)


def test_a_clock_that_does_not_restart_stays() -> None:
    once = clock("once", start=words("received", "replied"))
    happened = (RECEIVED, standing(due(1, "once", MONDAY + HALF_AN_HOUR)))
    reply = Reply(at=MONDAY, by=LIN, text="还在查")
    decided = given(*happened, policy=under(once)).when(reply).decided()
    assert [type(fact.event) for fact in decided] == [Replied]


@pytest.mark.parametrize(
    ("condition", "runs"),
    [
        ({}, True),
        ({"severities": frozenset({Severity.SERIOUS})}, False),
        ({"tiers": words("second")}, False),
        ({"channels": frozenset({Channel.FAX})}, False),
        ({"channels": frozenset({Channel.TELEPHONE})}, True),
        ({"only_high_value": True}, False),
    ],
)
def test_a_clock_runs_for_the_complaints_it_is_for(condition: Any, *, runs: bool) -> None:
    decided = given(policy=under(clock("some", **condition))).when(RECEIVE).decided()
    assert any(isinstance(fact.event, Rescheduled) for fact in decided) is runs


def test_a_high_value_customer_has_a_shorter_clock_be_16() -> None:
    outcome = given(policy=under(clock("vip", only_high_value=True))).when(
        replace(RECEIVE, high_value=True)
    )
    assert outcome.then_due().deadlines


def test_another_classification_lifts_what_no_longer_applies_and_starts_what_does() -> None:
    ordinary = clock("ordinary", severities=frozenset({Severity.ORDINARY}))
    serious = clock("serious", start=words("classified"), severities=frozenset({Severity.SERIOUS}))
    happened = (RECEIVED, standing(due(1, "ordinary", MONDAY + HALF_AN_HOUR)))
    classify = Classify(at=MONDAY, by=LIN, category="safety-injury")
    change = given(*happened, policy=under(ordinary, serious)).when(classify).then_due()
    assert change == Rescheduled(
        deadlines=(due(2, "serious", MONDAY + HALF_AN_HOUR),),
        lifted=(Lifted(number=1, because=LiftReason.SETTLED_ANEW),),
    )


@pytest.mark.parametrize(("fault", "runs"), [(Fault.OURS, True), (Fault.CUSTOMER, False)])
def test_nobody_in_the_house_is_looked_for_when_the_fault_is_not_ours_as_09(
    fault: Fault, *, runs: bool
) -> None:
    attribution = clock("attribution", start=words("investigated"), stop=words("attributed"))
    findings = RecordFindings(
        at=MONDAY,
        by=LIN,
        findings="x",
        cause="x",
        cause_class=CauseClass.INDIVIDUAL,
        fault=fault,
        established=True,
    )
    complaint = life(under(attribution), RECEIVE, replace(findings, fault=Fault.OURS), findings)
    assert bool(complaint.clocks.deadlines) is runs


def test_a_newer_policy_never_moves_a_running_deadline() -> None:
    shorter = replace(APOLOGY, length=Span(1, TimeUnit.MINUTES))
    happened = (RECEIVED, standing(due(1, "apology", MONDAY + HALF_AN_HOUR)))
    classify = Classify(at=MONDAY, by=LIN, category="billing")
    decided = given(*happened, policy=under(shorter)).when(classify).decided()
    assert [type(fact.event) for fact in decided] == [Classified]


# ---- standing still ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Acts(Command):
    """Pausing and resuming, whoever gives the command."""

    key = "acts"
    needs = None
    events: tuple[Event, ...]

    def decide(self, _complaint: Complaint, _policy: Policy) -> tuple[Event, ...]:
        return self.events


def acts(at: datetime, *events: Event) -> Acts:
    return Acts(at=at, by=LIN, events=events)


def waiting(at: datetime, whom: WaitingFor = WaitingFor.CUSTOMER) -> Acts:
    return acts(at, Paused(waiting_for=whom, reason="等照片"))


def our_turn(at: datetime) -> Acts:
    return acts(at, Resumed(reason="照片到了"))


def test_while_the_customer_is_awaited_the_clock_stands_still() -> None:
    complaint = life(under(LIMIT), RECEIVE, waiting(MONDAY + DAY))
    (one,) = complaint.clocks.deadlines
    assert one.deadline.held
    resumed = life(under(LIMIT), RECEIVE, waiting(MONDAY + DAY), our_turn(MONDAY + 5 * DAY))
    (one,) = resumed.clocks.deadlines
    # Two of the three days were left.
    assert one.deadline == due(1, "limit", MONDAY + 7 * DAY)


def test_a_clock_that_does_not_wait_for_a_third_party_runs_on() -> None:
    complaint = life(under(LIMIT), RECEIVE, waiting(MONDAY + DAY, WaitingFor.THIRD_PARTY))
    assert [one.deadline for one in complaint.clocks.deadlines] == [
        due(1, "limit", MONDAY + 3 * DAY)
    ]


def test_what_was_overdue_before_the_wait_stays_overdue() -> None:
    late = MONDAY + 4 * DAY
    complaint = life(under(LIMIT), RECEIVE, waiting(late), our_turn(late + 9 * DAY))
    assert [one.deadline.due for one in complaint.clocks.deadlines] == [MONDAY + 3 * DAY]


def test_what_has_passed_does_not_stand_still_though_nobody_has_looked_ws_37() -> None:
    late = MONDAY + 4 * DAY
    acts = (RECEIVE, waiting(late), MissDeadline(at=late + DAY, by=CLOCK, deadline=1))
    assert life(under(LIMIT), *acts).clocks.deadlines[0].missed


def test_a_clock_that_starts_while_the_customer_is_awaited_begins_to_run_afterwards() -> None:
    late = replace(LIMIT, start=words("classified"))
    classify = Classify(at=MONDAY + DAY, by=LIN, category="billing")
    acts = (RECEIVE, waiting(MONDAY), classify)
    held = life(under(late), *acts)
    assert held.clocks.deadlines[0].deadline.held
    running = life(under(late), *acts, our_turn(MONDAY + 2 * DAY))
    assert running.clocks.deadlines[0].deadline.due == MONDAY + 5 * DAY


def test_working_time_left_is_working_time_given_back() -> None:
    calendar = Calendar(zone="UTC", hours=dict.fromkeys(range(5), ((time(9), time(17)),)))
    working = replace(LIMIT, time=TimeKind.WORKING, length=Span(4, TimeUnit.HOURS))
    rules = under(working, calendar=calendar)
    # Received at 9:30, due at 13:30; at 11:30 two hours are left.
    acts = (RECEIVE, waiting(MONDAY + timedelta(hours=2)), our_turn(MONDAY + timedelta(hours=7)))
    complaint = life(rules, *acts)
    # Half an hour on Monday until 17:00, the rest on Tuesday.
    assert complaint.clocks.deadlines[0].deadline.due == datetime(2026, 3, 3, 10, 30, tzinfo=UTC)


FRIDAYS = replace(OFFICE, hours={4: ((time(9), time(17)),)})
WORKING = replace(LIMIT, time=TimeKind.WORKING, length=Span(8, TimeUnit.HOURS))
ELAPSED = replace(LIMIT, length=Span(5, TimeUnit.DAYS))
BEFORE_NOON = MONDAY + timedelta(hours=2)
FRIDAY_EVENING = datetime(2026, 3, 6, 17, tzinfo=UTC)
BACK = datetime(2026, 3, 9, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("since", "began", "now", "due_at"),
    [
        # Due on Tuesday at 9:30: six open hours were left.
        (BEFORE_NOON, under(WORKING, calendar=OFFICE), under(ELAPSED, calendar=OFFICE), (9, 15, 0)),
        (BEFORE_NOON, under(WORKING, calendar=OFFICE), under(calendar=OFFICE), (9, 15, 0)),
        # Due on Saturday at 9:30: a night of the wall clock, and not one open hour.
        (
            FRIDAY_EVENING,
            under(ELAPSED, calendar=OFFICE),
            under(WORKING, calendar=OFFICE),
            (10, 1, 30),
        ),
        # The house is not open any more when it was due: the wall clock's 22 hours.
        (
            BEFORE_NOON,
            under(WORKING, calendar=OFFICE),
            under(WORKING, calendar=FRIDAYS),
            (10, 7, 0),
        ),
    ],
    ids=["elapsed now", "dropped now", "working now", "closed now"],
)
def test_after_a_wait_a_clock_counts_on_as_it_began_whatever_the_policy_says_by_now(
    since: datetime, began: Policy, now: Policy, due_at: tuple[int, int, int]
) -> None:
    held = given(*record(began, RECEIVE, waiting(since)), policy=now)
    (deadline,) = held.when(our_turn(BACK)).then_due().deadlines
    assert deadline.due == datetime(2026, 3, *due_at, tzinfo=UTC)


@pytest.mark.parametrize(("now", "due_at"), [(WORKING, (9, 15, 0)), (ELAPSED, (10, 7, 0))])
def test_where_an_older_record_does_not_say_how_it_counts_the_policy_does(
    now: Clock, due_at: tuple[int, int, int]
) -> None:
    limit = due(1, "limit", MONDAY + DAY, held=True, working=None)
    waited = Fact(Paused(waiting_for=WaitingFor.CUSTOMER, reason="等"), BEFORE_NOON, LIN)
    held = given(RECEIVED, waited, standing(limit), policy=under(now, calendar=OFFICE))
    (deadline,) = held.when(our_turn(BACK)).then_due().deadlines
    assert deadline.due == datetime(2026, 3, *due_at, tzinfo=UTC)


def test_a_wait_that_leaves_no_opening_ends_with_the_next_one() -> None:
    day = replace(LIMIT, time=TimeKind.WORKING, length=Span(1, TimeUnit.DAYS))
    thursday_evening = datetime(2026, 3, 5, 18, tzinfo=UTC)
    saturday = datetime(2026, 3, 7, 12, tzinfo=UTC)
    # From Friday at nine: due on Monday at nine, and nothing is open before.
    acts = (replace(RECEIVE, at=thursday_evening), waiting(FRIDAY_EVENING), our_turn(saturday))
    assert life(under(day, calendar=OFFICE), *acts).clocks.deadlines[0].deadline.due == BACK


quarters = st.integers(0, 14 * 24 * 4).map(lambda count: MONDAY + count * timedelta(minutes=15))


@given_any(
    times=st.lists(quarters, min_size=4, max_size=4).map(sorted),
    length=st.builds(Span, st.integers(1, 5), st.sampled_from(TimeUnit)),
    kind=st.sampled_from(TimeKind),
)
def test_a_later_start_gives_no_earlier_end_through_a_wait_either(
    times: list[datetime], length: Span, kind: TimeKind
) -> None:
    earlier, later, asked, answered = times
    rules = under(replace(LIMIT, length=length, time=kind), calendar=OFFICE)
    ends = [
        life(rules, replace(RECEIVE, at=at), waiting(asked), our_turn(answered)).clocks.deadlines[0]
        for at in (earlier, later)
    ]
    assert ends[0].deadline.due <= ends[1].deadline.due


def test_a_pause_does_not_forget_that_a_deadline_was_missed_ws_37() -> None:
    late = MONDAY + 4 * DAY
    miss = MissDeadline(at=late, by=CLOCK, deadline=1)
    complaint = life(under(LIMIT), RECEIVE, miss, waiting(late), our_turn(late + 9 * DAY))
    (one,) = complaint.clocks.deadlines
    assert (one.missed, one.deadline) == (True, due(1, "limit", MONDAY + 3 * DAY))


def test_what_was_held_and_overdue_in_an_older_record_stays_missed_ws_37() -> None:
    limit = due(1, "limit", MONDAY + 3 * DAY)
    missed = DeadlineMissed(deadline=1, clock="limit", due=limit.due)
    held = standing(replace(limit, held=True))
    complaint = replay(facts(RECEIVED, standing(limit), missed, held, standing(limit)))
    assert complaint is not None
    assert [one.missed for one in complaint.clocks.deadlines] == [True]


def test_what_is_moved_to_another_time_can_be_missed_anew() -> None:
    limit = due(1, "limit", MONDAY + 3 * DAY)
    missed = DeadlineMissed(deadline=1, clock="limit", due=limit.due)
    moved = standing(replace(limit, due=MONDAY + 5 * DAY))
    complaint = replay(facts(RECEIVED, standing(limit), missed, moved))
    assert complaint is not None
    assert [one.missed for one in complaint.clocks.deadlines] == [False]


def test_a_clock_watches_over_the_wait_itself_as_11() -> None:
    watch = clock(
        "wait",
        start=words("paused"),
        stop=words("resumed"),
        length=Span(14, TimeUnit.DAYS),
        pauses_for=frozenset({WaitingFor.CUSTOMER}),
    )
    complaint = life(under(watch), RECEIVE, waiting(MONDAY))
    assert [one.deadline for one in complaint.clocks.deadlines] == [
        due(1, "wait", MONDAY + 14 * DAY)
    ]
    assert (
        life(under(watch), RECEIVE, waiting(MONDAY), our_turn(MONDAY + DAY)).clocks.deadlines == ()
    )


def test_the_end_ends_the_wait() -> None:
    kept = replace(LIMIT, after_end=True, stop=words("published"))
    acts = (RECEIVE, waiting(MONDAY + DAY), Withdraw(at=MONDAY + 2 * DAY, by=MEI, reason="算了"))
    complaint = life(under(kept), *acts)
    assert complaint.handling.wait is None
    assert [one.deadline for one in complaint.clocks.deadlines] == [
        due(1, "limit", MONDAY + 4 * DAY)
    ]


# ---- the end and afterwards ----------------------------------------------------------------

CLOSE = Close(at=MONDAY + DAY, by=LIN, outcome="explained", result="已解释")
WEEK = Occasion(key="week", title=TITLE, after_days=7, within_days=1, report_to=("manager",))


def closing(*clocks: Clock, **changes: Any) -> Policy:
    return under(
        *clocks,
        contact_from=time(9),
        contact_until=time(20),
        **({"occasions": {"week": WEEK}} | changes),
    )


def test_the_end_lifts_what_it_ends_and_leaves_what_goes_on() -> None:
    learning = clock("learning", after_end=True)
    happened = (
        *READY,
        standing(due(1, "apology", MONDAY + DAY), due(2, "learning", MONDAY + 9 * DAY)),
    )
    change = given(*happened, policy=under(APOLOGY, learning)).when(CLOSE).then_due()
    assert change == met(1, LiftReason.ENDED)


def test_after_the_end_the_customer_is_called_within_the_hours_for_calls_pc_33_pc_41() -> None:
    (deadline,) = given(*READY, policy=closing()).when(CLOSE).then_due().deadlines
    assert deadline.clock == "week"
    # 3 March plus seven days, 9:00 in Shanghai; one day later, 20:00.
    assert deadline.opens == datetime(2026, 3, 10, 1, tzinfo=UTC)
    assert deadline.due == datetime(2026, 3, 11, 12, tzinfo=UTC)


def test_the_call_of_the_same_day_goes_to_the_next_when_the_day_is_over_pc_44() -> None:
    today = replace(WEEK, after_days=0, within_days=0)
    evening = replace(CLOSE, at=datetime(2026, 3, 2, 13, tzinfo=UTC))
    rules = closing(occasions={"week": today})
    (deadline,) = given(*READY, policy=rules).when(evening).then_due().deadlines
    assert deadline.opens == evening.at
    assert deadline.due == datetime(2026, 3, 3, 12, tzinfo=UTC)


def test_a_contact_counts_from_what_the_policy_says_pc_83() -> None:
    occasions = {"week": replace(WEEK, starts=words("compensated"))}
    decided = given(*READY, policy=closing(occasions=occasions)).when(CLOSE).decided()
    assert [type(fact.event) for fact in decided] == [Closed]


@pytest.mark.parametrize("reached", [True, False])
def test_who_was_not_reached_is_called_again_pc_41(*, reached: bool) -> None:
    call = FollowUp(at=MONDAY + 8 * DAY, by=LIN, occasion="week", reached=reached)
    happened = (
        *READY,
        Closed(outcome="explained", result="x"),
        standing(due(1, "week", MONDAY + 9 * DAY)),
    )
    decided = given(*happened, policy=closing()).when(call).decided()
    lifted = [fact.event for fact in decided if isinstance(fact.event, Rescheduled)]
    assert lifted == ([met(1)] if reached else [])


def test_reopening_takes_the_calls_off_and_closing_again_sets_them_anew_pc_34() -> None:
    reopen = Reopen(at=MONDAY + 2 * DAY, by=LIN, cause=ReopenCause.NOT_SATISFIED, reason="x")
    happened = (
        *READY,
        Closed(outcome="explained", result="x"),
        standing(due(1, "week", MONDAY + 9 * DAY)),
    )
    change = given(*happened, policy=closing()).when(reopen).then_due()
    assert change == met(1, LiftReason.SETTLED_ANEW)


# ---- missing -------------------------------------------------------------------------------

MISS = MissDeadline(at=MONDAY + HALF_AN_HOUR, by=CLOCK, deadline=1)
RUNNING = (RECEIVED, standing(due(1, "apology", MONDAY + HALF_AN_HOUR)))
MISSED = DeadlineMissed(deadline=1, clock="apology", due=MONDAY + HALF_AN_HOUR)


def test_a_deadline_that_passes_is_missed_ws_37_pc_77() -> None:
    given(*RUNNING, policy=under(APOLOGY)).when(MISS).then(MISSED)


def test_a_miss_is_reported_to_whom_the_policy_names_ws_37() -> None:
    rules = under(replace(APOLOGY, report_to=("supervisor",)))
    given(*RUNNING, policy=rules).when(MISS).then(
        MISSED, Reported(to_roles=("supervisor",), reason="时限已过：时钟")
    )


def test_a_miss_goes_up_a_tier_where_the_policy_says_so_lc_43() -> None:
    decided = given(*RUNNING, policy=under(replace(APOLOGY, escalate=True))).when(MISS).decided()
    missed, escalated = (fact.event for fact in decided)
    assert missed == MISSED
    assert isinstance(escalated, Escalated)
    assert escalated.tier == "first"


def test_at_the_highest_tier_there_is_nobody_to_go_up_to() -> None:
    top = replace(CLASSIFIED, tier="second")
    rules = under(replace(APOLOGY, escalate=True))
    given(RECEIVED, top, *RUNNING[1:], policy=rules).when(MISS).then(MISSED)


def test_what_the_clock_itself_reports_and_lifts_is_no_answer_ws_37() -> None:
    act = clock(
        "act-or-report", stop=words("reported", "escalated"), report_to=("manager",), escalate=True
    )
    happened = (RECEIVED, standing(due(1, "act-or-report", MONDAY + HALF_AN_HOUR)))
    decided = given(*happened, policy=under(act)).when(MISS).decided()
    assert [type(fact.event) for fact in decided] == [DeadlineMissed, Reported, Escalated]


def test_a_clock_that_starts_with_the_escalation_starts_again_lc_44() -> None:
    ladder = clock(
        "ladder",
        start=words("received", "escalated"),
        stop=words("ended"),
        restarts=True,
        escalate=True,
    )
    happened = (RECEIVED, standing(due(1, "ladder", MONDAY + HALF_AN_HOUR)))
    change = given(*happened, policy=under(ladder)).when(MISS).then_due()
    assert [one.due for one in change.deadlines] == [MONDAY + 2 * HALF_AN_HOUR]


@pytest.mark.parametrize(
    "happened",
    [
        (RECEIVED,),
        (*RUNNING, MISSED),
        (*RUNNING, met(1)),
        (RECEIVED, standing(due(1, "apology", MONDAY + DAY))),
        (RECEIVED, standing(due(1, "apology", MONDAY + HALF_AN_HOUR, held=True))),
        (RECEIVED, standing(due(1, "apology", MONDAY + HALF_AN_HOUR, reminder=True))),
    ],
    ids=["none", "missed already", "met", "not yet", "held", "a reminder"],
)
def test_a_deadline_is_missed_once_and_only_when_it_has_passed(happened: Any) -> None:
    given(*happened, policy=under(APOLOGY)).when(MISS).refused(NotOpenItem, field="deadline")


def test_a_clock_that_a_newer_policy_dropped_is_missed_without_consequence() -> None:
    given(*RUNNING, policy=under()).when(MISS).then(MISSED)


def test_a_contact_that_was_not_made_is_missed_and_reported_pc_83() -> None:
    late = MissDeadline(at=MONDAY + 10 * DAY, by=CLOCK, deadline=1)
    happened = (
        *READY,
        Closed(outcome="explained", result="x"),
        standing(due(1, "week", MONDAY + 9 * DAY)),
    )
    given(*happened, policy=closing()).when(late).then(
        DeadlineMissed(deadline=1, clock="week", due=MONDAY + 9 * DAY),
        Reported(to_roles=("manager",), reason="时限已过：时钟"),
    )


def test_the_clocks_own_report_sets_nothing_going_ws_37() -> None:
    storm = clock(
        "storm", start=words("received", "reported"), restarts=True, report_to=("manager",)
    )
    happened = (RECEIVED, standing(due(1, "storm", MONDAY + HALF_AN_HOUR)))
    decided = given(*happened, policy=under(storm)).when(MISS).decided()
    assert [type(fact.event) for fact in decided] == [DeadlineMissed, Reported]


def test_a_persons_report_sets_the_same_clock_going_anew() -> None:
    storm = clock(
        "storm", start=words("received", "reported"), restarts=True, report_to=("manager",)
    )
    happened = (RECEIVED, standing(due(1, "storm", MONDAY + HALF_AN_HOUR)))
    report = ReportUp(at=MONDAY + DAY, by=MEI, to_roles=("supervisor",), reason="x")
    (deadline,) = given(*happened, policy=under(storm)).when(report).then_due().deadlines
    assert deadline.since == MONDAY + DAY


def test_a_contact_that_a_newer_policy_dropped_is_lifted_once_missed_pc_41() -> None:
    happened = (
        *READY,
        Closed(outcome="explained", result="x"),
        standing(due(1, "easter", MONDAY + 9 * DAY)),
    )
    late = MissDeadline(at=MONDAY + 10 * DAY, by=CLOCK, deadline=1)
    change = given(*happened, policy=closing()).when(late).then_due()
    assert change == met(1, LiftReason.SETTLED_ANEW)


def test_the_end_and_reopening_lift_what_a_newer_policy_dropped() -> None:
    dropped = standing(due(1, "easter", MONDAY + 9 * DAY))
    no_calls = closing(occasions={})
    change = given(*READY, dropped, policy=no_calls).when(CLOSE).then_due()
    assert change == met(1, LiftReason.SETTLED_ANEW)
    reopen = Reopen(at=MONDAY + 2 * DAY, by=LIN, cause=ReopenCause.NOT_SATISFIED, reason="x")
    ended = (*READY, Closed(outcome="explained", result="x"), dropped)
    change = given(*ended, policy=no_calls).when(reopen).then_due()
    assert change == met(1, LiftReason.SETTLED_ANEW)


def test_what_is_done_late_is_done_and_the_miss_stays_on_record() -> None:
    happened = (*RUNNING, MISSED)
    later = replace(APOLOGISE, at=MONDAY + DAY)
    assert given(*happened, policy=under(APOLOGY)).when(later).then_due() == met(1)


# ---- who must be told ----------------------------------------------------------------------

THREE = ReportDuty(
    to=("supervisor", "manager", "finance"), flags=words("unprofessional_demand"), rule="WS-24"
)
TOLD = clock("superiors-told", start=words("received", "classified"), stop=words("superiors-told"))
UNPROFESSIONAL = Classify(at=MONDAY, by=LIN, category="billing", unprofessional_demand=True)
TELL = ReportUp(at=MONDAY, by=MEI, to_roles=("supervisor",), reason="x")
TELL_THE_OTHERS = replace(TELL, to_roles=("manager", "finance"))


def to_tell(policy: Policy, *commands: Command | Opening) -> list[tuple[str | None, bool]]:
    """Who is still to be told, and whether by a time."""
    steps = next_steps(life(policy, *commands), policy)
    return [(one.about, one.due is not None) for one in steps if one.step == "report-up"]


def test_who_is_told_second_and_third_keeps_his_time_ws_24() -> None:
    rules = under(TOLD, report_duties=(THREE,))
    acts = (RECEIVE, UNPROFESSIONAL)
    assert to_tell(rules, *acts) == [("supervisor", True), ("manager", True), ("finance", True)]
    assert to_tell(rules, *acts, TELL) == [("manager", True), ("finance", True)]
    assert life(rules, *acts, TELL, TELL_THE_OTHERS).clocks.deadlines == ()
    passed = MissDeadline(at=MONDAY + DAY, by=CLOCK, deadline=1)
    assert life(rules, *acts, TELL, passed).clocks.deadlines[0].missed


def test_the_clock_for_telling_runs_only_while_somebody_is_to_be_told_ws_24() -> None:
    rules = under(TOLD, report_duties=(THREE,))
    assert life(rules, RECEIVE).clocks.deadlines == ()
    assert life(rules, RECEIVE, TELL, TELL_THE_OTHERS, UNPROFESSIONAL).clocks.deadlines == ()
    ordinary = replace(UNPROFESSIONAL, unprofessional_demand=False, reason="x")
    lifted = record(rules, RECEIVE, UNPROFESSIONAL, ordinary)[-1].event
    assert lifted == met(1, LiftReason.SETTLED_ANEW)


@pytest.mark.parametrize("cause", [ReopenCause.NOT_SATISFIED, ReopenCause.OUR_ERROR])
def test_who_was_told_is_told_in_time_that_it_is_reopened_ws_24(cause: ReopenCause) -> None:
    told = replace(TOLD, start=TOLD.start | {"reopened"})
    rules = under(told, report_duties=(THREE,))
    withdraw = Withdraw(at=MONDAY, by=LIN, reason="x")
    reopen = Reopen(at=MONDAY, by=LIN, cause=cause, reason="x")
    acts = (RECEIVE, UNPROFESSIONAL, TELL, TELL_THE_OTHERS, withdraw, reopen)
    assert to_tell(rules, *acts) == [("supervisor", True), ("manager", True), ("finance", True)]
    assert to_tell(rules, *acts, TELL) == [("manager", True), ("finance", True)]
    assert life(rules, *acts, TELL, TELL_THE_OTHERS).clocks.deadlines == ()
    # They know of the problem, so that it may end again without.
    assert life(rules, *acts, withdraw).status is Status.WITHDRAWN


def test_what_the_clock_itself_reports_tells_nobody_ws_24_ws_37() -> None:
    everybody = replace(TOLD, report_to=THREE.to)
    rules = under(everybody, report_duties=(THREE,))
    passed = MissDeadline(at=MONDAY + DAY, by=CLOCK, deadline=1)
    assert len(to_tell(rules, RECEIVE, UNPROFESSIONAL, passed)) == len(THREE.to)


# ---- signals -------------------------------------------------------------------------------


def test_an_arranged_visit_is_due_until_it_took_place_ws_41() -> None:
    arranged = VisitArranged(visit=2, person="lin", due=MONDAY, where="家", purpose="看")
    assert arranged.signals() == (Signal("visit-arranged", "visit:2", MONDAY),)
    assert Visited(visit=2, met=True, result="好").signals() == (Signal("visited", "visit:2"),)


def test_a_contact_that_did_not_reach_anybody_says_nothing() -> None:
    assert FollowedUp(occasion="week", reached=False).signals() == ()


PROMISED = Promised(promise=1, kind=PromiseKind.REPLY, what="回电", due=MONDAY)
KEPT = Replied(text="查过了", promise=1)


def test_every_signal_that_a_policy_can_name_is_given_by_some_event() -> None:
    examples = [decode_golden(path).event for path in sorted(GOLDEN.glob("*.json"))]
    every = (*examples, PROMISED, replace(PROMISED, kind=PromiseKind.RESOLUTION), KEPT)
    said = [signal for event in every for signal in event.signals()]
    assert {type(event) for event in every} == set(EVENTS)
    # What an event says of others beside itself, the tracker finds: that all superiors are told.
    assert {signal.word for signal in said} == set(SIGNALS) - {SUPERIORS_TOLD}
    assert {signal.word for signal in said if signal.due} == set(TIMED_SIGNALS)
