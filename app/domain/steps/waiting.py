"""Waiting: it is the customer's or a third party's turn, and some clocks stand still."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from app.domain.complaint import Complaint
from app.domain.events import Paused, Resumed
from app.domain.guards import require_open
from app.domain.policy import Policy
from app.domain.refusals import NotOpenItem
from app.domain.values import Actor, Capability, WaitingFor


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Say whose turn it is; the policy says which clocks stand still for that."""

    needs: ClassVar[Capability] = Capability.HANDLE
    at: datetime
    by: Actor
    waiting_for: WaitingFor
    reason: str

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Paused, ...]:
        """Wait for one at a time."""
        require_open(complaint)
        if complaint.wait is not None:
            message = f"it waits for the {complaint.wait.waiting_for} already; resume it first"
            raise NotOpenItem(message)
        return (Paused(waiting_for=self.waiting_for, reason=self.reason),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume:
    """Say that it is our turn again. Only this does: an answer may still leave things open."""

    needs: ClassVar[Capability] = Capability.HANDLE
    at: datetime
    by: Actor
    reason: str

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Resumed, ...]:
        """End the wait."""
        require_open(complaint)
        if complaint.wait is None:
            message = "it waits for nobody"
            raise NotOpenItem(message)
        return (Resumed(reason=self.reason),)
