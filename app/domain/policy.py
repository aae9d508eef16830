"""Policy: what an organisation decides for itself, as data. The engine has no `if` for a trade."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.refusals import NotPermitted, UnknownTerm
from app.domain.values import Actor, Capability, Channel, Severity

FLAGS = ("legal", "supplier", "uniform_explanation", "technical_dispute")
"""What a classification can flag beside the category (SC-22..28, WS-42)."""

CONFIRMED_BEFORE = ("assign", "propose", "request-expense")
"""The steps that a policy can hold back until the record is confirmed (SC-40)."""

CLOSING_NEEDS = ("apology", "classification", "findings", "reply")
"""What a policy can ask for before closing."""


class PlanReview(StrEnum):
    """When a plan needs a second person's approval (BE-05, WS-40)."""

    ALWAYS = "always"
    BEYOND_AUTHORITY = "beyond-authority"


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role of the organisation and what it can do."""

    key: str
    title: Mapping[str, str]
    capabilities: frozenset[Capability]


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """What a complaint is about, and the tier and severity it starts with (SC-16..28, LC-45)."""

    key: str
    title: Mapping[str, str]
    tier: str
    severity: Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """A way of putting things right (LC-30, BE-04, AS-19)."""

    key: str
    title: Mapping[str, str]
    cash: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How handling may end (LC-08)."""

    key: str
    title: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A sign-off box of the form and who may sign it (SC-39, SC-40, SC-45)."""

    key: str
    title: Mapping[str, str]
    roles: frozenset[str]
    only_with_cost: bool = False
    before_closing: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """A contact with the customer after the end (PC-41)."""

    key: str
    title: Mapping[str, str]
    after_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What a role may decide about remedies (LC-34, WS-40)."""

    role: str
    remedies: frozenset[str]
    """Remedy keys; empty means every remedy of the catalogue."""
    limit: int | None
    """Up to this cost in minor units, for all of a complaint; None is no limit."""
    beyond_order_terms: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Everything an organisation may decide; loaded and checked by `app.policies`."""

    name: str
    version: str
    """Digest of the document, so that a complaint shows which text it was judged under."""
    title: Mapping[str, str]
    locale: str
    currency: str
    """ISO 4217."""
    time_zone: str
    """IANA name."""
    roles: Mapping[str, Role]
    units: Mapping[str, Mapping[str, str]]
    places: frozenset[str]
    stages: frozenset[str]
    channels: frozenset[Channel]
    tiers: tuple[str, ...]
    """From the lowest that may decide to the highest (SC-13..28)."""
    categories: Mapping[str, Category]
    flag_tiers: Mapping[str, str]
    """The least tier that a flag (legal, supplier ...) calls for (SC-22..28)."""
    outcomes: Mapping[str, Outcome]
    remedies: Mapping[str, Remedy]
    boxes: tuple[Box, ...]
    """In the order of signing."""
    occasions: Mapping[str, Occasion]
    grants: tuple[Grant, ...]
    intake_facts: frozenset[str]
    """Facts required at receipt (AS-02, WS-14)."""
    handover_facts: frozenset[str]
    """Facts required before it is handed over (AS-05)."""
    confirmed_before: frozenset[str]
    """Steps that need the confirmed record, of `CONFIRMED_BEFORE` (SC-40)."""
    closing_needs: frozenset[str]
    """What must have happened before closing, of `CLOSING_NEEDS`."""
    admission_needs_cause: bool
    """An admission only after the cause is established (AS-24)."""
    deferral_needs_apology: bool
    """A deferred solution apologises again (WS-39)."""
    plan_review: PlanReview
    consent_before_compensation: bool
    """Carried out only after the customer agreed (BE-06)."""
    expense_needs_plan: bool
    """Money only for an approved plan."""
    separate_duties: bool
    """Filler and confirmer, proposer and reviewer, requester and payer differ."""
    new_problem_reopens: bool
    """A problem found by a follow-up reopens the complaint (PC-34)."""

    @property
    def stamp(self) -> str:
        """Name and version, as written into every event's metadata."""
        return f"{self.name}@{self.version}"

    def capabilities(self, roles: Iterable[str]) -> frozenset[Capability]:
        """What somebody with these roles can do; a role unknown to the policy can do nothing."""
        known = (self.roles[role].capabilities for role in roles if role in self.roles)
        return frozenset().union(*known)

    def permit(self, actor: Actor, capability: Capability) -> None:
        """Let the actor do it.

        Raises:
            NotPermitted: none of the actor's roles has the capability.

        """
        if capability not in self.capabilities(actor.roles):
            able = ", ".join(self.roles_with(capability)) or "nobody under this policy"
            message = f"this needs the capability '{capability}'; it is given to: {able}"
            raise NotPermitted(message)

    def roles_with(self, capability: Capability) -> tuple[str, ...]:
        """Name the roles that have a capability, in the policy's order."""
        return tuple(key for key, role in self.roles.items() if capability in role.capabilities)

    def tier_rank(self, tier: str | None) -> int:
        """Tell how high a tier stands: 0 for the lowest, and for none or one of an older policy."""
        return self.tiers.index(tier) if tier in self.tiers else 0

    def highest_tier(self, tiers: Iterable[str]) -> str:
        """Pick the highest of some tiers."""
        return max(tiers, key=self.tier_rank)


def require_term(term: str, known: Iterable[str], *, field: str) -> None:
    """Refuse a word that the policy's vocabulary does not have.

    Raises:
        UnknownTerm: names the field and the words that would do.

    """
    words = sorted(known)
    if term not in words:
        message = f"the policy does not know this {field.replace('_', ' ')}; it has: " + ", ".join(
            words
        )
        raise UnknownTerm(message, known=words, field=field)
