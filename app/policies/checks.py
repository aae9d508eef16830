"""Checks across the fields of one thing, or across entries of a document."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationInfo

from app.domain.policy import Clock, Role
from app.domain.policy.fields import LENGTH
from app.domain.retention import LEAST, Keep, months
from app.domain.vocabulary import TIMED_SIGNALS
from app.policies.faults import Fault, Wrong
from app.policies.markers import declared
from app.policies.values import spelled


def clock(clock: Clock) -> Iterator[Fault]:
    """Find fields of a clock that exclude each other."""
    timeless = sorted(clock.start - set(TIMED_SIGNALS))
    if clock.length is None and clock.otherwise is None and timeless:
        wrong = f"without it nobody knows when, for {', '.join(timeless)} brings no time"
        right = f"{LENGTH}, or a start of {' | '.join(TIMED_SIGNALS)}"
        yield Fault("length", wrong, right)
    if clock.length is not None and clock.otherwise is not None:
        wrong = "it is for a start that brings no time, and the length holds for every start"
        yield Fault("otherwise", wrong, "a length, or otherwise, not both")
    if clock.length is not None and clock.grace is not None:
        wrong = "it is for a time that the start brings, and there is a length"
        yield Fault("grace", wrong, "a length, or a grace, not both")
    if not clock.stop and not clock.reminder:
        wrong = "nothing stops it, so that it could only be missed"
        yield Fault("stop", wrong, "a signal, or reminder = true")
    if clock.reminder and (clock.report_to or clock.escalate):
        wrong = "nobody can miss a reminder, so that nothing would ever follow"
        yield Fault("reminder", wrong, "a reminder without report_to and escalate")


def keep(keep: Keep) -> Iterator[Fault]:
    """Find a term after which a copy would go too early (SC-46)."""
    if months(keep.at_least) < months(LEAST):
        wrong = f"{spelled(keep.at_least)!r} is too short"
        right = "2 years or more: the form is kept for that at least (SC-46)"
        yield Fault("at_least", wrong, right)


def clocks(found: Mapping[str, Clock], info: ValidationInfo[Any]) -> Mapping[str, Clock]:
    """Refuse clocks with the key of an occasion: a deadline names only one of them."""
    taken = [key for key in found if key in declared(info.context, "occasions")]
    if taken:
        wrong, right = "an occasion has this key already", "a key that no occasion has"
        raise Wrong(*(Fault(key, wrong, right) for key in taken))
    return found


def roles(found: Mapping[str, Role]) -> Iterator[Fault]:
    """Find reports that go round in a circle (LC-39, LC-40)."""
    for role in found.values():
        if way := _way_back(role.key, found):
            chain = " reports to ".join(f"'{one}'" for one in way)
            right = "superiors that never lead back to the role"
            yield Fault(f"{role.key}.reports_to", f"{chain}: that is a circle", right)


def _way_back(start: str, found: Mapping[str, Role]) -> tuple[str, ...]:
    """Find a way up from a role that ends at the role itself."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for superior in found[way[-1]].reports_to:
            if superior == start:
                return (*way, start)
            if superior not in seen:
                seen.add(superior)
                ways.append((*way, superior))
    return ()
