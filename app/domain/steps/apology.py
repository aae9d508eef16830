"""Apology: at once, and no admission before the facts are clear (WS-11, LC-20, AS-24)."""

from dataclasses import dataclass
from typing import ClassVar

from app.domain.changing import replace
from app.domain.command import Command
from app.domain.complaint import Complaint, Event
from app.domain.complaint.act import Act
from app.domain.complaint.communication import Apology
from app.domain.fields import Text
from app.domain.guards import require_open
from app.domain.policy import Policy
from app.domain.refusals import AdmissionBeforeFacts
from app.domain.values import Actor, ApologyKind, Capability


@dataclass(frozen=True, slots=True, kw_only=True)
class Apologised(Event):
    """We apologised (WS-11, WS-18, WS-25, WS-39, LC-20, LC-24)."""

    key: ClassVar[str] = "complaint.apologised"
    gives: ClassVar[tuple[str, ...]] = ("apologised",)
    kind: ApologyKind
    words: str

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        told = complaint.communication
        apology = Apology(act=act, kind=self.kind, words=self.words)
        told = replace(told, apologies=(*told.apologies, apology))
        return replace(complaint, communication=told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Apologise(Command):
    """Apologise to the complainant; an admission waits for the cause where the policy says so.

    Rules: WS-11, WS-18, WS-25, LC-20, AS-24
    """

    key: ClassVar[str] = "apologise"
    open_to_concerned: ClassVar[bool] = True
    needs: ClassVar[Capability] = Capability.RECEIVE
    kind: ApologyKind
    words: Text

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Apologised, ...]:
        """Apologise; an admission waits for the cause where the policy says so (AS-24)."""
        require_open(complaint)
        if (
            self.kind is ApologyKind.ADMISSION
            and policy.admission_needs_cause
            and not complaint.cause_established
        ):
            message = "record findings that establish the cause, or apologise conditionally"
            raise AdmissionBeforeFacts(message, field="kind")
        return (Apologised(kind=self.kind, words=self.words),)
