"""Promises: what is promised to the customer has a time (WS-31, WS-34, PC-21)."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from app.domain.changing import replace
from app.domain.command import Command
from app.domain.complaint import Complaint, Event, Promise, Signal
from app.domain.complaint.act import Act
from app.domain.complaint.numbered import next_number
from app.domain.fields import Text
from app.domain.guards import require_later, require_open, require_unconcerned
from app.domain.policy import Policy
from app.domain.values import Actor, Capability, PromiseKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised(Event):
    """The customer was promised something by a time (WS-31, WS-34, WS-39, PC-21)."""

    key: ClassVar[str] = "complaint.promised"
    gives: ClassVar[tuple[str, ...]] = ("promised-reply", "promised-resolution")
    timed: ClassVar[bool] = True
    promise: int
    """1, 2, 3 ... within the complaint."""
    kind: PromiseKind
    what: str
    due: datetime

    def signals(self) -> tuple[Signal, ...]:
        return (Signal(f"promised-{self.kind}", f"promise:{self.promise}", self.due),)

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        told = complaint.communication
        promise = Promise(
            number=self.promise, act=act, kind=self.kind, what=self.what, due=self.due
        )
        told = replace(told, promises=(*told.promises, promise))
        return replace(complaint, communication=told)


@dataclass(frozen=True, slots=True, kw_only=True)
class MakePromise(Command):
    """Promise the customer a reply or a resolution by a time.

    Rules: WS-31, WS-34, WS-39, PC-21
    """

    key: ClassVar[str] = "make-promise"
    open_to_concerned: ClassVar[bool] = True
    needs: ClassVar[Capability] = Capability.RECEIVE
    kind: PromiseKind
    what: Text
    due: datetime

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Promised, ...]:
        """Promise it for a time that lies ahead.

        Anybody who takes the call agrees on the time of the reply (WS-30, WS-31); a resolution is
        promised only by those who handle the complaint (LC-22).
        """
        if self.kind is PromiseKind.RESOLUTION:
            policy.permit(self.by, Capability.HANDLE)
            require_unconcerned(complaint, self.by)
        require_open(complaint)
        require_later(self.due, self.at, field="due")
        promised = Promised(
            promise=next_number(complaint.communication.promises),
            kind=self.kind,
            what=self.what,
            due=self.due,
        )
        return (promised,)
