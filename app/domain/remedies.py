"""What a remedy must be worth, which of several is the right one, and what is unusual about it.

As little as possible (LC-06, LC-32), but enough: less than the loss, or than the law gives, keeps
neither the customer nor the law (PC-24, AS-20). What goes against that is not forbidden: it needs
a reason, and a higher authority.
"""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from app.domain.complaint import Complaint
from app.domain.policy import Policy, RemedyChoice
from app.domain.refusals import RemedyNeedsOverride
from app.domain.values import Breach, Money, Offer, Severity

Option: TypeAlias = tuple[Offer, ...]
"""Remedies that are given together."""


def need(complaint: Complaint, policy: Policy) -> int:
    """Tell what an adequate plan is worth to the customer, in minor units.

    The loss established or the legal floor of the category, whichever is more. There are no rates
    here: an amount in an older policy's currency counts by its number.
    """
    loss = complaint.loss.amount if complaint.loss else 0
    return max(loss, _legal_floor(complaint, policy))


def _legal_floor(complaint: Complaint, policy: Policy) -> int:
    """So many times the price where that is known, and never less than the least."""
    category = policy.categories.get(complaint.category or "")
    if category is None or category.floor is None:
        return 0
    price = complaint.price.amount if complaint.price else 0
    return max(category.floor.least, category.floor.times_price * price)


def cost(option: Option) -> int:
    """Total what it costs us, in minor units."""
    return sum(offer.cost.amount for offer in option)


def worth(option: Option) -> int:
    """Total what it is worth to the customer, in minor units."""
    return sum(offer.value.amount for offer in option)


def adequate(option: Option, least: int) -> bool:
    """Tell whether it is worth what is needed."""
    return worth(option) >= least


def cheapest_adequate(options: Iterable[Option], least: int) -> Option | None:
    """Choose what costs us least of all that is worth enough (LC-32); None if nothing is.

    Of two at the same cost it is the one worth more to the customer, then the one named first.
    """
    enough = (option for option in options if adequate(option, least))
    return min(enough, key=lambda option: (cost(option), -worth(option)), default=None)


def breaches(
    offers: Option, alternatives: tuple[Offer, ...], complaint: Complaint, policy: Policy
) -> tuple[Breach, ...]:
    """Name what is unusual about a plan; it is looked at by itself, whatever else was decided."""
    return (
        *_of_the_choice(offers, alternatives, complaint, policy),
        *_of_the_means(offers, complaint, policy),
    )


def _of_the_choice(
    offers: Option, alternatives: tuple[Offer, ...], complaint: Complaint, policy: Policy
) -> Iterator[Breach]:
    """Enough, and not more than that takes, as far as the policy binds the choice."""
    if policy.remedy_choice is RemedyChoice.FREE:
        return
    least = need(complaint, policy)
    if not adequate(_making_good(offers, complaint, policy), least):
        yield Breach.INADEQUATE
    least_counts = policy.remedy_choice is RemedyChoice.CHEAPEST_ADEQUATE
    if least_counts and cheaper(offers, alternatives, complaint, policy) is not None:
        yield Breach.NOT_CHEAPEST


def cheaper(
    offers: Option, alternatives: tuple[Offer, ...], complaint: Complaint, policy: Policy
) -> Offer | None:
    """Find the adequate option, thought of or of the catalogue, that costs us less (LC-32).

    The catalogue counts where something must be made good: words would always cost less.
    """
    least = need(complaint, policy)
    options = (*alternatives, *(_catalogue(policy, least) if least else ()))
    # What would itself need a reason does not have to be preferred.
    usual = ((one,) for one in options if not _unusual(one, complaint, policy))
    good = (one for one in usual if adequate(_making_good(one, complaint, policy), least))
    cheapest = cheapest_adequate(good, least)
    return cheapest[0] if cheapest is not None and cost(cheapest) < cost(offers) else None


def _making_good(option: Option, complaint: Complaint, policy: Policy) -> Option:
    """Pick what counts towards the need: for lost property, like for like (LC-30, no. 8).

    A gift makes up for a bad evening. It replaces no ring, however much it is worth.
    """
    if not _is_property_loss(complaint, policy):
        return option
    gifts = {key for key, remedy in policy.remedies.items() if remedy.is_gift}
    return tuple(offer for offer in option if offer.remedy not in gifts)


def _catalogue(policy: Policy, least: int) -> Iterator[Offer]:
    """Offer each remedy at what it usually costs and is worth, where the policy says both.

    Cash without a price costs and is worth what it must make good: more of it is not the least.
    """
    for key, remedy in policy.remedies.items():
        cost, value = remedy.cost, remedy.value
        if remedy.cash and cost is None and value is None:
            cost = value = least
        if cost is not None and value is not None:
            price, worth = Money(cost, policy.currency), Money(value, policy.currency)
            yield Offer(remedy=key, description="", cost=price, value=worth)


def _unusual(offer: Offer, complaint: Complaint, policy: Policy) -> bool:
    return any(_of_the_means((offer,), complaint, policy))


def _of_the_means(offers: Option, complaint: Complaint, policy: Policy) -> Iterator[Breach]:
    """Nothing that is for other complaints (LC-31), nor for less than it costs, nor large cash."""
    severity = complaint.severity or Severity.ORDINARY
    remedies = [
        policy.remedies[offer.remedy] for offer in offers if offer.remedy in policy.remedies
    ]
    property_loss = _is_property_loss(complaint, policy)
    if any(
        severity not in remedy.severities or (remedy.only_for_property_loss and not property_loss)
        for remedy in remedies
    ):
        yield Breach.BEYOND_LADDER
    if any(_understated(offer, policy) for offer in offers):
        yield Breach.UNDERSTATED
    in_cash = any(remedy.cash for remedy in remedies)
    if in_cash and cash_is_unusual(complaint.decided_cost + cost(offers), complaint, policy):
        yield Breach.CASH_CEILING


def _understated(offer: Offer, policy: Policy) -> bool:
    """Tell whether it is said to cost less than the catalogue says, and so eludes limits."""
    remedy = policy.remedies.get(offer.remedy)
    return remedy is not None and remedy.cost is not None and offer.cost.amount < remedy.cost


def _is_property_loss(complaint: Complaint, policy: Policy) -> bool:
    category = policy.categories.get(complaint.category or "")
    return category is not None and category.property_loss


def cash_is_unusual(total: int, complaint: Complaint, policy: Policy) -> bool:
    """Tell whether cash is out of order when the complaint comes to so much (LC-30, LC-33).

    As with every limit, all that was decided counts, or a large sum could go in small parts.
    """
    if policy.cash_ceiling is None:
        return False
    return not _is_property_loss(complaint, policy) and total >= policy.cash_ceiling


_WHAT = {
    Breach.INADEQUATE: (
        "it makes good less than the loss or the legal floor; gifts replace no property (LC-30)"
    ),
    Breach.NOT_CHEAPEST: "another adequate remedy costs less (LC-32)",
    Breach.BEYOND_LADDER: "a remedy is meant for more serious complaints, or other ones (LC-31)",
    Breach.UNDERSTATED: "a remedy is said to cost less than the catalogue says",
    Breach.CASH_CEILING: "it is cash, and the complaint comes to the ceiling for it (LC-33)",
}


def require_reason(
    unusual: Iterable[Breach], reason: str | None, *, field: str, otherwise: str
) -> None:
    """What is unusual about a remedy needs a reason.

    Raises:
        RemedyNeedsOverride: there is none; says what is unusual and what to do.

    """
    found = tuple(unusual)
    if found and not reason:
        what = "; ".join(_WHAT[breach] for breach in found)
        raise RemedyNeedsOverride(f"{what}: {otherwise}", breaches=found, field=field)


def require_cash_in_order(total: int, complaint: Complaint, policy: Policy, *, field: str) -> None:
    """Large amounts go in cash only by a plan that says why, and that was approved (LC-33).

    Raises:
        RemedyNeedsOverride: no such plan stands.

    """
    approved = any(
        plan.stands and Breach.CASH_CEILING in plan.breaches for plan in complaint.remedy.plans
    )
    if cash_is_unusual(total, complaint, policy) and not approved:
        otherwise = "propose a plan for it, with another remedy or with the reason for cash"
        require_reason((Breach.CASH_CEILING,), None, field=field, otherwise=otherwise)
