"""How the first copy begins, and to what its events are folded."""

from typing import Final

from app.domain.complaint import Fact, Status
from app.domain.custody import ISSUED
from app.domain.steps.receipt import Received
from app.domain.values import Copy
from app.events.codec import iso
from app.events.outline import act, complainant
from app.events.projection import Fold
from app.events.projections.handler_copy.document import HandlerCopy
from app.events.stays import stay
from app.events.store import Recorded


def _begin(event: Received, fact: Fact, recorded: Recorded) -> HandlerCopy:
    lies = ISSUED[Copy.HANDLER]
    return {
        "id": str(recorded.stream_id),
        "number": recorded.number,
        "version": recorded.version,
        "position": recorded.position,
        "status": Status.OPEN.value,
        "received_at": iso(fact.at),
        "channel": event.channel.value,
        "place": event.place,
        "stage": event.stage,
        "unit": event.unit,
        "handling_unit": event.unit,
        "owner": fact.by.subject,
        "confidential": event.confidential,
        "high_value": event.high_value,
        "paper_number": event.paper_number,
        "category": None,
        "tier": None,
        "severity": None,
        "customer": complainant(event.complainant),
        "content": {
            "statement": event.statement,
            "reason": event.reason,
            "subject": event.subject,
            "demand": event.demand,
            "emotion": None if event.emotion is None else event.emotion.value,
            "order_reference": event.order_reference,
            "memos": [],
        },
        "filler": act(fact),
        "recording_unit_head": None,
        "assisting": [],
        "sign_offs": [],
        "result": {"outcome": None, "result": None, "remedies": []},
        "open_promises": [],
        "visits": [],
        "reworks": [],
        "improvements": [],
        "deadlines": [],
        "next_due": None,
        "closed_at": None,
        "custody": lies.value,
        "custody_trail": [stay(lies, fact, recorded.position)],
        "destruction": None,
        "holds": [],
    }


project: Final = Fold(_begin)
