"""Links: one complaint belongs to another, and both stay as they are (PC-34)."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from app.domain.command import Command
from app.domain.complaint import Complaint
from app.domain.events import Linked
from app.domain.policy import Policy
from app.domain.values import Actor, Capability, ComplaintId, LinkKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(Command):
    """Say that it repeats, follows or was split from another complaint.

    Whether there is another is known to the log alone: whoever takes the command looks there.
    """

    key: ClassVar[str] = "link"
    needs: ClassVar[Capability] = Capability.HANDLE
    at: datetime
    by: Actor
    kind: LinkKind
    other: ComplaintId
    reason: str | None = None

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Linked, ...]:
        """Link it, open or ended: a relation is often found out later."""
        return (Linked(kind=self.kind, other=self.other, reason=self.reason),)
