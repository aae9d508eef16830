"""A review of many complaints over a span of time."""

from datetime import date
from uuid import UUID

from pydantic import AwareDatetime, Field

from app.api.answers.parts import Answer
from app.domain.policy import Every


class ReviewHolder(Answer):
    """Whose review it is, by the policy."""

    key: str
    title: dict[str, str]
    roles: list[str]
    due_from: date | None = Field(description="Null: on no day in particular.")
    due_until: date | None
    rule: str


class ReviewPeriod(Answer):
    """Days of the organisation's own calendar, the first and the last included."""

    every: Every
    label: str
    first: date
    last: date
    before: str = Field(description="The label of the period before, for comparison.")


class Spread(Answer):
    """How long something took, in hours; null if it never happened."""

    number: int
    median: float | None
    ninetieth: float | None = Field(description="Nine of ten took no longer.")


class Score(Answer):
    """How content customers were, from 1 to 5 (BE-07, PC-83)."""

    number: int
    mean: float | None


class RemedySum(Answer):
    """How often a remedy was given, and its cost; what came back is taken off."""

    remedy: str
    number: int
    cost: int = Field(description="Minor units.")
    currency: str


class OpenImprovement(Answer):
    """An improvement that is planned and not made yet (WS-44)."""

    complaint_id: UUID
    complaint: str = Field(description="Its number.")
    improvement: int
    unit: str
    category: str | None
    due: AwareDatetime
    overdue: bool


class UnplannedImprovement(Answer):
    """A systemic cause without a planned improvement (WS-46)."""

    complaint_id: UUID
    complaint: str = Field(description="Its number.")
    unit: str
    category: str | None
    found: AwareDatetime


class ComplaintCounts(Answer):
    """Complaints of the period; `open` and `overdue` at its end."""

    received: int
    closed: int
    withdrawn: int
    dismissed: int
    reopened: int
    open: int
    overdue: int


class ComplaintsBy(Answer):
    """Complaints received, as they are judged now; `-` is not known."""

    unit: dict[str, int]
    category: dict[str, int]
    channel: dict[str, int]
    tier: dict[str, int]
    severity: dict[str, int]
    cause_class: dict[str, int]
    fault: dict[str, int]


class Times(Answer):
    """How long it took from the receipt."""

    apology: Spread
    reply: Spread
    closing: Spread


class PromisesReviewed(Answer):
    """Promises made; and those answered, each once."""

    made: int
    kept: int
    late: int
    deferred: int


class SatisfactionReviewed(Answer):
    """How content customers were."""

    outcome: Score
    handling: Score


class FollowUpsReviewed(Answer):
    """Contacts after the end."""

    made: int
    unreached: int = Field(description="Tried in vain.")
    missed: int


class ImprovementsReviewed(Answer):
    """Improvements of the period; `open` and `unplanned` at its end."""

    planned: int
    made: int
    late: int = Field(description="Of those made.")
    open: int
    unplanned: int


class ReviewFigures(Answer):
    """What happened in a span of time, and what is open at its end."""

    complaints: ComplaintCounts
    received_by: ComplaintsBy
    outcomes: dict[str, int] = Field(description="Of those closed.")
    times: Times
    promises: PromisesReviewed
    missed: dict[str, int] = Field(description="Missed deadlines by clock.")
    remedies: list[RemedySum]
    satisfaction: SatisfactionReviewed
    follow_ups: FollowUpsReviewed
    improvements: ImprovementsReviewed
    open_improvements: list[OpenImprovement] = Field(
        description="At most 50, the earliest due first; `improvements` counts all."
    )
    unplanned: list[UnplannedImprovement] = Field(
        description="At most 50, the earliest found first; `improvements` counts all."
    )


class Review(Answer):
    """What happened in a span of time, what is open at its end, and the same for the one before."""

    title: str
    period: ReviewPeriod
    units: list[str] = Field(description="Handling units; empty is every one.")
    running: bool = Field(description="It is not over yet.")
    made_at: AwareDatetime
    position: int = Field(description="Of the log, that the figures have reached.")
    checkpoint: str | None = Field(
        description="The first that covers it: name of the log, size and root; null if none does."
    )
    held_by: list[ReviewHolder]
    review: ReviewFigures
    before: ReviewFigures
