"""What is to be done, and how much of it."""

from uuid import UUID

from pydantic import AwareDatetime, Field

from app.api.answers.parts import About, Answer
from app.api.work_item import KindOfWork
from app.domain.complaint import Status
from app.domain.values import Severity, WaitingFor


class Duty(Answer):
    """What is due."""

    clock: str = Field(
        description="Of the policy's clocks or occasions; `promised-reply`, `promised-resolution` "
        "or `improvement` if no clock watches it.",
    )
    about: About
    due: AwareDatetime
    provisional: bool = Field(
        description="It runs into a year whose holidays are not published yet."
    )
    missed: bool = Field(description="That it passed is on record (WS-37).")
    opens: AwareDatetime | None = Field(description="Not to be done before.")
    overdue_by: int = Field(description="Seconds; 0 while there is time.")


class WorkItem(Answer):
    """A complaint with something to do."""

    id: UUID = Field(description="The complaint.")
    number: str = Field(description="Of the form, as the policy writes it.")
    subject: str | None
    status: Status
    owner: str
    unit: str = Field(description="That handles it.")
    severity: Severity | None
    tier: str | None
    high_value: bool
    received_at: AwareDatetime
    duty: Duty | None = Field(description="What is due, of this kind.")
    responsible: str | None = Field(description="Who is to make the improvement, for that kind.")
    waiting_for: WaitingFor | None = Field(description="Whose turn it is, while it is not ours.")
    waiting_since: AwareDatetime | None
    callable_now: bool = Field(
        description="The organisation calls now, and the customer welcomes it now (PC-33)."
    )


class WorkPage(Answer):
    """A page of things to do: what concerns a valued customer first, then the earliest (BE-16)."""

    items: list[WorkItem]
    next: str | None = Field(description="Send it as `cursor` for the next page; null at the end.")


class WorkCount(Answer):
    """How much there is of a kind."""

    kind: KindOfWork
    count: int
    more: bool = Field(description="There is more than was counted.")


class WorkSummary(Answer):
    """How much there is to do."""

    items: list[WorkCount]
