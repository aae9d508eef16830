"""Base class of the events of a complaint, and who and when, which stand beside each of them."""

from abc import abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final, NamedTuple

from app.domain.complaint.act import Act
from app.domain.complaint.state import Complaint
from app.domain.values import Actor

SUPERIORS_TOLD: Final = "superiors-told"
"""Given beside the event that tells the last superior to be told; the tracker finds out."""


class NotAStream(Exception):
    """The events are not those of a complaint: they do not begin with its receipt, once."""


class Signal(NamedTuple):
    """What an event says to the clocks of a policy."""

    word: str
    """One of `vocabulary.SIGNALS`."""
    about: str | None = None
    """Which of several: `promise:1`, `plan:2`, `visit:1` ..., or an occasion's key."""
    due: datetime | None = None
    """The time that the event itself brings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A fact about a complaint, in the past, that never changes. Listed in `vocabulary.EVENTS`.

    The type check refuses one without `apply`. Not an ABC all the same: `isinstance` against one
    costs 0.8 µs where the answer is no, against 0.1 µs for a plain class.
    """

    key: ClassVar[str]
    """The type in the log. Never changes, even if the class is renamed."""
    gives: ClassVar[tuple[str, ...]]
    """The words of all signals that it can give; no default, so that none is forgotten."""
    timed: ClassVar[bool] = False
    """Its signals bring their own time: a clock that they start needs no length."""

    @abstractmethod
    def apply(self, complaint: Complaint, act: Act, by: Actor) -> Complaint:
        """Give the complaint after this event; `folding` counts its version.

        Raises:
            NotAStream: it is a second receipt.

        """

    def begin(self, _act: Act, _by: Actor) -> Complaint:
        """Begin a complaint: only its receipt does.

        Raises:
            NotAStream: it is another event.

        """
        message = "a complaint begins with its receipt"
        raise NotAStream(message)

    def signals(self) -> tuple[Signal, ...]:
        """Return the signals that this event gives to the clocks."""
        return self._signals()

    def _signals(self, about: str | None = None, due: datetime | None = None) -> tuple[Signal, ...]:
        return tuple(Signal(word, about, due) for word in self.gives)


@dataclass(frozen=True, slots=True)
class Fact:
    """An event with when it happened and who did it."""

    event: Event
    at: datetime
    by: Actor

    @property
    def by_somebody(self) -> bool:
        """Whether a person did it, and not the clock (WS-37)."""
        return self.by.is_somebody
