"""Compensation (SC-36, SC-43, BE-06, AS-21)."""

from dataclasses import replace

import pytest

from app.domain.events import (
    Agreed,
    Compensated,
    Declined,
    Event,
    ExpenseRequested,
    Fact,
    PlanApproved,
    Proposed,
)
from app.domain.refusals import (
    AgainstPolicy,
    Implausible,
    NotOpenItem,
    StepsMissing,
    UnknownTerm,
)
from app.domain.steps.compensation import Compensate
from app.domain.values import Money, Signature, SignatureKind
from tests.support.people import (
    APPROVED,
    LIN,
    MONDAY,
    PAYABLE,
    PROPOSED,
    RECEIVED,
    REQUESTED,
    SIGNATURE,
    WITH_APPROVED_PLAN,
    WITH_CONSENT,
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


def test_what_was_agreed_and_confirmed_is_given_against_signature_sc_43() -> None:
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
        StepsMissing, field="remedy"
    )


def test_a_policy_may_give_remedies_on_the_spot_ws_26() -> None:
    quick = policy(consent_before_compensation=False)
    given(RECEIVED, policy=quick).when(GIVE_FREELY).then(GIVEN_FREELY)
    past = (RECEIVED, PROPOSED, APPROVED, REQUESTED, PAYABLE)
    given(*past, policy=quick).when(GIVE).then(GIVEN)


@pytest.mark.parametrize("consent", [True, False])
def test_a_plan_that_the_customer_declined_pays_nothing_be_06(consent: bool) -> None:
    rules = policy(consent_before_compensation=consent)
    past = (*WITH_APPROVED_PLAN, REQUESTED, PAYABLE, Declined(plan=1, words="不接受"))
    given(*past, policy=rules).when(GIVE).refused(NotOpenItem, field="expense", says="declined")


def test_money_without_a_plan_is_given_for_any_plan_that_was_agreed() -> None:
    loose = ExpenseRequested(expense=1, amount=yuan(220), purpose="Album")
    given(*WITH_CONSENT, loose, PAYABLE).when(GIVE).then(GIVEN)
