"""Explanation to the customer (WS-22, WS-42, SC-08, SC-27)."""

from dataclasses import replace

import pytest

from app.domain.complaint import Fact, replay
from app.domain.refusals import AlreadyEnded, NotPermitted
from app.domain.steps.classification import Classified
from app.domain.steps.explanation import Explain, Explained
from app.domain.values import Actor, Severity
from tests.support.people import CLASSIFIED, ENDED, LIN, MONDAY, POLICY, RECEIVED, WANG, policy
from tests.support.spec import facts, given

EXPLAIN = Explain(at=MONDAY, by=LIN, words="In rain colours turn cold", understood=True)
EXPLAINED = Explained(words="In rain colours turn cold", explainer="lin", understood=True)
UNIFORM = Classified(
    category="service-attitude", tier="second", severity=Severity.ORDINARY, uniform_explanation=True
)

# Up to the first tier a supervisor decides, above it the managers.
TIERED = policy(
    grants=tuple(
        replace(grant, tier="first" if grant.role in {"handler", "supervisor"} else None)
        for grant in POLICY.grants
    )
)


def test_the_handler_explains_from_the_professional_side_ws_22() -> None:
    given(RECEIVED, CLASSIFIED).when(EXPLAIN).then(EXPLAINED)
    complaint = replay(facts(RECEIVED, EXPLAINED))
    assert complaint is not None
    assert complaint.explained


def test_a_technical_adviser_may_have_explained_ws_42() -> None:
    by_wu = replace(EXPLAIN, explainer="Wu, technical adviser", understood=False)
    expected = replace(EXPLAINED, explainer="Wu, technical adviser", understood=False)
    given(RECEIVED).when(by_wu).then(expected)


def test_a_uniform_explanation_is_given_by_those_who_decide_there_sc_27() -> None:
    told = given(RECEIVED, UNIFORM, policy=TIERED)
    told.when(EXPLAIN).refused(NotPermitted, says="manager, general-manager")
    told.when(replace(EXPLAIN, by=WANG)).then(replace(EXPLAINED, explainer="wang"))


def test_a_policy_says_who_gives_the_uniform_explanation_sc_27() -> None:
    section = replace(TIERED, explained_by=frozenset({"handler"}))
    told = given(RECEIVED, UNIFORM, policy=section)
    told.when(EXPLAIN).then(EXPLAINED)
    told.when(replace(EXPLAIN, by=WANG)).refused(NotPermitted, says="handler")


def test_naming_somebody_else_does_not_get_round_it_sc_08() -> None:
    named = replace(EXPLAIN, explainer="wang")
    given(RECEIVED, UNIFORM, policy=TIERED).when(named).refused(NotPermitted)


def test_a_tier_that_a_newer_policy_dropped_counts_as_the_highest_sc_21() -> None:
    gone = given(RECEIVED, replace(UNIFORM, tier="ninth"), policy=TIERED)
    gone.when(EXPLAIN).refused(NotPermitted, says="manager, general-manager")
    gone.when(replace(EXPLAIN, by=WANG)).then(replace(EXPLAINED, explainer="wang"))


def test_where_no_grant_reaches_the_tier_those_who_approve_explain() -> None:
    told = given(RECEIVED, UNIFORM, policy=policy(grants=()))
    told.when(EXPLAIN).refused(NotPermitted, says="supervisor, manager, general-manager")
    told.when(replace(EXPLAIN, by=WANG)).then(replace(EXPLAINED, explainer="wang"))


def test_an_explanation_of_its_own_kind_is_free() -> None:
    anybody = replace(EXPLAIN, by=Actor("xu", ("handler",)))
    free = given(RECEIVED, replace(UNIFORM, uniform_explanation=False), policy=TIERED)
    free.when(anybody).then(replace(EXPLAINED, explainer="xu"))


@pytest.mark.parametrize("past", ENDED)
def test_nothing_is_explained_after_the_end(past: tuple[Fact, ...]) -> None:
    given(*past).when(EXPLAIN).refused(AlreadyEnded)
