"""What was found, the plan that puts it right, and work done again."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, TypeAlias

from app.domain.events.event import Event, Signal
from app.domain.values import Breach, CauseClass, Fault, Money, Offer


@dataclass(frozen=True, slots=True, kw_only=True)
class Investigated(Event):
    """Findings were recorded (AS-09, WS-46, PC-55)."""

    key: ClassVar[str] = "complaint.investigated"
    gives: ClassVar[tuple[str, ...]] = ("investigated",)
    findings: str
    cause: str
    cause_class: CauseClass
    fault: Fault
    established: bool
    """Whether the facts are clear; an admission may need it (AS-24)."""
    loss: Money | None = None
    """The loss established, which an adequate remedy covers."""
    price: Money | None = None
    """What the customer paid for it: some legal floors are multiples of the price."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed(Event):
    """A plan was proposed (LC-30..33, BE-04, AS-19, PC-27)."""

    key: ClassVar[str] = "complaint.proposed"
    gives: ClassVar[tuple[str, ...]] = ("proposed",)
    plan: int
    """1, 2, 3 ... within the complaint."""
    explanation: str
    offers: tuple[Offer, ...]
    alternatives: tuple[Offer, ...] = ()
    beyond_order_terms: bool = False
    """The customer asks for more than the order terms give (WS-40)."""
    breaches: tuple[Breach, ...] = ()
    """What is unusual about it, under the policy of the time."""
    override_reason: str | None = None
    """Why it is proposed all the same."""

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"plan:{self.plan}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanApproved(Event):
    """A plan was approved by somebody with the authority (BE-05, WS-40)."""

    key: ClassVar[str] = "complaint.plan-approved"
    gives: ClassVar[tuple[str, ...]] = ("plan-reviewed", "plan-approved")
    plan: int
    remark: str | None = None

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"plan:{self.plan}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRefused(Event):
    """A plan was refused on review (BE-05)."""

    key: ClassVar[str] = "complaint.plan-refused"
    gives: ClassVar[tuple[str, ...]] = ("plan-reviewed",)
    plan: int
    reason: str

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"plan:{self.plan}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed(Event):
    """The customer agreed to a plan (BE-06)."""

    key: ClassVar[str] = "complaint.agreed"
    gives: ClassVar[tuple[str, ...]] = ("agreed",)
    plan: int
    words: str | None = None

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"plan:{self.plan}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined(Event):
    """The customer declined a plan (AS-17)."""

    key: ClassVar[str] = "complaint.declined"
    gives: ClassVar[tuple[str, ...]] = ("declined",)
    plan: int
    words: str

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"plan:{self.plan}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReworkOrdered(Event):
    """Work is done again, on an investigation sheet (PC-54, PC-55, BE-04)."""

    key: ClassVar[str] = "complaint.rework-ordered"
    gives: ClassVar[tuple[str, ...]] = ("rework-ordered",)
    timed: ClassVar[bool] = True
    rework: int
    """1, 2, 3 ... within the complaint."""
    remedy: str
    """Of the policy's remedies: reshoot, re-make-up, remake, redo."""
    unit: str
    cause: str
    """Why it must be done again, for the sheet (PC-55)."""
    instructions: str
    sheet: str | None = None
    """The number of a paper sheet."""
    due: datetime | None = None

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"rework:{self.rework}", self.due)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reworked(Event):
    """The work was done again, and checked (PC-54, PC-65)."""

    key: ClassVar[str] = "complaint.reworked"
    gives: ClassVar[tuple[str, ...]] = ("reworked",)
    rework: int
    result: str
    accepted: bool
    """Whether the customer was content with it."""

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"rework:{self.rework}")


RemedyEvent: TypeAlias = (
    Investigated
    | Proposed
    | PlanApproved
    | PlanRefused
    | Agreed
    | Declined
    | ReworkOrdered
    | Reworked
)
