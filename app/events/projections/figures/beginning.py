"""How the figures begin, and to what their events are folded."""

from typing import Final

from app.domain.complaint import Fact, Status
from app.domain.steps.receipt import Received
from app.events.codec import iso
from app.events.projection import Fold
from app.events.projections.figures.document import Figures
from app.events.store import Recorded


def _begin(event: Received, fact: Fact, recorded: Recorded) -> Figures:
    at = iso(fact.at)
    return {
        "id": str(recorded.stream_id),
        "number": recorded.number,
        "version": recorded.version,
        "position": recorded.position,
        "unit": event.unit,
        "handling_unit": event.unit,
        "channel": event.channel.value,
        "category": None,
        "tier": None,
        "severity": None,
        "cause_class": None,
        "fault": None,
        "received_at": at,
        "touched_at": at,
        "turns": [{"at": at, "status": Status.OPEN.value, "outcome": None}],
        "first_apology_at": None,
        "first_reply_at": None,
        "cause_found_at": None,
        "promises": [],
        "deadlines": [],
        "missed": [],
        "remedies": [],
        "contacts": [],
        "improvements": [],
    }


project: Final = Fold(_begin, only_its_own=True)


def touch(figures: Figures, fact: Fact) -> str:
    """Give the time of what happened, and keep that of the last thing that did."""
    at = iso(fact.at)
    figures["touched_at"] = max(figures["touched_at"], at)
    return at
