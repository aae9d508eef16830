"""What the customer was told, promised and shown."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, TypeAlias

from app.domain.events.event import Event, Signal
from app.domain.values import ApologyKind, PromiseKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Apologised(Event):
    """We apologised (WS-11, WS-18, WS-25, WS-39, LC-20, LC-24)."""

    key: ClassVar[str] = "complaint.apologised"
    gives: ClassVar[tuple[str, ...]] = ("apologised",)
    kind: ApologyKind
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained(Event):
    """It was explained to the customer (WS-22, WS-42, SC-08, SC-27)."""

    key: ClassVar[str] = "complaint.explained"
    gives: ClassVar[tuple[str, ...]] = ("explained",)
    words: str
    explainer: str
    """Who explained it: a technical adviser need not be who records it (WS-42)."""
    understood: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressTold(Event):
    """The customer was told how it stands (BE-03)."""

    key: ClassVar[str] = "complaint.progress-told"
    gives: ClassVar[tuple[str, ...]] = ("progress-told",)
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised(Event):
    """The customer was promised something by a time (WS-31, WS-34, WS-39, PC-21)."""

    key: ClassVar[str] = "complaint.promised"
    gives: ClassVar[tuple[str, ...]] = ("promised-reply", "promised-resolution")
    timed: ClassVar[bool] = True
    promise: int
    """1, 2, 3 ... within the complaint."""
    kind: PromiseKind
    what: str
    due: datetime

    def signals(self) -> tuple[Signal, ...]:
        return (Signal(f"promised-{self.kind}", f"promise:{self.promise}", self.due),)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitArranged(Event):
    """Somebody will call on the customer at an agreed time (WS-41, PC-44)."""

    key: ClassVar[str] = "complaint.visit-arranged"
    gives: ClassVar[tuple[str, ...]] = ("visit-arranged",)
    timed: ClassVar[bool] = True
    visit: int
    """1, 2, 3 ... within the complaint."""
    person: str
    due: datetime
    where: str
    purpose: str

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"visit:{self.visit}", self.due)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited(Event):
    """The visit took place, or nobody was met (WS-41)."""

    key: ClassVar[str] = "complaint.visited"
    gives: ClassVar[tuple[str, ...]] = ("visited",)
    visit: int
    met: bool
    result: str

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"visit:{self.visit}")


AnsweringEvent: TypeAlias = (
    Apologised | Explained | ProgressTold | Promised | Replied | VisitArranged | Visited
)
