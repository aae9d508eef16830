"""Work done again (PC-54, PC-55, BE-04, BE-06)."""

from dataclasses import replace

import pytest

from app.domain.complaint import Fact
from app.domain.refusals import AlreadyEnded, Implausible, NotOpenItem, StepsMissing, UnknownTerm
from app.domain.steps.consent import Agreed
from app.domain.steps.plan import Proposed
from app.domain.steps.plan_review import PlanApproved
from app.domain.steps.rework import FinishRework, OrderRework, Reworked, ReworkOrdered
from tests.support.people import (
    ENDED,
    LIN,
    MONDAY,
    POLICY,
    RECEIVED,
    TUESDAY,
    WITH_APPROVED_PLAN,
    WITH_CONSENT,
    ZHOU,
    by,
    offer,
    policy,
)
from tests.support.spec import given

REMEDIES = {key: replace(remedy, rework=key == "redo") for key, remedy in POLICY.remedies.items()}
HOUSE = policy(remedies=REMEDIES, consent_before_compensation=True)
FREE = replace(HOUSE, consent_before_compensation=False)

ORDER = OrderRework(
    at=MONDAY,
    by=LIN,
    remedy="redo",
    unit="studio",
    cause="The lights were set wrong",
    instructions="Outdoors, at dusk",
    sheet="CP-0031",
    due=TUESDAY,
)
ORDERED = ReworkOrdered(
    rework=1,
    remedy="redo",
    unit="studio",
    cause="The lights were set wrong",
    instructions="Outdoors, at dusk",
    sheet="CP-0031",
    due=TUESDAY,
)
FINISH = FinishRework(at=TUESDAY, by=LIN, rework=1, result="Twelve new prints", accepted=True)
FINISHED = Reworked(rework=1, result="Twelve new prints", accepted=True)


def test_rework_is_ordered_on_a_sheet_pc_55_pc_42() -> None:
    given(*WITH_CONSENT, policy=HOUSE).when(ORDER).then(ORDERED)
    later = replace(ORDER, due=None, sheet=None)
    again = replace(ORDERED, rework=2, due=None, sheet=None)
    given(*WITH_CONSENT, ORDERED, policy=HOUSE).when(later).then(again)


def test_only_what_the_customer_agreed_to_is_done_again_be_06() -> None:
    for past in ((RECEIVED,), WITH_APPROVED_PLAN):
        refusal = given(*past, policy=HOUSE).when(ORDER).refused(StepsMissing)
        assert refusal.missing == ("consent",)


def test_the_customer_agreed_to_this_very_work_be_06() -> None:
    coupon = by(LIN, Proposed(plan=1, explanation="A coupon", offers=(offer("coupon", 80),)))
    agreed = (RECEIVED, coupon, by(ZHOU, PlanApproved(plan=1)), by(LIN, Agreed(plan=1)))
    given(*agreed, policy=HOUSE).when(ORDER).refused(StepsMissing, field="remedy")


def test_a_policy_may_do_it_again_unasked() -> None:
    given(RECEIVED, policy=FREE).when(ORDER).then(ORDERED)


def test_only_some_remedies_are_work_done_again_be_04() -> None:
    for remedy in ("coupon", "palace"):
        wrong = replace(ORDER, remedy=remedy)
        refusal = given(RECEIVED, policy=FREE).when(wrong).refused(UnknownTerm, field="remedy")
        assert refusal.known == ("redo",)


def test_the_unit_is_one_of_the_policys_and_the_time_lies_ahead() -> None:
    house = given(RECEIVED, policy=FREE)
    house.when(replace(ORDER, unit="cellar")).refused(UnknownTerm, field="unit")
    house.when(replace(ORDER, due=MONDAY)).refused(Implausible, field="due")


def test_the_work_is_finished_once_and_checked_pc_54_pc_65() -> None:
    given(RECEIVED, ORDERED).when(FINISH).then(FINISHED)
    given(RECEIVED, ORDERED).when(replace(FINISH, accepted=False)).then(
        replace(FINISHED, accepted=False)
    )
    for past in ((RECEIVED,), (RECEIVED, ORDERED, FINISHED)):
        given(*past).when(FINISH).refused(NotOpenItem, field="rework")


@pytest.mark.parametrize("past", ENDED)
def test_nothing_is_done_again_after_the_end(past: tuple[Fact, ...]) -> None:
    given(*past, policy=FREE).when(ORDER).refused(AlreadyEnded)
    given(*past, policy=FREE).when(FINISH).refused(AlreadyEnded)


def test_work_that_was_agreed_is_ordered_though_a_newer_policy_dropped_it_as_21() -> None:
    without = {key: remedy for key, remedy in REMEDIES.items() if key != "redo"}
    newer = replace(HOUSE, remedies=without)
    given(*WITH_CONSENT, policy=newer).when(ORDER).then(ORDERED)
    given(RECEIVED, policy=newer).when(ORDER).refused(UnknownTerm, field="remedy")
