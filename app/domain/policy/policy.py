"""All that an organisation decides for itself, and the questions that the rules ask of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Annotated

from app.domain.calendar import Calendar
from app.domain.custody import Route
from app.domain.fields import Doc, Length, PlainText, Range
from app.domain.numbering import NumberFormat
from app.domain.policy.catalogue import Category, Guidance, Outcome, Remedy, RemedyChoice
from app.domain.policy.fields import (
    LANGUAGES,
    Amount,
    Flag,
    HandlerRole,
    Key,
    Listed,
    OneOf,
    RoleKey,
    Some,
    Tier,
    Titles,
)
from app.domain.policy.organisation import Box, Grant, PlanReview, ReportDuty, Role
from app.domain.policy.routes import ROUTES
from app.domain.policy.timetable import Clock, Occasion, ReviewDuty
from app.domain.policy.words import CLOSING_NEEDS, FACTS, PLANNING_NEEDS
from app.domain.refusals import NotPermitted
from app.domain.retention import RETENTION, Keeping
from app.domain.values import Actor, Capability, Channel, Copy, Severity, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """An organisation's vocabulary and rules; titles by language (en, zh-Hans, zh-Hant)."""

    name: Key
    version: Annotated[str, Doc("Digest of the document; stands in every event's metadata.")]
    title: Titles
    locale: Annotated[str, OneOf(LANGUAGES)]
    currency: str
    """ISO 4217."""
    time_zone: str
    """IANA name."""
    numbers: NumberFormat = field(default_factory=NumberFormat)
    """How the numbers of the form are written."""
    calendar: Calendar
    """When the house works, for clocks that count working time."""
    contact_from: time = time(0)
    """Customers are called from (PC-33)."""
    contact_until: time = time.max
    roles: Annotated[Mapping[Key, Role], Length(1)]
    units: Annotated[Mapping[Key, Titles], Length(1)]
    places: frozenset[PlainText]
    stages: frozenset[PlainText]
    channels: Some[Channel]
    tiers: Annotated[tuple[Key, ...], Length(1)]
    """From the lowest that may decide to the highest (SC-13..28)."""
    categories: Annotated[Mapping[Key, Category], Length(1)]
    flag_tiers: Mapping[Flag, Tier]
    """The least tier that a flag (legal, supplier ...) calls for (SC-22..28)."""
    outcomes: Annotated[Mapping[Key, Outcome], Length(1)]
    remedies: Annotated[Mapping[Key, Remedy], Length(1)]
    grants: tuple[Grant, ...]
    boxes: tuple[Box, ...]
    """In the order of signing."""
    routes: Mapping[Copy, Route] = field(default_factory=lambda: ROUTES)
    """How the copies of the form may be handed on (SC-35..38)."""
    retention: Mapping[Copy, Keeping] = field(default_factory=lambda: RETENTION)
    """How long the copies of an ended complaint are kept, and when they must go (SC-46)."""
    occasions: Mapping[Key, Occasion]
    clocks: Mapping[Key, Clock]
    report_duties: tuple[ReportDuty, ...] = ()
    reviews: Mapping[Key, ReviewDuty] = field(default_factory=dict)
    """Who looks back on all complaints, and how often (WS-43, PC-43, AS-26)."""
    reserved: Annotated[
        Mapping[Annotated[str, Listed("RESERVABLE")], Some[RoleKey]],
        Doc("Commands that only these roles may give."),
    ] = field(default_factory=dict)
    """WS-41, SC-44, AS-29."""
    handled_by: Annotated[
        Mapping[Severity, Some[HandlerRole]],
        Doc("Who handles it, by severity."),
    ] = field(default_factory=dict)
    """None named is everybody who may (LC-43, LC-44)."""
    intake_facts: frozenset[Annotated[str, OneOf(FACTS)]]
    """Facts required at receipt (AS-02, WS-14)."""
    handover_facts: frozenset[Annotated[str, OneOf(FACTS)]]
    """Facts required before it is handed over (AS-05)."""
    confirmed_before: frozenset[Annotated[str, Listed("CONFIRMED_BEFORE")]]
    """Steps that need the confirmed record (SC-40)."""
    planning_needs: frozenset[Annotated[str, OneOf(PLANNING_NEEDS)]] = frozenset()
    """What must have happened before a plan (BE-02, AS-09)."""
    closing_needs: frozenset[Annotated[str, OneOf(CLOSING_NEEDS)]]
    """What must have happened before closing."""
    admission_needs_cause: bool
    """An admission only after the cause is established (AS-24)."""
    deferral_needs_apology: bool
    """A deferred solution apologises again (WS-39)."""
    contact_at_handover: bool = False
    """Both sides leave particulars when it is handed over (SC-51)."""
    in_person_from: Severity | None = None
    """From this severity up the owner speaks with the customer in person (LC-26)."""
    explained_by: Some[HandlerRole] = frozenset()
    """Roles that give the uniform explanation; if none, those that decide (SC-08, SC-27)."""
    plan_review: PlanReview
    remedy_choice: RemedyChoice
    cash_ceiling: Amount | None = None
    """From this cost up, in minor units, no cash but for property (LC-33)."""
    consent_before_compensation: bool
    """Carried out only after the customer agreed (BE-06)."""
    expense_needs_plan: bool
    """Money only for an approved plan."""
    separate_duties: bool
    """Filler and confirmer, proposer and reviewer, requester and payer differ."""
    new_problem_reopens: bool
    """A problem found by a follow-up reopens the complaint (PC-34)."""
    sample_percent: Annotated[int, Range(0, 100)] = 0
    """So many of a hundred former complainants are called each month (PC-84)."""
    publication_from: Severity | None = None
    """Cases from this severity up can be published; None is none (AS-29)."""
    guidance: tuple[Guidance, ...] = ()

    def explainers(self, tier: str | None) -> tuple[str, ...]:
        """Name the roles that give the uniform explanation at a tier (SC-08, SC-27)."""
        return tuple(key for key in self.roles if key in self.explained_by) or self.deciders(tier)

    def term(self, copy: Copy, *, ended: datetime, paid: bool) -> Term:
        """Tell how long a copy is kept of a complaint that ended at some time (SC-46)."""
        day = self.calendar.local(ended).date()
        return self.retention.get(copy, RETENTION[copy]).term(ended=day, paid=paid)

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

    def permit_step(self, actor: Actor, step: str) -> None:
        """Let the actor give a command that the policy may have reserved.

        Raises:
            NotPermitted: it is reserved to other roles.

        """
        roles = self.reserved.get(step)
        if roles is not None and roles.isdisjoint(actor.roles):
            message = "the policy reserves this step to: " + ", ".join(sorted(roles))
            raise NotPermitted(message)

    def deciders(self, tier: str | None) -> tuple[str, ...]:
        """Name the roles that may decide at a tier, in the policy's order (SC-13..30).

        Where no grant reaches the tier it is whoever approves: nothing is stuck for ever.
        """
        wanted = self.tier_rank(tier)
        able = {
            grant.role
            for grant in self.grants
            if grant.tier is None or self.tier_rank(grant.tier) >= wanted
        }
        named = tuple(key for key in self.roles if key in able)
        return named or self.roles_with(Capability.APPROVE)

    def tier_rank(self, tier: str | None) -> int:
        """Tell how high a tier stands: 0 for the lowest, and for none.

        One of an older policy stands with the highest: nobody decides it for its word being gone.
        """
        if tier is None:
            return 0
        return self.tiers.index(tier) if tier in self.tiers else len(self.tiers) - 1

    def highest_tier(self, tiers: Iterable[str]) -> str:
        """Pick the highest of some tiers."""
        return max(tiers, key=self.tier_rank)
