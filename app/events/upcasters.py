"""How old events are read today: one small pure function for each step from a version to the next.

A fact that is recorded never changes, but the shape it is written in may. Whoever changes the shape
of an event registers here how the last shape becomes the new one; the version that is written
follows from what is registered, and nothing else has to be told.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

Data: TypeAlias = dict[str, Any]
Upcaster: TypeAlias = Callable[[Data], Data]
Upcasters: TypeAlias = Mapping[tuple[str, int], Upcaster]


def _about_nobody(data: Data) -> Data:
    """Version 2 names the employees it is about (WS-06)."""
    return {**data, "about": []}


def _not_unprofessional(data: Data) -> Data:
    """Version 2 has one flag more (WS-24)."""
    return {**data, "unprofessional_demand": False}


def _nothing_unusual(data: Data) -> Data:
    """Version 2 says what is unusual about a plan (LC-31..33)."""
    return {**data, "breaches": []}


def _only_told(data: Data) -> Data:
    """Version 2 says whether a report asks what is to be done (WS-27)."""
    return {**data, "asks_instruction": False}


def _as_it_was(data: Data) -> Data:
    """The next version has a field more that may be missing."""
    return data


UPCASTERS: Upcasters = MappingProxyType(
    {
        ("complaint.received", 1): _about_nobody,
        ("complaint.noted", 1): _about_nobody,
        ("complaint.reported", 1): _only_told,
        ("complaint.classified", 1): _not_unprofessional,
        ("complaint.classified", 2): _as_it_was,
        ("complaint.investigated", 1): _as_it_was,
        ("complaint.proposed", 1): _nothing_unusual,
        ("complaint.followed-up", 1): _as_it_was,
        ("complaint.compensated", 1): _as_it_was,
        ("complaint.handed-over", 1): _as_it_was,
        ("complaint.rescheduled", 1): _as_it_was,
    }
)
"""From (type, version) to the function that makes the data of the next version."""


def newest(event_type: str, upcasters: Upcasters = UPCASTERS) -> int:
    """Tell the version in which a type is written today; the first is 1."""
    version = 1
    while (event_type, version) in upcasters:
        version += 1
    return version


def upcast(
    event_type: str, version: int, data: Data, upcasters: Upcasters = UPCASTERS
) -> tuple[int, Data]:
    """Bring data step by step to the newest version; tell that version too."""
    while step := upcasters.get((event_type, version)):
        data = step(data)
        version += 1
    return version, data
