"""Who there is: roles, what they may decide and sign, and who is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.values import Capability, Channel, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role of the organisation and what it can do."""

    key: str
    title: Mapping[str, str]
    capabilities: frozenset[Capability]
    reports_to: tuple[str, ...] = ()
    """Its direct superiors, any of them; none leaves reports free (LC-39, LC-40)."""


class PlanReview(StrEnum):
    """When a plan needs a second person's approval (BE-05, WS-40)."""

    ALWAYS = "always"
    BEYOND_AUTHORITY = "beyond-authority"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What a role may decide about remedies (LC-34, WS-40)."""

    role: str
    remedies: frozenset[str]
    """Remedy keys; empty means every remedy of the catalogue."""
    limit: int | None
    """Up to this cost in minor units, for all of a complaint; None is no limit."""
    beyond_order_terms: bool = False
    tier: str | None = None
    """Up to this tier; None is every tier (SC-16..28)."""
    override: bool = False
    """Also what is unusual: see `Breach`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A sign-off box of the form and who may sign it (SC-39, SC-40, SC-45)."""

    key: str
    title: Mapping[str, str]
    roles: frozenset[str]
    only_with_cost: bool = False
    before_closing: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDuty:
    """Who must be told of some complaints, whoever handles them (WS-20..24, WS-28, LC-39).

    An empty condition is none; all that are given must hold.
    """

    to: tuple[str, ...]
    """Roles; every one of them."""
    stages: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    channels: frozenset[Channel] = frozenset()
    severities: frozenset[Severity] = frozenset()
    flags: frozenset[str] = frozenset()
    """Any of them is raised."""
    rule: str = ""
