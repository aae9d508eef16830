"""Follow-up: the customer is contacted afterwards; a new problem is taken up (PC-41, BE-07)."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from app.domain.changing import replace
from app.domain.command import Command
from app.domain.complaint import Complaint, Event, Signal, Status, ending
from app.domain.complaint.act import Act
from app.domain.fields import Doc, Key, Range, Text
from app.domain.guards import require_ended
from app.domain.policy import Policy, require_term
from app.domain.refusals import Implausible, WrongState
from app.domain.steps.reopening import Reopened
from app.domain.values import Actor, Capability, ContactMethod, ReopenCause

SATISFACTION = range(1, 6)
"""From not at all to fully."""


Grade = Annotated[int, Range(SATISFACTION[0], SATISFACTION[-1]), Doc("1 not at all, 5 fully.")]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp(Command):
    """Record a contact after the end; a new problem may reopen the complaint.

    Rules: PC-34, PC-41, PC-83, AS-16, BE-07
    """

    key: ClassVar[str] = "follow-up"
    after_end: ClassVar[bool] = True
    needs: ClassVar[Capability] = Capability.RECEIVE
    occasion: Annotated[Key, Doc("Which contact of the policy's rhythm this was.")]
    reached: bool
    satisfied_with_outcome: Grade | None = None
    satisfied_with_handling: Grade | None = None
    words: Text | None = None
    new_problem: Text | None = None
    method: ContactMethod | None = None

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[FollowedUp | Reopened, ...]:
        """Record it; a new problem reopens the complaint where the policy says so (PC-34).

        It comes after the end (PC-84, AS-22), unless it is due before, as after a collection. A
        contact before its day is a contact all the same, and does not stand for the one due then.
        """
        if not _stands(complaint, self.occasion, policy):
            require_ended(complaint)
            require_term(self.occasion, policy.occasions, field="occasion")
        if complaint.status is Status.DISMISSED:
            message = "what was judged not to be a complaint is not followed up"
            raise WrongState(message)
        self._require_plausible()
        followed_up = FollowedUp(
            occasion=self.occasion,
            reached=self.reached,
            satisfied_with_outcome=self.satisfied_with_outcome,
            satisfied_with_handling=self.satisfied_with_handling,
            words=self.words,
            new_problem=self.new_problem,
            method=self.method,
        )
        ended = complaint.status is not Status.OPEN
        if self.new_problem and policy.new_problem_reopens and ended:
            reopened = Reopened(cause=ReopenCause.NEW_PROBLEM, reason=self.new_problem)
            return (followed_up, reopened)
        return (followed_up,)

    def _require_plausible(self) -> None:
        """Only a customer who was reached can say anything."""
        marks = {
            "satisfied_with_outcome": self.satisfied_with_outcome,
            "satisfied_with_handling": self.satisfied_with_handling,
        }
        for field, mark in marks.items():
            if mark is not None and mark not in SATISFACTION:
                message = "satisfaction goes from 1 to 5"
                raise Implausible(message, field=field)
        said = marks | {"new_problem": self.new_problem}
        for field, value in said.items():
            if value is not None and not self.reached:
                message = "a customer who was not reached cannot have said this"
                raise Implausible(message, field=field)


def _stands(complaint: Complaint, occasion: str, policy: Policy) -> bool:
    """Tell whether a contact is due, though a newer policy may have dropped the occasion."""
    clocks = {item.deadline.clock for item in complaint.clocks.deadlines}
    return occasion in clocks and occasion not in policy.clocks
