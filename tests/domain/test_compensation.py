"""Compensation (SC-36, SC-43, BE-06, AS-21)."""

from dataclasses import replace

import pytest

from app.domain.complaint import Event, Fact
from app.domain.refusals import (
    AgainstPolicy,
    Implausible,
    NotOpenItem,
    RemedyNeedsOverride,
    StepsMissing,
    UnknownTerm,
)
from app.domain.steps.classification import Classified
from app.domain.steps.compensation import Compensate, Compensated
from app.domain.steps.consent import Agreed, Declined
from app.domain.steps.expense import ExpenseRequested
from app.domain.steps.expense_review import ExpenseConfirmed
from app.domain.steps.plan import Proposed
from app.domain.steps.plan_review import PlanApproved
from app.domain.steps.reversal import CompensationReversed
from app.domain.values import Breach, Money, Severity, Signature, SignatureKind
from tests.support.people import (
    APPROVED,
    CHEN,
    LIN,
    MONDAY,
    PAYABLE,
    POLICY,
    PROPOSED,
    RECEIVED,
    REQUESTED,
    SIGNATURE,
    WITH_APPROVED_PLAN,
    WITH_CONSENT,
    WITH_PLAN,
    by,
    offer,
    policy,
    yuan,
)
from tests.support.spec import given

PAID_FOR = (*WITH_CONSENT, REQUESTED, PAYABLE)
GIVE = Compensate(
    at=MONDAY, by=LIN, remedy="redo", amount=yuan(220), signature=SIGNATURE, expense=1
)
GIVEN = Compensated(remedy="redo", amount=yuan(220), signature=SIGNATURE, expense=1)
GIVE_FREELY = replace(GIVE, remedy="coupon", amount=yuan(0), expense=None)
GIVEN_FREELY = replace(GIVEN, remedy="coupon", amount=yuan(0), expense=None)


def test_what_was_agreed_and_confirmed_is_given_against_signature_sc_43_as_21() -> None:
    given(*PAID_FOR).when(GIVE).then(GIVEN)


def test_it_may_cost_less_than_was_confirmed_lc_06() -> None:
    given(*PAID_FOR).when(replace(GIVE, amount=yuan(200))).then(replace(GIVEN, amount=yuan(200)))


def test_a_remedy_without_cost_needs_no_money() -> None:
    given(*WITH_CONSENT).when(GIVE_FREELY).then(GIVEN_FREELY)


def test_a_cost_is_paid_only_from_an_expense_sc_36() -> None:
    refusal = (
        given(*WITH_CONSENT)
        .when(replace(GIVE, expense=None))
        .refused(StepsMissing, field="expense")
    )
    assert refusal.missing == ("expense",)


@pytest.mark.parametrize("past", [WITH_CONSENT, (*WITH_CONSENT, REQUESTED), (*PAID_FOR, GIVEN)])
def test_an_expense_is_confirmed_before_and_paid_once_sc_36(past: tuple[Event | Fact, ...]) -> None:
    given(*past).when(GIVE).refused(NotOpenItem, field="expense")


def test_no_more_is_given_than_was_confirmed_sc_36() -> None:
    given(*PAID_FOR).when(replace(GIVE, amount=yuan(221))).refused(
        Implausible, field="amount", says="220.00 CNY"
    )


def test_it_is_given_in_the_currency_that_was_confirmed() -> None:
    euros = replace(GIVE, amount=Money(1, "EUR"))
    given(*PAID_FOR).when(euros).refused(AgainstPolicy, field="amount")
    given(*PAID_FOR, policy=policy(currency="EUR")).when(euros).refused(Implausible, field="amount")


def test_amounts_are_not_negative() -> None:
    given(*PAID_FOR).when(replace(GIVE, amount=yuan(-1))).refused(Implausible, field="amount")


def test_what_costs_nothing_is_not_paid_from_an_expense() -> None:
    given(*PAID_FOR).when(replace(GIVE, amount=yuan(0))).refused(Implausible, field="expense")


def test_the_remedy_is_one_of_the_catalogue() -> None:
    given(*PAID_FOR).when(replace(GIVE, remedy="palace")).refused(UnknownTerm, field="remedy")


def test_somebody_signs_by_name_sc_43() -> None:
    nobody = Signature(kind=SignatureKind.NAME, signatory="")
    given(*PAID_FOR).when(replace(GIVE, signature=nobody)).refused(
        Implausible, field="signature.signatory"
    )


def test_a_signature_elsewhere_says_where_sc_43() -> None:
    somewhere = Signature(kind=SignatureKind.REFERENCE, signatory="唐女士")
    given(*PAID_FOR).when(replace(GIVE, signature=somewhere)).refused(
        Implausible, field="signature.reference"
    )
    there = replace(somewhere, reference="scan-77")
    given(*PAID_FOR).when(replace(GIVE, signature=there)).then(replace(GIVEN, signature=there))


@pytest.mark.parametrize(
    "past",
    [
        (RECEIVED,),
        WITH_APPROVED_PLAN,
        (*WITH_APPROVED_PLAN, Declined(plan=1, words="不接受")),
    ],
)
def test_nothing_is_carried_out_before_the_customer_agrees_be_06(
    past: tuple[Event | Fact, ...],
) -> None:
    refusal = given(*past).when(GIVE_FREELY).refused(StepsMissing)
    assert refusal.missing == ("consent",)


def test_consent_to_another_plan_does_not_release_the_money_be_06() -> None:
    other = Proposed(plan=2, explanation="", offers=(offer("redo", 220),))
    agreed_to_other = (other, PlanApproved(plan=2), Agreed(plan=2))
    past = (*WITH_APPROVED_PLAN, REQUESTED, PAYABLE, *agreed_to_other)
    given(*past).when(GIVE).refused(StepsMissing)


def test_consent_covers_only_what_the_plan_offers_be_06() -> None:
    given(*WITH_CONSENT).when(replace(GIVE_FREELY, remedy="ticket")).refused(
        StepsMissing, field="remedy", says="agreed to: redo"
    )


def test_a_policy_may_give_remedies_on_the_spot_ws_26_as_08() -> None:
    quick = policy(consent_before_compensation=False)
    given(RECEIVED, policy=quick).when(GIVE_FREELY).then(GIVEN_FREELY)
    past = (RECEIVED, PROPOSED, APPROVED, REQUESTED, PAYABLE)
    given(*past, policy=quick).when(GIVE).then(GIVEN)


@pytest.mark.parametrize("consent", [True, False])
def test_a_plan_that_the_customer_declined_pays_nothing_be_06(consent: bool) -> None:
    rules = policy(consent_before_compensation=consent)
    past = (*WITH_APPROVED_PLAN, REQUESTED, PAYABLE, Declined(plan=1, words="不接受"))
    given(*past, policy=rules).when(GIVE).refused(NotOpenItem, field="expense", says="declined")


BOTH = ExpenseRequested(expense=1, amount=yuan(300), purpose="Album and coupon", plan=1)
REST = ExpenseRequested(expense=2, amount=yuan(20), purpose="The rest", plan=1)


@pytest.mark.parametrize("consent", [True, False])
def test_one_remedy_takes_nothing_of_what_another_may_cost_sc_36(consent: bool) -> None:
    rules = policy(consent_before_compensation=consent)
    past = (*WITH_CONSENT, by(LIN, BOTH), PAYABLE)
    given(*past, policy=rules).when(replace(GIVE, amount=yuan(221))).refused(
        AgainstPolicy, field="amount", says="220.00 CNY"
    )
    given(*past, policy=rules).when(GIVE).then(GIVEN)


def test_all_payments_for_one_remedy_together_stay_within_its_cost_sc_36() -> None:
    first = replace(GIVEN, amount=yuan(210))
    past = (*PAID_FOR, first, by(LIN, REST), by(CHEN, ExpenseConfirmed(expense=2)))
    second = replace(GIVE, amount=yuan(20), expense=2)
    given(*past).when(second).refused(AgainstPolicy, field="amount", says="10.00 CNY")
    given(*past).when(replace(second, amount=yuan(10))).then(
        replace(GIVEN, amount=yuan(10), expense=2)
    )
    coupon = replace(second, remedy="coupon")
    given(*past).when(coupon).then(replace(GIVEN, remedy="coupon", amount=yuan(20), expense=2))


def test_what_was_reversed_is_left_again_sc_36() -> None:
    back = CompensationReversed(compensation=1, expense=1, amount=yuan(220), reason="Back")
    given(*PAID_FOR, GIVEN, back).when(GIVE).then(GIVEN)


def test_a_plan_s_money_gives_nothing_that_the_plan_does_not_offer_ws_26() -> None:
    quick = policy(consent_before_compensation=False)
    past = (*WITH_APPROVED_PLAN, REQUESTED, PAYABLE)
    given(*past, policy=quick).when(replace(GIVE, remedy="ticket")).refused(
        AgainstPolicy, field="remedy", says="redo, coupon"
    )


def test_money_without_a_plan_is_given_for_any_plan_that_was_agreed() -> None:
    loose = ExpenseRequested(expense=1, amount=yuan(220), purpose="Album")
    given(*WITH_CONSENT, loose, PAYABLE).when(GIVE).then(GIVEN)


# From 1,000 yuan up no cash; here nobody waits for the customer's consent.
CEILING = policy(cash_ceiling=100_000, consent_before_compensation=False)
CARD = Proposed(plan=1, explanation="", offers=(offer("card", 1200),))
PLANNED_CASH = replace(CARD, offers=(offer("cash", 1200),))
CASH = replace(GIVE, remedy="cash", amount=yuan(1200))
IN_CASH = replace(GIVEN, remedy="cash", amount=yuan(1200))


def money(number: int, amount: int, plan: int | None) -> tuple[Event, Event]:
    asked = ExpenseRequested(expense=number, amount=yuan(amount), purpose="Ring", plan=plan)
    return asked, ExpenseConfirmed(expense=number)


def test_money_for_another_remedy_is_not_given_in_cash_lc_33() -> None:
    past = (RECEIVED, CARD, PlanApproved(plan=1), *money(1, 1200, 1))
    given(*past, policy=CEILING).when(CASH).refused(AgainstPolicy, field="remedy", says="card")
    card, given_card = replace(CASH, remedy="card"), replace(IN_CASH, remedy="card")
    given(*past, policy=CEILING).when(card).then(given_card)


def test_money_without_a_plan_is_not_given_in_cash_from_the_ceiling_up_lc_33() -> None:
    past = (RECEIVED, *money(1, 1200, None))
    refusal = given(*past, policy=CEILING).when(CASH).refused(RemedyNeedsOverride, field="remedy")
    assert refusal.breaches == (Breach.CASH_CEILING,)
    small = replace(CASH, amount=yuan(999))
    past = (RECEIVED, *money(1, 999, None))
    given(*past, policy=CEILING).when(small).then(replace(IN_CASH, amount=yuan(999)))


def test_money_without_a_plan_is_not_given_in_cash_part_by_part_lc_33() -> None:
    past = (RECEIVED, *money(1, 600, None), *money(2, 600, None))
    part = replace(CASH, amount=yuan(600))
    given(*past, policy=CEILING).when(part).refused(RemedyNeedsOverride, field="remedy")


def test_cash_that_a_plan_offers_was_looked_at_there_lc_33() -> None:
    past = (RECEIVED, PLANNED_CASH, PlanApproved(plan=1), *money(1, 1200, 1))
    given(*past, policy=CEILING).when(CASH).then(IN_CASH)


def test_cash_that_was_approved_may_also_be_given_beside_the_plan_lc_33() -> None:
    unusual = replace(PLANNED_CASH, breaches=(Breach.CASH_CEILING,), override_reason="A ring")
    beside = replace(CASH, amount=yuan(50), expense=1)
    waiting = (RECEIVED, unusual, *money(1, 50, None), *money(2, 1200, None))
    given(*waiting, policy=CEILING).when(beside).refused(RemedyNeedsOverride, field="remedy")
    expected = replace(IN_CASH, amount=yuan(50), expense=1)
    given(*waiting, PlanApproved(plan=1), policy=CEILING).when(beside).then(expected)


def test_cash_for_lost_property_has_no_ceiling_lc_30() -> None:
    categories = dict(CEILING.categories)
    categories["lost-property"] = replace(categories["lost-property"], property_loss=True)
    lost = Classified(category="lost-property", tier="first", severity=Severity.FAIRLY_SERIOUS)
    past = (RECEIVED, lost, *money(1, 1200, None))
    given(*past, policy=replace(CEILING, categories=categories)).when(CASH).then(IN_CASH)


WITHOUT = {key: remedy for key, remedy in POLICY.remedies.items() if key not in {"redo", "coupon"}}
NEWER = policy(remedies=WITHOUT)


def test_what_was_agreed_is_given_though_a_newer_policy_dropped_it_as_21() -> None:
    given(*PAID_FOR, policy=NEWER).when(GIVE).then(GIVEN)
    given(*WITH_CONSENT, policy=NEWER).when(GIVE_FREELY).then(GIVEN_FREELY)


@pytest.mark.parametrize(
    "past", [(RECEIVED,), WITH_PLAN, (*WITH_CONSENT, by(LIN, Declined(plan=1, words="No")))]
)
def test_what_a_newer_policy_dropped_is_given_by_a_plan_that_stands_only(
    past: tuple[Event | Fact, ...],
) -> None:
    refusal = given(*past, policy=NEWER).when(GIVE_FREELY).refused(UnknownTerm, field="remedy")
    assert refusal.known == tuple(sorted(WITHOUT))


def test_money_beside_a_plan_for_what_the_policy_does_not_know_may_be_cash_lc_33() -> None:
    newer = replace(NEWER, cash_ceiling=100_00, consent_before_compensation=False)
    beside = by(LIN, ExpenseRequested(expense=1, amount=yuan(220), purpose="Album"))
    past = given(*WITH_APPROVED_PLAN, beside, PAYABLE, policy=newer)
    past.when(GIVE).refused(RemedyNeedsOverride, field="remedy")
    assert (
        given(*WITH_APPROVED_PLAN, beside, PAYABLE, policy=replace(newer, cash_ceiling=None))
        .when(GIVE)
        .decided()
    )
