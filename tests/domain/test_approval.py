"""An approval does not survive what it was based on (SC-28, LC-44)."""

from dataclasses import replace
from typing import Any

import pytest

from app.domain.approval import lapsed
from app.domain.complaint import Event, Fact, PlanStatus, replay
from app.domain.policy import Floor, Policy, Remedy, RemedyChoice
from app.domain.refusals import BeyondAuthority, NotOpenItem, RemedyNeedsOverride, StepsMissing
from app.domain.steps.compensation import Compensate
from app.domain.steps.consent import Agreed
from app.domain.steps.escalation import Escalated
from app.domain.steps.expense import RequestExpense
from app.domain.steps.expense_review import ReviewExpense
from app.domain.steps.inquiry import Investigated
from app.domain.steps.plan_review import PlanApproved, ReviewPlan
from app.domain.values import CauseClass, Fault, Severity, Verdict
from tests.support.people import (
    AGREED,
    CHEN,
    CLASSIFIED,
    CONFIRMED,
    LIN,
    MONDAY,
    PAYABLE,
    POLICY,
    PROPOSED,
    RECEIVED,
    REQUESTED,
    SIGNATURE,
    WANG,
    ZHOU,
    by,
    policy,
    yuan,
)
from tests.support.spec import facts, given

APPROVED = by(ZHOU, PlanApproved(plan=1))
DECIDED = (RECEIVED, CONFIRMED, CLASSIFIED, PROPOSED, APPROVED, AGREED)
HIGHER = replace(CLASSIFIED, tier="second", legal=True)
RAISED = (HIGHER, Escalated(tier="second", to_role="manager", reason="Lawyer's letter"))
ASK = RequestExpense(at=MONDAY, by=LIN, amount=yuan(220), purpose="Album", plan=1)
CONFIRM = ReviewExpense(at=MONDAY, by=CHEN, expense=1, verdict=Verdict.APPROVE)
GIVE = Compensate(
    at=MONDAY, by=LIN, remedy="redo", amount=yuan(220), signature=SIGNATURE, expense=1
)
ANEW = ReviewPlan(at=MONDAY, by=WANG, plan=1, verdict=Verdict.APPROVE)


@pytest.mark.parametrize("raised", RAISED, ids=lambda event: event.key)
@pytest.mark.parametrize(
    ("money", "command"),
    [((), ASK), ((REQUESTED,), CONFIRM), ((REQUESTED, PAYABLE), GIVE)],
    ids=["asked", "confirmed", "given"],
)
def test_no_money_moves_on_what_was_approved_below_sc_28(
    money: tuple[Event | Fact, ...], command: Any, raised: Event
) -> None:
    past = (*DECIDED, *money)
    assert given(*past).when(command).decided()
    refusal = (
        given(*past, raised)
        .when(command)
        .refused(StepsMissing, field="plan" if command is ASK else "expense")
    )
    assert refusal.missing == ("plan-review:1",)
    assert given(*past, raised, by(WANG, PlanApproved(plan=1))).when(command).decided()


def test_what_somebody_approved_who_decides_there_too_holds_sc_28() -> None:
    by_wang = by(WANG, PlanApproved(plan=1))
    assert given(RECEIVED, CONFIRMED, PROPOSED, by_wang, AGREED, HIGHER).when(ASK).decided()


def test_it_is_approved_anew_by_somebody_with_the_authority_sc_28() -> None:
    past = given(*DECIDED, HIGHER)
    past.when(ANEW).then(PlanApproved(plan=1))
    past.when(replace(ANEW, by=ZHOU)).refused(BeyondAuthority)


def test_its_own_cost_does_not_count_twice_when_it_is_approved_anew_lc_34() -> None:
    grants = tuple(
        replace(grant, limit=30_000) if grant.role == "manager" else grant
        for grant in POLICY.grants
    )
    given(*DECIDED, HIGHER, policy=policy(grants=grants)).when(ANEW).then(PlanApproved(plan=1))


def test_an_approval_that_holds_is_not_looked_at_again_be_05() -> None:
    given(*DECIDED).when(ANEW).refused(NotOpenItem, field="plan", says="holds")


def test_the_customer_is_not_asked_again_about_the_same_plan_be_06() -> None:
    complaint = replay(facts(*DECIDED, HIGHER, by(WANG, PlanApproved(plan=1))))
    assert complaint is not None
    assert complaint.remedy.plans[0].status is PlanStatus.AGREED


ADEQUATE = policy(remedy_choice=RemedyChoice.ADEQUATE)
LOST = Investigated(
    findings="",
    cause="",
    cause_class=CauseClass.SYSTEMIC,
    fault=Fault.OURS,
    established=True,
    loss=yuan(5000),
)


def test_what_has_become_unusual_since_is_approved_anew_as_20() -> None:
    past = given(*DECIDED, LOST, policy=ADEQUATE)
    assert past.when(ASK).refused(StepsMissing, field="plan").missing == ("plan-review:1",)
    past.when(ANEW).refused(RemedyNeedsOverride, field="reason")
    again = by(WANG, PlanApproved(plan=1, remark="He wants no more"))
    assert given(*DECIDED, LOST, again, policy=ADEQUATE).when(ASK).decided()


@pytest.mark.parametrize("rules", [POLICY, ADEQUATE], ids=["free", "adequate"])
def test_another_severity_that_changes_nothing_about_the_plan_leaves_it_lc_37(
    rules: Policy,
) -> None:
    graver = replace(CLASSIFIED, severity=Severity.SERIOUS)
    assert given(*DECIDED, graver, policy=rules).when(ASK).decided()


def test_a_plan_of_which_no_approval_is_known_has_none_that_lapses() -> None:
    complaint = replay(facts(RECEIVED, PROPOSED, Agreed(plan=1)))
    assert complaint is not None
    assert not lapsed(complaint.remedy.plans[0], complaint, POLICY)


NEWER = {key: remedy for key, remedy in POLICY.remedies.items() if key != "redo"}
DEARER = {**NEWER, "redo": replace(POLICY.remedies["redo"], cost=900_00)}
GRAVER = replace(CLASSIFIED, severity=Severity.SERIOUS)


@pytest.mark.parametrize("remedies", [NEWER, DEARER], ids=["dropped", "dearer"])
@pytest.mark.parametrize("raised", [CLASSIFIED, GRAVER], ids=["the-same", "graver"])
def test_a_newer_catalogue_undoes_no_plan_that_was_approved_as_21(
    remedies: dict[str, Remedy], raised: Event
) -> None:
    past = given(*DECIDED, raised, REQUESTED, PAYABLE, policy=policy(remedies=remedies))
    assert past.when(GIVE).decided()
    assert given(*DECIDED, raised, policy=policy(remedies=remedies)).when(ASK).decided()


def test_of_a_newer_rule_only_what_the_complaint_has_become_counts_as_20() -> None:
    # 600 yuan worth were enough for all; now 1000 are needed, which the policy did not ask then.
    floor = Floor(least=1_000_00)
    categories = {
        **POLICY.categories,
        "product-quality": replace(POLICY.categories["product-quality"], floor=floor),
    }
    newer = replace(ADEQUATE, categories=categories)
    graver = replace(CLASSIFIED, severity=Severity.SERIOUS)
    assert given(*DECIDED, graver, policy=newer).when(ASK).decided()
    elsewhere = replace(CLASSIFIED, category="service-attitude")
    approved_there = (RECEIVED, CONFIRMED, elsewhere, PROPOSED, APPROVED, AGREED)
    past = given(*approved_there, CLASSIFIED, policy=newer)
    assert past.when(ASK).refused(StepsMissing, field="plan").missing == ("plan-review:1",)
