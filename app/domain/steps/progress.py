"""Progress: the customer is told throughout how it stands (BE-03)."""

from dataclasses import dataclass
from typing import ClassVar

from app.domain.changing import replace
from app.domain.command import Command
from app.domain.complaint import Complaint, Event
from app.domain.complaint.act import Act
from app.domain.complaint.communication import ProgressNotice
from app.domain.fields import Text
from app.domain.guards import require_open
from app.domain.policy import Policy
from app.domain.values import Actor, Capability


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressTold(Event):
    """The customer was told how it stands (BE-03)."""

    key: ClassVar[str] = "complaint.progress-told"
    gives: ClassVar[tuple[str, ...]] = ("progress-told",)
    text: str

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        told = complaint.communication
        notice = ProgressNotice(act=act, text=self.text)
        told = replace(told, progress_notices=(*told.progress_notices, notice))
        return replace(complaint, communication=told)


@dataclass(frozen=True, slots=True, kw_only=True)
class TellProgress(Command):
    """Record what the customer was told of how it stands.

    Rules: BE-03
    """

    key: ClassVar[str] = "tell-progress"
    needs: ClassVar[Capability] = Capability.HANDLE
    text: Text

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[ProgressTold, ...]:
        """Record it while the complaint is open; it is no reply, and keeps no promise."""
        require_open(complaint)
        return (ProgressTold(text=self.text),)
