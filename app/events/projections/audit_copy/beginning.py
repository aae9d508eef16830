"""How the second copy begins, and to what its events are folded."""

from typing import Final

from app.domain.complaint import Fact, Status
from app.domain.custody import ISSUED
from app.domain.steps.receipt import Received
from app.domain.values import Copy
from app.events.codec import iso
from app.events.projection import Fold
from app.events.projections.audit_copy.document import AuditCopy
from app.events.stays import stay
from app.events.store import Recorded


def _begin(event: Received, fact: Fact, recorded: Recorded) -> AuditCopy:
    lies = ISSUED[Copy.AUDIT]
    return {
        "id": str(recorded.stream_id),
        "number": recorded.number,
        "version": recorded.version,
        "position": recorded.position,
        "paper_number": event.paper_number,
        "status": Status.OPEN.value,
        "received_at": iso(fact.at),
        "closed_at": None,
        "unit": event.unit,
        "handling_unit": event.unit,
        "high_value": event.high_value,
        "complainant_name": event.complainant.name,
        "category": None,
        "tier": None,
        "severity": None,
        "cause": None,
        "cause_class": None,
        "fault": None,
        "loss": None,
        "with_cost": False,
        "expenses": [],
        "compensations": [],
        "total_cost": None,
        "unusual_plans": [],
        "responsibility": [],
        "deadlines": [],
        "deadlines_missed": [],
        "confirmation": None,
        "sign_offs": [],
        "outcome": None,
        "custody": lies.value,
        "custody_trail": [stay(lies, fact, recorded.position)],
        "destruction": None,
        "holds": [],
        "paid_since_opening": False,
        "settled": 0,
    }


project: Final = Fold(_begin)
