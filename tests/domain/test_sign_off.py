"""Signing off the form (SC-39, SC-40, SC-45)."""

from dataclasses import replace

import pytest

from app.domain.complaint import Event, Fact
from app.domain.refusals import (
    AlreadyEnded,
    DutiesNotSeparate,
    NotEnded,
    NotOpenItem,
    NotPermitted,
    StepsMissing,
    UnknownTerm,
)
from app.domain.steps.reopening import Reopened
from app.domain.steps.sign_off import Signed, SignOff
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
    READY,
    RECEIVED,
    REQUESTED,
    SIGNED,
    WANG,
    WITH_CONSENT,
    WITHDRAWN,
    ZHOU,
    policy,
)
from tests.support.spec import given

FILLED = SignOff(at=MONDAY, by=MEI, box="filler", remark="As she said it")
PAID = SignOff(at=MONDAY, by=CHEN, box="finance")
AUDITED = SignOff(at=MONDAY, by=GAO, box="audit")
UNITS = SIGNED


def test_the_filler_signs_first_sc_39() -> None:
    given(RECEIVED).when(FILLED).then(Signed(box="filler", remark="As she said it"))


def test_boxes_are_signed_in_their_order_sc_45() -> None:
    head = SignOff(at=MONDAY, by=WANG, box="handling-unit")
    refusal = given(RECEIVED).when(head).refused(StepsMissing, field="box")
    assert refusal.missing == ("box:filler", "box:recording-unit")
    given(RECEIVED, *UNITS[:2]).when(head).then(Signed(box="handling-unit"))


def test_a_box_is_signed_once() -> None:
    given(RECEIVED, *UNITS).when(FILLED).refused(NotOpenItem, field="box", says="signed already")


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
    given(RECEIVED, *UNITS).when(PAID).refused(NotOpenItem, field="box", says="for a cost")
    given(*WITH_CONSENT, REQUESTED, *UNITS).when(PAID).then(Signed(box="finance"))


@pytest.mark.parametrize("past", [CLOSED, (*WITHDRAWN, *UNITS), WITHDRAWN])
def test_audit_signs_when_it_has_ended_sc_36_sc_37(past: tuple[Event | Fact, ...]) -> None:
    given(*past).when(AUDITED).then(Signed(box="audit"))


@pytest.mark.parametrize("past", [(RECEIVED,), READY, (*WITH_CONSENT, REQUESTED, *UNITS)])
def test_audit_does_not_sign_what_is_not_ended_sc_45(past: tuple[Event | Fact, ...]) -> None:
    given(*past).when(AUDITED).refused(NotEnded)


def test_a_late_box_holds_no_earlier_one_up() -> None:
    turned = policy(boxes=tuple(reversed(POLICY.boxes)))
    given(RECEIVED, policy=turned).when(replace(FILLED, by=WANG)).refused(StepsMissing, field="box")
    only = policy(boxes=(POLICY.boxes[-1], POLICY.boxes[0]))
    given(RECEIVED, policy=only).when(FILLED).then(Signed(box="filler", remark="As she said it"))


@pytest.mark.parametrize(
    ("past", "box"), [(UNITS[:1], "recording-unit"), (UNITS[:2], "handling-unit")]
)
def test_nobody_signs_two_boxes_sc_40(past: tuple[Fact, ...], box: str) -> None:
    for signature in past:
        who = replace(signature.by, roles=("supervisor",))
        twice = SignOff(at=MONDAY, by=who, box=box)
        given(RECEIVED, *past).when(twice).refused(DutiesNotSeparate)
        small = policy(separate_duties=False)
        given(RECEIVED, *past, policy=small).when(twice).then(Signed(box=box))


def test_money_asked_for_voids_all_signatures_but_the_fillers_sc_45() -> None:
    past = (*WITH_CONSENT, *UNITS, REQUESTED)
    given(*past).when(FILLED).refused(NotOpenItem, field="box")
    head = SignOff(at=MONDAY, by=ZHOU, box="recording-unit")
    given(*past).when(head).then(Signed(box="recording-unit"))
    assert given(*past).when(PAID).refused(StepsMissing, field="box").missing == (
        "box:recording-unit",
        "box:handling-unit",
    )


def test_other_boxes_are_signed_before_closing() -> None:
    given(*CLOSED).when(FILLED).refused(AlreadyEnded)


def test_what_was_no_complaint_is_not_signed_sc_48() -> None:
    given(*DISMISSED).when(AUDITED).refused(AlreadyEnded)


def test_after_reopening_the_new_result_is_signed_anew() -> None:
    reopened = Reopened(cause=ReopenCause.OUR_ERROR, reason="The new album is wrong too")
    given(*CLOSED, reopened).when(FILLED).then(Signed(box="filler", remark="As she said it"))
