"""Classification and dismissal (SC-16..30, SC-48, LC-37)."""

from dataclasses import replace
from typing import Any

import pytest

from app.domain.complaint import Event, Fact
from app.domain.refusals import AgainstPolicy, BeyondAuthority, Implausible, UnknownTerm, WrongState
from app.domain.steps.classification import Classified, Classify
from app.domain.steps.closing import Closed
from app.domain.steps.compensation import Compensated
from app.domain.steps.dismissal import Dismiss, Dismissed
from app.domain.steps.escalation import Escalated
from app.domain.steps.reopening import Reopened
from app.domain.values import Mindset, ReopenCause, Severity
from tests.support.people import (
    CLASSIFIED,
    LIN,
    MONDAY,
    POLICY,
    PROPOSED,
    RECEIVED,
    REQUESTED,
    SIGNATURE,
    WANG,
    policy,
    yuan,
)
from tests.support.spec import given

CLASSIFY = Classify(at=MONDAY, by=LIN, category="product-quality")
DISMISS = Dismiss(at=MONDAY, by=LIN, reason="Only asked for the way", customer_informed=True)
ESCALATED = Escalated(tier="second", to_role="manager", reason="Lawyer's letter")


def test_tier_and_severity_follow_from_the_category_sc_16() -> None:
    given(RECEIVED).when(CLASSIFY).then(CLASSIFIED)


def test_an_injury_is_serious_and_of_the_second_tier_lc_45() -> None:
    injury = Classified(category="safety-injury", tier="second", severity=Severity.SERIOUS)
    given(RECEIVED).when(replace(CLASSIFY, category="safety-injury")).then(injury)


def test_severity_and_mindset_can_be_judged_by_hand_lc_10_lc_37() -> None:
    judged: dict[str, Any] = {"severity": Severity.FAIRLY_SERIOUS, "mindset": Mindset.RESPECT}
    given(RECEIVED).when(replace(CLASSIFY, **judged)).then(replace(CLASSIFIED, **judged))


def test_a_category_has_flags_that_are_always_raised_with_it_sc_28_ws_24() -> None:
    category = replace(POLICY.categories["billing"], flags=frozenset({"legal"}))
    flagged = policy(categories={"billing": category})
    classify = replace(CLASSIFY, category="billing", supplier=True)
    expected = replace(CLASSIFIED, category="billing", tier="second", legal=True, supplier=True)
    given(RECEIVED, policy=flagged).when(classify).then(expected)


@pytest.mark.parametrize(
    ("flag", "tier"),
    [
        ("legal", "second"),
        ("supplier", "first"),
        ("uniform_explanation", "second"),
        ("technical_dispute", "basic"),
        ("unprofessional_demand", "basic"),
    ],
)
def test_flags_call_for_a_tier_sc_22_sc_27_sc_28(flag: str, tier: str) -> None:
    flagged: dict[str, Any] = {flag: True}
    expected = replace(CLASSIFIED, tier=tier, **flagged)
    given(RECEIVED).when(replace(CLASSIFY, **flagged)).then(expected)


def test_the_highest_tier_that_anything_calls_for_wins() -> None:
    command = replace(CLASSIFY, category="lost-property", supplier=True, legal=True)
    expected = Classified(
        category="lost-property",
        tier="second",
        severity=Severity.FAIRLY_SERIOUS,
        supplier=True,
        legal=True,
    )
    given(RECEIVED).when(command).then(expected)


def test_a_higher_tier_can_be_chosen() -> None:
    given(RECEIVED).when(replace(CLASSIFY, tier="first")).then(replace(CLASSIFIED, tier="first"))


def test_a_tier_below_what_is_called_for_is_refused_sc_28() -> None:
    command = replace(CLASSIFY, tier="first", legal=True)
    given(RECEIVED).when(command).refused(AgainstPolicy, field="tier", says="second")


def test_it_can_be_classified_again() -> None:
    higher = replace(CLASSIFY, tier="second")
    given(RECEIVED, CLASSIFIED).when(higher).then(replace(CLASSIFIED, tier="second"))


LEGAL: dict[str, Any] = {"legal": True, "tier": "second"}
GRAVE: dict[str, Any] = {"severity": Severity.SERIOUS}


@pytest.mark.parametrize(
    ("before", "what"),
    [
        ({"tier": "second"}, "tier"),
        (GRAVE, "severity"),
        ({"technical_dispute": True}, "technical_dispute"),
        (LEGAL, "tier, legal"),
    ],
)
def test_to_take_it_less_seriously_than_before_needs_a_reason_sc_28_lc_37(
    before: dict[str, Any], what: str
) -> None:
    past = given(RECEIVED, replace(CLASSIFIED, **before))
    past.when(replace(CLASSIFY, by=WANG)).refused(Implausible, field="reason", says=what)
    past.when(replace(CLASSIFY, by=WANG, reason="Withdrawn")).then(
        replace(CLASSIFIED, reason="Withdrawn")
    )


def test_it_is_not_lowered_by_somebody_who_may_not_decide_it_sc_28() -> None:
    lower = replace(CLASSIFY, reason="It is only about colours")
    refusal = given(RECEIVED, replace(CLASSIFIED, **LEGAL)).when(lower).refused(BeyondAuthority)
    assert refusal.could == ("manager", "general-manager")


def test_a_category_is_not_taken_less_seriously_at_first_either_lc_45() -> None:
    injury = replace(CLASSIFY, category="safety-injury", severity=Severity.ORDINARY)
    given(RECEIVED).when(injury).refused(Implausible, field="reason", says="severity")
    given(RECEIVED).when(replace(injury, reason="A scratch")).refused(BeyondAuthority)
    expected = Classified(
        category="safety-injury", tier="second", severity=Severity.ORDINARY, reason="A scratch"
    )
    given(RECEIVED).when(replace(injury, by=WANG, reason="A scratch")).then(expected)


def test_a_new_problem_is_classified_without_regard_to_the_first_pc_34() -> None:
    again = Reopened(cause=ReopenCause.NEW_PROBLEM, reason="The frame, too")
    ended = Closed(outcome="explained", result="")
    given(RECEIVED, replace(CLASSIFIED, **LEGAL, **GRAVE), ended, again).when(CLASSIFY).then(
        CLASSIFIED
    )


def test_a_new_classification_does_not_undo_an_escalation_sc_26() -> None:
    escalated = given(RECEIVED, ESCALATED)
    escalated.when(CLASSIFY).then(replace(CLASSIFIED, tier="second"))
    escalated.when(replace(CLASSIFY, tier="basic")).refused(AgainstPolicy, field="tier")


def test_an_escalation_to_a_tier_that_a_newer_policy_dropped_counts_no_more() -> None:
    flat = policy(tiers=("basic", "first"))
    given(RECEIVED, ESCALATED, policy=flat).when(CLASSIFY).then(CLASSIFIED)


def test_category_and_tier_are_words_of_the_policy() -> None:
    given(RECEIVED).when(replace(CLASSIFY, category="weather")).refused(
        UnknownTerm, field="category"
    )
    given(RECEIVED).when(replace(CLASSIFY, tier="third")).refused(UnknownTerm, field="tier")


def test_what_is_not_a_complaint_is_dismissed_sc_48() -> None:
    dismissed = Dismissed(reason="Only asked for the way", customer_informed=True)
    given(RECEIVED).when(DISMISS).then(dismissed)


@pytest.mark.parametrize("beyond", [{"tier": "second"}, GRAVE | {"tier": "first"}])
def test_what_is_beyond_the_ordinary_is_dismissed_by_those_who_decide_it_sc_28(
    beyond: dict[str, Any],
) -> None:
    past = given(RECEIVED, replace(CLASSIFIED, **beyond))
    past.when(DISMISS).refused(BeyondAuthority)
    past.when(replace(DISMISS, by=WANG)).then(
        Dismissed(reason=DISMISS.reason, customer_informed=True)
    )


@pytest.mark.parametrize(
    "remedied",
    [
        (PROPOSED,),
        (REQUESTED,),
        (Compensated(remedy="coupon", amount=yuan(0), signature=SIGNATURE),),
    ],
)
def test_what_was_remedied_was_a_complaint(remedied: tuple[Event | Fact, ...]) -> None:
    given(RECEIVED, *remedied).when(DISMISS).refused(WrongState)
