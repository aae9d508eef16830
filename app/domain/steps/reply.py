"""Replies: the customer is answered; putting off apologises again (WS-33, WS-39, LC-28)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from app.domain.changing import replace
from app.domain.command import Command
from app.domain.complaint import Complaint, Event, Signal, communication
from app.domain.complaint.act import Act
from app.domain.complaint.numbered import next_number
from app.domain.fields import Doc, Ordinal, Text
from app.domain.guards import require_in_person, require_later, require_open
from app.domain.policy import Policy
from app.domain.refusals import DeferralNeedsApology, Implausible, NotOpenItem
from app.domain.steps.apology import Apologised
from app.domain.steps.promise import Promised
from app.domain.values import Actor, ApologyKind, Capability, PromiseKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Replied(Event):
    """The customer was answered (WS-33, WS-39, LC-28)."""

    key: ClassVar[str] = "complaint.replied"
    gives: ClassVar[tuple[str, ...]] = ("promise-answered", "replied")
    text: str
    promise: int | None = None
    """The promise that this reply keeps, or puts off."""
    deferred_because: str | None = None
    """Why the solution is put off (WS-39)."""

    def signals(self) -> tuple[Signal, ...]:
        replied = Signal("replied")
        if self.promise is None:
            return (replied,)
        return (replied, Signal("promise-answered", f"promise:{self.promise}"))

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        told = complaint.communication
        deferred = self.deferred_because
        reply = communication.Reply(
            act=act, text=self.text, promise=self.promise, deferred_because=deferred
        )
        promises = tuple(
            replace(one, answered=act, deferred_because=deferred)
            if one.number == self.promise and one.answered is None
            else one
            for one in told.promises
        )
        told = replace(told, replies=(*told.replies, reply), promises=promises)
        return replace(complaint, communication=told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply(Command):
    """Answer the customer; a deferral says why, until when, and apologises again.

    Rules: WS-33, WS-39, LC-28
    """

    key: ClassVar[str] = "reply"
    needs: ClassVar[Capability] = Capability.HANDLE
    text: Text
    promise: Annotated[Ordinal | None, Doc("The promise that this keeps.")] = None
    deferred_because: Text | None = None
    """Why the solution is put off; then `new_due` says until when."""
    apology: Text | None = None
    """The words of an apology given with the reply."""
    new_due: datetime | None = None

    def decide(
        self, complaint: Complaint, policy: Policy
    ) -> tuple[Apologised | Replied | Promised, ...]:
        """Apologise if words are given, reply, and promise anew where the solution is put off."""
        require_open(complaint)
        require_in_person(complaint, policy, self.by)
        if self.promise is not None and all(
            item.number != self.promise for item in complaint.promises
        ):
            message = f"no promise {self.promise} is open"
            raise NotOpenItem(message, field="promise")
        replied = Replied(
            text=self.text, promise=self.promise, deferred_because=self.deferred_because
        )
        return (*self._apology(policy), replied, *self._deferral(complaint))

    def _apology(self, policy: Policy) -> tuple[Apologised, ...]:
        if self.apology:
            return (Apologised(kind=ApologyKind.COURTESY, words=self.apology),)
        if self.deferred_because and policy.deferral_needs_apology:
            message = "putting the solution off needs the words of a second apology (WS-39)"
            raise DeferralNeedsApology(message, field="apology")
        return ()

    def _deferral(self, complaint: Complaint) -> tuple[Promised, ...]:
        if not self.deferred_because:
            if self.new_due is not None:
                message = "a new time needs the reason why the solution is put off"
                raise Implausible(message, field="deferred_because")
            return ()
        if self.new_due is None:
            message = "putting the solution off needs the time until when"
            raise Implausible(message, field="new_due")
        require_later(self.new_due, self.at, field="new_due")
        number = next_number(complaint.communication.promises)
        kind = PromiseKind.RESOLUTION
        return (Promised(promise=number, kind=kind, what=self.text, due=self.new_due),)
