"""Legal holds as documents show them (SC-46)."""

from typing_extensions import TypedDict

from app.domain.complaint import Fact
from app.domain.steps.hold import HoldLifted, HoldPlaced
from app.events.codec import iso
from app.events.projection import Document


class HoldJson(TypedDict):
    """A hold: since when, for what, and since when no more."""

    number: int
    at: str
    by: str
    reason: str
    reference: str | None
    lifted_at: str | None
    lifted_by: str | None
    lifted_because: str | None


class Holding(Document):
    """A document that shows them."""

    holds: list[HoldJson]


def place(document: Holding, event: HoldPlaced, fact: Fact) -> None:
    """Write a hold down."""
    hold: HoldJson = {
        "number": event.hold,
        "at": iso(fact.at),
        "by": fact.by.subject,
        "reason": event.reason,
        "reference": event.reference,
        "lifted_at": None,
        "lifted_by": None,
        "lifted_because": None,
    }
    document["holds"] = [*document["holds"], hold]


def lift(document: Holding, event: HoldLifted, fact: Fact) -> None:
    """Write down that a hold is on no more."""
    document["holds"] = [
        {
            **hold,
            "lifted_at": iso(fact.at),
            "lifted_by": fact.by.subject,
            "lifted_because": event.reason,
        }
        if hold["number"] == event.hold
        else hold
        for hold in document["holds"]
    ]
