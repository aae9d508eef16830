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

UPCASTERS: Upcasters = MappingProxyType({})
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
