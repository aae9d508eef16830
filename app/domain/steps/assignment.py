"""Assignment: a person of a unit owns it, once there is something to hand over (AS-01, AS-05)."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from app.domain.changing import replace
from app.domain.command import Command
from app.domain.complaint import Complaint, Event
from app.domain.complaint.act import Act
from app.domain.complaint.handling import Assignment
from app.domain.fields import Doc, Key, Line, Person, Text
from app.domain.guards import require_confirmed, require_facts, require_open, require_words
from app.domain.policy import Policy, require_term
from app.domain.refusals import ConflictOfInterest
from app.domain.spelling import person_of
from app.domain.values import Actor, Capability


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned(Event):
    """A person of a unit now owns it (AS-01, SC-51, LC-26, PC-59)."""

    key: ClassVar[str] = "complaint.assigned"
    gives: ClassVar[tuple[str, ...]] = ("assigned",)
    handler: str
    unit: str
    reason: str | None = None
    contact: str | None = None
    """How both sides reach each other (SC-51)."""

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        handling = complaint.handling
        assignment = Assignment(
            act=act,
            handler=self.handler,
            unit=self.unit,
            reason=self.reason,
            contact=self.contact,
        )
        handling = replace(
            handling,
            owner=self.handler,
            unit=self.unit,
            assignments=(*handling.assignments, assignment),
        )
        return replace(complaint, handling=handling)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign(Command):
    """Make a person of a unit its owner; refused before the minimum facts are known.

    Rules: AS-01, AS-05, SC-51, LC-26, PC-59
    """

    key: ClassVar[str] = "assign"
    awaits_confirmation: ClassVar[bool] = True
    keeps_free: ClassVar[int] = 0
    needs: ClassVar[Capability] = Capability.HANDLE
    handler: Person
    unit: Key
    reason: Text | None = None
    contact: Annotated[Line | None, Doc("How both sides reach each other.")] = None

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Assigned, ...]:
        """Assign it; not before it is understood (AS-05)."""
        require_open(complaint)
        require_term(self.unit, policy.units, field="unit")
        require_confirmed(complaint, policy, self.key)
        require_facts(complaint.facts, policy.handover_facts, before="handing over")
        self._require_objective(complaint)
        if policy.contact_at_handover:
            why = "say how both sides reach each other (SC-51)"
            require_words(self.contact, field="contact", why=why)
        assigned = Assigned(
            handler=self.handler, unit=self.unit, reason=self.reason, contact=self.contact
        )
        return (assigned,)

    def _require_objective(self, complaint: Complaint) -> None:
        """Nobody is given a complaint about himself (ISO 10002, 4.5)."""
        if person_of(self.handler) in complaint.about:
            message = "the complaint is about this person: assign it to somebody else"
            raise ConflictOfInterest(message, field="handler")
