"""How a policy is shown: the words and rules that a front end needs, as they stand in it."""

from datetime import date, time
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from app.domain.policy import Every, GuidanceKind, PlanReview, RemedyChoice, TimeKind
from app.domain.retention import CountedFrom
from app.domain.values import (
    Capability,
    Channel,
    Copy,
    Place,
    ReferralTarget,
    Severity,
    TimeUnit,
    WaitingFor,
)


def _sorted(words: list[Any]) -> list[Any]:
    """Sets have no order of their own, and the same policy is always the same document."""
    return sorted(words)


Titles = dict[str, str]
Words = Annotated[list[str], AfterValidator(_sorted)]
Channels = Annotated[list[Channel], AfterValidator(_sorted)]
Severities = Annotated[list[Severity], AfterValidator(_sorted)]
Amount = Annotated[int, Field(description="In hundredths of the policy's currency.")]


class _Shown(BaseModel):
    """Read off a thing of the policy, by its own names."""

    model_config = ConfigDict(from_attributes=True)


class RoleBody(_Shown):
    """A role."""

    title: Titles
    capabilities: Annotated[list[Capability], AfterValidator(_sorted)]
    reports_to: list[str] = Field(description="Direct superiors; empty leaves reports free.")


class FloorBody(_Shown):
    """The least that the law gives the customer."""

    least: Amount
    times_price: int


class CategoryBody(_Shown):
    """What a complaint can be about."""

    title: Titles
    tier: str
    severity: Severity
    property_loss: bool
    refer_to: ReferralTarget | None = Field(description="To be called in while fault is unclear.")
    floor: FloorBody | None
    flags: Words = Field(description="Always raised with it.")


class RemedyBody(_Shown):
    """A way of putting things right."""

    title: Titles
    cash: bool
    rework: bool = Field(description="Work is done again, on an investigation sheet.")
    severities: Severities = Field(description="What it is meant for.")
    cost: Amount | None = Field(description="What it usually costs us.")
    value: Amount | None = Field(description="What it is usually worth to the customer.")


class GrantBody(_Shown):
    """What a role may decide about remedies."""

    role: str
    remedies: Words = Field(description="Empty is every remedy.")
    limit: Amount | None = Field(description="For all of a complaint; null is no limit.")
    beyond_order_terms: bool
    tier: str | None = Field(description="Up to this tier; null is every tier.")
    override: bool = Field(description="Also what is unusual.")


class BoxBody(_Shown):
    """A sign-off box."""

    key: str
    title: Titles
    roles: Words
    only_with_cost: bool
    before_closing: bool


class OccasionBody(_Shown):
    """A contact after the end."""

    title: Titles
    after_days: int
    starts: Words = Field(description="What the days are counted from.")
    within_days: int = Field(description="So many days may pass before it counts as missed.")
    report_to: list[str]


class LengthBody(_Shown):
    """A length of time."""

    count: int
    unit: TimeUnit


class KeepBody(_Shown):
    """How long a copy of an ended complaint is kept."""

    at_least: LengthBody = Field(description="Nobody may destroy it before.")
    at_most: LengthBody | None = Field(description="By then it must be; null is no upper bound.")
    counted_from: CountedFrom = Field(
        description="The day of the last end, or the first day after that calendar year."
    )
    rule: str


class KeepingBody(_Shown):
    """How long a copy is kept as a record, and as a voucher of what was paid and stayed paid."""

    record: KeepBody
    voucher: KeepBody | None = Field(description="Null: the copy is no voucher.")


class ClockBody(_Shown):
    """By when something must have happened, and what it means if it has not."""

    title: Titles
    start: Words
    stop: Words
    length: LengthBody | None = Field(description="Null: what starts it brings the time.")
    otherwise: LengthBody | None = Field(description="So long where what starts it brings none.")
    grace: LengthBody | None = Field(description="So long after that time it is not missed yet.")
    time: TimeKind
    restarts: bool
    pauses_for: Annotated[list[WaitingFor], AfterValidator(_sorted)]
    severities: Severities
    tiers: Words = Field(description="Empty is every tier.")
    channels: Channels = Field(description="Empty is every channel.")
    only_high_value: bool
    after_end: bool
    reminder: bool = Field(description="A date to look at, which nobody can miss.")
    report_to: list[str] = Field(description="Who is told when it is missed.")
    escalate: bool = Field(description="When it is missed the complaint goes up a tier.")
    rule: str


class ReportDutyBody(_Shown):
    """Who must be told of which complaints; an empty condition is none."""

    to: list[str]
    stages: Words
    places: Words
    channels: Channels
    severities: Severities
    flags: Words
    rule: str


class ReviewDutyBody(_Shown):
    """Who totals and discusses the complaints of a span of time: `GET /v1/reviews`."""

    title: Titles
    every: Every
    roles: list[str]
    within_days: int | None = Field(
        description="In the first so many days after the span; null is no day in particular."
    )
    rule: str


class HoursBody(BaseModel):
    """Hours of a day, by the policy's time zone."""

    opens: str = Field(examples=["09:00"])
    closes: str = Field(examples=["20:30"], description="`24:00` is the end of the day.")

    @classmethod
    def of(cls, hours: tuple[time, time]) -> "HoursBody":
        """Write them as people do."""
        opens, closes = hours
        end = "24:00" if closes == time.max else f"{closes:%H:%M}"
        return cls(opens=f"{opens:%H:%M}", closes=end)


class OpeningBody(BaseModel):
    """When the house works."""

    days: dict[str, list[HoursBody]] = Field(
        description="By weekday, `mon` to `sun`; empty is round the clock."
    )
    holidays_known_until: date | None = Field(
        description="Times counted over days beyond it are provisional; null is never."
    )


class NumberFormatBody(_Shown):
    """How the numbers of the form are written."""

    format: str = Field(
        examples=["客诉{year}-{number}"],
        description="Of a number that is written so, in any format, the first four digits are the "
        "year, and the others the number within it.",
    )
    width: int = Field(description="So many digits; a number that has more is longer.")


class GuidanceIndexBody(BaseModel):
    """What `GET /v1/guidance` can be asked for."""

    stages: list[str]
    situations: list[str]
    kinds: list[GuidanceKind]


class PolicyBody(_Shown):
    """An organisation's vocabulary and rules; titles by language (en, zh-Hans, zh-Hant)."""

    name: str
    version: str = Field(description="Digest of the document; stands in every event's metadata.")
    title: Titles
    locale: str
    currency: str
    time_zone: str
    numbers: NumberFormatBody
    opening: OpeningBody
    contact_hours: HoursBody = Field(description="When customers are called.")
    roles: dict[str, RoleBody]
    units: dict[str, Titles]
    places: Words
    stages: Words
    channels: Channels
    tiers: list[str]
    deciders: dict[str, list[str]] = Field(description="Roles that may decide, by tier.")
    categories: dict[str, CategoryBody]
    flag_tiers: dict[str, str]
    outcomes: dict[str, Titles]
    remedies: dict[str, RemedyBody]
    grants: list[GrantBody]
    boxes: list[BoxBody]
    routes: dict[Copy, dict[Place, Words]] = Field(
        description="Where each copy of the form may be handed on, from where it lies."
    )
    retention: dict[Copy, KeepingBody]
    occasions: dict[str, OccasionBody]
    clocks: dict[str, ClockBody]
    report_duties: list[ReportDutyBody]
    reviews: dict[str, ReviewDutyBody]
    reserved: dict[str, Words] = Field(description="Commands that only these roles may give.")
    handled_by: dict[Severity, Words] = Field(description="Who handles it, by severity.")
    intake_facts: Words
    handover_facts: Words
    confirmed_before: Words
    planning_needs: Words
    closing_needs: Words
    admission_needs_cause: bool
    deferral_needs_apology: bool
    contact_at_handover: bool
    in_person_from: Severity | None
    plan_review: PlanReview
    remedy_choice: RemedyChoice
    cash_ceiling: Amount | None
    consent_before_compensation: bool
    expense_needs_plan: bool
    separate_duties: bool
    new_problem_reopens: bool
    sample_percent: int
    publication_from: Severity | None
    guidance: GuidanceIndexBody
