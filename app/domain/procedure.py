"""The gate that every command passes: who may, what happens, and what becomes due by it."""

from collections.abc import Iterable
from typing import NamedTuple

from app.domain.command import Command, Opening
from app.domain.complaint import Complaint, Event, Fact, evolve
from app.domain.guards import require_unconcerned
from app.domain.policy import Policy
from app.domain.tracker import DeadlineTracker
from app.domain.vocabulary import NEEDS


class Happened(NamedTuple):
    """What a command brings about."""

    facts: tuple[Fact, ...]
    complaint: Complaint
    """As it is after them."""


def open_with(command: Opening, policy: Policy) -> Happened:
    """Decide the command that begins a complaint.

    Raises:
        Refusal: it may not happen.

    """
    _permit(command, policy)
    return _happened(None, command, command.decide(policy), policy)


def decide(complaint: Complaint, command: Command, policy: Policy) -> Happened:
    """Decide a command on a complaint: the one gate that every command passes.

    Raises:
        Refusal: it may not happen.

    """
    _permit(command, policy)
    if command.capability and not command.open_to_concerned:
        require_unconcerned(complaint, command.by)
    return _happened(complaint, command, command.decide(complaint, policy), policy)


def who_may(step: str, policy: Policy) -> tuple[str, ...]:
    """Name the roles that may give a command, in the policy's order."""
    able = policy.roles_with(NEEDS[step])
    reserved = policy.reserved.get(step)
    return able if reserved is None else tuple(role for role in able if role in reserved)


def _permit(command: Opening | Command, policy: Policy) -> None:
    """Let the actor give it; a command of the service itself needs no permission."""
    if command.capability:
        policy.permit(command.by, command.capability)
        policy.permit_step(command.by, command.key)


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
