"""Bodies of commands for journeys over HTTP, each made by a function that says what is done."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple, TypeAlias

RECEIPT: Final = ""
"""Noun of the command that begins a complaint: its route has none."""

Body: TypeAlias = Mapping[str, Any]


class Act(NamedTuple):
    """Noun of a command's route, and its body."""

    noun: str
    body: Body
