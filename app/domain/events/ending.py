"""How it ended, how it was taken up again, and how the customer was found after."""

from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from app.domain.changing import replace
from app.domain.complaint import ending
from app.domain.complaint.act import Act
from app.domain.complaint.ending import End, Reopening, Status
from app.domain.complaint.event import Event, Signal
from app.domain.complaint.form import Form
from app.domain.complaint.lapsing import conclude
from app.domain.complaint.state import Complaint
from app.domain.custody import ISSUED, belongs
from app.domain.values import Actor, ContactMethod, Copy, ReopenCause


@dataclass(frozen=True, slots=True, kw_only=True)
class Dismissed(Event):
    """It was judged not to be a complaint (SC-48)."""

    key: ClassVar[str] = "complaint.dismissed"
    gives: ClassVar[tuple[str, ...]] = ("dismissed", "ended")
    reason: str
    customer_informed: bool

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        end = End(
            act=act,
            status=Status.DISMISSED,
            outcome=None,
            result=self.reason,
            customer_informed=self.customer_informed,
        )
        return conclude(complaint, end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed(Event):
    """Handling ended with an outcome (LC-08, LC-27)."""

    key: ClassVar[str] = "complaint.closed"
    gives: ClassVar[tuple[str, ...]] = ("closed", "ended")
    outcome: str
    result: str
    """What was done, for the result box (SC-43)."""

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        end = End(
            act=act,
            status=Status.CLOSED,
            outcome=self.outcome,
            result=self.result,
            customer_informed=None,
        )
        return conclude(complaint, end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn(Event):
    """The complainant took it back."""

    key: ClassVar[str] = "complaint.withdrawn"
    gives: ClassVar[tuple[str, ...]] = ("ended",)
    reason: str

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        end = End(
            act=act,
            status=Status.WITHDRAWN,
            outcome=None,
            result=self.reason,
            customer_informed=None,
        )
        return conclude(complaint, end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened(Event):
    """An ended complaint was taken up again (PC-34)."""

    key: ClassVar[str] = "complaint.reopened"
    gives: ClassVar[tuple[str, ...]] = ("reopened",)
    cause: ReopenCause
    reason: str

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        reopening = Reopening(act=act, cause=self.cause, reason=self.reason)
        ending = complaint.ending
        opened = replace(
            complaint,
            ending=replace(ending, reopenings=(*ending.reopenings, reopening)),
            clocks=complaint.clocks.counted(act.at),
        )
        return replace(opened, form=_reissued(opened, act))


def _reissued(complaint: Complaint, act: Act) -> Form:
    form = complaint.form.voided(act)
    places = {**ISSUED, Copy.AUDIT: belongs(complaint.affairs)}
    for copy, place in places.items():
        trail = form.trail(copy).moved(place, act)
        form = form.with_trail(copy, replace(trail, destruction=None))
    return form


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedUp(Event):
    """The customer was contacted afterwards (PC-41, PC-83, PC-84, AS-16, AS-22, BE-07)."""

    key: ClassVar[str] = "complaint.followed-up"
    gives: ClassVar[tuple[str, ...]] = ("followed-up",)
    occasion: str
    """Which contact of the policy's rhythm this was."""
    reached: bool
    satisfied_with_outcome: int | None = None
    """1 (not at all) to 5 (fully)."""
    satisfied_with_handling: int | None = None
    words: str | None = None
    new_problem: str | None = None
    method: ContactMethod | None = None

    def signals(self) -> tuple[Signal, ...]:
        # A customer who was not reached is called again.
        return self._signals(self.occasion) if self.reached else ()

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        contact = ending.FollowUp(
            act=act,
            occasion=self.occasion,
            reached=self.reached,
            satisfied_with_outcome=self.satisfied_with_outcome,
            satisfied_with_handling=self.satisfied_with_handling,
            words=self.words,
            new_problem=self.new_problem,
            method=self.method,
        )
        known = complaint.ending
        known = replace(known, follow_ups=(*known.follow_ups, contact))
        return replace(complaint, ending=known)


EndingEvent: TypeAlias = Dismissed | Closed | Withdrawn | Reopened | FollowedUp
