"""Base classes of commands: what each says of itself, and what all have in common."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final

from app.domain.complaint import Complaint, Event
from app.domain.policy import Policy
from app.domain.values import Actor, Capability

KEPT_FROM_PEOPLE: Final = 60
"""Events of a full stream that only steps towards the end may use."""
KEPT_FROM_CLOCKS: Final = 30
"""Part of them that missed deadlines may not use either."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Command(ABC):
    """A request to do something, by an actor at a time. Listed in `vocabulary.COMMANDS`."""

    key: ClassVar[str]
    """Name in policies, advice and messages. Never changes, even if the class is renamed."""
    needs: ClassVar[Capability | None]
    """Capability that an actor needs; None: it depends on the command, or nobody gives it."""
    reservable: ClassVar[bool] = True
    """A policy may reserve it to some of the roles with the capability."""
    awaits_confirmation: ClassVar[bool] = False
    """A policy may hold it back until the unit head has confirmed the record (SC-40)."""
    after_end: ClassVar[bool] = False
    """It may be given when the complaint has ended; some only then."""
    open_to_concerned: ClassVar[bool] = False
    """The employees concerned may give it too: apologise, take notes, report, help (WS-18, WS-25).

    Of promises only that of a reply, and of the boxes only the first: those steps see to it.
    """
    keeps_free: ClassVar[int] = KEPT_FROM_PEOPLE
    """Events that it leaves free in a full stream, unless it leads to the end of the complaint."""
    at: datetime
    """When it happened."""
    by: Actor

    @property
    def capability(self) -> Capability | None:
        """Capability that the actor needs; None: the service gives the command itself."""
        return self.needs


class Opening(_Command):
    """A command that begins a complaint."""

    __slots__ = ()
    reservable = False

    @abstractmethod
    def decide(self, policy: Policy) -> tuple[Event, ...]:
        """Return what happens.

        Raises:
            Refusal: it may not happen.

        """


class Command(_Command):
    """A command on a complaint that exists."""

    __slots__ = ()

    @abstractmethod
    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Event, ...]:
        """Return what happens.

        Raises:
            Refusal: it may not happen.

        """
