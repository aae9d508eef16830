"""Who there is: roles, what they may decide and sign, and who is told."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from app.domain.fields import Doc
from app.domain.policy.fields import (
    Amount,
    Flag,
    Key,
    PlaceName,
    RemedyKey,
    RoleKey,
    RoleKeys,
    Rule,
    SignerRole,
    Some,
    Spelled,
    StageName,
    Tier,
    Titles,
)
from app.domain.values import Capability, Channel, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role."""

    key: str
    title: Titles
    capabilities: Some[Capability]
    reports_to: Annotated[
        tuple[RoleKey, ...], Doc("Direct superiors; empty leaves reports free.")
    ] = ()
    """Any of them (LC-39, LC-40)."""


class PlanReview(StrEnum):
    """When a plan needs a second person's approval (BE-05, WS-40)."""

    ALWAYS = "always"
    BEYOND_AUTHORITY = "beyond-authority"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What a role may decide about remedies.

    Rules: LC-34, WS-40.
    """

    role: RoleKey
    remedies: Annotated[Some[RemedyKey], Spelled("all", frozenset()), Doc("Empty is every remedy.")]
    limit: Annotated[
        Amount | None, Spelled("none", None), Doc("For all of a complaint; null is no limit.")
    ]
    beyond_order_terms: bool = False
    tier: Annotated[Tier | None, Doc("Up to this tier; null is every tier.")] = None
    """SC-16..28."""
    override: Annotated[bool, Doc("Also what is unusual.")] = False
    """See `Breach`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A sign-off box.

    Rules: SC-39, SC-40, SC-45.
    """

    key: Key
    title: Titles
    roles: Some[SignerRole]
    only_with_cost: bool = False
    before_closing: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDuty:
    """Who must be told of which complaints; an empty condition is none.

    Rules: WS-20..24, WS-28, LC-39.
    """

    to: RoleKeys
    """Roles; every one of them."""
    stages: Some[StageName] = frozenset()
    places: Some[PlaceName] = frozenset()
    channels: Some[Channel] = frozenset()
    severities: Some[Severity] = frozenset()
    flags: Some[Flag] = frozenset()
    """Any of them is raised."""
    rule: Rule = ""
