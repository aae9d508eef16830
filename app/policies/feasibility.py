"""Whether a house can work by a policy: for everything that must be done there is somebody.

Asked when a policy is adopted, never when one is read that was adopted before: that one is kept
as it is, and a newer Triplicate may ask for more.
"""

from collections.abc import Iterator

from app.domain.calendar import HORIZON
from app.domain.policy import Policy, TimeKind
from app.domain.procedure import who_may
from app.domain.values import Capability, Severity, TimeUnit
from app.domain.vocabulary import NEEDS
from app.policies.faults import Fault

_IN_PERSON = ("explain", "propose-plan", "reply", "close")
"""Steps that are for those who handle complaints of a severity (LC-43, LC-44)."""
_DAYS_OF_A_WEEK = range(7)
_MINUTES = {TimeUnit.MINUTES: 1, TimeUnit.HOURS: 60}


def infeasible(policy: Policy) -> Iterator[Fault]:
    """Find what nobody could ever do under a policy."""
    yield from _capabilities(policy)
    yield from _reserved(policy)
    yield from _severities(policy)
    yield from _tiers(policy)
    yield from _remedies(policy)
    yield from _endless(policy)


def _capabilities(policy: Policy) -> Iterator[Fault]:
    needed = {Capability.RECEIVE, Capability.HANDLE, Capability.APPROVE}
    if policy.confirmed_before:
        needed.add(Capability.CONFIRM)
    if any(grant.limit != 0 for grant in policy.grants):
        needed.add(Capability.PAY)
    for one in sorted(needed):
        if not policy.roles_with(one):
            yield Fault("roles", f"nobody can {one}", f"a role with the capability '{one}'")


def _reserved(policy: Policy) -> Iterator[Fault]:
    for step in policy.reserved:
        if not who_may(step, policy):
            need = NEEDS[step]
            wrong = f"none of these roles has the capability '{need}', which the step needs"
            yield Fault(f"reserved.{step}", wrong, f"a role with the capability '{need}'")


def _severities(policy: Policy) -> Iterator[Fault]:
    for severity in Severity:
        handlers = policy.handled_by.get(severity)
        for step in _IN_PERSON if handlers else ():
            if handlers and handlers.isdisjoint(who_may(step, policy)):
                able = ", ".join(who_may(step, policy)) or "nobody"
                wrong = f"none of these may {step}; that is for: {able}"
                yield Fault(f"handled_by.{int(severity)}", wrong, f"a role that may {step}")


def _tiers(policy: Policy) -> Iterator[Fault]:
    """At every tier somebody decides on plans, and speaks for the house with its customers."""
    for tier in policy.tiers:
        deciders = set(policy.deciders(tier))
        if deciders.isdisjoint(who_may("review-plan", policy)):
            wrong = f"nobody who may decide at the tier '{tier}' may review a plan"
            yield Fault("grants", wrong, "a grant up to this tier for a role that may")
        for severity in Severity:
            handlers = policy.handled_by.get(severity) or set(policy.roles)
            for step in ("explain", "close"):
                if not deciders & set(handlers) & set(who_may(step, policy)):
                    wrong = (
                        f"at the tier '{tier}' nobody who decides may {step} "
                        f"complaints of the severity {int(severity)}"
                    )
                    yield Fault("grants", wrong, "a grant for one of those who handle them")


def _remedies(policy: Policy) -> Iterator[Fault]:
    """Find what is meant for property lost or damaged where no complaint is of that (LC-30)."""
    if any(category.property_loss for category in policy.categories.values()):
        return
    for remedy in policy.remedies.values():
        if remedy.only_for_property_loss:
            wrong = "no category has property_loss, so that it would be unusual for all of them"
            right = "a category with property_loss = true"
            yield Fault(f"remedies.{remedy.key}.only_for_property_loss", wrong, right)


def _endless(policy: Policy) -> Iterator[Fault]:
    """Find lengths of working time that do not come to an end, the house is open so little."""
    week = sum(_open_minutes(policy, day) for day in _DAYS_OF_A_WEEK)
    for clock in policy.clocks.values():
        working = clock.time is TimeKind.WORKING
        length = (clock.length or clock.otherwise) if working else None
        if length is None or length.unit not in _MINUTES or not policy.calendar.hours:
            continue
        weeks = length.count * _MINUTES[length.unit] / week
        if weeks > HORIZON.days / 7:
            wrong = f"so much working time takes {weeks / 52:.0f} years"
            entry = "length" if clock.length else "otherwise"
            yield Fault(f"clocks.{clock.key}.{entry}", wrong, "a length that ends in 30 years")


def _open_minutes(policy: Policy, weekday: int) -> int:
    intervals = policy.calendar.hours.get(weekday, ())
    # 24:00 is the last instant of the day.
    return sum(
        closes.hour * 60 + closes.minute + (closes.second > 0) - opens.hour * 60 - opens.minute
        for opens, closes in intervals
    )
