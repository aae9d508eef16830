"""The gate that every command passes: who may, what happens, and what becomes due by it."""

import re
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import ClassVar, NamedTuple, Protocol

from app.domain.complaint import Complaint, evolve
from app.domain.events import Event, Fact
from app.domain.guards import require_unconcerned
from app.domain.policy import Policy
from app.domain.tracker import DeadlineTracker
from app.domain.values import Actor, Capability


class Opening(Protocol):
    """A command that begins a complaint."""

    needs: ClassVar[Capability]

    @property
    def at(self) -> datetime:
        """When it happened."""

    @property
    def by(self) -> Actor:
        """Who acts."""

    def decide(self, policy: Policy) -> tuple[Event, ...]:
        """Say what happens.

        Raises:
            Refusal: it may not happen.

        """


class Command(Protocol):
    """Something asked of a complaint that exists."""

    @property
    def needs(self) -> Capability | None:
        """What the actor must be able to do; None: the service does it itself, nobody asks."""

    @property
    def at(self) -> datetime:
        """When it happened."""

    @property
    def by(self) -> Actor:
        """Who acts."""

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Event, ...]:
        """Say what happens.

        Raises:
            Refusal: it may not happen.

        """


class Happened(NamedTuple):
    """What a command brings about."""

    facts: tuple[Fact, ...]
    complaint: Complaint
    """As it is after them."""


STILL_OPEN_TO_ONESELF = frozenset(
    {"apologise", "add-memo", "report-up", "give-assistance", "make-promise", "sign-off"}
)
"""What the employee concerned does too: apologise, take notes, report, help (WS-18, WS-25).

Of promises only that of a reply, and of the boxes only the first: those steps see to it.
"""


def open_with(command: Opening, policy: Policy) -> Happened:
    """Decide the command that begins a complaint.

    Raises:
        Refusal: it may not happen.

    """
    policy.permit(command.by, command.needs)
    return _happened(None, command, command.decide(policy), policy)


def decide(complaint: Complaint, command: Command, policy: Policy) -> Happened:
    """Decide a command on a complaint: the one gate that every command passes.

    Raises:
        Refusal: it may not happen.

    """
    if command.needs is not None:
        policy.permit(command.by, command.needs)
        policy.permit_step(command.by, step_of(type(command)))
    _require_objective(complaint, command)
    return _happened(complaint, command, command.decide(complaint, policy), policy)


def _require_objective(complaint: Complaint, command: Command) -> None:
    """Nobody handles a complaint about himself; what nobody asks for is nobody's."""
    if command.needs is not None and step_of(type(command)) not in STILL_OPEN_TO_ONESELF:
        require_unconcerned(complaint, command.by)


@cache
def step_of(command: type) -> str:
    """Name a command as policies do: `ReportUp` is `report-up`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", command.__name__).lower()


def _happened(
    before: Complaint | None, command: Opening | Command, events: Iterable[Event], policy: Policy
) -> Happened:
    """Fold what happens, once: into the complaint, and into what is due."""
    tracker, complaint = DeadlineTracker(before, policy), before
    facts = [Fact(event, command.at, command.by) for event in events]
    for fact in facts:
        after = evolve(complaint, fact)
        tracker.take(fact, complaint, after)
        complaint = after
    if (rescheduled := tracker.change()) is not None:
        last = Fact(rescheduled, command.at, command.by)
        facts.append(last)
        complaint = evolve(complaint, last)
    if complaint is None:
        message = "a command has at least one event"
        raise ValueError(message)
    return Happened(tuple(facts), complaint)
