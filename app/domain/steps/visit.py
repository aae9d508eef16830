"""Visits: a named person calls on the customer at an agreed time (WS-41, PC-44)."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from app.domain.changing import replace
from app.domain.command import Command
from app.domain.complaint import Complaint, Event, Signal
from app.domain.complaint.act import Act
from app.domain.complaint.communication import Visit
from app.domain.complaint.numbered import change_numbered, next_number
from app.domain.fields import Line, Ordinal, Person, Text
from app.domain.guards import require_later, require_open, require_unfinished
from app.domain.policy import Policy
from app.domain.values import Actor, Capability


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitArranged(Event):
    """Somebody will call on the customer at an agreed time (WS-41, PC-44)."""

    key: ClassVar[str] = "complaint.visit-arranged"
    gives: ClassVar[tuple[str, ...]] = ("visit-arranged",)
    timed: ClassVar[bool] = True
    visit: int
    """1, 2, 3 ... within the complaint."""
    person: str
    due: datetime
    where: str
    purpose: str

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"visit:{self.visit}", self.due)

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        told = complaint.communication
        visit = Visit(
            number=self.visit,
            act=act,
            person=self.person,
            due=self.due,
            where=self.where,
            purpose=self.purpose,
        )
        told = replace(told, visits=(*told.visits, visit))
        return replace(complaint, communication=told)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrangeVisit(Command):
    """Agree with the customer who calls, when and where.

    Rules: WS-41, PC-44
    """

    key: ClassVar[str] = "arrange-visit"
    needs: ClassVar[Capability] = Capability.HANDLE
    person: Person
    due: datetime
    where: Line
    purpose: Text

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[VisitArranged, ...]:
        """Arrange it for a time that lies ahead."""
        require_open(complaint)
        require_later(self.due, self.at, field="due")
        arranged = VisitArranged(
            visit=next_number(complaint.communication.visits),
            person=self.person,
            due=self.due,
            where=self.where,
            purpose=self.purpose,
        )
        return (arranged,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited(Event):
    """The visit took place, or nobody was met (WS-41)."""

    key: ClassVar[str] = "complaint.visited"
    gives: ClassVar[tuple[str, ...]] = ("visited",)
    visit: int
    met: bool
    result: str

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"visit:{self.visit}")

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        told = complaint.communication
        visits = change_numbered(
            told.visits,
            self.visit,
            lambda one: replace(one, visited=act, met=self.met, result=self.result),
        )
        return replace(complaint, communication=replace(told, visits=visits))


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordVisit(Command):
    """Record how a visit went; one that met nobody is arranged anew.

    Rules: WS-41
    """

    key: ClassVar[str] = "record-visit"
    needs: ClassVar[Capability] = Capability.HANDLE
    visit: Ordinal
    met: bool
    result: Text

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Visited, ...]:
        """Record it once."""
        require_open(complaint)
        require_unfinished(complaint.communication.visits, self.visit, field="visit")
        return (Visited(visit=self.visit, met=self.met, result=self.result),)
