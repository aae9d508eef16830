"""Deadlines: what is due, and what was missed; only the clock says so, once (WS-37)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from app.domain.changing import replace
from app.domain.clocks import consequence
from app.domain.command import KEPT_FROM_CLOCKS, Command
from app.domain.complaint import Complaint, Event, Status
from app.domain.complaint.act import Act
from app.domain.complaint.clocks import Miss
from app.domain.complaint.rescheduling import reschedule
from app.domain.policy import Policy
from app.domain.refusals import NotOpenItem
from app.domain.steps.escalation import Escalated
from app.domain.steps.reporting import Reported
from app.domain.values import Actor, Deadline, Lifted

_MISSED = {"en": "Deadline missed: {}", "zh-Hans": "时限已过：{}", "zh-Hant": "時限已過：{}"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescheduled(Event):
    """What the command before changed about what is due, and when."""

    key: ClassVar[str] = "complaint.rescheduled"
    gives: ClassVar[tuple[str, ...]] = ()
    deadlines: tuple[Deadline, ...] = ()
    """New, or moved: one of a number that stands already takes its place."""
    lifted: tuple[Lifted, ...] = ()

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        clocks = reschedule(complaint.clocks, self.deadlines, self.lifted, act)
        return replace(complaint, clocks=clocks)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineMissed(Event):
    """A deadline passed, and what it was for had not happened (WS-37, WS-39, SC-33)."""

    key: ClassVar[str] = "complaint.deadline-missed"
    gives: ClassVar[tuple[str, ...]] = ()
    deadline: int
    clock: str
    due: datetime
    about: str | None = None

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        miss = Miss(act=act, number=self.deadline, clock=self.clock, about=self.about, due=self.due)
        return replace(complaint, clocks=complaint.clocks.with_miss(miss).counted(act.at))


@dataclass(frozen=True, slots=True, kw_only=True)
class MissDeadline(Command):
    """Record that a deadline has passed; no person and no route gives this command."""

    key: ClassVar[str] = "miss-deadline"
    after_end: ClassVar[bool] = True
    reservable: ClassVar[bool] = False
    keeps_free: ClassVar[int] = KEPT_FROM_CLOCKS
    needs: ClassVar[None] = None
    deadline: int

    def decide(
        self, complaint: Complaint, policy: Policy
    ) -> tuple[DeadlineMissed | Reported | Escalated, ...]:
        """Record it, tell whom the policy names, and go up a tier where it says so."""
        standing = complaint.clocks.deadline(self.deadline)
        if standing is None or standing.missed:
            message = f"no deadline {self.deadline} can be missed"
            raise NotOpenItem(message, field="deadline")
        due = standing.deadline
        if due.held or due.reminder or due.due > self.at:
            message = f"deadline {due.number} has not passed"
            raise NotOpenItem(message, field="deadline")
        missed = DeadlineMissed(deadline=due.number, clock=due.clock, due=due.due, about=due.about)
        return (missed, *_consequences(due, complaint, policy))


def _consequences(
    due: Deadline, complaint: Complaint, policy: Policy
) -> Iterator[Reported | Escalated]:
    follows = consequence(due, policy)
    reason = _MISSED[policy.locale].format(follows.title)
    if follows.report_to:
        yield Reported(to_roles=follows.report_to, reason=reason)
    above = policy.tiers[policy.tier_rank(complaint.tier) + 1 :]
    if follows.escalate and above and complaint.status is Status.OPEN:
        for role in policy.deciders(above[0])[:1]:
            yield Escalated(tier=above[0], to_role=role, reason=reason)
