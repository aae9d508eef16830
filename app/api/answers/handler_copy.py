"""The first copy, which the handling unit keeps (处理单位留存, SC-35): the form, box by box."""

from pydantic import AwareDatetime, Field

from app.api.answers.custody import (
    CustodyStay,
    DestroyedCopy,
    Destruction,
    LastPlace,
    PagePosition,
)
from app.api.answers.parts import (
    About,
    Act,
    Answer,
    Complainant,
    Document,
    LegalHold,
    Money,
    RunningDeadline,
    SignOff,
)
from app.domain.complaint import Status
from app.domain.values import Channel, Emotion, Place, PromiseKind, Severity


class ContentBox(Answer):
    """反应或客诉内容栏: as the customer stated it (SC-42)."""

    statement: str
    reason: str | None
    subject: str | None
    demand: str | None
    emotion: Emotion | None
    order_reference: str | None
    memos: list[str]


class ReceivedRemedy(Act):
    """What was given, and who signed for it (受偿人签收)."""

    remedy: str
    amount: Money
    signatory: str
    reversed: bool = Field(description="What was paid came back.")


class ResultBox(Answer):
    """处理结果栏: filled by the handling unit (SC-43)."""

    outcome: str | None
    result: str | None
    remedies: list[ReceivedRemedy]


class RecordingUnitBox(Act):
    """记录单位栏: whose head confirmed the record (SC-40)."""

    box: str
    remark: str | None


class AssistingBox(Act):
    """Who else was drawn in, and why (SC-44)."""

    who: list[str]
    why: str


class OpenPromise(Answer):
    """A promise that is to be kept."""

    number: int
    kind: PromiseKind
    what: str
    due: AwareDatetime


class NextDue(Answer):
    """What is due next, and who owes it: the earliest deadline, or promise without one."""

    clock: str
    about: About
    due: AwareDatetime
    owner: str


class VisitEntry(Answer):
    """A visit to the customer."""

    number: int
    person: str
    due: AwareDatetime
    where: str
    purpose: str
    met: bool | None
    result: str | None


class ReworkSheet(Answer):
    """The investigation sheet: what is to be done again, and why (PC-55)."""

    number: int
    remedy: str
    unit: str
    cause: str
    instructions: str
    sheet: str | None
    due: AwareDatetime | None
    result: str | None
    accepted: bool | None


class PlannedImprovement(Answer):
    """What is still to be done so that it does not happen again (WS-44, PC-79)."""

    number: int
    what: str
    owner: str
    unit: str
    due: AwareDatetime


class HandlerCopy(Document):
    """The first copy."""

    status: Status
    received_at: AwareDatetime
    channel: Channel
    place: str | None
    stage: str | None
    unit: str
    handling_unit: str
    owner: str
    confidential: bool
    high_value: bool
    paper_number: str | None
    category: str | None
    tier: str | None
    severity: Severity | None
    customer: Complainant = Field(description="顾客资料栏 (SC-41).")
    content: ContentBox
    filler: Act = Field(description="填表人 (SC-39).")
    recording_unit_head: RecordingUnitBox | None
    assisting: list[AssistingBox]
    sign_offs: list[SignOff]
    result: ResultBox
    open_promises: list[OpenPromise]
    visits: list[VisitEntry]
    reworks: list[ReworkSheet]
    improvements: list[PlannedImprovement]
    deadlines: list[RunningDeadline]
    next_due: NextDue | None
    closed_at: AwareDatetime | None
    custody: Place
    custody_trail: list[CustodyStay] = Field(description="The last is where it lies now.")
    destruction: Destruction | None
    holds: list[LegalHold]


class HandlerCopyPage(Answer):
    """First copies that changed after a place in the feed, the oldest change first."""

    items: list[HandlerCopy | DestroyedCopy]
    last: LastPlace
    position: PagePosition
