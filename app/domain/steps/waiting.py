"""Waiting: it is the customer's or a third party's turn, and some clocks stand still."""

from dataclasses import dataclass
from typing import ClassVar

from app.domain.changing import replace
from app.domain.command import Command
from app.domain.complaint import Complaint, Event, Wait
from app.domain.complaint.act import Act
from app.domain.fields import Text
from app.domain.guards import require_open
from app.domain.policy import Policy
from app.domain.refusals import Implausible, NotOpenItem
from app.domain.values import Actor, Capability, WaitingFor


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused(Event):
    """It waits for the customer or a third party; some clocks stand still."""

    key: ClassVar[str] = "complaint.paused"
    gives: ClassVar[tuple[str, ...]] = ("paused",)
    waiting_for: WaitingFor
    reason: str

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        handling = complaint.handling
        wait = Wait(act=act, waiting_for=self.waiting_for, reason=self.reason)
        return replace(complaint, handling=replace(handling, waits=(*handling.waits, wait)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause(Command):
    """Say whose turn it is; some clocks of the policy stand still for that.

    Rules: none names it; every clock of the sources needs a way to stand still
    """

    key: ClassVar[str] = "pause"
    needs: ClassVar[Capability] = Capability.HANDLE
    waiting_for: WaitingFor
    reason: Text

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Paused, ...]:
        """Wait for one at a time, and not for time that has been counted already."""
        require_open(complaint)
        wait, counted_until = complaint.handling.wait, complaint.clocks.counted_until
        if wait is not None:
            message = f"it waits for the {wait.waiting_for} already; resume it first"
            raise NotOpenItem(message)
        if counted_until is not None and self.at < counted_until:
            message = f"time was counted until {counted_until:%Y-%m-%d %H:%M} UTC"
            raise Implausible(message, field="occurred_at")
        return (Paused(waiting_for=self.waiting_for, reason=self.reason),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed(Event):
    """It is our turn again."""

    key: ClassVar[str] = "complaint.resumed"
    gives: ClassVar[tuple[str, ...]] = ("resumed",)
    reason: str

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        return replace(
            complaint,
            handling=complaint.handling.with_wait_over(act, because=self.reason),
            clocks=complaint.clocks.counted(act.at),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume(Command):
    """Say that it is our turn again; nothing else does.

    Rules: none names it; every clock of the sources needs a way to stand still
    """

    key: ClassVar[str] = "resume"
    needs: ClassVar[Capability] = Capability.HANDLE
    reason: Text

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Resumed, ...]:
        """End the wait. Only this does: an answer may still leave things open."""
        require_open(complaint)
        wait = complaint.handling.wait
        if wait is None:
            message = "it waits for nobody"
            raise NotOpenItem(message)
        if self.at < wait.since:
            message = f"it waits since {wait.since:%Y-%m-%d %H:%M} UTC only"
            raise Implausible(message, field="occurred_at")
        return (Resumed(reason=self.reason),)
