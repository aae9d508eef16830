"""When something was done, and by whom: a part of everything that a complaint remembers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from app.domain.spelling import person_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Time, person and place in the stream of one event."""

    at: datetime
    by: str
    """The subject of the credential, spelt as it was recorded."""
    version: int
    """Of the complaint after the event: 1, 2, 3 ... By it lists are merged in order."""

    @property
    def person(self) -> str:
        """Who it was, spelt as people are compared."""
        return person_of(self.by)


class Acted(Protocol):
    """Anything that was done at some version."""

    @property
    def act(self) -> Act:
        """When, by whom, and at which version."""


A = TypeVar("A", bound=Acted)


def since(things: Iterable[A], version: int) -> tuple[A, ...]:
    """Keep what was done after a version."""
    return tuple(thing for thing in things if thing.act.version > version)


def last_version(things: tuple[Acted, ...]) -> int:
    """Give the version at which something of a list was done last; 0 for never."""
    return things[-1].act.version if things else 0
