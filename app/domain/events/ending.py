"""How it ended, how it was taken up again, and how the customer was found after."""

from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from app.domain.events.event import Event, Signal
from app.domain.values import ContactMethod, ReopenCause


@dataclass(frozen=True, slots=True, kw_only=True)
class Dismissed(Event):
    """It was judged not to be a complaint (SC-48)."""

    key: ClassVar[str] = "complaint.dismissed"
    gives: ClassVar[tuple[str, ...]] = ("dismissed", "ended")
    reason: str
    customer_informed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed(Event):
    """Handling ended with an outcome (LC-08, LC-27)."""

    key: ClassVar[str] = "complaint.closed"
    gives: ClassVar[tuple[str, ...]] = ("closed", "ended")
    outcome: str
    result: str
    """What was done, for the result box (SC-43)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn(Event):
    """The complainant took it back."""

    key: ClassVar[str] = "complaint.withdrawn"
    gives: ClassVar[tuple[str, ...]] = ("ended",)
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened(Event):
    """An ended complaint was taken up again (PC-34)."""

    key: ClassVar[str] = "complaint.reopened"
    gives: ClassVar[tuple[str, ...]] = ("reopened",)
    cause: ReopenCause
    reason: str


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


EndingEvent: TypeAlias = Dismissed | Closed | Withdrawn | Reopened | FollowedUp
