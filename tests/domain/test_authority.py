"""Who may decide: up to a tier, a sum, the order terms, and what is unusual (LC-34, SC-16..30)."""

from dataclasses import replace

import pytest

from app.domain.authority import Decision, may_decide, require_authority, require_decider
from app.domain.complaint import Complaint, Fact, replay
from app.domain.policy import Grant, Policy
from app.domain.refusals import BeyondAuthority
from app.domain.steps.classification import Classified
from app.domain.steps.escalation import Instructed
from app.domain.steps.plan_review import PlanApproved
from app.domain.values import Actor, Severity
from tests.support.people import CHEN, LIN, MONDAY, PROPOSED, RECEIVED, WANG, ZHOU, policy
from tests.support.spec import facts


def grant(role: str, tier: str | None = None, limit: int | None = None) -> Grant:
    return Grant(role=role, remedies=frozenset(), limit=limit, tier=tier)


# The handler decides basic cases, the supervisor first-level ones too, the manager all.
TIERED = policy(grants=(grant("handler", "basic"), grant("supervisor", "first"), grant("manager")))
COUPON = Decision(remedies=frozenset({"coupon"}), cost=100)


def at_tier(tier: str, *more: Fact) -> Complaint:
    classified = Classified(category="billing", tier=tier, severity=Severity.ORDINARY)
    complaint = replay((*facts(RECEIVED, classified), *more))
    assert complaint is not None
    return complaint


@pytest.mark.parametrize(
    ("tier", "could"),
    [
        ("basic", ("handler", "supervisor", "manager")),
        ("first", ("supervisor", "manager")),
        ("second", ("manager",)),
    ],
)
def test_a_grant_reaches_up_to_its_tier_sc_21(tier: str, could: tuple[str, ...]) -> None:
    complaint = at_tier(tier)
    for role in ("handler", "supervisor", "manager"):
        assert may_decide(COUPON, complaint, TIERED, Actor("x", (role,))) is (role in could)
    with pytest.raises(BeyondAuthority) as caught:
        require_authority(COUPON, complaint, TIERED, CHEN)
    assert caught.value.could == could


def test_what_is_not_classified_stands_at_the_lowest_tier_sc_49() -> None:
    fresh = replay(facts(RECEIVED))
    assert fresh is not None
    assert may_decide(COUPON, fresh, TIERED, LIN)


def test_a_tier_of_an_older_policy_stands_with_the_highest_sc_21() -> None:
    dropped = at_tier("third")
    assert not may_decide(COUPON, dropped, TIERED, LIN)
    assert may_decide(COUPON, dropped, TIERED, WANG)


def test_the_unusual_takes_a_grant_for_it_lc_33() -> None:
    unusual = replace(COUPON, unusual=True)
    override = policy(grants=(grant("supervisor"), replace(grant("manager"), override=True)))
    with pytest.raises(BeyondAuthority) as caught:
        require_authority(unusual, at_tier("basic"), override, ZHOU)
    assert caught.value.could == ("manager",)
    assert may_decide(unusual, at_tier("basic"), override, WANG)


def test_one_grant_covers_the_whole_decision_lc_34() -> None:
    high, dear = grant("supervisor", "second", limit=99), grant("supervisor", "basic")
    assert not may_decide(COUPON, at_tier("second"), policy(grants=(high, dear)), ZHOU)


def ends(complaint: Complaint, policy: Policy, actor: Actor) -> bool:
    try:
        require_decider(complaint, policy, actor)
    except BeyondAuthority:
        return False
    return True


def test_what_stands_at_a_tier_is_ended_by_who_may_decide_there_sc_30() -> None:
    assert ends(at_tier("basic"), TIERED, LIN)
    assert not ends(at_tier("first"), TIERED, LIN)
    assert ends(at_tier("first"), TIERED, ZHOU)


@pytest.mark.parametrize("decided", [PlanApproved(plan=1), Instructed(text="Explain it")])
def test_or_by_others_once_such_a_one_has_decided_sc_49(
    decided: PlanApproved | Instructed,
) -> None:
    by_manager, by_supervisor = Fact(decided, MONDAY, WANG), Fact(decided, MONDAY, ZHOU)
    assert ends(at_tier("second", PROPOSED, by_manager), TIERED, LIN)
    assert not ends(at_tier("second", PROPOSED, by_supervisor), TIERED, LIN)


def test_the_refusal_names_who_could_end_it_sc_21() -> None:
    with pytest.raises(BeyondAuthority, match="supervisor, manager") as caught:
        require_decider(at_tier("first"), TIERED, LIN)
    assert caught.value.could == ("supervisor", "manager")


def test_where_no_grant_reaches_whoever_approves_may_end_it() -> None:
    low = policy(grants=(grant("handler", "basic"),))
    assert not ends(at_tier("second"), low, LIN)
    assert ends(at_tier("second"), low, ZHOU)
    nobody = policy(grants=(), roles={"handler": low.roles["handler"]})
    assert ends(at_tier("second"), nobody, LIN)
