"""How the document of a case begins, and to what its events are folded."""

from typing import Final

from app.domain.complaint import Fact, Status
from app.domain.steps.receipt import Received
from app.events.codec import iso
from app.events.outline import complainant
from app.events.projection import Fold
from app.events.projections.case_state.document import CaseState
from app.events.store import Recorded


def _begin(event: Received, fact: Fact, recorded: Recorded) -> CaseState:
    return {
        "id": str(recorded.stream_id),
        "number": recorded.number,
        "version": recorded.version,
        "position": recorded.position,
        "status": Status.OPEN.value,
        "opened_position": recorded.position,
        "channel": event.channel.value,
        "directness": event.directness.value,
        "unit": event.unit,
        "handling_unit": event.unit,
        "owner": fact.by.subject,
        "received_by": fact.by.subject,
        "received_at": iso(fact.at),
        "place": event.place,
        "stage": event.stage,
        "complainant": complainant(event.complainant),
        "reason": event.reason,
        "subject": event.subject,
        "demand": event.demand,
        "statement": event.statement,
        "emotion": None if event.emotion is None else event.emotion.value,
        "order_reference": event.order_reference,
        "confidential": event.confidential,
        "high_value": event.high_value,
        "paper_number": event.paper_number,
        "about": list(event.about),
        "confirmed": False,
        "confirmation": None,
        "category": None,
        "tier": None,
        "severity": None,
        "mindset": None,
        "flags": [],
        "taken_up": False,
        "acted": False,
        "waiting": None,
        "links": [],
        "apologies": [],
        "promises": [],
        "memos": [],
        "assignments": [],
        "reports": [],
        "escalations": [],
        "instructions": [],
        "assistance": [],
        "referrals": [],
        "replies": [],
        "progress_notices": [],
        "explanations": [],
        "visits": [],
        "findings": [],
        "plans": [],
        "reworks": [],
        "expenses": [],
        "compensations": [],
        "signatures": [],
        "outcome": None,
        "result": None,
        "customer_informed": None,
        "closed_at": None,
        "reopenings": [],
        "holds": [],
        "follow_ups": [],
        "responsibilities": [],
        "improvements": [],
        "case_study": None,
        "deadlines": [],
        "deadline_history": [],
    }


project: Final = Fold(_begin)
