"""Things that are numbered within the complaint: begun in order, and finished in any order."""

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar


class Numbered(Protocol):
    """One of several things of a kind."""

    @property
    def number(self) -> int:
        """1, 2, 3 ... within the complaint."""


class Unfinished(Numbered, Protocol):
    """A thing that is to be finished."""

    @property
    def is_open(self) -> bool:
        """Whether that is still to come."""


N = TypeVar("N", bound=Numbered)
U = TypeVar("U", bound=Unfinished)


def next_number(things: tuple[Numbered, ...]) -> int:
    """Give the number of the thing that is begun next."""
    return things[-1].number + 1 if things else 1


def open_ones(things: Iterable[U]) -> tuple[U, ...]:
    """Keep what is not finished, in its order."""
    return tuple(one for one in things if one.is_open)


def change_numbered(things: tuple[N, ...], number: int, change: Callable[[N], N]) -> tuple[N, ...]:
    """Change the thing with a number; where there is none, nothing."""
    return tuple(change(one) if one.number == number else one for one in things)
