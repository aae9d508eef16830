"""Referral: police, supplier, lawyers or a regulator are called in (LC-23, SC-28, AS-12)."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from app.domain.changing import replace
from app.domain.command import Command
from app.domain.complaint import Complaint, Event
from app.domain.complaint.act import Act
from app.domain.complaint.handling import Referral
from app.domain.fields import Doc, Line, Text
from app.domain.guards import require_open
from app.domain.policy import Policy
from app.domain.values import Actor, Capability, ReferralTarget


@dataclass(frozen=True, slots=True, kw_only=True)
class Referred(Event):
    """Police, supplier, lawyers or a regulator were called in (LC-23, SC-28, AS-12)."""

    key: ClassVar[str] = "complaint.referred"
    gives: ClassVar[tuple[str, ...]] = ("referred",)
    to: ReferralTarget
    reason: str
    reference: str | None = None
    """Their file number."""
    contact: str | None = None

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        handling = complaint.handling
        referral = Referral(
            act=act,
            to=self.to,
            reason=self.reason,
            reference=self.reference,
            contact=self.contact,
        )
        handling = replace(handling, referrals=(*handling.referrals, referral))
        return replace(complaint, handling=handling)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refer(Command):
    """Call in police, the supplier, lawyers or a regulator; handling goes on.

    Rules: LC-23, SC-28, AS-12
    """

    key: ClassVar[str] = "refer"
    needs: ClassVar[Capability] = Capability.HANDLE
    to: ReferralTarget
    reason: Text
    reference: Annotated[Line | None, Doc("Their file number.")] = None
    contact: Line | None = None

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Referred, ...]:
        """Refer it while it is open, as often as somebody else is called in."""
        require_open(complaint)
        referred = Referred(
            to=self.to, reason=self.reason, reference=self.reference, contact=self.contact
        )
        return (referred,)
