"""What the customer was told, promised and shown."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.complaint.act import Act
from app.domain.values import ApologyKind, PromiseKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Apology:
    act: Act
    kind: ApologyKind
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    act: Act
    words: str
    explainer: str
    understood: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressNotice:
    act: Act
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A promise to the customer (WS-31, WS-34, PC-21)."""

    number: int
    act: Act
    kind: PromiseKind
    what: str
    due: datetime
    answered: Act | None = None
    """The first reply that named it; after `lapsed`, it came too late to keep it."""
    deferred_because: str | None = None
    """Why that reply put it off (WS-39)."""
    lapsed: Act | None = None
    """The complaint ended before a reply."""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be kept."""
        return self.answered is None and self.lapsed is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    act: Act
    text: str
    promise: int | None
    deferred_because: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A visit to the customer (WS-41, PC-44)."""

    number: int
    act: Act
    person: str
    due: datetime
    where: str
    purpose: str
    visited: Act | None = None
    met: bool | None = None
    result: str | None = None
    lapsed: Act | None = None
    """The complaint ended before the visit."""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be made."""
        return self.visited is None and self.lapsed is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Communication:
    """Everything said to the customer."""

    apologies: tuple[Apology, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    progress_notices: tuple[ProgressNotice, ...] = ()
    promises: tuple[Promise, ...] = ()
    replies: tuple[Reply, ...] = ()
    visits: tuple[Visit, ...] = ()
