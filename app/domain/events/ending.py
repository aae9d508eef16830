"""How it ended, how it was taken up again, and how the customer was found after."""

from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from app.domain.values import ContactMethod, ReopenCause


@dataclass(frozen=True, slots=True, kw_only=True)
class Dismissed:
    """It was judged not to be a complaint (SC-48)."""

    NAME: ClassVar[str] = "complaint.dismissed"
    reason: str
    customer_informed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """Handling ended with an outcome (LC-08, LC-27)."""

    NAME: ClassVar[str] = "complaint.closed"
    outcome: str
    result: str
    """What was done, for the result box (SC-43)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """The complainant took it back."""

    NAME: ClassVar[str] = "complaint.withdrawn"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened:
    """An ended complaint was taken up again (PC-34)."""

    NAME: ClassVar[str] = "complaint.reopened"
    cause: ReopenCause
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedUp:
    """The customer was contacted afterwards (PC-41, PC-83, PC-84, AS-16, AS-22, BE-07)."""

    NAME: ClassVar[str] = "complaint.followed-up"
    occasion: str
    """Which contact of the policy's rhythm this was."""
    reached: bool
    satisfied_with_outcome: int | None = None
    """1 (not at all) to 5 (fully)."""
    satisfied_with_handling: int | None = None
    words: str | None = None
    new_problem: str | None = None
    method: ContactMethod | None = None


EndingEvent: TypeAlias = Dismissed | Closed | Withdrawn | Reopened | FollowedUp
