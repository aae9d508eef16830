"""Which remedy is the right one, and what is unusual about one (LC-06, LC-30..33, AS-20)."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from app.domain.complaint import Complaint, Event, Fact, replay
from app.domain.policy import Floor, Policy, RemedyChoice
from app.domain.remedies import (
    Option,
    adequate,
    breaches,
    cheaper,
    cheapest_adequate,
    cost,
    need,
    worth,
)
from app.domain.steps.classification import Classified
from app.domain.steps.consent import Agreed
from app.domain.steps.inquiry import Investigated
from app.domain.steps.plan import Proposed
from app.domain.steps.plan_review import PlanApproved
from app.domain.values import Breach, CauseClass, Fault, Money, Offer, Severity
from tests.support.people import CLASSIFIED, POLICY, RECEIVED, offer, policy, yuan
from tests.support.spec import facts

AMOUNTS = st.integers(min_value=0, max_value=500)
OFFERS = st.builds(
    Offer,
    remedy=st.sampled_from(["coupon", "redo", "cash"]),
    description=st.just(""),
    cost=AMOUNTS.map(yuan),
    value=AMOUNTS.map(yuan),
)
OPTIONS = st.lists(OFFERS, min_size=1, max_size=3).map(tuple)
CHOICES = st.lists(OPTIONS, max_size=5)
NEEDS = AMOUNTS.map(lambda amount: amount * 100)


@for_all(CHOICES, NEEDS)
def test_what_is_chosen_is_enough_and_nothing_that_is_costs_less_lc_32(
    options: list[Option], least: int
) -> None:
    chosen = cheapest_adequate(options, least)
    enough = [option for option in options if adequate(option, least)]
    if chosen is None:
        assert not enough
    else:
        assert chosen in enough
        assert cost(chosen) == min(cost(option) for option in enough)


@for_all(st.lists(OPTIONS, max_size=4), NEEDS)
def test_the_order_of_the_options_changes_neither_cost_nor_worth(
    options: list[Option], least: int
) -> None:
    chosen = [cheapest_adequate(order, least) for order in permutations(options)]
    assert len({option and (cost(option), worth(option)) for option in chosen}) == 1


@for_all(CHOICES, OPTIONS, NEEDS)
def test_one_option_more_never_makes_it_dearer_lc_06(
    options: list[Option], more: Option, least: int
) -> None:
    before = cheapest_adequate(options, least)
    after = cheapest_adequate([*options, more], least)
    if before is not None:
        assert after is not None
        assert cost(after) <= cost(before)


def priced(remedy: str, cost: int, value: int) -> Offer:
    return Offer(remedy=remedy, description=remedy, cost=yuan(cost), value=yuan(value))


CASH = priced("cash", 300, 300)
CARD = priced("card", 120, 300)
TICKET = priced("ticket", 15, 68)


def test_of_two_ways_that_are_worth_the_same_the_one_that_costs_less_is_right_lc_32() -> None:
    assert cheapest_adequate([(CASH,), (CARD,)], yuan(300).amount) == (CARD,)


def test_the_lowest_is_the_limit_as_long_as_it_is_enough_lc_06() -> None:
    options = [(CASH,), (CARD,), (TICKET,)]
    assert cheapest_adequate(options, yuan(60).amount) == (TICKET,)
    assert cheapest_adequate(options, yuan(69).amount) == (CARD,)


def test_what_leaves_the_customer_with_the_loss_is_never_right_as_20() -> None:
    assert cheapest_adequate([(CASH,), (CARD,), (TICKET,)], yuan(301).amount) is None


def test_small_things_together_can_be_enough() -> None:
    together = (TICKET, replace(TICKET, remedy="coupon"))
    assert cheapest_adequate([(CARD,), together], yuan(136).amount) == together


def test_at_the_same_cost_the_customer_gets_more_then_the_first_named_counts() -> None:
    small, large = (priced("coupon", 50, 100),), (priced("ticket", 50, 120),)
    assert cheapest_adequate([small, large], 0) == large
    twin = (priced("discount", 50, 120),)
    assert cheapest_adequate([large, twin], 0) == large
    assert cheapest_adequate([twin, large], 0) == twin


def found(loss: int | None = None, price: int | None = None) -> Investigated:
    return Investigated(
        findings="",
        cause="Printer",
        cause_class=CauseClass.INDIVIDUAL,
        fault=Fault.OURS,
        established=True,
        loss=None if loss is None else yuan(loss),
        price=None if price is None else yuan(price),
    )


def complaint(*more: Event | Fact) -> Complaint:
    told = replay(facts(RECEIVED, CLASSIFIED, *more))
    assert told is not None
    return told


def with_category(policy: Policy = POLICY, **changes: object) -> Policy:
    quality = replace(policy.categories["product-quality"], **changes)  # type: ignore[arg-type]
    return replace(policy, categories={**policy.categories, "product-quality": quality})


def test_nothing_is_needed_while_no_loss_is_established() -> None:
    assert need(complaint(), POLICY) == 0


def test_the_loss_established_is_needed_and_the_last_finding_counts_as_20() -> None:
    assert need(complaint(found(loss=300), found(loss=200), found()), POLICY) == yuan(200).amount


@pytest.mark.parametrize(
    ("findings", "needed"),
    [
        ((), 500),
        ((found(price=100),), 500),
        ((found(price=200),), 600),
        ((found(price=200, loss=650),), 650),
    ],
)
def test_the_law_gives_a_multiple_of_the_price_but_never_less_than_the_least(
    findings: tuple[Event, ...], needed: int
) -> None:
    fraud = with_category(floor=Floor(least=50_000, times_price=3))
    assert need(complaint(*findings), fraud) == yuan(needed).amount


def test_a_category_of_an_older_policy_has_no_floor() -> None:
    older = Classified(category="weather", tier="basic", severity=Severity.ORDINARY)
    assert need(complaint(older), POLICY) == 0


ADEQUATE = policy(remedy_choice=RemedyChoice.ADEQUATE)
CHEAPEST = policy(remedy_choice=RemedyChoice.CHEAPEST_ADEQUATE)


@pytest.mark.parametrize("rules", [ADEQUATE, CHEAPEST])
def test_less_than_the_loss_is_unusual_as_20(rules: Policy) -> None:
    lost = complaint(found(loss=300))
    assert breaches((TICKET,), (), lost, rules) == (Breach.INADEQUATE,)
    assert breaches((CARD,), (), lost, rules) == ()


def test_more_than_another_way_costs_is_unusual_lc_32() -> None:
    lost = complaint(found(loss=300))
    assert breaches((CASH,), (TICKET, CARD), lost, CHEAPEST) == (Breach.NOT_CHEAPEST,)
    assert breaches((CASH,), (TICKET,), lost, CHEAPEST) == ()
    assert breaches((CARD,), (CASH, CARD), lost, CHEAPEST) == ()


def test_each_alternative_is_a_way_by_itself() -> None:
    lost = complaint(found(loss=130))
    assert breaches((CARD,), (TICKET, TICKET), lost, CHEAPEST) == ()


def test_both_may_be_unusual_at_once() -> None:
    lost = complaint(found(loss=300))
    poor = priced("redo", 200, 10)
    expected = (Breach.INADEQUATE, Breach.NOT_CHEAPEST)
    assert breaches((poor,), (CARD,), lost, CHEAPEST) == expected


def test_a_policy_may_ask_for_enough_only_or_leave_the_choice_free() -> None:
    lost = complaint(found(loss=300))
    assert breaches((CASH,), (CARD,), lost, ADEQUATE) == ()
    assert breaches((TICKET,), (CARD,), lost, POLICY) == ()


def with_remedy(policy: Policy, key: str, severities: set[Severity]) -> Policy:
    remedy = replace(policy.remedies[key], severities=frozenset(severities))
    return replace(policy, remedies={**policy.remedies, key: remedy})


LADDER = with_remedy(CHEAPEST, "card", {Severity.SERIOUS})


def test_what_is_for_serious_complaints_is_unusual_for_others_lc_31() -> None:
    serious = replace(CLASSIFIED, severity=Severity.SERIOUS)
    assert breaches((TICKET, CARD), (), complaint(), LADDER) == (Breach.BEYOND_LADDER,)
    assert breaches((TICKET, CARD), (), complaint(serious), LADDER) == ()


def test_cash_that_is_for_lost_property_only_is_unusual_for_words_lc_30_lc_31() -> None:
    cash = replace(POLICY.remedies["cash"], only_for_property_loss=True)
    club = policy(remedies={**POLICY.remedies, "cash": cash})
    offers = (offer("cash", 50),)
    assert breaches(offers, (), complaint(CLASSIFIED), club) == (Breach.BEYOND_LADDER,)
    lost = replace(POLICY.categories["billing"], property_loss=True)
    rules = replace(club, categories={"billing": lost})
    billing = replace(CLASSIFIED, category="billing")
    assert breaches(offers, (), complaint(billing), rules) == ()


SHELF = {
    **POLICY.remedies,
    "ticket": replace(POLICY.remedies["ticket"], cost=1200, value=6800),
    "card": replace(POLICY.remedies["card"], cost=40_000, value=100_000),
}


def test_less_than_the_catalogue_says_it_costs_is_unusual_lc_34() -> None:
    shelf = policy(remedies=SHELF)
    free = replace(CARD, cost=yuan(0))
    assert breaches((free,), (), complaint(CLASSIFIED), shelf) == (Breach.UNDERSTATED,)
    assert breaches((replace(CARD, cost=yuan(400)),), (), complaint(CLASSIFIED), shelf) == ()


def test_more_than_a_remedy_of_the_catalogue_costs_is_unusual_lc_32() -> None:
    shelf = replace(CHEAPEST, remedies=SHELF)
    coupon = priced("coupon", 40, 68)
    loss = complaint(CLASSIFIED, found(60))
    assert breaches((coupon,), (), loss, shelf) == (Breach.NOT_CHEAPEST,)
    assert cheaper((coupon,), (), loss, shelf) == replace(priced("ticket", 12, 68), description="")
    # Neither where nothing must be made good, nor what would itself be unusual.
    assert breaches((coupon,), (), complaint(CLASSIFIED), shelf) == ()
    for_serious = replace(SHELF["ticket"], severities=frozenset({Severity.SERIOUS}))
    dear = replace(shelf, remedies={**SHELF, "ticket": for_serious})
    assert breaches((coupon,), (), loss, dear) == ()


def test_what_is_not_classified_is_ordinary_lc_31() -> None:
    fresh = replay(facts(RECEIVED))
    assert fresh is not None
    assert breaches((CARD,), (), fresh, LADDER) == (Breach.BEYOND_LADDER,)
    everyday = with_remedy(CHEAPEST, "card", {Severity.ORDINARY})
    assert breaches((CARD,), (), fresh, everyday) == ()


def test_an_alternative_that_would_be_unusual_need_not_be_preferred_lc_33() -> None:
    assert breaches((CASH,), (CARD,), complaint(found(loss=300)), LADDER) == ()


CEILING = policy(cash_ceiling=100_000)


@pytest.mark.parametrize(("amount", "unusual"), [(999, ()), (1000, (Breach.CASH_CEILING,))])
def test_cash_from_the_ceiling_up_is_unusual_lc_33(
    amount: int, unusual: tuple[Breach, ...]
) -> None:
    assert breaches((offer("cash", amount),), (), complaint(), CEILING) == unusual
    assert breaches((offer("card", amount),), (), complaint(), CEILING) == ()


def test_cash_in_a_large_plan_is_unusual_however_small_its_part_lc_33() -> None:
    plan = (offer("card", 900), offer("cash", 100))
    assert breaches(plan, (), complaint(), CEILING) == (Breach.CASH_CEILING,)


def test_cash_in_small_parts_is_counted_together_lc_33() -> None:
    first = Proposed(plan=1, explanation="", offers=(offer("cash", 600),))
    stands = complaint(first, PlanApproved(plan=1), Agreed(plan=1))
    assert breaches((offer("cash", 399),), (), stands, CEILING) == ()
    assert breaches((offer("cash", 400),), (), stands, CEILING) == (Breach.CASH_CEILING,)


def test_cash_for_lost_property_is_in_order_lc_30() -> None:
    lost = with_category(CEILING, property_loss=True)
    assert breaches((offer("cash", 5000),), (), complaint(), lost) == ()


def test_remedies_of_an_older_policy_are_nothing_unusual() -> None:
    palace = Offer(remedy="palace", description="", cost=yuan(1), value=Money(1, "EUR"))
    assert breaches((palace,), (), complaint(), policy(cash_ceiling=1)) == ()
