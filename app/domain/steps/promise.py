"""Promises and replies: what is promised has a time; putting off apologises again (WS-31..39)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from app.domain.command import Command
from app.domain.complaint import Complaint
from app.domain.events import Apologised, Promised, Replied
from app.domain.fields import Doc, Ordinal, Text
from app.domain.guards import require_in_person, require_later, require_open, require_unconcerned
from app.domain.policy import Policy
from app.domain.refusals import DeferralNeedsApology, Implausible, NotOpenItem
from app.domain.values import Actor, ApologyKind, Capability, PromiseKind


@dataclass(frozen=True, slots=True, kw_only=True)
class MakePromise(Command):
    """Promise the customer a reply or a resolution by a time.

    Rules: WS-31, WS-34, WS-39, PC-21
    """

    key: ClassVar[str] = "make-promise"
    open_to_concerned: ClassVar[bool] = True
    needs: ClassVar[Capability] = Capability.RECEIVE
    at: datetime
    by: Actor
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
            promise=complaint.promised + 1, kind=self.kind, what=self.what, due=self.due
        )
        return (promised,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply(Command):
    """Answer the customer; a deferral says why, until when, and apologises again.

    Rules: WS-33, WS-39, LC-28
    """

    key: ClassVar[str] = "reply"
    needs: ClassVar[Capability] = Capability.HANDLE
    at: datetime
    by: Actor
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
        number = complaint.promised + 1
        kind = PromiseKind.RESOLUTION
        return (Promised(promise=number, kind=kind, what=self.text, due=self.new_due),)
