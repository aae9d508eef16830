"""How the complaint ended, was taken up again, and what the customer said afterwards."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.complaint.act import Act, last_version
from app.domain.values import ContactMethod, ReopenCause


class Status(StrEnum):
    """Where a complaint stands as a whole."""

    OPEN = "open"
    DISMISSED = "dismissed"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """Closed, withdrawn or dismissed."""

    act: Act
    status: Status
    outcome: str | None
    """Of the policy's outcomes, when closed."""
    result: str
    """The words with which it was closed, withdrawn or dismissed."""
    customer_informed: bool | None
    """When dismissed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopening:
    """An ended complaint was taken up again (PC-34)."""

    act: Act
    cause: ReopenCause
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """A contact afterwards (PC-41, PC-83, AS-16, BE-07)."""

    act: Act
    occasion: str
    reached: bool
    satisfied_with_outcome: int | None
    satisfied_with_handling: int | None
    words: str | None
    new_problem: str | None
    method: ContactMethod | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """Ends, reopenings and contacts afterwards."""

    ends: tuple[End, ...] = ()
    reopenings: tuple[Reopening, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()

    @property
    def end(self) -> End | None:
        """The end that holds; None while the complaint is open."""
        if not self.ends or self.ends[-1].act.version < self.opened:
            return None
        return self.ends[-1]

    @property
    def status(self) -> Status:
        """Where the complaint stands."""
        end = self.end
        return Status.OPEN if end is None else end.status

    @property
    def ended_at(self) -> datetime | None:
        """When it ended; None while it is open."""
        end = self.end
        return None if end is None else end.act.at

    @property
    def opened(self) -> int:
        """The version at which it was reopened last; 0 for never."""
        return last_version(self.reopenings)

    @property
    def problem(self) -> int:
        """The version at which a new problem was taken up last; 0 for the first problem."""
        return next(
            (
                one.act.version
                for one in reversed(self.reopenings)
                if one.cause is ReopenCause.NEW_PROBLEM
            ),
            0,
        )
