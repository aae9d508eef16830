"""Where the three copies of the form lie, and how they pass on: the one place for it (SC-35..38).

Each copy lies in one place, so that it cannot be in two. What moves by itself, moves by an event of
the complaint; everything else is handed over (`HandOver`), along the routes of the policy.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from app.domain.values import Capability, Copy, Place

Route: TypeAlias = Mapping[Place, frozenset[Place]]
"""Where a copy that lies somewhere may be handed to."""

ISSUED: Mapping[Copy, Place] = {
    Copy.HANDLER: Place.WITH_HANDLING_UNIT,
    Copy.AUDIT: Place.WITH_HANDLING_UNIT,
    Copy.PLANNING: Place.WITH_PLANNING,
}
"""Where each copy lies at the receipt, and again when the complaint is reopened: a copy that was
retained is taken out, one that was destroyed is issued anew."""

PUT_AWAY = frozenset({Place.RETAINED, Place.DESTROYED})
"""Where only the copies of an ended complaint lie (SC-46)."""

_HOLDERS: Mapping[Place, Capability] = {
    Place.WITH_HANDLING_UNIT: Capability.HANDLE,
    Place.QUERIED: Capability.HANDLE,
    Place.WITH_FINANCE: Capability.PAY,
    Place.CONFIRMED: Capability.PAY,
    Place.WITH_AUDIT: Capability.AUDIT,
    Place.WITH_PLANNING: Capability.PLAN,
}
_KEEPERS: Mapping[Copy, Capability] = {
    Copy.HANDLER: Capability.HANDLE,
    Copy.AUDIT: Capability.AUDIT,
    Copy.PLANNING: Capability.PLAN,
}


def holder(copy: Copy, place: Place) -> Capability:
    """Tell who holds a copy at a place; in the archive it is whoever keeps it in the end."""
    return _HOLDERS.get(place, _KEEPERS[copy])


def way_to_destruction(lies: Place, route: Route) -> tuple[Place, ...] | None:
    """Name the moves that take a copy there, by the archive if need be; None if none lead there."""
    onward = route.get(lies, frozenset())
    if Place.DESTROYED in onward:
        return (Place.DESTROYED,)
    archived = Place.DESTROYED in route.get(Place.RETAINED, frozenset())
    return (Place.RETAINED, Place.DESTROYED) if Place.RETAINED in onward and archived else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Affairs:
    """What decides where the audit copy belongs: how the money stands, and whether it is over."""

    requested: bool
    """An expense waits for finance's word."""
    queried: bool
    """Finance waits for an answer about one."""
    confirmed: bool
    """One is to be paid."""
    paid: bool
    """Something was paid since the receipt, or since it was last reopened, and stayed so."""
    ended: bool


def belongs(affairs: Affairs) -> Place:
    """Tell where the audit copy belongs as things stand (SC-36, SC-37)."""
    if affairs.queried:
        return Place.QUERIED
    if affairs.requested:
        return Place.WITH_FINANCE
    if affairs.confirmed:
        return Place.CONFIRMED
    if affairs.paid or affairs.ended:
        return Place.WITH_AUDIT
    return Place.WITH_HANDLING_UNIT


def follow(lies: Place, before: Affairs, after: Affairs) -> Place:
    """Move the audit copy when it belongs elsewhere than before; else it stays, wherever it is."""
    place = belongs(after)
    return lies if place is belongs(before) else place


@dataclass(frozen=True, slots=True, kw_only=True)
class Custody:
    """Where the copies of one form lie."""

    places: Mapping[Copy, Place] = field(default_factory=lambda: ISSUED)

    def of(self, copy: Copy) -> Place:
        """Tell where a copy lies."""
        return self.places[copy]

    def reissue(self, affairs: Affairs) -> "Custody":
        """Give them out again, when the complaint is reopened."""
        return Custody().hand(Copy.AUDIT, belongs(affairs))

    def hand(self, copy: Copy, to: Place) -> "Custody":
        """Put a copy somewhere else, and so nowhere else."""
        return replace(self, places={**self.places, copy: to})
