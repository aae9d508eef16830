"""The photo chain: fed back at once, the cause found, a fair remedy, and called again and again."""

from datetime import timedelta
from typing import Any

import pytest

from app.domain.refusals import BeyondAuthority, NotPermitted, StepsMissing
from app.domain.steps.apology import Apologise, Apologised
from app.domain.steps.assignment import Assign
from app.domain.steps.classification import Classify
from app.domain.steps.closing import Close
from app.domain.steps.compensation import Compensate, Compensated
from app.domain.steps.consent import RecordConsent
from app.domain.steps.deadline import DeadlineMissed, MissDeadline
from app.domain.steps.escalation import Escalated
from app.domain.steps.follow_up import FollowedUp, FollowUp
from app.domain.steps.improvement import PlanImprovement
from app.domain.steps.inquiry import RecordFindings
from app.domain.steps.memo import AddMemo
from app.domain.steps.plan import ProposePlan
from app.domain.steps.plan_review import PlanApproved, ReviewPlan
from app.domain.steps.promise import MakePromise
from app.domain.steps.receipt import Received
from app.domain.steps.reopening import Reopened
from app.domain.steps.reply import Reply
from app.domain.steps.reporting import Reported, ReportUp
from app.domain.steps.responsibility import AttributeResponsibility
from app.domain.steps.rework import FinishRework, OrderRework
from app.domain.values import (
    Actor,
    ApologyKind,
    CauseClass,
    Channel,
    Complainant,
    ContactMethod,
    Fault,
    PromiseKind,
    ResponsibilityKind,
    Share,
    Verdict,
)
from app.policies import load
from tests.support.life import Life
from tests.support.people import MONDAY, SIGNATURE, offer, yuan

CHAIN = load("photo-chain")
CLOCK = Actor("clock")
DAY = timedelta(days=1)

STAFF = Actor("mei", ("service-staff",), ("shop",))
HOTLINE = Actor("jie", ("receptionist",), ("customer-service",))
SUPERVISOR = Actor("lin", ("customer-service-supervisor",), ("customer-service",))
MANAGER = Actor("chen", ("store-manager",), ("shop",))

APOLOGISE = Apologise(at=MONDAY, by=STAFF, kind=ApologyKind.ADMISSION, words="是我们的过错")
CAUSE = RecordFindings(
    at=MONDAY,
    by=SUPERVISOR,
    findings="The special request was not handed on",
    cause="Hand-over",
    cause_class=CauseClass.INDIVIDUAL,
    fault=Fault.OURS,
    established=True,
)


def chain(category: str = "make-up", **received: Any) -> Life:
    return Life(CHAIN, category, **({"by": STAFF, "unit": "shop", "stage": "拍摄"} | received))


def classified(category: str = "make-up") -> Classify:
    return Classify(at=MONDAY, by=STAFF, category=category)


def closed(category: str = "make-up", **received: Any) -> Life:
    life = chain(category, **received)
    life.settle()
    life.do(Close(at=MONDAY, by=life.owner, outcome="explained", result="已说明"))
    return life


# ---- the department ------------------------------------------------------------------------


def test_the_supervisor_heads_the_departments_and_answers_to_the_store_manager_pc_05() -> None:
    assert CHAIN.roles["customer-service-supervisor"].reports_to == ("store-manager",)
    assert "customer-service-supervisor" in CHAIN.roles["on-site-supervisor"].reports_to


@pytest.mark.parametrize("channel", [Channel.FACE_TO_FACE, Channel.TELEPHONE])
def test_budding_and_telephoned_complaints_are_the_departments_pc_39(channel: Channel) -> None:
    life = chain(channel=channel)
    assert life.told() == {"customer-service-supervisor"}
    life.do(ReportUp(at=MONDAY, by=STAFF, to_roles=("customer-service-supervisor",), reason="等棚"))
    assert life.told() == set()


def test_the_file_holds_every_contact_with_the_customer_pc_40_pc_57() -> None:
    customer = Complainant(name="唐女士", telephone="0512-5550123", reference="KS-2026-0117")
    life = closed(complainant=customer)
    life.do(
        FollowUp(
            at=MONDAY + 7 * DAY,
            by=SUPERVISOR,
            occasion="one-week",
            reached=True,
            words="很满意",
            method=ContactMethod.TELEPHONE,
        )
    )
    first = life.facts[0].event
    calls = [fact.event for fact in life.facts if isinstance(fact.event, FollowedUp)]
    assert isinstance(first, Received)
    assert first.complainant.reference == "KS-2026-0117"
    assert [call.method for call in calls] == [ContactMethod.TELEPHONE]


def test_one_person_follows_the_customer_whoever_is_told_pc_59() -> None:
    life = chain()
    life.do(Assign(at=MONDAY, by=STAFF, handler="wu", unit="shop"))
    life.do(ReportUp(at=MONDAY, by=STAFF, to_roles=("customer-service-supervisor",), reason="告知"))
    assert life.complaint.owner == "wu"


# ---- the telephone -------------------------------------------------------------------------


def test_a_message_for_somebody_absent_is_kept_and_called_back_pc_18_pc_21_pc_22() -> None:
    life = chain(channel=Channel.TELEPHONE, by=HOTLINE, unit="customer-service")
    due = MONDAY + timedelta(hours=1)
    life.do(AddMemo(at=MONDAY, by=HOTLINE, text="找摄影师小吴，留电话"))
    life.do(MakePromise(at=MONDAY, by=HOTLINE, kind=PromiseKind.REPLY, what="回电", due=due))
    assert life.due("promised-reply").due == due
    life.do(Reply(at=MONDAY, by=STAFF, text="已回电", promise=1))
    assert "promised-reply" not in life.running()


def test_a_call_that_nobody_takes_up_is_noticed_and_goes_up_pc_15_pc_77() -> None:
    life = chain(channel=Channel.TELEPHONE, by=HOTLINE, unit="customer-service")
    due = life.due("taken-up")
    missed, reported, escalated = life.do(MissDeadline(at=due.due, by=CLOCK, deadline=due.number))
    assert isinstance(missed, DeadlineMissed)
    assert isinstance(reported, Reported)
    assert reported.to_roles == ("customer-service-supervisor",)
    assert isinstance(escalated, Escalated)
    assert escalated.to_role == "customer-service-supervisor"


# ---- a fair remedy -------------------------------------------------------------------------


def test_what_is_ours_is_admitted_at_once_pc_24_pc_27() -> None:
    admitted = Apologised(kind=ApologyKind.ADMISSION, words="是我们的过错")
    assert chain().do(APOLOGISE) == (admitted,)


def test_the_exact_cause_is_found_before_a_remedy_and_before_the_end_pc_71() -> None:
    life = chain()
    life.do(APOLOGISE, classified())
    with pytest.raises(StepsMissing, match="findings"):
        life.do(ProposePlan(at=MONDAY, by=STAFF, explanation="补拍", offers=(offer("gift", 10),)))
    with pytest.raises(StepsMissing, match="findings"):
        life.do(Close(at=MONDAY, by=STAFF, outcome="explained", result="已说明"))
    assert life.due("cause-found").due == MONDAY + 2 * DAY
    life.do(CAUSE)
    assert "cause-found" not in life.running()


def test_a_remedy_is_put_to_the_supervisor_for_assessment_pc_27() -> None:
    life = chain()
    life.do(APOLOGISE, classified(), CAUSE)
    life.do(ProposePlan(at=MONDAY, by=STAFF, explanation="重拍", offers=(offer("reshoot", 300),)))
    assert life.due("plan-review").due == MONDAY + DAY
    done = life.do(ReviewPlan(at=MONDAY, by=SUPERVISOR, plan=1, verdict=Verdict.APPROVE))
    assert done == (PlanApproved(plan=1),)


def test_the_hard_ones_go_to_the_store_manager_at_once_pc_72() -> None:
    life = chain("valuables")
    life.do(classified("valuables"))
    assert life.told() == {"customer-service-supervisor", "store-manager"}
    assert life.due("store-manager-told").due == MONDAY + timedelta(minutes=30)
    with pytest.raises(NotPermitted):
        life.do(Close(at=MONDAY, by=STAFF, outcome="explained", result="已说明"))


def test_the_dearest_ones_are_decided_by_the_store_manager_pc_72() -> None:
    life = chain("photos-lost")
    life.do(APOLOGISE, classified("photos-lost"), CAUSE)
    life.do(
        ProposePlan(at=MONDAY, by=SUPERVISOR, explanation="重拍", offers=(offer("reshoot", 300),))
    )
    other = Actor("he", SUPERVISOR.roles)
    with pytest.raises(BeyondAuthority) as refused:
        life.do(ReviewPlan(at=MONDAY, by=other, plan=1, verdict=Verdict.APPROVE))
    assert refused.value.could == ("store-manager",)


@pytest.mark.parametrize(
    "remedy", ["reshoot", "supplementary-shoot", "re-make-up", "re-layout", "remake"]
)
def test_what_is_done_again_has_its_investigation_sheet_pc_42_pc_55(remedy: str) -> None:
    life = chain()
    life.do(APOLOGISE, classified(), CAUSE)
    life.do(
        ProposePlan(at=MONDAY, by=SUPERVISOR, explanation="重做", offers=(offer(remedy, 0),)),
        RecordConsent(at=MONDAY, by=SUPERVISOR, plan=1, agreed=True),
    )
    due = MONDAY + 5 * DAY
    life.do(
        OrderRework(
            at=MONDAY,
            by=SUPERVISOR,
            remedy=remedy,
            unit="photography",
            cause="特殊要求未转告",
            instructions="按原要求",
            sheet="CP-0012",
            due=due,
        )
    )
    assert life.due("rework").due == due
    life.do(FinishRework(at=MONDAY + DAY, by=SUPERVISOR, rework=1, result="已重做", accepted=True))
    assert "rework" not in life.running()


@pytest.mark.parametrize("remedy", ["gift", "exchange", "return"])
def test_gifts_returns_and_exchanges_follow_one_catalogue_and_are_signed_for_pc_50_pc_65(
    remedy: str,
) -> None:
    life = chain()
    life.do(APOLOGISE, classified(), CAUSE)
    life.do(
        ProposePlan(at=MONDAY, by=SUPERVISOR, explanation="登记", offers=(offer(remedy, 0),)),
        RecordConsent(at=MONDAY, by=SUPERVISOR, plan=1, agreed=True),
    )
    give = Compensate(at=MONDAY, by=SUPERVISOR, remedy=remedy, amount=yuan(0), signature=SIGNATURE)
    given = Compensated(remedy=remedy, amount=yuan(0), signature=SIGNATURE)
    assert life.do(give) == (given,)
    assert "after-collection" in life.running()


# ---- afterwards ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("occasion", "days"),
    [("same-day", 0), ("one-week", 9), ("one-month", 35), ("three-months", 97), ("one-year", 379)],
)
def test_the_customer_is_called_at_every_occasion_pc_41_pc_44(occasion: str, days: int) -> None:
    call = closed().due(occasion)
    assert CHAIN.calendar.local(call.due).date() == (MONDAY + days * DAY).date()


def test_a_problem_told_on_a_return_visit_is_taken_up_pc_34() -> None:
    call = FollowUp(
        at=MONDAY + 7 * DAY, by=HOTLINE, occasion="one-week", reached=True, new_problem="相册脱页"
    )
    assert isinstance(closed().do(call)[-1], Reopened)


def test_part_of_the_old_customers_is_called_each_month_pc_84() -> None:
    assert 0 < CHAIN.sample_percent < 100


def test_whoever_is_answerable_improves_by_a_date_and_is_supervised_pc_79() -> None:
    life = closed()
    share = Share(kind=ResponsibilityKind.DIRECT, unit="make-up", percent=100, person="wu")
    life.do(AttributeResponsibility(at=MONDAY, by=SUPERVISOR, shares=(share,), reason="未转告要求"))
    assert life.due("improvement-set").due == MONDAY + 3 * DAY
    due = MONDAY + 14 * DAY
    plan = PlanImprovement(
        at=MONDAY, by=SUPERVISOR, what="每单复述要求", owner="wu", unit="make-up", due=due
    )
    life.do(plan)
    assert "improvement-set" not in life.running()
    assert life.due("improvement").due == due
