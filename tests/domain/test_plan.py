"""Plans (LC-30..34, BE-04..06, WS-40, AS-17)."""

from dataclasses import replace
from typing import Any

import pytest

from app.domain.complaint import Event, Fact
from app.domain.policy import PLANNING_NEEDS, Grant, PlanReview, RemedyChoice
from app.domain.refusals import (
    AgainstPolicy,
    BeyondAuthority,
    DutiesNotSeparate,
    Implausible,
    NotOpenItem,
    RemedyNeedsOverride,
    StepsMissing,
    UnknownTerm,
)
from app.domain.steps.classification import Classified
from app.domain.steps.compensation import Compensated
from app.domain.steps.consent import Agreed, Declined, RecordConsent
from app.domain.steps.expense import ExpenseRequested
from app.domain.steps.expense_review import ExpenseRefused
from app.domain.steps.inquiry import Investigated
from app.domain.steps.plan import Proposed, ProposePlan
from app.domain.steps.plan_review import PlanApproved, PlanRefused, ReviewPlan
from app.domain.values import Actor, Breach, CauseClass, Fault, Money, Offer, Severity, Verdict
from tests.support.people import (
    AGREED,
    APOLOGISED,
    CLASSIFIED,
    CONFIRMED,
    LIN,
    MONDAY,
    PAYABLE,
    PROPOSED,
    RECEIVED,
    REQUESTED,
    SIGNATURE,
    WANG,
    WITH_APPROVED_PLAN,
    WITH_CONSENT,
    WITH_PLAN,
    ZHOU,
    by,
    offer,
    policy,
    yuan,
)
from tests.support.spec import given

PROPOSE = ProposePlan(
    at=MONDAY,
    by=LIN,
    explanation="A new album",
    offers=(offer("redo", 220),),
    alternatives=(offer("refund", 500),),
)
NEW_PLAN = Proposed(
    plan=1,
    explanation="A new album",
    offers=(offer("redo", 220),),
    alternatives=(offer("refund", 500),),
)
APPROVE = ReviewPlan(at=MONDAY, by=ZHOU, plan=1, verdict=Verdict.APPROVE)
REFUSE = ReviewPlan(at=MONDAY, by=ZHOU, plan=1, verdict=Verdict.REFUSE, reason="Too dear")
REFUSED = PlanRefused(plan=1, reason="Too dear")
CONSENT = RecordConsent(at=MONDAY, by=LIN, plan=1, agreed=True, words="好的")
DECLINE = RecordConsent(at=MONDAY, by=LIN, plan=1, agreed=False, words="不接受")


def plan(*offers: Offer, beyond_order_terms: bool = False) -> tuple[Fact, Fact]:
    proposed = Proposed(
        plan=1, explanation="", offers=offers, beyond_order_terms=beyond_order_terms
    )
    return Fact(RECEIVED, MONDAY, LIN), by(LIN, proposed)


def test_a_plan_beyond_ones_own_authority_waits_for_review_be_05() -> None:
    given(RECEIVED).when(PROPOSE).then(NEW_PLAN)


def test_a_plan_within_ones_own_authority_is_approved_with_it_sc_30() -> None:
    given(RECEIVED).when(replace(PROPOSE, by=ZHOU)).then(NEW_PLAN, PlanApproved(plan=1))


def test_what_costs_nothing_is_answered_where_it_is_received_sc_30() -> None:
    explain = replace(PROPOSE, offers=(offer("explanation-only", 0),), alternatives=())
    expected = replace(NEW_PLAN, offers=explain.offers, alternatives=())
    given(RECEIVED).when(explain).then(expected, PlanApproved(plan=1))


def test_a_policy_may_review_every_plan_be_05() -> None:
    always = policy(plan_review=PlanReview.ALWAYS)
    given(RECEIVED, policy=always).when(replace(PROPOSE, by=ZHOU)).then(NEW_PLAN)


def test_plans_are_numbered() -> None:
    given(RECEIVED, PROPOSED).when(PROPOSE).then(replace(NEW_PLAN, plan=2))


def test_a_plan_offers_something() -> None:
    given(RECEIVED).when(replace(PROPOSE, offers=())).refused(Implausible, field="offers")


@pytest.mark.parametrize("field", ["offers", "alternatives"])
def test_offers_come_from_the_catalogue_in_its_currency_and_cost_no_less_than_nothing(
    field: str,
) -> None:
    def offering(one: Offer) -> ProposePlan:
        changed: dict[str, Any] = {field: (offer("coupon", 1), one)}
        return replace(PROPOSE, **changed)

    good = offer("coupon", 1)
    euro = Money(100, "EUR")
    given(RECEIVED).when(offering(offer("palace", 1))).refused(UnknownTerm, field=field)
    given(RECEIVED).when(offering(replace(good, cost=euro))).refused(AgainstPolicy, field=field)
    given(RECEIVED).when(offering(replace(good, value=euro))).refused(AgainstPolicy, field=field)
    given(RECEIVED).when(offering(replace(good, cost=yuan(-1)))).refused(Implausible, field=field)
    given(RECEIVED).when(offering(replace(good, value=yuan(-1)))).refused(Implausible, field=field)


def test_a_policy_may_ask_for_the_confirmed_record_first_sc_40() -> None:
    strict = policy(confirmed_before=frozenset({"propose-plan"}))
    given(RECEIVED, policy=strict).when(PROPOSE).refused(StepsMissing)
    given(RECEIVED, CONFIRMED, policy=strict).when(PROPOSE).then(NEW_PLAN)


def test_a_plan_is_approved_by_somebody_with_the_authority_lc_34_be_09() -> None:
    approved = PlanApproved(plan=1, remark="Fair")
    given(*WITH_PLAN).when(replace(APPROVE, reason="Fair")).then(approved)


def test_the_limit_is_for_the_whole_plan_lc_34() -> None:
    given(*plan(offer("redo", 300), offer("coupon", 200))).when(APPROVE).then(PlanApproved(plan=1))
    dear = given(*plan(offer("redo", 300), offer("coupon", 201)))
    refusal = dear.when(APPROVE).refused(BeyondAuthority, says="manager")
    assert refusal.could == ("manager", "general-manager")
    dear.when(replace(APPROVE, by=WANG)).then(PlanApproved(plan=1))


def second(cost: int, who: Actor = LIN) -> Fact:
    return by(who, Proposed(plan=2, explanation="", offers=(offer("redo", cost),)))


def test_the_limit_is_for_the_complaint_not_for_each_plan_lc_22() -> None:
    review = replace(APPROVE, plan=2)
    given(*WITH_CONSENT, second(200)).when(review).then(PlanApproved(plan=2))
    split = given(*WITH_CONSENT, second(201))
    assert split.when(review).refused(BeyondAuthority).could == ("manager", "general-manager")
    split.when(replace(review, by=WANG)).then(PlanApproved(plan=2))


def test_the_limit_is_for_the_complaint_when_proposing_too_lc_22() -> None:
    alone = replace(PROPOSE, by=ZHOU)
    for cost, within in ((200, (PlanApproved(plan=2),)), (201, ())):
        offers = (offer("redo", cost),)
        proposed = replace(NEW_PLAN, plan=2, offers=offers)
        given(*WITH_CONSENT).when(replace(alone, offers=offers)).then(proposed, *within)


@pytest.mark.parametrize("gone", [REFUSED, Declined(plan=1, words="不接受")])
def test_a_plan_that_does_not_stand_takes_nothing_from_the_limit(gone: Event) -> None:
    past = (*WITH_PLAN, gone) if gone is REFUSED else (*WITH_APPROVED_PLAN, gone)
    given(*past, second(500)).when(replace(APPROVE, plan=2)).then(PlanApproved(plan=2))


def test_money_beside_the_plans_takes_from_the_limit_lc_22() -> None:
    def asked(plan: int | None) -> ExpenseRequested:
        return ExpenseRequested(expense=1, amount=yuan(300), purpose="Album", plan=plan)

    review = replace(APPROVE, plan=2)
    beside = (*WITH_APPROVED_PLAN, asked(None), second(1))
    given(*beside).when(review).refused(BeyondAuthority)
    given(*beside, ExpenseRefused(expense=1, reason="No")).when(review).then(PlanApproved(plan=2))
    within = (*WITH_APPROVED_PLAN, asked(1), second(200))
    given(*within).when(review).then(PlanApproved(plan=2))
    paid_in_vain = (*WITH_APPROVED_PLAN, asked(1), Declined(plan=1, words="不接受"), second(201))
    given(*paid_in_vain).when(review).refused(BeyondAuthority)


def test_what_costs_nothing_takes_nothing_from_the_limit_sc_30() -> None:
    explain = replace(PROPOSE, offers=(offer("explanation-only", 0),), alternatives=())
    expected = replace(NEW_PLAN, plan=2, offers=explain.offers, alternatives=())
    given(*WITH_CONSENT).when(explain).then(expected, PlanApproved(plan=2))


def test_beyond_the_order_terms_the_manager_is_asked_ws_40() -> None:
    beyond = given(*plan(offer("coupon", 1), beyond_order_terms=True))
    beyond.when(APPROVE).refused(BeyondAuthority, says="manager")
    beyond.when(replace(APPROVE, by=WANG)).then(PlanApproved(plan=1))


def test_a_policy_without_grants_lets_nobody_approve() -> None:
    closed = policy(grants=())
    given(*WITH_PLAN, policy=closed).when(APPROVE).refused(BeyondAuthority, says="nobody")


def test_a_plan_in_the_currency_of_an_older_policy_is_proposed_anew() -> None:
    euros = policy(currency="EUR")
    given(*WITH_PLAN, policy=euros).when(APPROVE).refused(AgainstPolicy, field="plan")


def test_a_plan_is_refused_with_a_reason_be_05() -> None:
    given(*WITH_PLAN).when(REFUSE).then(REFUSED)
    given(*WITH_PLAN).when(replace(REFUSE, reason=None)).refused(Implausible, field="reason")


def test_refusing_needs_no_authority() -> None:
    given(*plan(offer("redo", 9999))).when(REFUSE).then(REFUSED)


@pytest.mark.parametrize("verdict", Verdict)
def test_nobody_reviews_their_own_plan(verdict: Verdict) -> None:
    own = (RECEIVED, replace(PROPOSED, by=ZHOU))
    review = replace(APPROVE, verdict=verdict, reason="So be it")
    given(*own).when(review).refused(DutiesNotSeparate)
    assert given(*own, policy=policy(separate_duties=False)).when(review).decided()


def test_a_plan_is_reviewed_once_and_must_exist() -> None:
    given(RECEIVED).when(APPROVE).refused(NotOpenItem, field="plan", says="no plan 1")
    for done in (PlanApproved(plan=1), REFUSED):
        given(*WITH_PLAN, done).when(APPROVE).refused(NotOpenItem, field="plan")


def test_a_review_leaves_other_plans_alone() -> None:
    given(*WITH_PLAN, second(220), REFUSED).when(replace(APPROVE, plan=2)).then(
        PlanApproved(plan=2)
    )


def test_the_customer_agrees_to_an_approved_plan_be_06() -> None:
    given(*WITH_APPROVED_PLAN).when(CONSENT).then(Agreed(plan=1, words="好的"))


def test_the_customer_may_go_back_on_what_was_agreed_until_something_is_paid_as_17() -> None:
    given(*WITH_CONSENT).when(DECLINE).then(Declined(plan=1, words="不接受"))
    album = Compensated(remedy="redo", amount=yuan(220), signature=SIGNATURE, expense=1)
    given(*WITH_CONSENT, REQUESTED, PAYABLE, album).when(DECLINE).refused(NotOpenItem, field="plan")


def test_the_customer_declines_in_their_own_words_as_17() -> None:
    given(*WITH_APPROVED_PLAN).when(DECLINE).then(Declined(plan=1, words="不接受"))
    silent = replace(DECLINE, words=None)
    given(*WITH_APPROVED_PLAN).when(silent).refused(Implausible, field="words")


def test_only_an_approved_plan_is_put_to_the_customer_once_be_06() -> None:
    for past in (
        WITH_PLAN,
        (*WITH_PLAN, REFUSED),
        (*WITH_APPROVED_PLAN, AGREED),
        (*WITH_APPROVED_PLAN, Declined(plan=1, words="不")),
    ):
        given(*past).when(CONSENT).refused(NotOpenItem, field="plan")


# Lin and the supervisor decide as usual, the manager also what is unusual.
GRANTS = (
    Grant(role="supervisor", remedies=frozenset(), limit=None),
    Grant(role="manager", remedies=frozenset(), limit=None, override=True),
)
CHEAPEST = policy(remedy_choice=RemedyChoice.CHEAPEST_ADEQUATE, grants=GRANTS)
FOUND = Investigated(
    findings="",
    cause="Printer",
    cause_class=CauseClass.INDIVIDUAL,
    fault=Fault.OURS,
    established=True,
    loss=yuan(300),
)
DEAR = replace(PROPOSE, offers=(offer("redo", 220),), alternatives=(offer("coupon", 150),))
WHY = "The customer marries on Saturday"
UNUSUAL = Proposed(
    plan=1,
    explanation=DEAR.explanation,
    offers=DEAR.offers,
    alternatives=DEAR.alternatives,
    breaches=(Breach.NOT_CHEAPEST,),
    override_reason=WHY,
)


def test_what_costs_more_than_needed_says_why_lc_32() -> None:
    refusal = (
        given(RECEIVED, FOUND, policy=CHEAPEST)
        .when(DEAR)
        .refused(RemedyNeedsOverride, field="override_reason", says="LC-32.*say why")
    )
    assert refusal.breaches == (Breach.NOT_CHEAPEST,)
    justified = replace(DEAR, override_reason=WHY)
    given(RECEIVED, FOUND, policy=CHEAPEST).when(justified).then(UNUSUAL)


def test_what_is_too_little_says_why_as_20() -> None:
    little = replace(PROPOSE, offers=(offer("coupon", 149),), alternatives=())
    refusal = (
        given(RECEIVED, FOUND, policy=CHEAPEST)
        .when(little)
        .refused(RemedyNeedsOverride, field="override_reason")
    )
    assert refusal.breaches == (Breach.INADEQUATE,)
    enough = replace(little, offers=(offer("coupon", 150),))
    assert given(RECEIVED, FOUND, policy=CHEAPEST).when(enough).decided()


def test_a_reason_for_nothing_unusual_is_refused() -> None:
    needless = replace(PROPOSE, override_reason=WHY)
    given(RECEIVED).when(needless).refused(Implausible, field="override_reason")


def test_the_unusual_is_approved_with_the_proposal_only_by_who_may_override_lc_33() -> None:
    justified = replace(DEAR, override_reason=WHY)
    past = given(RECEIVED, FOUND, policy=CHEAPEST)
    past.when(replace(justified, by=ZHOU)).then(UNUSUAL)
    past.when(replace(justified, by=WANG)).then(UNUSUAL, PlanApproved(plan=1))


def test_the_unusual_is_reviewed_by_who_may_override_lc_33() -> None:
    waiting = given(RECEIVED, FOUND, by(LIN, UNUSUAL), policy=CHEAPEST)
    assert waiting.when(APPROVE).refused(BeyondAuthority).could == ("manager",)
    waiting.when(replace(APPROVE, by=WANG)).then(PlanApproved(plan=1))


def test_what_has_become_unusual_since_is_approved_with_a_reason_as_20() -> None:
    usual = by(LIN, Proposed(plan=1, explanation="", offers=(offer("coupon", 10),)))
    waiting = given(RECEIVED, usual, FOUND, policy=CHEAPEST)
    review = replace(APPROVE, by=WANG)
    refusal = waiting.when(review).refused(RemedyNeedsOverride, field="reason")
    assert refusal.breaches == (Breach.INADEQUATE,)
    waiting.when(replace(review, reason=WHY)).then(PlanApproved(plan=1, remark=WHY))
    waiting.when(replace(APPROVE, reason=WHY)).refused(BeyondAuthority)
    waiting.when(REFUSE).then(REFUSED)


def test_what_the_proposer_gave_the_reason_for_needs_none_of_the_reviewer() -> None:
    little = replace(
        UNUSUAL, offers=(offer("coupon", 10),), alternatives=(), breaches=(Breach.INADEQUATE,)
    )
    review = replace(APPROVE, by=WANG)
    given(RECEIVED, FOUND, by(LIN, little), policy=CHEAPEST).when(review).then(PlanApproved(plan=1))


def test_two_plans_in_cash_are_not_approved_past_the_ceiling_lc_33() -> None:
    def cash(number: int) -> Fact:
        return by(LIN, Proposed(plan=number, explanation="", offers=(offer("cash", 600),)))

    ceiling = policy(cash_ceiling=100_000, grants=GRANTS)
    review = replace(APPROVE, plan=2, by=WANG)
    both = (RECEIVED, cash(1), cash(2))
    assert given(*both, policy=ceiling).when(review).decided()
    first_stands = given(*both, PlanApproved(plan=1), policy=ceiling)
    first_stands.when(review).refused(RemedyNeedsOverride, field="reason", says="LC-33")


def test_a_plan_is_approved_at_the_tier_of_the_complaint_sc_21() -> None:
    basic_only = policy(grants=(replace(GRANTS[0], tier="basic"), GRANTS[1]))
    second_tier = Classified(category="billing", tier="second", severity=Severity.ORDINARY)
    given(*WITH_PLAN, policy=basic_only).when(APPROVE).then(PlanApproved(plan=1))
    high = given(*WITH_PLAN, second_tier, policy=basic_only)
    assert high.when(APPROVE).refused(BeyondAuthority).could == ("manager",)
    alone = replace(PROPOSE, by=ZHOU)
    given(RECEIVED, second_tier, policy=basic_only).when(alone).then(NEW_PLAN)


@pytest.mark.parametrize(
    ("need", "done"),
    [("apology", APOLOGISED), ("classification", CLASSIFIED), ("findings", FOUND)],
)
def test_a_policy_says_what_comes_before_a_plan_be_02_as_10(need: str, done: Event) -> None:
    strict = policy(planning_needs=frozenset({need}))
    refusal = given(RECEIVED, policy=strict).when(PROPOSE).refused(StepsMissing)
    assert refusal.missing == (need,)
    given(RECEIVED, done, policy=strict).when(PROPOSE).then(NEW_PLAN)


def test_everything_that_comes_before_a_plan_is_named_at_once_as_09() -> None:
    strict = policy(planning_needs=frozenset(PLANNING_NEEDS))
    refusal = given(RECEIVED, policy=strict).when(PROPOSE).refused(StepsMissing)
    assert refusal.missing == PLANNING_NEEDS
