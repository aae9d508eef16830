"""The document of the first copy: the form, box by box."""

from typing_extensions import TypedDict

from app.events.holds import Holding
from app.events.outline import Act, ComplainantJson
from app.events.projection import MoneyJson
from app.events.signatures import SignedForm
from app.events.stays import Held


class CustomerBox(ComplainantJson):
    """顾客资料栏: the customer's real particulars (SC-41)."""


class ContentBox(TypedDict):
    """反应或客诉内容栏: as the customer stated it (SC-42)."""

    statement: str
    reason: str | None
    subject: str | None
    demand: str | None
    emotion: str | None
    order_reference: str | None
    memos: list[str]


class Remedy(Act):
    """What was given, and who signed for it (受偿人签收)."""

    remedy: str
    amount: MoneyJson
    signatory: str
    reversed: bool
    """What was paid came back."""


class ResultBox(TypedDict):
    """处理结果栏: filled by the handling unit (SC-43)."""

    outcome: str | None
    result: str | None
    remedies: list[Remedy]


class RecordingUnit(Act):
    """Whose head confirmed the record."""

    box: str
    remark: str | None


class Assistance(Act):
    """Who else was drawn in (SC-44)."""

    who: list[str]
    why: str


class OpenPromise(TypedDict):
    number: int
    kind: str
    what: str
    due: str


class Standing(TypedDict):
    """A deadline that stands."""

    number: int
    clock: str
    about: str | None
    due: str
    held: bool
    reminder: bool


class NextDue(TypedDict):
    """What is due next, and who owes it: the earliest deadline, or promise without one."""

    clock: str
    about: str | None
    """Which of several: `promise:1`, `visit:2` ..."""
    due: str
    owner: str


class Visit(TypedDict):
    number: int
    person: str
    due: str
    where: str
    purpose: str
    met: bool | None
    result: str | None


class ReworkSheet(TypedDict):
    """What is to be done again, and why (PC-55)."""

    number: int
    remedy: str
    unit: str
    cause: str
    instructions: str
    sheet: str | None
    due: str | None
    result: str | None
    accepted: bool | None


class Improvement(TypedDict):
    """What is still to be done so that it does not happen again (WS-44, PC-79)."""

    number: int
    what: str
    owner: str
    unit: str
    due: str


class HandlerCopy(Held, Holding, SignedForm):
    """The document."""

    status: str
    received_at: str
    channel: str
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
    severity: int | None
    customer: CustomerBox
    content: ContentBox
    filler: Act
    """填表人 (SC-39)."""
    recording_unit_head: RecordingUnit | None
    """记录单位栏 (SC-40)."""
    assisting: list[Assistance]
    result: ResultBox
    open_promises: list[OpenPromise]
    visits: list[Visit]
    reworks: list[ReworkSheet]
    improvements: list[Improvement]
    """Those to be made."""
    deadlines: list[Standing]
    next_due: NextDue | None
    closed_at: str | None
