"""What the customer was told, promised and shown."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, TypeAlias

from app.domain.changing import change_numbered, replace
from app.domain.complaint import communication
from app.domain.complaint.act import Act
from app.domain.complaint.communication import Apology, Explanation, ProgressNotice, Promise, Visit
from app.domain.complaint.event import Event, Signal
from app.domain.complaint.state import Complaint
from app.domain.values import Actor, ApologyKind, PromiseKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Apologised(Event):
    """We apologised (WS-11, WS-18, WS-25, WS-39, LC-20, LC-24)."""

    key: ClassVar[str] = "complaint.apologised"
    gives: ClassVar[tuple[str, ...]] = ("apologised",)
    kind: ApologyKind
    words: str

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        told = complaint.communication
        apology = Apology(act=act, kind=self.kind, words=self.words)
        told = replace(told, apologies=(*told.apologies, apology))
        return replace(complaint, communication=told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained(Event):
    """It was explained to the customer (WS-22, WS-42, SC-08, SC-27)."""

    key: ClassVar[str] = "complaint.explained"
    gives: ClassVar[tuple[str, ...]] = ("explained",)
    words: str
    explainer: str
    """Who explained it: a technical adviser need not be who records it (WS-42)."""
    understood: bool

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        told = complaint.communication
        explanation = Explanation(
            act=act, words=self.words, explainer=self.explainer, understood=self.understood
        )
        told = replace(told, explanations=(*told.explanations, explanation))
        return replace(complaint, communication=told)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressTold(Event):
    """The customer was told how it stands (BE-03)."""

    key: ClassVar[str] = "complaint.progress-told"
    gives: ClassVar[tuple[str, ...]] = ("progress-told",)
    text: str

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        told = complaint.communication
        notice = ProgressNotice(act=act, text=self.text)
        told = replace(told, progress_notices=(*told.progress_notices, notice))
        return replace(complaint, communication=told)


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

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        told = complaint.communication
        promise = Promise(
            number=self.promise, act=act, kind=self.kind, what=self.what, due=self.due
        )
        told = replace(told, promises=(*told.promises, promise))
        return replace(complaint, communication=told)


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

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        told = complaint.communication
        deferred = self.deferred_because
        reply = communication.Reply(
            act=act, text=self.text, promise=self.promise, deferred_because=deferred
        )
        promises = tuple(
            replace(one, answered=act, deferred_because=deferred)
            if one.number == self.promise and one.answered is None
            else one
            for one in told.promises
        )
        told = replace(told, replies=(*told.replies, reply), promises=promises)
        return replace(complaint, communication=told)


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

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        told = complaint.communication
        visit = Visit(
            number=self.visit,
            act=act,
            person=self.person,
            due=self.due,
            where=self.where,
            purpose=self.purpose,
        )
        told = replace(told, visits=(*told.visits, visit))
        return replace(complaint, communication=told)


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

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        told = complaint.communication
        visits = change_numbered(
            told.visits,
            self.visit,
            lambda one: replace(one, visited=act, met=self.met, result=self.result),
        )
        return replace(complaint, communication=replace(told, visits=visits))


AnsweringEvent: TypeAlias = (
    Apologised | Explained | ProgressTold | Promised | Replied | VisitArranged | Visited
)
