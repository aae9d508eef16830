"""Receipt over HTTP: the complaint itself, memos, and the unit head's confirmation."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from app.api.bodies import Body, Key, Line, Model, Person, Text, TimeOfDay
from app.api.commands import Begin, Step
from app.domain.steps.receipt import AddMemo, ConfirmRecord, CorrectConcerned, ReceiveComplaint
from app.domain.values import (
    Actor,
    Channel,
    Complainant,
    ComplainantKind,
    Directness,
    Emotion,
)

Employees = Annotated[list[Person], Field(default_factory=list, max_length=20)]
"""Those it is about, by the subjects of their tokens."""


class ComplainantBody(Model):
    """The complainant's particulars."""

    name: Line | None = None
    kind: ComplainantKind = ComplainantKind.CUSTOMER
    telephone: Line | None = None
    email: Line | None = None
    address: Line | None = None
    reference: Line | None = Field(
        default=None, description="Membership, wristband or locker number."
    )
    contact_from: TimeOfDay | None = Field(
        default=None, description="From when in the day a call is welcome, with `contact_until`."
    )
    contact_until: TimeOfDay | None = None

    def complainant(self) -> Complainant:
        """Give the domain's value."""
        return Complainant(
            name=self.name,
            kind=self.kind,
            telephone=self.telephone,
            email=self.email,
            address=self.address,
            reference=self.reference,
            contact_from=self.contact_from,
            contact_until=self.contact_until,
        )


class ReceiptBody(Body):
    """Receive a complaint, through whatever channel it came."""

    channel: Channel
    unit: Key = Field(description="The unit that records it.")
    complainant: ComplainantBody
    statement: Text = Field(description="What was said, in the complainant's words.")
    directness: Directness = Directness.DIRECT
    place: Line | None = None
    stage: Line | None = None
    reason: Text | None = Field(default=None, description="Why it arose.")
    subject: Text | None = Field(default=None, description="What it is about.")
    demand: Text | None = Field(default=None, description="What is demanded.")
    emotion: Emotion | None = None
    order_reference: Line | None = None
    confidential: bool = False
    high_value: bool = False
    paper_number: Line | None = Field(default=None, description="Of a preprinted paper form.")
    about: Employees


class MemoBody(Body):
    """Take a memo; it may complete the facts."""

    text: Text
    reason: Text | None = None
    subject: Text | None = None
    demand: Text | None = None
    complainant: ComplainantBody | None = None
    about: Employees


class ConcernedCorrectionBody(Body):
    """Put right whom the complaint is about."""

    about: Employees
    roles: list[Key] = Field(
        default_factory=list,
        max_length=20,
        description="Positions that nobody holds who is not concerned.",
    )
    reason: Text


class ConfirmationBody(Body):
    """Confirm the record as the head of the recording unit."""

    remark: Text | None = None


def receive(body: ReceiptBody, at: datetime, by: Actor) -> ReceiveComplaint:
    """Make the command."""
    return ReceiveComplaint(
        at=at,
        by=by,
        channel=body.channel,
        unit=body.unit,
        complainant=body.complainant.complainant(),
        statement=body.statement,
        directness=body.directness,
        place=body.place,
        stage=body.stage,
        reason=body.reason,
        subject=body.subject,
        demand=body.demand,
        emotion=body.emotion,
        order_reference=body.order_reference,
        confidential=body.confidential,
        high_value=body.high_value,
        paper_number=body.paper_number,
        about=tuple(body.about),
    )


def add_memo(body: MemoBody, at: datetime, by: Actor) -> AddMemo:
    """Make the command."""
    return AddMemo(
        at=at,
        by=by,
        text=body.text,
        reason=body.reason,
        subject=body.subject,
        demand=body.demand,
        complainant=body.complainant.complainant() if body.complainant else None,
        about=tuple(body.about),
    )


def correct_concerned(body: ConcernedCorrectionBody, at: datetime, by: Actor) -> CorrectConcerned:
    """Make the command."""
    return CorrectConcerned(
        at=at, by=by, about=tuple(body.about), roles=tuple(body.roles), reason=body.reason
    )


def confirm_record(body: ConfirmationBody, at: datetime, by: Actor) -> ConfirmRecord:
    """Make the command."""
    return ConfirmRecord(at=at, by=by, remark=body.remark)


BEGIN = Begin(
    ReceiptBody, receive, "Receive a complaint", "WS-01..17, SC-39..42, LC-18, BE-01, AS-02"
)

STEPS = (
    Step("memos", MemoBody, add_memo, "Take a memo", "WS-15, WS-28, WS-30"),
    Step(
        "concerned-corrections",
        ConcernedCorrectionBody,
        correct_concerned,
        "Correct whom it is about",
        "WS-06",
    ),
    Step("confirmations", ConfirmationBody, confirm_record, "Confirm the record", "SC-40"),
)
