"""The shopping centre: three tiers, a form confirmed and signed by several, one day."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.domain.refusals import (
    BeyondAuthority,
    DutiesNotSeparate,
    Implausible,
    NotEnded,
    NotPermitted,
    StepsMissing,
    StillKept,
)
from app.domain.steps.assignment import Assign
from app.domain.steps.assistance import AskAssistance
from app.domain.steps.classification import Classify
from app.domain.steps.closing import Close, Closed
from app.domain.steps.compensation import Compensate
from app.domain.steps.confirmation import ConfirmRecord
from app.domain.steps.expense import RequestExpense
from app.domain.steps.expense_review import ReviewExpense
from app.domain.steps.hand_over import HandedOver, HandOver
from app.domain.steps.improvement import PlanImprovement
from app.domain.steps.memo import AddMemo
from app.domain.steps.plan import ProposePlan
from app.domain.steps.receipt import Received
from app.domain.steps.sign_off import SignOff
from app.domain.values import (
    Actor,
    Capability,
    Channel,
    Complainant,
    ComplainantKind,
    Copy,
    Offer,
    Place,
    Verdict,
)
from app.policies import load, parse, text_of
from tests.support.life import Life
from tests.support.people import MONDAY, MRS_TANG, SIGNATURE, yuan

CENTRE = load("shopping-centre")
DAY = timedelta(days=1)

DESK = Actor("mei", ("service-staff",), ("service-desk",))
MANAGER = Actor("lin", ("store-manager",), ("store",))
HEAD = Actor("he", ("department-head",), ("purchasing",))
SECTION = Actor("song", ("customer-service-head",), ("customer-service",))
FINANCE = Actor("qian", ("finance",), ("finance",))
AUDIT = Actor("gao", ("audit",), ("audit-office",))

CONFIRM = ConfirmRecord(at=MONDAY, by=MANAGER)
ASSIGN = Assign(at=MONDAY, by=DESK, handler="lin", unit="store", contact="0512-5550100")


def centre(category: str = "exchange", **received: Any) -> Life:
    return Life(CENTRE, category, **({"by": DESK, "unit": "service-desk"} | received))


def classified(category: str, **flags: Any) -> Classify:
    return Classify(at=MONDAY, by=DESK, category=category, **flags)


# ---- tiers ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "category",
    [
        "exchange",
        "return",
        "unsatisfactory-goods",
        "service-attitude",
        "service-level",
        "service-items",
        "store-equipment",
        "activities-gifts",
        "other-on-the-spot",
    ],
)
def test_the_desk_settles_basic_cases_sc_16_sc_17_sc_18_sc_19_sc_20(category: str) -> None:
    life = centre(category)
    life.do(classified(category))
    assert life.complaint.tier == "basic"
    assert {"store-staff", "service-staff"} <= set(CENTRE.deciders("basic"))


def test_which_tier_equipment_belongs_to_is_a_setting_sc_12() -> None:
    before, found, after = text_of("shopping-centre").partition("[categories.store-equipment]")
    other = parse(before + found + after.replace('"basic"', '"second"', 1), source="centre.toml")
    for policy, tier in ((CENTRE, "basic"), (other, "second")):
        life = Life(policy, "store-equipment", by=DESK, unit="service-desk")
        life.do(classified("store-equipment"))
        assert life.complaint.tier == tier


def test_first_level_is_the_store_managers_second_the_department_heads_sc_13_sc_14_sc_23() -> None:
    assert CENTRE.categories["beyond-the-desk"].tier == "first"
    first, second = CENTRE.deciders("first"), CENTRE.deciders("second")
    assert first == ("store-manager", "department-head", "customer-service-head")
    assert second == ("department-head",)
    assert Capability.HANDLE in CENTRE.roles["assistant"].capabilities


def test_a_suppliers_complaint_is_first_level_and_beyond_it_second_sc_02_sc_06_sc_22_sc_25() -> (
    None
):
    supplier = Complainant(name="华东食品", telephone="021-5550199", kind=ComplainantKind.SUPPLIER)
    life = centre("supplier-complaint", complainant=supplier, channel=Channel.SUPPLIER)
    life.do(classified("supplier-complaint", supplier=True))
    assert (life.complaint.tier, life.told()) == ("first", {"store-manager"})
    beyond = Classify(at=MONDAY, by=DESK, category="supplier-complaint", supplier=True)
    life.do(replace(beyond, tier="second"))
    with pytest.raises(StepsMissing):
        life.do(Close(at=MONDAY, by=HEAD, outcome="handed-to-supplier", result="转采购部"))
    with pytest.raises(BeyondAuthority) as refused:
        life.do(Close(at=MONDAY, by=MANAGER, outcome="handed-to-supplier", result="转采购部"))
    assert "department-head" in refused.value.could


def test_what_needs_one_explanation_goes_to_the_section_sc_08_sc_27() -> None:
    life = centre("business-philosophy")
    life.do(classified("business-philosophy", uniform_explanation=True))
    assert (life.complaint.tier, life.told()) == ("second", {"customer-service-head"})
    assert CENTRE.explainers("second") == ("department-head", "customer-service-head")


def test_legal_liability_is_second_level_and_told_to_both_sc_11_sc_28() -> None:
    life = centre("service-attitude")
    life.do(classified("service-attitude", legal=True))
    assert life.complaint.tier == "second"
    assert life.told() == {"department-head", "customer-service-head"}


# ---- the overall unit ----------------------------------------------------------------------


def test_the_section_follows_up_what_stores_report_back_sc_04_sc_10() -> None:
    life = centre(channel=Channel.REPORT_BACK, unit="customer-service", by=SECTION)
    assert life.told() == {"customer-service-head"}


def test_a_suggestion_of_the_section_has_a_date_and_outlives_the_case_sc_07() -> None:
    life = centre("exchange")
    life.settle()
    life.do(Close(at=MONDAY, by=life.owner, outcome="exchanged", result="已换货"))
    due = MONDAY + 14 * DAY
    plan = PlanImprovement(
        at=MONDAY, by=SECTION, what="检查进货", owner="he", unit="purchasing", due=due
    )
    life.do(plan)
    assert life.due("improvement").due == due


# ---- one day, two years --------------------------------------------------------------------


def test_it_is_reacted_to_at_once_and_solved_within_one_day_sc_33() -> None:
    life = centre()
    assert life.due("reaction").due - MONDAY == timedelta(hours=1)
    assert life.due("one-day").due - MONDAY == DAY


def test_the_form_is_kept_two_years_then_kept_or_destroyed_as_needed_sc_46() -> None:
    life = centre("exchange")
    life.settle()
    life.do(Close(at=MONDAY, by=life.owner, outcome="exchanged", result="已换货"))
    keeper = Actor("keeper", CENTRE.roles_with(Capability.HANDLE))
    here, archive = Place.WITH_HANDLING_UNIT, Place.RETAINED
    first = HandOver(at=MONDAY, by=keeper, copy=Copy.HANDLER, origin=here, to=archive)
    life.do(first)
    gone = replace(first, origin=archive, to=Place.DESTROYED)
    with pytest.raises(StillKept, match="2028-03-02"):
        life.do(replace(gone, at=MONDAY + 730 * DAY))
    [handed] = life.do(replace(gone, at=MONDAY + 731 * DAY))
    assert isinstance(handed, HandedOver)
    assert handed.to is Place.DESTROYED


# ---- the form ------------------------------------------------------------------------------


def test_only_the_confirmed_form_is_handed_on_and_both_sides_leave_particulars_sc_40_sc_51() -> (
    None
):
    life = centre()
    with pytest.raises(StepsMissing, match="SC-40"):
        life.do(ASSIGN)
    with pytest.raises(DutiesNotSeparate):
        life.do(ConfirmRecord(at=MONDAY, by=Actor("mei", ("store-manager",), ("store",))))
    life.do(CONFIRM)
    with pytest.raises(Implausible, match="SC-51"):
        life.do(Assign(at=MONDAY, by=DESK, handler="lin", unit="store"))
    life.do(ASSIGN)


def test_assistance_is_asked_by_the_head_of_the_handling_unit_sc_44() -> None:
    life = centre("joint-handling")
    life.do(CONFIRM)
    with pytest.raises(NotPermitted):
        life.do(AskAssistance(at=MONDAY, by=DESK, unit="engineering", what="检修扶梯"))
    due = MONDAY + timedelta(hours=4)
    ask = AskAssistance(at=MONDAY, by=MANAGER, unit="engineering", what="检修扶梯", due=due)
    life.do(ask)
    assert life.due("assistance").due == due


def test_what_was_said_and_what_was_done_stand_on_the_record_sc_34_sc_42_sc_43() -> None:
    life = centre("exchange")
    life.do(AddMemo(at=MONDAY, by=DESK, text="后来补充：包装完好"))
    life.settle()
    life.do(Close(at=MONDAY, by=life.owner, outcome="exchanged", result="换同款一件"))
    first = life.facts[0].event
    last = [fact.event for fact in life.facts if isinstance(fact.event, Closed)]
    assert isinstance(first, Received)
    assert (first.statement, first.complainant) == ("照片颜色不对", MRS_TANG)
    assert last == [Closed(outcome="exchanged", result="换同款一件")]


def test_nobody_signs_two_boxes_and_audit_signs_last_sc_39_sc_45() -> None:
    life = centre()
    with pytest.raises(StepsMissing, match="filler"):
        life.do(SignOff(at=MONDAY, by=MANAGER, box="recording-unit"))
    life.do(SignOff(at=MONDAY, by=DESK, box="filler"))
    life.do(SignOff(at=MONDAY, by=MANAGER, box="recording-unit"))
    with pytest.raises(DutiesNotSeparate):
        life.do(SignOff(at=MONDAY, by=MANAGER, box="handling-unit"))
    with pytest.raises(NotEnded):
        life.do(SignOff(at=MONDAY, by=AUDIT, box="audit"))


def test_what_costs_money_passes_finance_is_signed_for_and_then_audited_sc_36_sc_43() -> None:
    life = centre("return")
    life.settle()
    back = Offer(remedy="return", description="退货", cost=yuan(300), value=yuan(300))
    life.do(
        ProposePlan(at=MONDAY, by=DESK, explanation="包退", offers=(back,)),
        RequestExpense(at=MONDAY, by=DESK, amount=yuan(300), purpose="退款", plan=1),
    )
    assert life.due("expense-review").due == MONDAY + 3 * DAY
    close = Close(at=MONDAY, by=MANAGER, outcome="returned", result="已退货")
    with pytest.raises(StepsMissing, match=r"expense:1.*box:finance"):
        life.do(close)
    life.do(
        ReviewExpense(at=MONDAY, by=FINANCE, expense=1, verdict=Verdict.APPROVE),
        Compensate(
            at=MONDAY,
            by=DESK,
            remedy="return",
            amount=yuan(300),
            signature=SIGNATURE,
            expense=1,
        ),
    )
    life.sign()
    life.do(close, SignOff(at=MONDAY, by=AUDIT, box="audit"))
    assert "settlement" not in life.running()
