"""What is best done next: in the order of the procedure, by whom, until when, and why."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.domain.advice import NextStep, next_steps
from app.domain.advice.clocks import SIGNALS_OF
from app.domain.complaint import Event, Fact, replay
from app.domain.policy import Clock, Policy, ReportDuty
from app.domain.steps.assistance import AssistanceAsked
from app.domain.steps.case_study import CaseWritten, PublicationApproved, Published
from app.domain.steps.classification import Classified
from app.domain.steps.closing import Closed
from app.domain.steps.compensation import Compensated
from app.domain.steps.consent import Declined
from app.domain.steps.deadline import DeadlineMissed, Rescheduled
from app.domain.steps.dismissal import Dismissed
from app.domain.steps.expense import ExpenseRequested
from app.domain.steps.expense_review import ExpenseRefused
from app.domain.steps.explanation import Explained
from app.domain.steps.improvement import ImprovementPlanned
from app.domain.steps.inquiry import Investigated
from app.domain.steps.plan import Proposed
from app.domain.steps.promise import Promised
from app.domain.steps.referral import Referred
from app.domain.steps.reply import Replied
from app.domain.steps.reporting import Reported
from app.domain.steps.rework import ReworkOrdered
from app.domain.steps.sign_off import Signed
from app.domain.steps.visit import VisitArranged
from app.domain.steps.waiting import Paused
from app.domain.values import (
    CauseClass,
    Deadline,
    Fault,
    Money,
    Offer,
    PromiseKind,
    ReferralTarget,
    Severity,
    Span,
    TimeUnit,
    WaitingFor,
)
from app.domain.vocabulary import COMMANDS, NEEDS, RESERVABLE
from tests.domain.commands import events_of
from tests.support.people import (
    AGREED,
    APOLOGISED,
    APPROVED,
    CLASSIFIED,
    CONFIRMED,
    MEI,
    MONDAY,
    PAYABLE,
    POLICY,
    PROPOSED,
    READY,
    RECEIVED,
    REQUESTED,
    SIGNATURE,
    UNDERSTOOD,
    WANG,
    policy,
)
from tests.support.spec import facts

DAY = timedelta(days=1)
TITLE = {"en": "Clock", "zh-Hans": "时钟", "zh-Hant": "時鐘"}


def advice(*happened: Event | Fact, under: Policy = POLICY) -> tuple[NextStep, ...]:
    complaint = replay(facts(*happened))
    assert complaint is not None
    return next_steps(complaint, under)


def steps(*happened: Event | Fact, under: Policy = POLICY) -> list[str]:
    """Each as `step` or `step:about`."""
    return [
        one.step + (f":{one.about}" if one.about else "") for one in advice(*happened, under=under)
    ]


def only(step: str, *happened: Event | Fact, under: Policy = POLICY) -> NextStep:
    (found,) = (one for one in advice(*happened, under=under) if one.step == step)
    return found


def test_a_new_complaint_wants_an_apology_the_facts_and_a_classification() -> None:
    assert steps(RECEIVED) == [
        "apologise",
        "add-memo:demand",
        "add-memo:reason",
        "add-memo:subject",
        "confirm-record",
        "classify",
        "sign-off:filler",
    ]


def test_advice_says_who_may_and_why() -> None:
    confirm = only("confirm-record", RECEIVED)
    assert confirm.roles == ("supervisor", "manager", "general-manager")
    assert confirm.rules == "SC-40"


def test_a_step_that_is_reserved_is_advised_to_those_it_is_reserved_to() -> None:
    reserved = policy(reserved={"confirm-record": frozenset({"manager", "front-desk"})})
    assert only("confirm-record", RECEIVED, under=reserved).roles == ("manager",)


def test_when_all_is_done_it_can_be_closed_by_who_decides_at_its_tier_sc_21() -> None:
    done = (*READY, UNDERSTOOD, CONFIRMED)
    assert steps(*done) == ["close"]
    assert only("close", *done).roles == POLICY.deciders("basic")


def test_a_step_knows_the_time_of_the_clock_that_it_stops_ws_11() -> None:
    clock = Clock(
        key="apology",
        title=TITLE,
        start=frozenset({"received"}),
        stop=frozenset({"apologised"}),
        length=Span(30, TimeUnit.MINUTES),
        rule="WS-11",
    )
    deadline = Deadline(number=1, clock="apology", since=MONDAY, due=MONDAY + DAY)
    running = (RECEIVED, Rescheduled(deadlines=(deadline,)))
    under = policy(clocks={"apology": clock})
    assert only("apologise", *running, under=under).due == MONDAY + DAY
    assert not only("apologise", *running, under=under).missed
    missed = DeadlineMissed(deadline=1, clock="apology", due=MONDAY + DAY)
    assert only("apologise", *running, missed, under=under).missed
    held = Rescheduled(deadlines=(replace(deadline, held=True),))
    assert only("apologise", RECEIVED, held, under=under).due is None


def test_a_clock_asks_for_what_would_stop_it_be_03() -> None:
    clock = Clock(
        key="progress",
        title=TITLE,
        start=frozenset({"received"}),
        stop=frozenset({"progress-told", "ended"}),
        length=Span(2, TimeUnit.DAYS),
        rule="BE-03",
    )
    deadline = Deadline(number=1, clock="progress", since=MONDAY, due=MONDAY + DAY)
    running = (*READY, UNDERSTOOD, CONFIRMED, Rescheduled(deadlines=(deadline,)))
    tell = only("tell-progress", *running, under=policy(clocks={"progress": clock}))
    assert (tell.rules, tell.due) == ("BE-03", MONDAY + DAY)


@pytest.mark.parametrize(
    ("stop", "step"),
    [
        ({"promised-reply", "replied", "explained"}, "make-promise"),
        ({"instructed", "proposed", "replied"}, "instruct"),
        ({"improvement-planned"}, "plan-improvement"),
    ],
)
def test_a_clock_asks_for_the_first_step_that_would_do_ws_31_ws_32_pc_79(
    stop: set[str], step: str
) -> None:
    clock = Clock(
        key="clock",
        title=TITLE,
        start=frozenset({"received"}),
        stop=frozenset(stop),
        length=Span(1, TimeUnit.DAYS),
        rule="WS-31",
    )
    deadline = Deadline(number=1, clock="clock", since=MONDAY, due=MONDAY + DAY)
    running = (*READY, Rescheduled(deadlines=(deadline,)))
    assert only(step, *running, under=policy(clocks={"clock": clock})).due == MONDAY + DAY


def test_a_clock_that_starts_anew_with_every_word_asks_for_one_be_03() -> None:
    clock = Clock(
        key="progress",
        title=TITLE,
        start=frozenset({"received", "explained", "progress-told"}),
        stop=frozenset({"closed"}),
        length=Span(2, TimeUnit.DAYS),
        restarts=True,
        rule="BE-03",
    )
    deadline = Deadline(number=1, clock="progress", since=MONDAY, due=MONDAY + DAY)
    running = (RECEIVED, APOLOGISED, CLASSIFIED, Rescheduled(deadlines=(deadline,)))
    tell = only("tell-progress", *running, under=policy(clocks={"progress": clock}))
    assert (tell.rules, tell.due) == ("BE-03", MONDAY + DAY)
    done = (*READY, UNDERSTOOD, CONFIRMED, Rescheduled(deadlines=(deadline,)))
    assert steps(*done, under=policy(clocks={"progress": clock})) == ["close"]
    once = policy(clocks={"progress": replace(clock, restarts=False)})
    assert "tell-progress" not in steps(*running, under=once)


def test_who_must_be_told_is_named_ws_20() -> None:
    duties = (ReportDuty(to=("supervisor", "manager"), rule="WS-24"),)
    under = policy(report_duties=duties)
    told = Reported(to_roles=("manager",), reason="x")
    assert only("report-up", RECEIVED, told, under=under).about == "supervisor"
    assert only("report-up", RECEIVED, told, under=under).rules == "WS-24"
    somebody = policy(report_duties=duties, closing_needs=frozenset({"report"}))
    advised = [one for one in steps(RECEIVED, under=somebody) if one.startswith("report-up")]
    assert advised == ["report-up:supervisor", "report-up:manager"]
    assert "report-up" in steps(RECEIVED, under=replace(somebody, report_duties=()))


def test_a_severity_with_handlers_of_its_own_is_assigned_to_one_lc_44() -> None:
    under = policy(handled_by={Severity.SERIOUS: frozenset({"manager"})})
    serious = replace(CLASSIFIED, severity=Severity.SERIOUS)
    assert only("assign", RECEIVED, serious, under=under).about == "manager"
    assert "assign" not in steps(RECEIVED, CLASSIFIED, under=under)
    by_one_of_them = Fact(RECEIVED, MONDAY, WANG)
    assert not any(one.startswith("assign") for one in steps(by_one_of_them, serious, under=under))


def test_lost_property_goes_to_the_police_while_the_fault_is_unclear_lc_23() -> None:
    category = replace(POLICY.categories["billing"], refer_to=ReferralTarget.POLICE)
    under = policy(categories={"billing": category})
    lost = replace(CLASSIFIED, category="billing")
    assert only("refer", RECEIVED, lost, under=under).about == "police"
    called = Referred(to=ReferralTarget.POLICE, reason="x")
    ours = Investigated(
        findings="x",
        cause="x",
        cause_class=CauseClass.INDIVIDUAL,
        fault=Fault.OURS,
        established=True,
    )
    for settled in (called, ours):
        assert not any(
            one.startswith("refer:") for one in steps(RECEIVED, lost, settled, under=under)
        )


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (AssistanceAsked(assistance=1, unit="studio", what="x"), "give-assistance:1"),
        (
            VisitArranged(visit=1, person="lin", due=MONDAY, where="x", purpose="x"),
            "record-visit:1",
        ),
        (
            ReworkOrdered(rework=1, remedy="redo", unit="studio", cause="x", instructions="x"),
            "finish-rework:1",
        ),
        (
            ImprovementPlanned(improvement=1, what="x", owner="lin", unit="studio", due=MONDAY),
            "finish-improvement:1",
        ),
        (Paused(waiting_for=WaitingFor.CUSTOMER, reason="x"), "resume:customer"),
        (
            Promised(promise=1, kind=PromiseKind.REPLY, what="x", due=MONDAY),
            "reply:1",
        ),
    ],
)
def test_what_was_begun_is_to_be_finished(event: Event, expected: str) -> None:
    assert expected in steps(RECEIVED, event)


@pytest.mark.parametrize(
    ("flag", "rule"),
    [
        ("technical_dispute", "WS-42"),
        ("unprofessional_demand", "WS-22"),
        ("uniform_explanation", "SC-08, SC-27"),
    ],
)
def test_some_complaints_want_an_explanation_ws_22_ws_42_sc_27(flag: str, rule: str) -> None:
    change: Any = {flag: True}
    classified = replace(CLASSIFIED, tier="second", **change)
    grants = tuple(
        replace(grant, tier="basic") if grant.role == "handler" else grant
        for grant in POLICY.grants
    )
    explain = only("explain", RECEIVED, classified, under=policy(grants=grants))
    assert explain.rules == rule
    assert ("handler" in explain.roles) is (flag != "uniform_explanation")
    explained = Explained(words="x", explainer="lin", understood=True)
    assert "explain" not in steps(RECEIVED, classified, explained)


def test_a_plan_goes_its_way_to_the_money_be_05_be_06_sc_36_sc_43() -> None:
    way = [PROPOSED, APPROVED, AGREED, REQUESTED, PAYABLE]
    expected = [
        "review-plan:1",
        "record-consent:1",
        "request-expense:1",
        "review-expense:1",
        "compensate:1",
    ]
    for reached, step in enumerate(expected, 1):
        found = steps(RECEIVED, CONFIRMED, *way[:reached])
        assert step in found
        assert not set(expected) - {step} & set(found) - set(expected[reached:])
        assert [one for one in found if one in expected] == [step]


def test_what_is_done_again_is_our_own_work_and_asks_for_no_money_be_04() -> None:
    agreed = (RECEIVED, CONFIRMED, PROPOSED, APPROVED, AGREED)
    assert "request-expense:1" in steps(*agreed)
    own = {key: replace(remedy, rework=True) for key, remedy in POLICY.remedies.items()}
    found = steps(*agreed, under=policy(remedies=own))
    assert "order-rework:1" in found
    assert "request-expense:1" not in found


def test_what_was_agreed_is_carried_out_by_steps_of_its_own_lc_31() -> None:
    clock = Clock(
        key="carry-out",
        title=TITLE,
        start=frozenset({"agreed"}),
        stop=frozenset({"compensated", "reworked", "closed"}),
        length=Span(3, TimeUnit.DAYS),
        rule="AS-21",
    )
    due = Deadline(number=1, clock="carry-out", since=MONDAY, due=MONDAY + DAY, about="plan:1")
    under = policy(clocks={"carry-out": clock})
    nothing = Money(0, "CNY")
    offer = Offer(remedy="redo", description="x", cost=nothing, value=nothing)
    proposed = Proposed(plan=1, explanation="x", offers=(offer,))
    words = (*READY, UNDERSTOOD, CONFIRMED, proposed, APPROVED, AGREED)
    assert steps(*words, Rescheduled(deadlines=(due,)), under=under) == ["close"]


def test_what_is_left_of_a_plan_is_advised_until_it_can_be_closed_as_21() -> None:
    rules = policy(closing_needs=frozenset({"execution"}))
    cost = Money(10_000, "CNY")
    offers = (
        Offer(remedy="redo", description="x", cost=cost, value=cost),
        Offer(remedy="coupon", description="x", cost=cost, value=cost),
    )
    proposed = Proposed(plan=1, explanation="x", offers=offers)
    half = ExpenseRequested(expense=1, amount=cost, purpose="x", plan=1)
    paid = Compensated(remedy="redo", amount=cost, signature=SIGNATURE, expense=1)
    done = (*READY, UNDERSTOOD, CONFIRMED, proposed, APPROVED, AGREED, half, PAYABLE, paid)
    assert "request-expense:1" in steps(*done, under=rules)
    rest = replace(half, expense=2)
    assert "review-expense:2" in steps(*done, rest, under=rules)
    refused = ExpenseRefused(expense=2, reason="x")
    assert "request-expense:1" in steps(*done, rest, refused, under=rules)
    coupon = replace(paid, remedy="coupon", amount=Money(0, "CNY"), expense=None)
    assert "request-expense:1" not in steps(*done, coupon, under=rules)


def test_what_was_confirmed_for_a_declined_plan_goes_back_to_finance_sc_36() -> None:
    agreed = (RECEIVED, CONFIRMED, PROPOSED, APPROVED, AGREED, REQUESTED, PAYABLE)
    assert "compensate:1" in steps(*agreed)
    found = steps(*agreed, Declined(plan=1, words="x"))
    assert "review-expense:1" in found
    assert "compensate:1" not in found


def test_what_a_policy_wants_before_the_end_is_advised() -> None:
    needs = frozenset({"findings", "reply", "report", "responsibility", "explanation"})
    under = policy(closing_needs=needs)
    found = steps(RECEIVED, under=under)
    wanted = {"record-findings", "reply", "report-up", "attribute-responsibility", "explain"}
    assert wanted <= set(found)
    assert "reply" not in steps(RECEIVED, Replied(text="x"), under=under)


def test_after_the_end_there_are_calls_boxes_and_lessons_pc_41_as_29_as_30() -> None:
    week = Deadline(number=1, clock="one-week", since=MONDAY, due=MONDAY + 8 * DAY)
    serious = replace(CLASSIFIED, severity=Severity.SERIOUS)
    closed = (
        RECEIVED,
        APOLOGISED,
        serious,
        Closed(outcome="explained", result="x"),
        Rescheduled(deadlines=(week,)),
    )
    under = policy(publication_from=Severity.SERIOUS)
    assert steps(*closed, under=under) == ["follow-up:one-week", "write-case", "sign-off:audit"]
    assert only("follow-up", *closed, under=under).due == MONDAY + 8 * DAY
    written = CaseWritten(title="x", text="x")
    approved = PublicationApproved()
    published = Published(where="x")
    assert "approve-publication" in steps(*closed, written, under=under)
    assert "publish-case" in steps(*closed, written, approved, under=under)
    last = steps(*closed, written, approved, published, under=under)
    assert last == ["follow-up:one-week", "sign-off:audit"]
    assert "write-case" not in steps(*closed)


def test_the_boxes_are_advised_one_after_another_sc_45() -> None:
    filled = Fact(Signed(box="filler"), MONDAY, MEI)
    assert only("sign-off", RECEIVED, filled).about == "recording-unit"
    assert only("sign-off", RECEIVED, filled).roles == ("supervisor", "manager")


def test_a_dismissed_complaint_has_nothing_to_sign() -> None:
    dismissed = Dismissed(reason="x", customer_informed=True)
    assert "sign-off" not in " ".join(steps(RECEIVED, REQUESTED, PAYABLE, dismissed))


def test_words_of_an_older_policy_do_not_disturb() -> None:
    old = Classified(category="gone", tier="gone", severity=Severity.SERIOUS)
    deadline = Deadline(number=1, clock="gone", since=MONDAY, due=MONDAY)
    assert "close" not in steps(RECEIVED, old, Rescheduled(deadlines=(deadline,)))


def test_advice_knows_every_step_that_a_policy_can_name() -> None:
    assert set(RESERVABLE) <= set(NEEDS)


@pytest.mark.parametrize("step", SIGNALS_OF)
def test_a_step_that_a_clock_asks_for_gives_the_signal_that_it_hears(step: str) -> None:
    [command] = (kind for kind in COMMANDS if kind.key == step)
    given = {word for event in events_of(command) for word in event.gives}
    assert given.issuperset(SIGNALS_OF[step])
