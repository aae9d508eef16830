"""Expenses (SC-36, SC-40, SC-45, LC-22)."""

from dataclasses import replace

import pytest

from app.domain.complaint import replay
from app.domain.policy import Grant
from app.domain.refusals import (
    AgainstPolicy,
    BeyondAuthority,
    DutiesNotSeparate,
    Implausible,
    NotOpenItem,
    RemedyNeedsOverride,
    StepsMissing,
)
from app.domain.steps.classification import Classified
from app.domain.steps.consent import Declined
from app.domain.steps.expense import ExpenseRequested, RequestExpense
from app.domain.steps.expense_review import ExpenseConfirmed, ExpenseRefused, ReviewExpense
from app.domain.steps.plan import Proposed
from app.domain.steps.plan_review import PlanApproved
from app.domain.values import Breach, Money, Severity, Verdict
from tests.support.people import (
    AGREED,
    CHEN,
    CONFIRMED,
    LIN,
    MONDAY,
    PAYABLE,
    PROPOSED,
    RECEIVED,
    REQUESTED,
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
from tests.support.spec import facts, given

REQUEST = RequestExpense(at=MONDAY, by=LIN, amount=yuan(220), purpose="Album", plan=1)
ASKED = ExpenseRequested(expense=1, amount=yuan(220), purpose="Album", plan=1)
ASKED_FOR = (*WITH_CONSENT, REQUESTED)
CONFIRM = ReviewExpense(at=MONDAY, by=CHEN, expense=1, verdict=Verdict.APPROVE, voucher="V-9")
REFUSE = ReviewExpense(at=MONDAY, by=CHEN, expense=1, verdict=Verdict.REFUSE, reason="No budget")
REFUSED = ExpenseRefused(expense=1, reason="No budget")

WITHOUT_PLAN = policy(expense_needs_plan=False)
SMALL = replace(REQUEST, by=ZHOU, plan=None)


def test_money_is_asked_for_an_approved_plan_on_the_confirmed_form_sc_40() -> None:
    given(*WITH_APPROVED_PLAN).when(REQUEST).then(ASKED)
    given(*WITH_CONSENT).when(REQUEST).then(ASKED)


def test_the_unconfirmed_form_is_no_basis_for_money_sc_40() -> None:
    past = (RECEIVED, PROPOSED, PlanApproved(plan=1), AGREED)
    refusal = given(*past).when(REQUEST).refused(StepsMissing)
    assert refusal.missing == ("confirmation",)


def test_a_plan_that_is_not_approved_pays_nothing() -> None:
    given(*WITH_PLAN).when(REQUEST).refused(NotOpenItem, field="plan")
    given(RECEIVED, CONFIRMED).when(REQUEST).refused(NotOpenItem, field="plan")


def test_all_expenses_of_a_plan_stay_within_its_cost_lc_06() -> None:
    rest = replace(REQUEST, amount=yuan(80), purpose="Coupon")
    second = ExpenseRequested(expense=2, amount=yuan(80), purpose="Coupon", plan=1)
    given(*ASKED_FOR).when(rest).then(second)
    more = replace(REQUEST, amount=yuan(81))
    given(*ASKED_FOR).when(more).refused(AgainstPolicy, field="amount", says="80.00 CNY")


def test_what_finance_refused_counts_no_more() -> None:
    given(*ASKED_FOR, REFUSED).when(REQUEST).then(replace(ASKED, expense=2))


def test_another_plans_money_is_not_counted() -> None:
    other = Proposed(plan=2, explanation="", offers=(offer("redo", 220),))
    past = (*ASKED_FOR, other, PlanApproved(plan=2))
    given(*past).when(replace(REQUEST, plan=2)).then(replace(ASKED, expense=2, plan=2))


def test_an_expense_is_a_positive_amount_in_the_policys_currency() -> None:
    for amount in (yuan(0), yuan(-1)):
        given(*WITH_CONSENT).when(replace(REQUEST, amount=amount)).refused(
            Implausible, field="amount"
        )
    euros = replace(REQUEST, amount=Money(1, "EUR"))
    given(*WITH_CONSENT).when(euros).refused(AgainstPolicy, field="amount")


def test_a_plan_in_the_currency_of_an_older_policy_pays_nothing() -> None:
    command = replace(REQUEST, amount=Money(1, "EUR"))
    given(*WITH_CONSENT, policy=policy(currency="EUR")).when(command).refused(
        AgainstPolicy, field="plan"
    )


def test_money_without_a_plan_is_refused_where_the_policy_asks_for_one() -> None:
    refusal = given(RECEIVED, CONFIRMED).when(SMALL).refused(StepsMissing, field="plan")
    assert refusal.missing == ("plan",)


def test_money_without_a_plan_is_within_ones_own_authority_lc_22() -> None:
    given(RECEIVED, CONFIRMED, policy=WITHOUT_PLAN).when(SMALL).then(replace(ASKED, plan=None))
    dear = replace(SMALL, amount=yuan(501))
    given(RECEIVED, CONFIRMED, policy=WITHOUT_PLAN).when(dear).refused(BeyondAuthority)


def test_money_without_a_plan_is_counted_with_all_that_was_decided_lc_22() -> None:
    asked = by(ZHOU, ExpenseRequested(expense=1, amount=yuan(300), purpose="Album"))
    twice = given(RECEIVED, CONFIRMED, asked, policy=WITHOUT_PLAN)
    twice.when(replace(SMALL, amount=yuan(201))).refused(BeyondAuthority)
    rest = replace(ASKED, expense=2, amount=yuan(200), plan=None)
    twice.when(replace(SMALL, amount=yuan(200))).then(rest)
    planned = given(*WITH_CONSENT, policy=WITHOUT_PLAN)
    planned.when(replace(SMALL, amount=yuan(201))).refused(BeyondAuthority)


def test_authority_for_one_remedy_is_none_for_money_without_a_plan() -> None:
    grant = Grant(role="supervisor", remedies=frozenset({"coupon"}), limit=None)
    narrow = policy(expense_needs_plan=False, grants=(grant,))
    given(RECEIVED, CONFIRMED, policy=narrow).when(SMALL).refused(BeyondAuthority)


# From 400 yuan up no cash; the manager may override that.
CEILING = policy(
    expense_needs_plan=False,
    cash_ceiling=40_000,
    grants=(
        Grant(role="supervisor", remedies=frozenset(), limit=None),
        Grant(role="manager", remedies=frozenset(), limit=None, override=True),
    ),
)
MIGHT_BE_CASH = replace(SMALL, amount=yuan(400))


def test_money_without_a_plan_stays_below_the_ceiling_for_cash_lc_33() -> None:
    past = given(RECEIVED, CONFIRMED, policy=CEILING)
    for who in (ZHOU, WANG):
        command = replace(MIGHT_BE_CASH, by=who)
        refusal = past.when(command).refused(RemedyNeedsOverride, field="plan", says="LC-33")
        assert refusal.breaches == (Breach.CASH_CEILING,)
    below = replace(MIGHT_BE_CASH, amount=yuan(399))
    past.when(below).then(replace(ASKED, amount=yuan(399), plan=None))


def test_money_without_a_plan_is_counted_together_against_the_ceiling_lc_33() -> None:
    first = by(ZHOU, ExpenseRequested(expense=1, amount=yuan(300), purpose="Album"))
    past = given(RECEIVED, CONFIRMED, first, policy=CEILING)
    part = replace(MIGHT_BE_CASH, amount=yuan(100))
    past.when(part).refused(RemedyNeedsOverride, field="plan")


def test_money_for_a_plan_has_no_ceiling_of_its_own_lc_33() -> None:
    card = Proposed(plan=1, explanation="", offers=(offer("card", 400),))
    past = (RECEIVED, CONFIRMED, card, PlanApproved(plan=1))
    command = replace(MIGHT_BE_CASH, plan=1)
    given(*past, policy=CEILING).when(command).then(replace(ASKED, amount=yuan(400)))


def test_beside_cash_that_was_approved_it_takes_who_may_override_lc_33() -> None:
    cash = Proposed(
        plan=1,
        explanation="",
        offers=(offer("cash", 400),),
        breaches=(Breach.CASH_CEILING,),
        override_reason="A ring",
    )
    past = given(RECEIVED, CONFIRMED, cash, PlanApproved(plan=1), policy=CEILING)
    assert past.when(MIGHT_BE_CASH).refused(BeyondAuthority).could == ("manager",)
    expected = replace(ASKED, amount=yuan(400), plan=None)
    past.when(replace(MIGHT_BE_CASH, by=WANG)).then(expected)


def test_money_for_lost_property_may_be_cash_lc_30() -> None:
    categories = dict(CEILING.categories)
    categories["lost-property"] = replace(categories["lost-property"], property_loss=True)
    lost = Classified(category="lost-property", tier="first", severity=Severity.FAIRLY_SERIOUS)
    rules = replace(CEILING, categories=categories)
    expected = replace(ASKED, amount=yuan(400), plan=None)
    given(RECEIVED, CONFIRMED, lost, policy=rules).when(MIGHT_BE_CASH).then(expected)


def test_finance_confirms_what_was_requested_sc_36() -> None:
    confirmed = ExpenseConfirmed(expense=1, voucher="V-9", remark="From the March budget")
    command = replace(CONFIRM, reason="From the March budget")
    given(*ASKED_FOR).when(command).then(confirmed)


def test_finance_refuses_with_a_reason_sc_36() -> None:
    given(*ASKED_FOR).when(REFUSE).then(REFUSED)
    given(*ASKED_FOR).when(replace(REFUSE, reason=None)).refused(Implausible, field="reason")


def test_a_refused_expense_has_no_voucher() -> None:
    given(*ASKED_FOR).when(replace(REFUSE, voucher="V-9")).refused(Implausible, field="voucher")


def test_a_refused_expense_costs_nothing_sc_37() -> None:
    asked, refused = replay(facts(*ASKED_FOR)), replay(facts(*ASKED_FOR, REFUSED))
    assert asked is not None
    assert refused is not None
    assert (asked.with_cost, refused.with_cost) == (True, False)


def test_a_confirmation_is_taken_back_while_nothing_is_paid() -> None:
    given(*ASKED_FOR, PAYABLE).when(REFUSE).then(REFUSED)
    given(*ASKED_FOR, REFUSED).when(REFUSE).refused(NotOpenItem, field="expense")


def test_an_expense_is_confirmed_once_and_must_exist() -> None:
    given(*WITH_CONSENT).when(CONFIRM).refused(NotOpenItem, field="expense", says="no expense")
    for done in (PAYABLE, REFUSED):
        given(*ASKED_FOR, done).when(CONFIRM).refused(NotOpenItem, field="expense")


def test_money_for_a_plan_that_the_customer_declined_is_not_confirmed_be_06() -> None:
    past = (*WITH_APPROVED_PLAN, REQUESTED, Declined(plan=1, words="不接受"))
    given(*past).when(CONFIRM).refused(NotOpenItem, field="expense", says="declined")
    given(*past).when(REFUSE).then(REFUSED)


def test_money_without_a_plan_is_confirmed_all_the_same() -> None:
    asked = replace(ASKED, plan=None)
    given(RECEIVED, CONFIRMED, asked, policy=WITHOUT_PLAN).when(CONFIRM).then(
        ExpenseConfirmed(expense=1, voucher="V-9")
    )


@pytest.mark.parametrize("command", [CONFIRM, REFUSE])
def test_nobody_reviews_money_they_asked_for(command: ReviewExpense) -> None:
    own = (*WITH_CONSENT, replace(REQUESTED, by=CHEN))
    given(*own).when(command).refused(DutiesNotSeparate)
    assert given(*own, policy=policy(separate_duties=False)).when(command).decided()


def test_a_review_leaves_other_expenses_alone() -> None:
    second = ExpenseRequested(expense=2, amount=yuan(80), purpose="Coupon", plan=1)
    past = (*WITH_CONSENT, REQUESTED, second, REFUSED)
    given(*past).when(replace(CONFIRM, expense=2)).then(ExpenseConfirmed(expense=2, voucher="V-9"))
