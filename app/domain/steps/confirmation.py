"""Confirmation: the unit head confirms the record (SC-40)."""

from dataclasses import dataclass
from typing import ClassVar

from app.domain.changing import replace
from app.domain.command import Command
from app.domain.complaint import Complaint, Event
from app.domain.complaint.act import Act
from app.domain.complaint.form import Confirmation
from app.domain.fields import Text
from app.domain.guards import require_open, require_separate
from app.domain.policy import Policy
from app.domain.refusals import NotOpenItem
from app.domain.values import Actor, Capability


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed(Event):
    """The unit head confirmed the record (SC-40)."""

    key: ClassVar[str] = "complaint.confirmed"
    gives: ClassVar[tuple[str, ...]] = ("confirmed",)
    unit: str
    remark: str | None = None

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        confirmation = Confirmation(act=act, unit=self.unit, remark=self.remark)
        return replace(complaint, form=replace(complaint.form, confirmation=confirmation))


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmRecord(Command):
    """Confirm the record as the head of the recording unit.

    Rules: SC-40
    """

    key: ClassVar[str] = "confirm-record"
    needs: ClassVar[Capability] = Capability.CONFIRM
    remark: Text | None = None

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Confirmed, ...]:
        """Confirm once, and not what one has filled in oneself."""
        require_open(complaint)
        if complaint.form.confirmation:
            message = "the record is confirmed already"
            raise NotOpenItem(message)
        require_separate(
            policy,
            self.by,
            complaint.receipt.act.person,
            duties="filling in and confirming the record",
        )
        return (Confirmed(unit=complaint.receipt.unit, remark=self.remark),)
