"""A missed deadline: only the clock says so, once, and what follows is the policy's (WS-37)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from app.domain.clocks import consequence
from app.domain.command import KEPT_FROM_CLOCKS, Command
from app.domain.complaint import Complaint, Status
from app.domain.events import DeadlineMissed, Escalated, Reported
from app.domain.policy import Policy
from app.domain.refusals import NotOpenItem
from app.domain.values import Actor, Deadline

_MISSED = {"en": "Deadline missed: {}", "zh-Hans": "时限已过：{}", "zh-Hant": "時限已過：{}"}


@dataclass(frozen=True, slots=True, kw_only=True)
class MissDeadline(Command):
    """Record that a deadline has passed; no person and no route gives this command."""

    key: ClassVar[str] = "miss-deadline"
    after_end: ClassVar[bool] = True
    reservable: ClassVar[bool] = False
    keeps_free: ClassVar[int] = KEPT_FROM_CLOCKS
    needs: ClassVar[None] = None
    at: datetime
    by: Actor
    deadline: int

    def decide(
        self, complaint: Complaint, policy: Policy
    ) -> tuple[DeadlineMissed | Reported | Escalated, ...]:
        """Record it, tell whom the policy names, and go up a tier where it says so."""
        standing = complaint.deadline(self.deadline)
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
