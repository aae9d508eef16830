"""How the third copy begins, and to what its events are folded."""

import re
from typing import Final

from app.domain.complaint import Fact, Status
from app.domain.custody import ISSUED
from app.domain.steps.receipt import Received
from app.domain.values import Copy, Place
from app.events.codec import iso
from app.events.projection import Fold
from app.events.projections.planning_copy.document import PlaceOfCopy, PlanningCopy
from app.events.store import Recorded


def _begin(event: Received, fact: Fact, recorded: Recorded) -> PlanningCopy:
    place = ISSUED[Copy.PLANNING]
    return {
        "id": str(recorded.stream_id),
        "number": recorded.number,
        "version": recorded.version,
        "position": recorded.position,
        "paper_number": _serial(event.paper_number),
        "status": Status.OPEN.value,
        "channel": event.channel.value,
        "directness": event.directness.value,
        "complainant_kind": event.complainant.kind.value,
        "unit": event.unit,
        "handling_unit": event.unit,
        "emotion": None if event.emotion is None else event.emotion.value,
        "high_value": event.high_value,
        "category": None,
        "tier": None,
        "severity": None,
        "mindset": None,
        "flags": [],
        "escalations": 0,
        "cause_class": None,
        "fault": None,
        "remedies": [],
        "reworks": [],
        "referrals": [],
        "links": [],
        "explained": None,
        "responsibility": [],
        "improvements": {"planned": 0, "made": 0, "late": 0, "open": []},
        "deadlines": [],
        "missed": [],
        "received_at": iso(fact.at),
        "first_apology_at": None,
        "closed_at": None,
        "minutes_to_apology": None,
        "minutes_to_closing": None,
        "reopened": 0,
        "promises": {"made": 0, "kept": 0, "deferred": 0, "late": 0, "open": []},
        "satisfaction": [],
        "outcome": None,
        "custody": place.value,
        "custody_trail": [lies(place, fact, recorded.position)],
        "destruction": None,
    }


_SERIAL: Final = re.compile(r"[A-Za-z.]{0,4}[-/ ]?[0-9]{1,7}")
"""A number as it is printed on forms; people may write a name or a telephone number instead."""


def _serial(paper_number: str | None) -> str | None:
    return paper_number if paper_number and _SERIAL.fullmatch(paper_number) else None


def lies(place: Place, fact: Fact, position: int) -> PlaceOfCopy:
    """Begin a stay."""
    return {"place": place.value, "since": iso(fact.at), "position": position}


project: Final = Fold(_begin)
