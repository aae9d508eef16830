"""Where copies of the form lie, and what is left of one that was destroyed (SC-46)."""

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, Field

from app.api.answers.parts import Act, Answer, Document
from app.domain.values import Copy, KeptAs, Place

LastPlace = Annotated[
    int, Field(description="The `after` of the next page; no position in the log.")
]
PagePosition = Annotated[
    int,
    Field(
        description="The position in the log that nothing on this page goes beyond; "
        "`GET /v1/checkpoint` with it gives the checkpoint that covers the page."
    ),
]


class CustodyStay(Answer):
    """A stay of a copy at a place."""

    place: Place
    since: AwareDatetime
    by: str
    position: int = Field(description="In the log, of the event that brought it there.")


class Destruction(Act):
    """When a copy was destroyed, and which term was over; null before terms were recorded."""

    kept_as: KeptAs | None
    kept_until: date | None = Field(description="The first day on which it might be destroyed.")
    must_go_by: date | None = Field(description="The day by which it had to be.")
    rule: str | None


class DestroyedCopy(Document):
    """What is left of a copy that was destroyed."""

    custody: Place
    destruction: Destruction


class HeldCopies(Answer):
    """How many copies lie at a place."""

    copy_: Copy = Field(alias="copy")
    place: Place
    count: int
    since: AwareDatetime | None = Field(description="When the one that lies there longest came.")


class HeldCopiesList(Answer):
    """How many copies lie where."""

    items: list[HeldCopies]
