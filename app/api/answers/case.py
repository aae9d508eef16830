"""A case as those who handle it see it, in full and as a line of a list."""

from pydantic import AwareDatetime, Field

from app.api.answers import case_handling as handling
from app.api.answers import case_record as record
from app.api.answers import case_remedy as remedy
from app.api.answers.parts import (
    Answer,
    Complainant,
    Document,
    Flag,
    LegalHold,
)
from app.domain.complaint import Status
from app.domain.values import (
    Channel,
    Directness,
    Emotion,
    Mindset,
    Severity,
)


class Case(Document):
    """The whole case."""

    status: Status
    opened_position: int = Field(description="In the log, of the receipt.")
    channel: Channel
    directness: Directness
    unit: str = Field(description="That recorded it.")
    handling_unit: str
    owner: str
    received_by: str
    received_at: AwareDatetime
    place: str | None
    stage: str | None
    complainant: Complainant
    reason: str | None
    subject: str | None
    demand: str | None
    statement: str
    emotion: Emotion | None
    order_reference: str | None
    confidential: bool
    high_value: bool
    paper_number: str | None
    about: list[str] = Field(description="The employees it is about.")
    confirmed: bool
    confirmation: record.Confirmation | None
    category: str | None
    tier: str | None
    severity: Severity | None
    mindset: Mindset | None
    flags: list[Flag]
    taken_up: bool = Field(description="Somebody has it in hand.")
    acted: bool = Field(description="It was handled or reported at all (WS-37).")
    waiting: handling.Wait | None
    links: list[record.Link]
    apologies: list[handling.Apology]
    promises: list[handling.Promise]
    memos: list[record.Memo]
    assignments: list[handling.Assignment]
    reports: list[handling.Report]
    escalations: list[handling.Escalation]
    instructions: list[handling.Instruction]
    assistance: list[handling.Assistance]
    referrals: list[handling.Referral]
    replies: list[handling.Reply]
    progress_notices: list[handling.ProgressNotice]
    explanations: list[handling.Explanation]
    visits: list[handling.Visit]
    findings: list[remedy.Finding]
    plans: list[remedy.Plan]
    reworks: list[remedy.Rework]
    expenses: list[remedy.Expense]
    compensations: list[remedy.Compensation]
    signatures: list[record.Signature]
    outcome: str | None = Field(description="Of the policy's outcomes, when closed.")
    result: str | None = Field(
        description="The words with which it was closed, withdrawn or dismissed."
    )
    customer_informed: bool | None = Field(description="When dismissed.")
    closed_at: AwareDatetime | None = Field(description="When it ended, in whatever way.")
    reopenings: list[record.Reopening]
    holds: list[LegalHold]
    follow_ups: list[record.FollowUp]
    responsibilities: list[record.Responsibility] = Field(
        description="The last is the one that holds."
    )
    improvements: list[record.Improvement]
    case_study: record.CaseStudy | None
    deadlines: list[record.Deadline] = Field(description="Those that stand.")
    deadline_history: list[record.PastDeadline]


class CaseLine(Document):
    """A case in a list."""

    status: Status
    channel: Channel
    unit: str = Field(description="That recorded it.")
    handling_unit: str
    owner: str
    received_at: AwareDatetime
    complainant: str | None = Field(description="The name.")
    subject: str | None
    category: str | None
    tier: str | None
    severity: Severity | None
    emotion: Emotion | None
    confidential: bool
    high_value: bool
    due: AwareDatetime | None = Field(
        description="When the next thing is due, or was: the earliest deadline or open promise."
    )
    missed: bool = Field(
        description="A deadline was missed, whether what it was for has been done since or not."
    )
    outcome: str | None
    closed_at: AwareDatetime | None


class CaseList(Answer):
    """A page of cases, the newest first."""

    items: list[CaseLine]
    next: str | None = Field(description="Send it as `cursor` for the next page; null at the end.")
