"""Base class of the events of a complaint, and the signals by which they move its clocks."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final, NamedTuple

SUPERIORS_TOLD: Final = "superiors-told"
"""Given beside the event that tells the last superior to be told; the tracker finds out."""


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
    """A fact about a complaint. A new one is listed in `vocabulary.EVENTS`.

    Not an ABC: `isinstance` against one costs 0.5 µs where the answer is no, ten times as much as
    against a plain class, and a fold asks it dozens of times per event.
    """

    key: ClassVar[str]
    """The type in the log. Never changes, even if the class is renamed."""
    gives: ClassVar[tuple[str, ...]]
    """The words of all signals that it can give; no default, so that none is forgotten."""
    timed: ClassVar[bool] = False
    """Its signals bring their own time: a clock that they start needs no length."""

    def signals(self) -> tuple[Signal, ...]:
        """Return the signals that this event gives to the clocks."""
        return self._signals()

    def _signals(self, about: str | None = None, due: datetime | None = None) -> tuple[Signal, ...]:
        return tuple(Signal(word, about, due) for word in self.gives)
