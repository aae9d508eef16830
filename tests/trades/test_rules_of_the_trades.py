"""What the sources settle for their own trade holds under the policy shipped for it.

The rules that every trade has in common are specified in `tests/domain`; here each policy is
asked what only it says: whose case something is, who may, who is told, and by when.
"""

from datetime import timedelta
from typing import Any

import pytest

from app.domain.command import Command, Opening
from app.domain.complaint import Complaint, Event, replay
from app.domain.policy import Policy
from app.domain.refusals import NotPermitted
from app.domain.reports import missing_reports
from app.domain.steps.classification import Classified, Classify
from app.domain.steps.consent import RecordConsent
from app.domain.steps.deadline import Rescheduled
from app.domain.steps.inquiry import Investigated
from app.domain.steps.memo import AddMemo
from app.domain.steps.plan import Proposed, ProposePlan
from app.domain.steps.plan_review import PlanApproved, ReviewPlan
from app.domain.steps.receipt import ReceiveComplaint, Received
from app.domain.values import (
    Actor,
    Capability,
    CauseClass,
    Channel,
    Complainant,
    ComplainantKind,
    Fault,
    Money,
    Offer,
    Severity,
    Verdict,
)
from app.policies import load
from tests.support.people import MONDAY, MRS_TANG
from tests.support.spec import facts, given

STUDIO = load("wedding-studio")
CENTRE = load("shopping-centre")
CLUB = load("leisure-club")
CHAIN = load("photo-chain")
SALON = load("beauty")
COMPANY = load("after-sales")


def somebody(role: str) -> Actor:
    return Actor(f"{role}-person", (role,))


def receipt(policy: Policy, role: str, **changes: Any) -> ReceiveComplaint:
    first: dict[str, Any] = {
        "channel": Channel.TELEPHONE,
        "unit": next(iter(policy.units)),
        "complainant": MRS_TANG,
        "statement": "我很不满意。",
    }
    return ReceiveComplaint(at=MONDAY, by=somebody(role), **(first | changes))


def received(policy: Policy, **changes: Any) -> Received:
    """Let the first role that may receive it do so under its own policy, as it would be."""
    receiver = policy.roles_with(Capability.RECEIVE)[0]
    first = given(policy=policy).when(receipt(policy, receiver, **changes)).decided()[0].event
    assert isinstance(first, Received)
    return first


def after(*events: Event) -> Complaint:
    complaint = replay(facts(*events))
    assert complaint is not None
    return complaint


def told(policy: Policy, *events: Event) -> set[str]:
    return {role for role, _ in missing_reports(after(*events), policy)}


def classified(policy: Policy, role: str, category: str, **flags: Any) -> Event:
    command = Classify(at=MONDAY, by=somebody(role), category=category, **flags)
    return given(received(policy), policy=policy).when(command).decided()[0].event


def due(policy: Policy, command: Command | Opening, *events: Event) -> dict[str, timedelta]:
    """Tell by when the clocks that a command starts are due, from now."""
    changed = given(*events, policy=policy).when(command).then_due()
    assert isinstance(changed, Rescheduled)
    return {one.clock: one.due - MONDAY for one in changed.deadlines}


# ---- the wedding studio --------------------------------------------------------------------


@pytest.mark.parametrize("stage", ["门市", "前台", "看样", "选片", "取件"])
def test_in_the_shop_the_supervisor_and_the_executive_manager_are_told_ws_28(stage: str) -> None:
    assert {"store-supervisor", "executive-manager"} <= told(STUDIO, received(STUDIO, stage=stage))
    assert "executive-manager" not in told(STUDIO, received(STUDIO, stage="拍摄"))


def test_what_was_agreed_is_carried_out_without_delay_ws_38() -> None:
    cost = Money(0, "CNY")
    offer = Offer(remedy="put-right", description="当场改正", cost=cost, value=cost)
    plan = Proposed(plan=1, explanation="马上改", offers=(offer,))
    consent = RecordConsent(at=MONDAY, by=somebody("store-supervisor"), plan=1, agreed=True)
    clocks = due(STUDIO, consent, received(STUDIO), plan, PlanApproved(plan=1))
    assert "carried-out" in clocks


# ---- the shopping centre -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("category", "tier"),
    [
        ("exchange", "basic"),  # SC-16
        ("return", "basic"),  # SC-16
        ("unsatisfactory-goods", "basic"),  # SC-16
        ("service-attitude", "basic"),  # SC-17
        ("service-level", "basic"),  # SC-17
        ("service-items", "basic"),  # SC-17
        ("store-equipment", "basic"),  # SC-12, SC-18
        ("activities-gifts", "basic"),  # SC-19
        ("other-on-the-spot", "basic"),  # SC-20
        ("beyond-the-desk", "first"),  # SC-21, SC-23
        ("supplier-complaint", "first"),  # SC-06, SC-22
        ("joint-handling", "second"),  # SC-24
        ("business-philosophy", "second"),  # SC-27
        ("legal-liability", "second"),  # SC-28
    ],
)
def test_whose_case_it_is_follows_from_what_it_is_about(category: str, tier: str) -> None:
    event = classified(CENTRE, "service-staff", category)
    assert getattr(event, "tier", None) == tier


def test_stores_decide_up_to_the_first_level_and_departments_above_sc_13_sc_14_sc_25() -> None:
    assert {"store-staff", "service-staff", "store-manager"} <= set(CENTRE.deciders("basic"))
    assert "service-staff" not in CENTRE.deciders("first")
    assert "store-manager" in CENTRE.deciders("first")
    assert "store-manager" not in CENTRE.deciders("second")
    assert "department-head" in CENTRE.deciders("second")


@pytest.mark.parametrize("kind", ComplainantKind)
def test_customers_members_and_suppliers_complain_alike_sc_02(kind: ComplainantKind) -> None:
    person = Complainant(name="唐女士", kind=kind, telephone="0512-5550123")
    assert received(CENTRE, complainant=person).complainant.kind is kind


def test_the_overall_unit_hears_of_what_it_alone_explains_sc_04_sc_08() -> None:
    question = classified(CENTRE, "service-staff", "business-philosophy", uniform_explanation=True)
    assert "customer-service-head" in told(CENTRE, received(CENTRE), question)


def test_what_stores_report_back_is_followed_up_sc_10() -> None:
    assert received(CENTRE, channel=Channel.REPORT_BACK).channel is Channel.REPORT_BACK
    assert CENTRE.occasions["tracking"].report_to == ("customer-service-head",)


# ---- the leisure club ----------------------------------------------------------------------


@pytest.mark.parametrize("role", [role for role in CLUB.roles if role != "administrator"])
def test_everybody_in_the_club_receives_lc_38(role: str) -> None:
    given(policy=CLUB).when(receipt(CLUB, role)).decided()


@pytest.mark.parametrize("role", CLUB.roles)
def test_from_the_supervisory_layer_up_operations_handle_lc_02_lc_41(role: str) -> None:
    command = Classify(at=MONDAY, by=somebody(role), category="checkout")
    asked = given(received(CLUB), policy=CLUB).when(command)
    if role in {"supervisor", "operations-manager", "general-manager"}:
        asked.decided()
    else:
        asked.refused(NotPermitted)


def test_the_number_of_the_wristband_is_on_the_sheet_lc_18() -> None:
    guest = Complainant(name="戴先生", telephone="0571-5550121", reference="手牌 1086")
    assert received(CLUB, complainant=guest).complainant.reference == "手牌 1086"


def test_handling_begins_at_once_lc_21() -> None:
    clocks = due(CLUB, receipt(CLUB, "front-desk"))
    assert clocks["begin"] == timedelta(minutes=30)


# ---- the photo chain -----------------------------------------------------------------------


def test_every_complaint_is_fed_back_and_its_cause_found_pc_71() -> None:
    assert "customer-service-supervisor" in told(CHAIN, received(CHAIN))
    assert "cause-found" in due(CHAIN, receipt(CHAIN, "receptionist"))


@pytest.mark.parametrize("severity", [Severity.FAIRLY_SERIOUS, Severity.SERIOUS])
def test_a_hard_dispute_goes_to_the_store_manager_at_once_pc_72(severity: Severity) -> None:
    first = received(CHAIN)
    command = Classify(
        at=MONDAY,
        by=somebody("customer-service-supervisor"),
        category="service-attitude",
        severity=severity,
    )
    hard = given(first, policy=CHAIN).when(command).decided()[0].event
    assert "store-manager" in told(CHAIN, first, hard)
    assert due(CHAIN, command, first)["store-manager-told"] == timedelta(minutes=30)


def test_the_supervisors_of_all_departments_report_to_the_departments_head_pc_05() -> None:
    assert "customer-service-supervisor" in CHAIN.roles["on-site-supervisor"].reports_to
    assert CHAIN.roles["customer-service-supervisor"].reports_to == ("store-manager",)


def test_returns_and_exchanges_have_one_standard_pc_50() -> None:
    assert {"return", "exchange"} <= set(CHAIN.remedies)


# ---- the beauty business -------------------------------------------------------------------


def test_the_officer_records_and_the_manager_decides_be_08_be_09() -> None:
    officer, manager = somebody("customer-service-officer"), somebody("complaint-manager")
    first = received(SALON)
    memo = AddMemo(at=MONDAY, by=officer, text="皮肤发红")
    given(first, policy=SALON).when(memo).decided()
    review = ReviewPlan(at=MONDAY, by=officer, plan=1, verdict=Verdict.APPROVE)
    given(first, policy=SALON).when(review).refused(NotPermitted)
    assert manager.roles[0] in SALON.roles_with(Capability.APPROVE)


# ---- after-sales ---------------------------------------------------------------------------


def test_marketing_and_the_department_concerned_are_told_as_03_as_04() -> None:
    assert {"marketing-centre", "business-manager"} <= told(COMPANY, received(COMPANY))


def test_the_opinion_book_is_a_way_in_as_07() -> None:
    assert received(COMPANY, channel=Channel.OPINION_BOOK).channel is Channel.OPINION_BOOK


@pytest.mark.parametrize(
    "remedy", ["longer-service", "extra-maintenance", "accessory-replaced", "accessory-given"]
)
def test_who_speaks_with_the_customer_may_offer_what_he_values_as_19(remedy: str) -> None:
    entry = COMPANY.remedies[remedy]
    assert entry.cost is not None
    assert entry.value is not None
    offer = Offer(
        remedy=remedy,
        description=remedy,
        cost=Money(entry.cost, "CNY"),
        value=Money(entry.value, "CNY"),
    )
    known = (
        Classified(category="delivery", tier="receiver", severity=Severity.ORDINARY),
        Investigated(
            findings="送错型号",
            cause="装车未核对",
            cause_class=CauseClass.INDIVIDUAL,
            fault=Fault.OURS,
            established=True,
        ),
    )
    plan = ProposePlan(at=MONDAY, by=somebody("receiver"), explanation="x", offers=(offer,))
    decided = given(received(COMPANY), *known, policy=COMPANY).when(plan).decided()
    assert PlanApproved(plan=1) in [fact.event for fact in decided]
