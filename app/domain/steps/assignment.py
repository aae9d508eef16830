"""Assignment: a person of a unit owns it, once there is something to hand over (AS-01, AS-05)."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from app.domain.complaint import Complaint
from app.domain.events import Assigned
from app.domain.guards import require_confirmed, require_facts, require_open
from app.domain.policy import Policy, require_term
from app.domain.values import Actor, Capability


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign:
    """Hand the complaint to a person of a unit (SC-51, LC-26, PC-59)."""

    needs: ClassVar[Capability] = Capability.HANDLE
    at: datetime
    by: Actor
    handler: str
    unit: str
    reason: str | None = None
    contact: str | None = None
    """How both sides reach each other (SC-51)."""

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Assigned, ...]:
        """Assign it; not before it is understood (AS-05)."""
        require_open(complaint)
        require_term(self.unit, policy.units, field="unit")
        require_confirmed(complaint, policy, "assign")
        require_facts(complaint.facts, policy.handover_facts, before="handing over")
        assigned = Assigned(
            handler=self.handler, unit=self.unit, reason=self.reason, contact=self.contact
        )
        return (assigned,)
