"""A step that is asked for, and how such are found."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.domain.complaint import Complaint
from app.domain.policy import Policy


@dataclass(frozen=True, slots=True)
class Need:
    """What is asked for, before it is said until when."""

    step: str
    rules: str
    about: str | None = None
    roles: tuple[str, ...] = ()
    """Empty: whoever may take the step at all."""


Find = Callable[[Complaint, Policy], Iterator[Need]]
"""Tells what is lacking of one thing, if anything."""
