"""What the rules ask of the state, in the shape in which they ask it."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.values import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """What was given for an expense, and stayed given."""

    number: int
    """Which compensation of the complaint it was."""
    expense: int
    amount: Money
    by: str
    """Who gave it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something begun within the complaint that is still to be finished."""

    number: int
    what: str
    """The unit that assists, the person who visits, the remedy, the owner of an improvement; why
    there is a hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """Things begun one after another and finished in any order."""

    last: int = 0
    """The number given last."""
    open: tuple[Item, ...] = ()

    def find(self, number: int) -> Item | None:
        """Find one that is open."""
        return next((item for item in self.open if item.number == number), None)


def items(numbers: Iterable[int], still: Iterable[tuple[int, str]]) -> Items:
    """List what is open, as (number, what), of all that was begun."""
    last = 0
    for number in numbers:
        last = number
    return Items(last=last, open=tuple(Item(number=number, what=what) for number, what in still))
