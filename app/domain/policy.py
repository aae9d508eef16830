"""Policy: what an organisation decides for itself, as data. The engine has no `if` for a trade."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum

from app.domain.calendar import Calendar
from app.domain.custody import Route
from app.domain.numbering import NumberFormat
from app.domain.refusals import NotPermitted, UnknownTerm
from app.domain.retention import RETENTION, Keeping
from app.domain.values import (
    Actor,
    Capability,
    Channel,
    Copy,
    Place,
    ReferralTarget,
    Severity,
    Span,
    Term,
    WaitingFor,
)

CONFIRMED_BEFORE = ("assign", "ask-assistance", "propose", "request-expense")
"""The steps that a policy can hold back until the record is confirmed (SC-40)."""

CLOSING_NEEDS = (
    "apology",
    "classification",
    "findings",
    "reply",
    "report",
    "responsibility",
    "explanation",
    "execution",
)
"""What a policy can ask for before closing."""

PLANNING_NEEDS = ("apology", "classification", "findings")
"""What a policy can ask for before a plan is proposed (BE-02, AS-09)."""

RESERVABLE = (
    "add-memo",
    "correct-concerned",
    "confirm-record",
    "classify",
    "dismiss",
    "link",
    "apologise",
    "assign",
    "report-up",
    "escalate",
    "instruct",
    "ask-assistance",
    "give-assistance",
    "take-back-assistance",
    "refer",
    "make-promise",
    "reply",
    "tell-progress",
    "explain",
    "arrange-visit",
    "record-visit",
    "record-findings",
    "propose-plan",
    "review-plan",
    "record-consent",
    "order-rework",
    "finish-rework",
    "request-expense",
    "review-expense",
    "query-expense",
    "answer-query",
    "change-expense",
    "compensate",
    "reverse-compensation",
    "close",
    "withdraw",
    "reopen",
    "pause",
    "resume",
    "follow-up",
    "attribute-responsibility",
    "plan-improvement",
    "finish-improvement",
    "write-case",
    "approve-publication",
    "publish-case",
    "place-hold",
    "lift-hold",
)
"""The commands that a policy can reserve to some roles beyond their capability."""

SIGNALS = (
    "received",
    "noted",
    "concerned-corrected",
    "confirmed",
    "classified",
    "dismissed",
    "apologised",
    "assigned",
    "reported",
    "instruction-asked",
    "escalated",
    "instructed",
    "promised-reply",
    "promised-resolution",
    "promise-answered",
    "replied",
    "progress-told",
    "explained",
    "linked",
    "referred",
    "assistance-asked",
    "assisted",
    "assistance-taken-back",
    "visit-arranged",
    "visited",
    "investigated",
    "proposed",
    "plan-reviewed",
    "plan-approved",
    "agreed",
    "declined",
    "rework-ordered",
    "reworked",
    "expense-requested",
    "expense-reviewed",
    "expense-queried",
    "query-answered",
    "expense-changed",
    "compensated",
    "compensation-reversed",
    "handed-over",
    "paused",
    "resumed",
    "signed",
    "closed",
    "ended",
    "reopened",
    "followed-up",
    "attributed",
    "improvement-planned",
    "improvement-made",
    "case-written",
    "publication-approved",
    "published",
    "hold-placed",
    "hold-lifted",
)
"""What can start and stop a clock; `deadlines.signals` says which event gives which."""

TIMED_SIGNALS = (
    "promised-reply",
    "promised-resolution",
    "assistance-asked",
    "visit-arranged",
    "rework-ordered",
    "improvement-planned",
)
"""Those that bring the time themselves: a clock that they start may go without a length."""

GUIDANCE_STAGES = (
    "reception",
    "telephone",
    "apology",
    "record",
    "classification",
    "report",
    "inquiry",
    "explanation",
    "plan",
    "compensation",
    "reply",
    "visit",
    "closing",
    "follow-up",
    "review",
)
"""The stages of handling that guidance is given for."""


HANDED_TO = (
    Place.WITH_HANDLING_UNIT,
    Place.WITH_FINANCE,
    Place.WITH_AUDIT,
    Place.WITH_PLANNING,
    Place.RETAINED,
    Place.DESTROYED,
)
"""Where a copy can be handed to; to the other places it comes by a word of finance."""

ROUTES: Mapping[Copy, Route] = {
    Copy.HANDLER: {
        Place.WITH_HANDLING_UNIT: frozenset({Place.RETAINED}),
        Place.RETAINED: frozenset({Place.DESTROYED}),
    },
    Copy.AUDIT: {
        Place.WITH_AUDIT: frozenset({Place.RETAINED}),
        Place.RETAINED: frozenset({Place.DESTROYED}),
    },
    Copy.PLANNING: {
        Place.WITH_PLANNING: frozenset({Place.RETAINED}),
        Place.RETAINED: frozenset({Place.DESTROYED}),
    },
}
"""Of a policy that says nothing else: each copy is kept, and one day destroyed (SC-35..38, SC-46).

The audit copy follows the money besides, under every policy: see `app.domain.custody`.
"""


class PlanReview(StrEnum):
    """When a plan needs a second person's approval (BE-05, WS-40)."""

    ALWAYS = "always"
    BEYOND_AUTHORITY = "beyond-authority"


class RemedyChoice(StrEnum):
    """How far the choice of remedies is bound (LC-06, LC-32, PC-24, AS-20)."""

    FREE = "free"
    ADEQUATE = "adequate"
    """It covers the established loss and the legal floor."""
    CHEAPEST_ADEQUATE = "cheapest-adequate"
    """And of the options that do, it is the one that costs us least."""


class TimeKind(StrEnum):
    """How a clock counts."""

    ELAPSED = "elapsed"
    WORKING = "working"


class GuidanceKind(StrEnum):
    """What a text of guidance is."""

    SAY = "say"
    DO = "do"
    NEVER = "never"


class Every(StrEnum):
    """What span of time a review is of (WS-43, PC-43, AS-26)."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    HALF_YEAR = "half-year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role of the organisation and what it can do."""

    key: str
    title: Mapping[str, str]
    capabilities: frozenset[Capability]
    reports_to: tuple[str, ...] = ()
    """Its direct superiors, any of them; none leaves reports free (LC-39, LC-40)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """The least that the law gives the customer (Consumer Protection Law, art. 55)."""

    least: int
    """Minor units."""
    times_price: int = 0
    """So many times the price, where that is more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """What a complaint is about, and the tier and severity it starts with (SC-16..28, LC-45)."""

    key: str
    title: Mapping[str, str]
    tier: str
    severity: Severity
    property_loss: bool = False
    """Property of the customer was lost or damaged: cash is in order (LC-30).

    It lifts the cash ceiling, and lets remedies be usual that are only for this; where a policy has
    neither it says no more than that.
    """
    refer_to: ReferralTarget | None = None
    """Who must be called in while the fault is unclear (LC-23)."""
    floor: Floor | None = None
    flags: frozenset[str] = frozenset()
    """Always raised with it, of `FLAGS` (SC-22..28, WS-24)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """A way of putting things right (LC-30, BE-04, AS-19)."""

    key: str
    title: Mapping[str, str]
    cash: bool = False
    rework: bool = False
    """Work is done again, on an investigation sheet (PC-55)."""
    severities: frozenset[Severity] = frozenset(Severity)
    """What it is meant for (LC-31)."""
    only_for_property_loss: bool = False
    """It is meant for property lost or damaged, and for nothing else (LC-30)."""
    cost: int | None = None
    """What it usually costs us, in minor units."""
    value: int | None = None
    """What it is usually worth to the customer, in minor units (LC-32)."""


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
    starts: frozenset[str] = frozenset({"closed"})
    """The signals, of `SIGNALS`, that the days are counted from."""
    within_days: int = 0
    """So many days may pass before it counts as missed."""
    report_to: tuple[str, ...] = ()
    """Who is told when it is missed (PC-83)."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """By when something must have happened, and what it means if it has not."""

    key: str
    title: Mapping[str, str]
    start: frozenset[str]
    """Any of `SIGNALS`."""
    stop: frozenset[str]
    length: Span | None
    """None: the starting signal brings its own time (`TIMED_SIGNALS`)."""
    otherwise: Span | None = None
    """How long it runs where that signal brings none: help can be asked for without a time."""
    grace: Span | None = None
    """So long after a time of its own it is not missed yet: a visit is written down afterwards."""
    time: TimeKind = TimeKind.ELAPSED
    restarts: bool = False
    """A starting signal moves the deadline when the clock runs already."""
    pauses_for: frozenset[WaitingFor] = frozenset()
    severities: frozenset[Severity] = frozenset(Severity)
    """Which complaints it is for; one that is not classified is ordinary."""
    tiers: frozenset[str] = frozenset()
    """Empty is every tier."""
    channels: frozenset[Channel] = frozenset()
    """Empty is every channel."""
    only_high_value: bool = False
    after_end: bool = False
    """It goes on when the complaint has ended."""
    reminder: bool = False
    """A date to look at, which nobody can miss: no event, no consequence."""
    report_to: tuple[str, ...] = ()
    """Who is told when it is missed."""
    escalate: bool = False
    """When it is missed the complaint goes up a tier (LC-43, LC-44)."""
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDuty:
    """Who totals and discusses the complaints of a span of time (WS-43, PC-43, AS-26)."""

    key: str
    title: Mapping[str, str]
    every: Every
    roles: tuple[str, ...]
    """They hold it."""
    within_days: int | None = None
    """In the first so many days after the span; None is no day in particular."""
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """Words to say, things to do, things never to do: texts by language."""

    stage: str
    """Of `GUIDANCE_STAGES`."""
    kind: GuidanceKind
    text: Mapping[str, str]
    rule: str
    situation: str | None = None
    """A word of the policy's own, such as `venting`; None is always."""


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
    calendar: Calendar
    """When the house works, for clocks that count working time."""
    planning_needs: frozenset[str] = frozenset()
    """What must have happened before a plan, of `PLANNING_NEEDS` (BE-02, AS-09)."""
    reserved: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Commands, of `RESERVABLE`, that only these roles may give (WS-41, SC-44, AS-29)."""
    handled_by: Mapping[Severity, frozenset[str]] = field(default_factory=dict)
    """Who handles complaints of a severity; none named is everybody who may (LC-43, LC-44)."""
    in_person_from: Severity | None = None
    """From here up the owner himself speaks with the customer (LC-26)."""
    explained_by: frozenset[str] = frozenset()
    """Who gives the uniform explanation; nobody named is whoever decides (SC-08, SC-27)."""
    contact_at_handover: bool = False
    """Both sides leave particulars when it is handed over (SC-51)."""
    report_duties: tuple[ReportDuty, ...] = ()
    clocks: Mapping[str, Clock] = field(default_factory=dict)
    contact_from: time = time(0)
    """Customers are called from (PC-33)."""
    contact_until: time = time.max
    remedy_choice: RemedyChoice = RemedyChoice.FREE
    cash_ceiling: int | None = None
    """From this cost up, in minor units, no cash but for property (LC-33)."""
    sample_percent: int = 0
    """So many of a hundred former complainants are called each month (PC-84)."""
    publication_from: Severity | None = None
    """Cases from this severity up can be published; None is none (AS-29)."""
    guidance: tuple[Guidance, ...] = ()
    reviews: Mapping[str, ReviewDuty] = field(default_factory=dict)
    """Who looks back on all complaints, and how often (WS-43, PC-43, AS-26)."""
    routes: Mapping[Copy, Route] = field(default_factory=lambda: ROUTES)
    """How the copies of the form may be handed on (SC-35..38)."""
    retention: Mapping[Copy, Keeping] = field(default_factory=lambda: RETENTION)
    """How long the copies of an ended complaint are kept, and when they must go (SC-46)."""
    numbers: NumberFormat = field(default_factory=NumberFormat)
    """How the numbers of the form are written."""

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
        """Let the actor give a command, of `RESERVABLE`, that the policy may have reserved.

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
