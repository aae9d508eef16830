"""The wedding studio: told at once, decided by who may, carried out in the promised time."""

from datetime import timedelta
from typing import Any

import pytest

from app.domain.advice import next_steps
from app.domain.refusals import (
    AdmissionBeforeFacts,
    BeyondAuthority,
    FactsMissing,
    NotPermitted,
    StepsMissing,
    UnknownTerm,
)
from app.domain.steps.apology import Apologise, Apologised
from app.domain.steps.assignment import Assign
from app.domain.steps.classification import Classify
from app.domain.steps.closing import Close
from app.domain.steps.compensation import Compensate
from app.domain.steps.consent import RecordConsent
from app.domain.steps.deadline import DeadlineMissed, MissDeadline
from app.domain.steps.escalation import Escalated, Instruct
from app.domain.steps.improvement import FinishImprovement, PlanImprovement
from app.domain.steps.inquiry import RecordFindings
from app.domain.steps.plan import ProposePlan
from app.domain.steps.plan_review import ReviewPlan
from app.domain.steps.promise import MakePromise
from app.domain.steps.receipt import Received
from app.domain.steps.reporting import Reported, ReportUp
from app.domain.steps.visit import ArrangeVisit
from app.domain.values import (
    Actor,
    ApologyKind,
    CauseClass,
    Channel,
    Directness,
    Fault,
    PromiseKind,
    Verdict,
)
from app.policies import load
from tests.support.life import Life
from tests.support.people import MONDAY, SIGNATURE, offer, yuan

STUDIO = load("wedding-studio")
CLOCK = Actor("clock")
DAY = timedelta(days=1)

EMPLOYEE = Actor("wu", ("employee",), ("make-up",))
DESK = Actor("mei", ("shop-desk",), ("front-hall",))
STORE = Actor("lin", ("store-supervisor",), ("front-hall",))
HEAD = Actor("he", ("department-supervisor",), ("make-up",))
EXECUTIVE = Actor("chen", ("executive-manager",), ("executive",))

CAUSE = RecordFindings(
    at=MONDAY,
    by=STORE,
    findings="The screen was not calibrated",
    cause="Calibration",
    cause_class=CauseClass.SYSTEMIC,
    fault=Fault.OURS,
    established=True,
)
APOLOGISE = Apologise(at=MONDAY, by=EMPLOYEE, kind=ApologyKind.CONDITIONAL, words="可能出现了失误")


def classified(category: str = "product-quality", **flags: Any) -> Classify:
    return Classify(at=MONDAY, by=DESK, category=category, **flags)


def studio(category: str = "product-quality", stage: str = "取件") -> Life:
    return Life(STUDIO, category, stage=stage, by=DESK, channel=Channel.FACE_TO_FACE)


# ---- what is recorded ----------------------------------------------------------------------


def test_a_grievance_is_recorded_with_link_of_the_chain_and_directness_ws_01_ws_02() -> None:
    life = Life(STUDIO, "shooting", stage="拍摄", directness=Directness.INDIRECT)
    received = life.facts[0].event
    assert isinstance(received, Received)
    assert (received.stage, received.directness) == ("拍摄", Directness.INDIRECT)
    with pytest.raises(UnknownTerm):
        Life(STUDIO, "shooting", stage="厨房")


def test_it_is_not_handed_over_before_the_three_things_are_known_ws_14() -> None:
    life = Life(STUDIO, "dress", by=DESK, reason=None, subject=None, demand=None)
    assign = Assign(at=MONDAY, by=DESK, handler="lin", unit="front-hall")
    with pytest.raises(FactsMissing) as refused:
        life.do(assign)
    assert set(refused.value.missing) == {"reason", "subject", "demand"}


def test_the_wording_of_the_apology_follows_whether_the_cause_is_clear_ws_11() -> None:
    life = studio()
    admission = Apologise(at=MONDAY, by=EMPLOYEE, kind=ApologyKind.ADMISSION, words="有失误")
    with pytest.raises(AdmissionBeforeFacts):
        life.do(admission)
    life.do(APOLOGISE, CAUSE)
    assert life.do(admission) == (Apologised(kind=ApologyKind.ADMISSION, words="有失误"),)


# ---- who must be told ----------------------------------------------------------------------


@pytest.mark.parametrize("stage", ["化妆", "造型", "拍摄"])
def test_at_the_base_the_dispatcher_is_always_told_ws_20(stage: str) -> None:
    assert studio("dress", stage).told() == {"base-dispatcher"}


def test_at_the_base_the_more_serious_goes_higher_ws_21() -> None:
    life = studio("lost-property", "拍摄")
    life.do(classified("lost-property"))
    assert life.told() == {"base-dispatcher", "department-supervisor", "executive-manager"}


def test_an_unprofessional_demand_is_told_to_all_three_ws_24() -> None:
    life = studio("unprofessional-demand", "咨询")
    life.do(classified("unprofessional-demand", unprofessional_demand=True))
    assert life.told() == {"base-dispatcher", "department-supervisor", "executive-manager"}
    assert life.complaint.tier == "supervisor"


def test_who_is_told_second_and_third_has_the_time_of_the_first_ws_24() -> None:
    life = studio("unprofessional-demand", "咨询")
    life.do(classified("unprofessional-demand", unprofessional_demand=True))
    by = MONDAY + timedelta(hours=2)
    for role in ("base-dispatcher", "department-supervisor", "executive-manager"):
        assert life.due("superiors-told").due == by
        advised = next_steps(life.complaint, STUDIO)
        assert {one.due for one in advised if one.step == "report-up"} == {by}
        tell = ReportUp(at=MONDAY, by=EMPLOYEE, to_roles=(role,), reason="x", skip_level=True)
        life.do(tell)
    assert "superiors-told" not in life.running()


@pytest.mark.parametrize("stage", ["门市", "前台", "看样", "选片", "取件"])
def test_in_the_shop_supervisor_and_executive_manager_are_told_ws_28(stage: str) -> None:
    life = studio("selection", stage)
    assert life.told() == {"store-supervisor", "executive-manager"}
    life.do(APOLOGISE, classified("selection"))
    close = Close(at=MONDAY, by=DESK, outcome="solved-on-the-spot", result="当面换了一张")
    with pytest.raises(StepsMissing, match="report:executive-manager"):
        life.do(close)
    told = ("store-supervisor", "executive-manager")
    life.do(ReportUp(at=MONDAY, by=EMPLOYEE, to_roles=told, reason="同事失误"))
    assert life.told() == set()


@pytest.mark.parametrize("channel", [Channel.TELEPHONE, Channel.INTERNET])
def test_by_telephone_or_internet_a_time_is_agreed_and_the_supervisor_asked_ws_31_ws_32(
    channel: Channel,
) -> None:
    life = Life(STUDIO, "late-delivery", stage="售后", by=DESK, channel=channel)
    assert life.told() == {"store-supervisor"}
    assert life.due("reply-time-agreed").due == MONDAY + timedelta(hours=2)
    due = MONDAY + timedelta(hours=6)
    life.do(MakePromise(at=MONDAY, by=DESK, kind=PromiseKind.REPLY, what="答复", due=due))
    assert "reply-time-agreed" not in life.running()
    assert life.due("promised-reply").due == due


def test_who_is_asked_for_the_solution_has_a_day_and_who_is_told_has_none_ws_27_ws_20() -> None:
    told, asked = studio("dress", "拍摄"), studio("late-delivery")
    told.do(ReportUp(at=MONDAY, by=EMPLOYEE, to_roles=("base-dispatcher",), reason="礼服"))
    assert "instruction" not in told.running()
    ask = ReportUp(
        at=MONDAY,
        by=DESK,
        to_roles=("store-supervisor",),
        reason="请示",
        asks_instruction=True,
    )
    asked.do(ask)
    assert asked.due("instruction").due == MONDAY + DAY
    asked.do(Instruct(at=MONDAY, by=STORE, text="加急印制"))
    assert "instruction" not in asked.running()


# ---- by when -------------------------------------------------------------------------------


def test_what_is_neither_handled_nor_reported_goes_up_by_itself_ws_37() -> None:
    life = studio("service-attitude")
    due = life.due("act-or-report")
    happened = life.do(MissDeadline(at=due.due, by=CLOCK, deadline=due.number))
    missed, reported, escalated = happened
    assert isinstance(missed, DeadlineMissed)
    assert isinstance(reported, Reported)
    assert reported.to_roles == ("store-supervisor", "executive-manager")
    assert isinstance(escalated, Escalated)
    assert (escalated.tier, escalated.to_role) == ("supervisor", "store-supervisor")


def test_what_was_agreed_is_carried_out_without_delay_ws_34_ws_38() -> None:
    life = studio()
    life.do(APOLOGISE, classified(), CAUSE)
    propose = ProposePlan(at=MONDAY, by=STORE, explanation="重做", offers=(offer("remake", 0),))
    agree = RecordConsent(at=MONDAY, by=STORE, plan=1, agreed=True)
    life.do(propose, agree)
    assert life.due("carried-out").due == MONDAY + 7 * DAY
    give = Compensate(at=MONDAY, by=STORE, remedy="remake", amount=yuan(0), signature=SIGNATURE)
    life.do(give)
    assert "carried-out" not in life.running()


# ---- who decides ---------------------------------------------------------------------------


def test_beyond_the_order_terms_the_executive_manager_is_asked_ws_40() -> None:
    life = studio()
    life.do(APOLOGISE, classified())
    life.do(
        ProposePlan(
            at=MONDAY,
            by=STORE,
            explanation="A second album",
            offers=(offer("extra-product", 100),),
            beyond_order_terms=True,
        )
    )
    review = ReviewPlan(at=MONDAY, by=HEAD, plan=1, verdict=Verdict.APPROVE)
    with pytest.raises(BeyondAuthority) as refused:
        life.do(review)
    assert refused.value.could == ("executive-manager",)
    life.do(ReviewPlan(at=MONDAY, by=EXECUTIVE, plan=1, verdict=Verdict.APPROVE))


def test_a_visit_is_assigned_by_the_store_supervisor_to_a_named_person_ws_41() -> None:
    life = studio()
    due = MONDAY + DAY
    for who in (DESK, EXECUTIVE):
        visit = ArrangeVisit(
            at=MONDAY, by=who, person="mei", due=due, where="家中", purpose="送还相册"
        )
        with pytest.raises(NotPermitted):
            life.do(visit)
    life.do(
        ArrangeVisit(at=MONDAY, by=STORE, person="mei", due=due, where="家中", purpose="送还相册")
    )
    assert life.due("visit").due == due + timedelta(hours=2)


# ---- review --------------------------------------------------------------------------------


def test_a_systemic_defect_gets_a_plan_that_outlives_the_case_ws_44_ws_46() -> None:
    life = studio("dress")
    life.settle()
    life.do(Close(at=MONDAY, by=life.owner, outcome="explained", result="已说明"))
    due = MONDAY + 30 * DAY
    life.do(
        PlanImprovement(at=MONDAY, by=HEAD, what="每周校色", owner="he", unit="production", due=due)
    )
    assert life.due("improvement").due == due
    life.do(FinishImprovement(at=MONDAY + DAY, by=HEAD, improvement=1, result="已校色"))
    assert "improvement" not in life.running()
