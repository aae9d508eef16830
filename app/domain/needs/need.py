"""A step that a complaint needs, and how such are found."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from app.domain.complaint import Complaint
from app.domain.guards import missing_steps
from app.domain.policy import CLOSING_NEEDS, Policy


@dataclass(frozen=True, slots=True)
class Need:
    """A step that the policy asks for."""

    step: str
    """Key of the command."""
    rules: str
    """The rules that ask for it, by their IDs."""
    about: str | None = None
    """Which promise, plan, expense, box; which role to report to; which fact to ask for."""
    roles: tuple[str, ...] = ()
    """Who may take it; empty: everybody who may give the command."""
    missing: tuple[str, ...] = ()
    """What closing is refused for until then: `reply`, `report:manager`, `box:filler`."""


Find = Callable[[Complaint, Policy], Iterator[Need]]
"""Finds what is lacking of one thing, if anything."""


def unmet(word: str, complaint: Complaint, policy: Policy) -> tuple[str, ...]:
    """Return the word if it is one of the closing needs and has not happened, else nothing."""
    return missing_steps(complaint, policy.closing_needs & {word})


def merge(found: Iterable[Need]) -> tuple[Need, ...]:
    """Name each step once for each thing, where it was first, with all that it is missing for."""
    merged: dict[tuple[str, str | None], Need] = {}
    for need in found:
        first = merged.setdefault((need.step, need.about), need)
        if first is not need:
            both = (*first.missing, *need.missing)
            merged[need.step, need.about] = replace(first, missing=both)
    return tuple(merged.values())


def missing(needs: Iterable[Need]) -> tuple[str, ...]:
    """List what closing is refused for: what a policy can ask for first, then the numbered."""
    names = dict.fromkeys(name for need in needs for name in need.missing)
    return tuple(sorted(names, key=_place))


_KINDS: Final = (
    *CLOSING_NEEDS,
    "referral",
    "promise",
    "plan",
    "assistance",
    "rework",
    "visit",
    "expense",
    "box",
)


def _place(name: str) -> tuple[bool, int]:
    kind, numbered, _ = name.partition(":")
    return bool(numbered), _KINDS.index(kind)
