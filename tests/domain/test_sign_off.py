"""Signing off the form (SC-39, SC-40, SC-45)."""

from dataclasses import replace

import pytest

from app.domain.events import Fact, Reopened, Signed
from app.domain.refusals import (
    AlreadyEnded,
    NotOpenItem,
    NotPermitted,
    StepsMissing,
    UnknownTerm,
)
from app.domain.steps.sign_off import SignOff
from app.domain.values import Actor, ReopenCause
from tests.support.people import (
    CHEN,
    CLOSED,
    DISMISSED,
    GAO,
    LIN,
    MEI,
    MONDAY,
    POLICY,
    RECEIVED,
    REQUESTED,
    WANG,
    WITH_CONSENT,
    WITHDRAWN,
    ZHOU,
)
from tests.support.spec import given

FILLED = SignOff(at=MONDAY, by=MEI, box="filler", remark="As she said it")
PAID = SignOff(at=MONDAY, by=CHEN, box="finance")
AUDITED = SignOff(at=MONDAY, by=GAO, box="audit")
UNITS = (Signed(box="filler"), Signed(box="recording-unit"), Signed(box="handling-unit"))


def test_the_filler_signs_first_sc_39() -> None:
    given(RECEIVED).when(FILLED).then(Signed(box="filler", remark="As she said it"))


def test_boxes_are_signed_in_their_order_sc_45() -> None:
    head = SignOff(at=MONDAY, by=ZHOU, box="handling-unit")
    refusal = given(RECEIVED).when(head).refused(StepsMissing, field="box")
    assert refusal.missing == ("box:filler", "box:recording-unit")
    given(RECEIVED, *UNITS[:2]).when(head).then(Signed(box="handling-unit"))


def test_a_box_is_signed_once() -> None:
    given(RECEIVED, *UNITS).when(FILLED).refused(NotOpenItem, field="box")


def test_a_box_is_one_of_the_policys() -> None:
    given(RECEIVED).when(replace(FILLED, box="emperor")).refused(UnknownTerm, field="box")


@pytest.mark.parametrize(
    ("who", "box"),
    [
        (MEI, "recording-unit"),
        (LIN, "handling-unit"),
        (WANG, "finance"),
        (CHEN, "audit"),
        (GAO, "finance"),
    ],
)
def test_a_box_is_signed_only_by_its_roles_sc_40(who: Actor, box: str) -> None:
    past = (*WITH_CONSENT, REQUESTED, *UNITS)
    says = "|".join(sorted(next(one.roles for one in POLICY.boxes if one.key == box)))
    given(*past).when(SignOff(at=MONDAY, by=who, box=box)).refused(
        NotPermitted, field="box", says=says
    )


def test_finance_signs_only_with_cost_sc_36() -> None:
    given(RECEIVED, *UNITS).when(PAID).refused(NotOpenItem, field="box")
    given(*WITH_CONSENT, REQUESTED, *UNITS).when(PAID).then(Signed(box="finance"))


def test_without_cost_audit_does_not_wait_for_finance_sc_37() -> None:
    given(RECEIVED, *UNITS).when(AUDITED).then(Signed(box="audit"))


def test_with_cost_audit_waits_for_finance_sc_36() -> None:
    refusal = (
        given(*WITH_CONSENT, REQUESTED, *UNITS).when(AUDITED).refused(StepsMissing, field="box")
    )
    assert refusal.missing == ("box:finance",)


def test_audit_may_sign_after_closing_sc_45() -> None:
    given(*CLOSED).when(AUDITED).then(Signed(box="audit"))


def test_other_boxes_are_signed_before_closing() -> None:
    given(*CLOSED).when(FILLED).refused(AlreadyEnded)


@pytest.mark.parametrize("past", [WITHDRAWN, DISMISSED])
def test_what_ended_otherwise_is_not_signed(past: tuple[Fact, ...]) -> None:
    given(*past).when(AUDITED).refused(AlreadyEnded)


def test_after_reopening_the_new_result_is_signed_anew() -> None:
    reopened = Reopened(cause=ReopenCause.OUR_ERROR, reason="The new album is wrong too")
    given(*CLOSED, reopened).when(FILLED).then(Signed(box="filler", remark="As she said it"))
