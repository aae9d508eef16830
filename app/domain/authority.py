"""Who may decide what, up to how much in one complaint (LC-22, LC-34, WS-40, SC-21)."""

from dataclasses import dataclass

from app.domain.complaint import Complaint
from app.domain.policy import Grant, Policy
from app.domain.refusals import BeyondAuthority
from app.domain.values import Actor, Capability


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What somebody wants to decide, on top of what was decided in the complaint before."""

    remedies: frozenset[str]
    cost: int
    """Minor units."""
    beyond_order_terms: bool = False
    unusual: bool = False
    """It breaches a rule of the remedies (`Breach`), with a reason."""


def require_authority(
    decision: Decision, complaint: Complaint, policy: Policy, actor: Actor
) -> None:
    """Let the actor decide it.

    Raises:
        BeyondAuthority: no grant of the actor's roles covers it; names the roles that could.

    """
    if may_decide(decision, complaint, policy, actor):
        return
    could = _roles_that_could(decision, complaint, policy)
    who = ", ".join(could) if could else "nobody under this policy"
    message = f"beyond your authority in this complaint; could decide: {who}"
    raise BeyondAuthority(message, could=could)


def require_decider(complaint: Complaint, policy: Policy, actor: Actor) -> None:
    """Let the actor end it, at whose tier it may be decided, or where such a one has decided.

    Raises:
        BeyondAuthority: neither; names the roles that could (SC-21..30, SC-49).

    """
    could = deciders(complaint, policy)
    if could and complaint.decided_by.union(actor.roles).isdisjoint(could):
        message = (
            "at its tier others decide: let one of them approve the plan, instruct, or close it: "
            + ", ".join(could)
        )
        raise BeyondAuthority(message, could=could)


def require_present_decider(tier: str, complaint: Complaint, policy: Policy, actor: Actor) -> None:
    """Let the actor judge it less serious, who may decide at the tier himself.

    Raises:
        BeyondAuthority: he may not; names the roles that could.

    """
    could = _unless_concerned(policy.deciders(tier), complaint, policy)
    if could and set(actor.roles).isdisjoint(could):
        message = "to judge it less serious is for those who decide it: " + ", ".join(could)
        raise BeyondAuthority(message, could=could)


def deciders(complaint: Complaint, policy: Policy) -> tuple[str, ...]:
    """Name the roles that may decide the complaint at its tier (SC-13..30)."""
    return _unless_concerned(policy.deciders(complaint.tier), complaint, policy)


def _unless_concerned(
    roles: tuple[str, ...], complaint: Complaint, policy: Policy
) -> tuple[str, ...]:
    """Where nobody is left who is not concerned, whoever approves decides (ISO 10002, 4.5)."""
    if roles and complaint.concerned_roles.issuperset(roles):
        return policy.roles_with(Capability.APPROVE)
    return roles


def may_decide(decision: Decision, complaint: Complaint, policy: Policy, actor: Actor) -> bool:
    """Tell whether one grant of the actor's roles covers the whole decision."""
    return not set(actor.roles).isdisjoint(_roles_that_could(decision, complaint, policy))


def _roles_that_could(decision: Decision, complaint: Complaint, policy: Policy) -> tuple[str, ...]:
    """Name the roles with one grant that covers the decision, in the policy's order.

    A limit is for the complaint: what was decided before counts too, or a large sum could be
    decided in small parts. What costs nothing takes nothing from the limit.
    """
    total = complaint.decided_cost + decision.cost if decision.cost else 0
    tier = policy.tier_rank(complaint.tier)
    names = (
        grant.role
        for grant in policy.grants
        if (grant.tier is None or policy.tier_rank(grant.tier) >= tier)
        and _covers(grant, decision, total)
    )
    return _unless_concerned(tuple(dict.fromkeys(names)), complaint, policy)


def _covers(grant: Grant, decision: Decision, total: int) -> bool:
    return (
        (not grant.remedies or decision.remedies <= grant.remedies)
        and (grant.override or not decision.unusual)
        and (grant.limit is None or total <= grant.limit)
        and (grant.beyond_order_terms or not decision.beyond_order_terms)
    )
