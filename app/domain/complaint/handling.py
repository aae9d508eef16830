"""Who handles the complaint, who else is drawn in, and whose turn it is."""

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.changing import replace
from app.domain.complaint.act import Act
from app.domain.values import ReferralTarget, WaitingFor


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A new owner (AS-01, SC-51)."""

    act: Act
    handler: str
    unit: str
    reason: str | None
    contact: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report upward (WS-20, WS-21)."""

    act: Act
    to_roles: tuple[str, ...]
    reason: str
    skip_level: bool
    asks_instruction: bool
    by_somebody: bool
    """False for a report of the clock, which tells nobody's word (WS-37)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """A higher tier decides (SC-21..28)."""

    act: Act
    tier: str
    to_role: str
    to_unit: str | None
    reason: str
    skip_level: bool
    by_somebody: bool
    moved: bool
    """Another unit handles it since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """A superior's word on what is to be done (WS-27)."""

    act: Act
    text: str
    to: str | None
    roles: tuple[str, ...]
    """Of the superior, who answers for the decision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assistance:
    """Help asked of another unit (SC-44, LC-25)."""

    number: int
    act: Act
    unit: str
    what: str
    due: datetime | None
    answered: Act | None = None
    result: str | None = None
    lapsed: Act | None = None
    """The complaint ended before the answer, or the request was taken back."""
    taken_back_because: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether the answer is still awaited."""
        return self.answered is None and self.lapsed is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """Somebody outside was called in (LC-23, SC-28, AS-12)."""

    act: Act
    to: ReferralTarget
    reason: str
    reference: str | None
    contact: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """A time in which it is not our turn."""

    act: Act
    waiting_for: WaitingFor
    reason: str
    over: Act | None = None
    """It was resumed, or the complaint ended."""
    resumed_because: str | None = None

    @property
    def since(self) -> datetime:
        """When it began."""
        return self.act.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """Owner, unit, and everybody who had a part in it."""

    owner: str
    """Spelt as recorded."""
    unit: str
    acted_on: date
    """The last day, in UTC, on which a person did something; the clock is no person."""
    assignments: tuple[Assignment, ...] = ()
    reports: tuple[Report, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    instructions: tuple[Instruction, ...] = ()
    assistance: tuple[Assistance, ...] = ()
    referrals: tuple[Referral, ...] = ()
    waits: tuple[Wait, ...] = ()

    @property
    def wait(self) -> Wait | None:
        """Whose turn it is now; None for ours."""
        last = self.waits[-1] if self.waits else None
        return last if last is not None and last.over is None else None

    def with_wait_over(self, act: Act, *, because: str | None = None) -> "Handling":
        """End the wait, if there is one."""
        wait = self.wait
        if wait is None:
            return self
        over = replace(wait, over=act, resumed_because=because)
        return replace(self, waits=(*self.waits[:-1], over))
