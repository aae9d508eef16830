"""Entries of a case: its record and links, its deadlines, its end, and what is learnt from it."""

from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from app.api.answers.parts import About, Act, Answer, Share
from app.domain.values import ContactMethod, LinkKind, ReopenCause


class Confirmation(Act):
    """The unit head's confirmation of the record (SC-40)."""

    unit: str
    remark: str | None


class Memo(Act):
    """A note on the complaint."""

    text: str


class Link(Act):
    """A link to another complaint (PC-34)."""

    kind: LinkKind
    other: UUID = Field(description="The other complaint.")
    reason: str | None


class Signature(Act):
    """A signature in a box of the form."""

    box: str
    remark: str | None


class Reopening(Act):
    """An ended complaint was opened again."""

    cause: ReopenCause
    reason: str


class FollowUp(Act):
    """A contact with the customer after the end."""

    occasion: str
    reached: bool
    method: ContactMethod | None
    satisfied_with_outcome: int | None
    satisfied_with_handling: int | None
    words: str | None
    new_problem: str | None


class Responsibility(Act):
    """Who answers for the cause."""

    shares: list[Share]
    reason: str


class Improvement(Act):
    """What is done so that it does not happen again."""

    number: int
    what: str
    owner: str
    unit: str
    due: AwareDatetime
    made_at: AwareDatetime | None
    result: str | None


class CaseStudy(Act):
    """The case written up to learn from (AS-30)."""

    title: str
    text: str
    approved: Act | None
    published: Act | None
    where: str | None


class Deadline(Answer):
    """A deadline that stands."""

    number: int
    clock: str = Field(description="Of the policy's clocks or, for a follow-up, its occasions.")
    about: About
    since: AwareDatetime
    opens: AwareDatetime | None = Field(description="Not to be done before.")
    due: AwareDatetime
    provisional: bool = Field(
        description="It runs into a year whose holidays are not published yet."
    )
    held: bool = Field(description="It stands still while somebody else's turn lasts.")
    reminder: bool = Field(description="A date to look at, which nobody can miss.")
    missed_at: AwareDatetime | None


class PastDeadline(Answer):
    """A deadline that was missed, or no longer stands, or both: then it was met late."""

    number: int
    clock: str
    about: About
    due: AwareDatetime
    missed_at: AwareDatetime | None
    lifted_at: AwareDatetime | None
    because: Literal["met", "met-late", "ended", "settled-anew"] | None = Field(
        description="Why it no longer stands."
    )
