"""Who may decide what, up to how much (LC-22, LC-34, WS-40, SC-21)."""

from collections.abc import Iterable

from app.domain.policy import Grant, Policy
from app.domain.refusals import BeyondAuthority
from app.domain.values import Actor


def require_authority(
    policy: Policy,
    actor: Actor,
    *,
    remedies: Iterable[str],
    cost: int,
    beyond_order_terms: bool,
) -> None:
    """Let the actor decide remedies of this total cost (minor units).

    Raises:
        BeyondAuthority: no grant of the actor's roles covers it; names the roles that could.

    """
    wanted = frozenset(remedies)
    if may_decide(policy, actor, remedies=wanted, cost=cost, beyond_order_terms=beyond_order_terms):
        return
    could = roles_that_could(
        policy, remedies=wanted, cost=cost, beyond_order_terms=beyond_order_terms
    )
    who = ", ".join(could) if could else "nobody under this policy"
    message = f"beyond your authority; could decide: {who}"
    raise BeyondAuthority(message, could=could)


def may_decide(
    policy: Policy,
    actor: Actor,
    *,
    remedies: frozenset[str],
    cost: int,
    beyond_order_terms: bool,
) -> bool:
    """Tell whether one grant of the actor's roles covers the whole decision."""
    return any(
        grant.role in actor.roles and _covers(grant, remedies, cost, beyond_order_terms)
        for grant in policy.grants
    )


def roles_that_could(
    policy: Policy, *, remedies: frozenset[str], cost: int, beyond_order_terms: bool
) -> tuple[str, ...]:
    """Name the roles with a grant that covers the decision, in the policy's order."""
    names = (
        grant.role for grant in policy.grants if _covers(grant, remedies, cost, beyond_order_terms)
    )
    return tuple(dict.fromkeys(names))


def _covers(grant: Grant, remedies: frozenset[str], cost: int, beyond_order_terms: bool) -> bool:  # noqa: FBT001 - private, called in one shape
    return (
        (not grant.remedies or remedies <= grant.remedies)
        and (grant.limit is None or cost <= grant.limit)
        and (grant.beyond_order_terms or not beyond_order_terms)
    )
