"""Formats of the document: how one that was written for an older Triplicate becomes today's.

An organisation's policy is kept as it was founded, for ever. A setting that is added later is
compulsory only because an upcaster says what it was before there was a word for it.
"""

from collections.abc import Callable
from typing import Any, Final, TypeAlias

from app.policies.faults import Fault, Wrong

Upcaster: TypeAlias = Callable[[dict[str, Any]], dict[str, Any]]
"""Makes of a document in one format the same document in the next."""


def _from_1(content: dict[str, Any]) -> dict[str, Any]:
    """Before format 2 nothing was timed, no house ever closed, and remedies were chosen freely."""
    return {**content, "hours": {"region": "none"}, "clocks": {}, "remedy_choice": "free"}


def _from_2(content: dict[str, Any]) -> dict[str, Any]:
    """Format 3 has one word for the command to propose a plan, here as in `reserved`."""
    steps = content.get("confirmed_before")
    if not isinstance(steps, list):
        return content
    renamed = ["propose-plan" if step == "propose" else step for step in steps]
    return {**content, "confirmed_before": renamed}


UPCASTERS: Final[dict[int, Upcaster]] = {1: _from_1, 2: _from_2}
"""By the format that each begins with: 1 leads from format 1 to format 2."""


def newest() -> int:
    """Tell today's format."""
    return 1 + len(UPCASTERS)


def upcast(content: dict[str, Any]) -> dict[str, Any]:
    """Bring a document up to today's format; one that names no format has the first.

    Raises:
        Wrong: its format is none, or newer than this Triplicate.

    """
    found, current = content.get("format", 1), dict(content)
    current.pop("format", None)
    right = f"a whole number from 1 to {newest()}"
    if not isinstance(found, int) or isinstance(found, bool) or found < 1:
        raise Wrong(Fault("format", f"{found!r} is not allowed", right))
    if found > newest():
        wrong = f"{found} is newer than this Triplicate can read"
        raise Wrong(Fault("format", wrong, f"{right}, or a newer Triplicate"))
    for step in range(found, newest()):
        current = UPCASTERS[step](current)
    return current
