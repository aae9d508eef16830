"""The third copy, for planning: what can be counted and compared, without personal data (SC-38)."""

from uuid import UUID

from pydantic import AwareDatetime, Field

from app.api.answers.custody import DestroyedCopy, Destruction, LastPlace, PagePosition
from app.api.answers.parts import Answer, Document, Flag, Money, WatchedDeadline
from app.domain.complaint import Status
from app.domain.values import (
    CauseClass,
    Channel,
    ComplainantKind,
    Directness,
    Emotion,
    Fault,
    LinkKind,
    Mindset,
    Place,
    ReferralTarget,
    ResponsibilityKind,
    Severity,
)


class GivenRemedy(Answer):
    """A remedy that was given."""

    remedy: str
    cost: Money
    reversed: bool = Field(description="What was paid came back.")


class OpenTime(Answer):
    """A time that is still to be kept."""

    number: int
    due: AwareDatetime


class PromiseCounts(Answer):
    """Promises to the customer."""

    made: int
    kept: int
    deferred: int = Field(description="Put off, and a new promise took its place.")
    late: int = Field(description="Kept or put off, but after the time promised.")
    open: list[OpenTime]


class ImprovementCounts(Answer):
    """What is done so that it does not happen again (WS-44, PC-79)."""

    planned: int
    made: int
    late: int = Field(description="Made, but after the time set.")
    open: list[OpenTime]


class LinkedComplaint(Answer):
    """A link to another complaint."""

    kind: LinkKind
    other: UUID = Field(description="The other complaint.")


class Satisfaction(Answer):
    """A contact with the customer after the end."""

    occasion: str
    reached: bool
    with_outcome: int | None
    with_handling: int | None
    new_problem: bool


class UnitShare(Answer):
    """Which unit answers for what part (LC-35, LC-36); no person, and no team's own name."""

    kind: ResponsibilityKind
    unit: str
    percent: int


class PlanningStay(Answer):
    """A stay of the copy; the other copies say by whose act."""

    place: Place
    since: AwareDatetime
    position: int


class PlanningCopy(Document):
    """The third copy."""

    paper_number: str | None = Field(
        description="Of a preprinted form, if it looks like a serial number."
    )
    status: Status
    channel: Channel
    directness: Directness
    complainant_kind: ComplainantKind
    unit: str
    handling_unit: str
    emotion: Emotion | None
    high_value: bool
    category: str | None
    tier: str | None
    severity: Severity | None
    mindset: Mindset | None
    flags: list[Flag]
    escalations: int
    cause_class: CauseClass | None
    fault: Fault | None
    remedies: list[GivenRemedy]
    reworks: list[str] = Field(description="The remedies by which work was done again.")
    referrals: list[ReferralTarget]
    links: list[LinkedComplaint]
    explained: bool | None = Field(
        description="Whether the customer understood an explanation; null without one."
    )
    responsibility: list[UnitShare] = Field(description="As attributed last.")
    improvements: ImprovementCounts
    deadlines: list[WatchedDeadline]
    missed: list[str] = Field(description="The clocks of missed deadlines, once for each.")
    received_at: AwareDatetime
    first_apology_at: AwareDatetime | None
    closed_at: AwareDatetime | None
    minutes_to_apology: int | None
    minutes_to_closing: int | None
    reopened: int
    promises: PromiseCounts
    satisfaction: list[Satisfaction]
    outcome: str | None
    custody: Place
    custody_trail: list[PlanningStay] = Field(description="The last is where it lies now.")
    destruction: Destruction | None


class PlanningCopyPage(Answer):
    """Third copies that changed after a place in the feed, the oldest change first."""

    items: list[PlanningCopy | DestroyedCopy]
    last: LastPlace
    position: PagePosition
