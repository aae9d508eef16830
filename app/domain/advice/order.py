"""All that is asked for, in the order of the procedure, and until when."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.advice.clocks import asked_by_clocks, deadline_of
from app.domain.authority import deciders
from app.domain.complaint import Complaint, Status
from app.domain.needs import Need, needs
from app.domain.policy import Policy
from app.domain.procedure import who_may


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """A step that the policy asks for now."""

    step: str
    """The command, as policies name it: `report-up`."""
    rules: str
    """The rules that ask for it, by their IDs."""
    roles: tuple[str, ...] = ()
    """Who may take it."""
    about: str | None = None
    """Which promise, plan, expense, box; which role to report to; which fact to ask for."""
    due: datetime | None = None
    missed: bool = False
    """Its time has passed, and that is on record."""


def next_steps(complaint: Complaint, policy: Policy) -> tuple[NextStep, ...]:
    """Tell what the policy asks for, in the order of the procedure; nothing if all is done."""
    found = list(needs(complaint, policy))
    found += asked_by_clocks(complaint, policy, {need.step for need in found})
    if complaint.status is Status.OPEN and not found:
        found.append(Need("close", "LC-08", roles=deciders(complaint, policy)))
    return tuple(_with_time(need, complaint, policy) for need in found)


def _with_time(need: Need, complaint: Complaint, policy: Policy) -> NextStep:
    deadline = deadline_of(need, complaint, policy)
    return NextStep(
        step=need.step,
        rules=need.rules,
        roles=need.roles or who_may(need.step, policy),
        about=need.about,
        due=deadline.deadline.due if deadline else None,
        missed=deadline.missed if deadline else False,
    )
