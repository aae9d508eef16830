"""What the customer was told, promised and shown."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, TypeAlias

from app.domain.values import ApologyKind, PromiseKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Apologised:
    """We apologised (WS-11, WS-18, WS-25, WS-39, LC-20, LC-24)."""

    NAME: ClassVar[str] = "complaint.apologised"
    kind: ApologyKind
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """It was explained to the customer (WS-22, WS-42, SC-08, SC-27)."""

    NAME: ClassVar[str] = "complaint.explained"
    words: str
    explainer: str
    """Who explained it: a technical adviser need not be who records it (WS-42)."""
    understood: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressTold:
    """The customer was told how it stands (BE-03)."""

    NAME: ClassVar[str] = "complaint.progress-told"
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """The customer was promised something by a time (WS-31, WS-34, WS-39, PC-21)."""

    NAME: ClassVar[str] = "complaint.promised"
    promise: int
    """1, 2, 3 ... within the complaint."""
    kind: PromiseKind
    what: str
    due: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Replied:
    """The customer was answered (WS-33, WS-39, LC-28)."""

    NAME: ClassVar[str] = "complaint.replied"
    text: str
    promise: int | None = None
    """The promise that this reply keeps, or puts off."""
    deferred_because: str | None = None
    """Why the solution is put off (WS-39)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitArranged:
    """Somebody will call on the customer at an agreed time (WS-41, PC-44)."""

    NAME: ClassVar[str] = "complaint.visit-arranged"
    visit: int
    """1, 2, 3 ... within the complaint."""
    person: str
    due: datetime
    where: str
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """The visit took place, or nobody was met (WS-41)."""

    NAME: ClassVar[str] = "complaint.visited"
    visit: int
    met: bool
    result: str


AnsweringEvent: TypeAlias = (
    Apologised | Explained | ProgressTold | Promised | Replied | VisitArranged | Visited
)
