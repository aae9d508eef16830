"""Visits: a named person calls on the customer at an agreed time (WS-41, PC-44)."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from app.domain.command import Command
from app.domain.complaint import Complaint
from app.domain.events import VisitArranged, Visited
from app.domain.fields import Line, Ordinal, Person, Text
from app.domain.guards import require_item, require_later, require_open
from app.domain.policy import Policy
from app.domain.values import Actor, Capability


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrangeVisit(Command):
    """Agree with the customer who calls, when and where.

    Rules: WS-41, PC-44
    """

    key: ClassVar[str] = "arrange-visit"
    needs: ClassVar[Capability] = Capability.HANDLE
    at: datetime
    by: Actor
    person: Person
    due: datetime
    where: Line
    purpose: Text

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[VisitArranged, ...]:
        """Arrange it for a time that lies ahead."""
        require_open(complaint)
        require_later(self.due, self.at, field="due")
        arranged = VisitArranged(
            visit=complaint.visits.last + 1,
            person=self.person,
            due=self.due,
            where=self.where,
            purpose=self.purpose,
        )
        return (arranged,)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordVisit(Command):
    """Record how a visit went; one that met nobody is arranged anew.

    Rules: WS-41
    """

    key: ClassVar[str] = "record-visit"
    needs: ClassVar[Capability] = Capability.HANDLE
    at: datetime
    by: Actor
    visit: Ordinal
    met: bool
    result: Text

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Visited, ...]:
        """Record it once."""
        require_open(complaint)
        require_item(complaint.visits, self.visit, field="visit")
        return (Visited(visit=self.visit, met=self.met, result=self.result),)
