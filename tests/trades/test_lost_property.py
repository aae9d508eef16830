"""What makes lost or damaged property good, under every policy that knows such a loss.

The sources disagree in words: from 1,000 yuan up no cash (LC-33), and cash for property (LC-30).
Property is the exception, at every amount.
"""

from typing import Any

import pytest

from app.domain.complaint import Complaint, replay
from app.domain.policy import Policy, RemedyChoice
from app.domain.refusals import RemedyNeedsOverride
from app.domain.remedies import breaches
from app.domain.steps.classification import Classified
from app.domain.steps.inquiry import Investigated
from app.domain.steps.plan import ProposePlan
from app.domain.steps.plan_review import PlanApproved
from app.domain.values import Actor, Breach, CauseClass, Fault, Money, Offer, Severity
from app.policies import load, shipped
from tests.support.people import MONDAY, RECEIVED
from tests.support.spec import facts, given

CLUB = load("leisure-club")
POLICIES = [load(name) for name in shipped()]
LOSSES = [
    (policy, category)
    for policy in POLICIES
    if policy.remedy_choice is not RemedyChoice.FREE
    for category in policy.categories.values()
    if category.property_loss
]
BELOW_AT_ABOVE = [1, 50, 999, 1000, 1001, 3000]
"""Yuan, around the ceiling for cash."""


def yuan(amount: int) -> Money:
    return Money(amount * 100, "CNY")


def offer(remedy: str, cost: int, value: int | None = None) -> Offer:
    worth = cost if value is None else value
    return Offer(remedy=remedy, description="", cost=yuan(cost), value=yuan(worth))


def known(policy: Policy, category: str, loss: int) -> tuple[Any, ...]:
    kind = policy.categories[category]
    return (
        RECEIVED,
        Classified(category=category, tier=kind.tier, severity=kind.severity),
        Investigated(
            findings="",
            cause="",
            cause_class=CauseClass.INDIVIDUAL,
            fault=Fault.OURS,
            established=True,
            loss=yuan(loss),
        ),
    )


def case(policy: Policy, category: str, loss: int) -> Complaint:
    complaint = replay(facts(*known(policy, category, loss)))
    assert complaint is not None
    return complaint


CARD = offer("card", 400, 1000)


@pytest.mark.parametrize("loss", BELOW_AT_ABOVE)
@pytest.mark.parametrize("category", ["property-loss", "vehicle-damage", "laundry"])
def test_cash_for_lost_property_is_in_order_at_every_amount_lc_30_lc_33(
    category: str, loss: int
) -> None:
    assert breaches((offer("cash", loss),), (), case(CLUB, category, loss), CLUB) == ()


@pytest.mark.parametrize("loss", [800, 999, 1000])
def test_a_card_thought_of_besides_does_not_make_cash_unusual_lc_30(loss: int) -> None:
    lost = case(CLUB, "property-loss", loss)
    assert breaches((offer("cash", loss),), (CARD,), lost, CLUB) == ()


@pytest.mark.parametrize("loss", BELOW_AT_ABOVE)
def test_a_gift_does_not_replace_property_however_much_it_is_worth_lc_30(loss: int) -> None:
    lost = case(CLUB, "property-loss", loss)
    assert Breach.INADEQUATE in breaches((offer("card", 400, 5000),), (), lost, CLUB)
    short = (offer("cash", loss - 1), CARD)
    assert Breach.INADEQUATE in breaches(short, (), lost, CLUB)


@pytest.mark.parametrize("loss", BELOW_AT_ABOVE)
def test_cash_beyond_what_was_lost_is_not_the_lowest_lc_06_lc_32(loss: int) -> None:
    lost = case(CLUB, "property-loss", loss)
    more = (offer("cash", loss + 1),)
    assert breaches(more, (), lost, CLUB) == (Breach.NOT_CHEAPEST,)
    besides = (offer("cash", loss), offer("ticket", 12, 68))
    assert breaches(besides, (), lost, CLUB) == (Breach.NOT_CHEAPEST,)


def test_the_refusal_of_too_much_cash_says_how_much_would_do_lc_32() -> None:
    plan = ProposePlan(
        at=MONDAY,
        by=Actor("boss", ("general-manager",)),
        explanation="",
        offers=(offer("cash", 900),),
    )
    given(*known(CLUB, "laundry", 50), policy=CLUB).when(plan).refused(
        RemedyNeedsOverride, field="override_reason", says="'cash' for 50.00 CNY"
    )


@pytest.mark.parametrize(("loss", "alone"), [(199, True), (200, True), (201, False)])
def test_the_supervisor_gives_cash_for_laundry_within_the_limit_lc_34(
    loss: int, alone: bool
) -> None:
    plan = ProposePlan(
        at=MONDAY,
        by=Actor("lead", ("supervisor",)),
        explanation="",
        offers=(offer("cash", loss),),
    )
    decided = given(*known(CLUB, "laundry", loss), policy=CLUB).when(plan).decided()
    assert (PlanApproved(plan=1) in [fact.event for fact in decided]) is alone


@pytest.mark.parametrize("loss", [60, 100, 999])
def test_where_no_property_was_lost_gifts_count_as_before_lc_32(loss: int) -> None:
    hurt = case(CLUB, "injury", loss)
    assert breaches((CARD,), (), hurt, CLUB) == (() if loss > 100 else (Breach.NOT_CHEAPEST,))
    assert breaches((offer("medical-cost", 2000),), (), hurt, CLUB) == (Breach.NOT_CHEAPEST,)


@pytest.mark.parametrize(("policy", "category"), LOSSES, ids=lambda one: getattr(one, "key", ""))
def test_money_for_the_loss_is_in_order_in_every_trade_that_asks_for_enough_as_20(
    policy: Policy, category: Any
) -> None:
    money = [
        key
        for key, remedy in policy.remedies.items()
        if remedy.cash and category.severity in remedy.severities
    ]
    assert money
    for loss in BELOW_AT_ABOVE:
        lost = case(policy, category.key, loss)
        assert all(breaches((offer(key, loss),), (), lost, policy) == () for key in money)
        assert breaches((offer(money[0], loss - 1),), (), lost, policy) == (Breach.INADEQUATE,)


def test_the_policies_know_five_trades_with_such_a_loss() -> None:
    assert len({policy.name for policy, _ in LOSSES}) == 5
    assert all(kind.severity in Severity for _, kind in LOSSES)
