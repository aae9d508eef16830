"""Links: one complaint belongs to another, and both stay as they are (PC-34)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from app.domain.command import Command
from app.domain.complaint import Complaint
from app.domain.events import Linked
from app.domain.fields import Doc, Text
from app.domain.policy import Policy
from app.domain.values import Actor, Capability, ComplaintId, LinkKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(Command):
    """Say that it repeats, follows or was split from another complaint that you can see.

    Rules: PC-34
    """

    key: ClassVar[str] = "link"
    after_end: ClassVar[bool] = True
    needs: ClassVar[Capability] = Capability.HANDLE
    at: datetime
    by: Actor
    kind: LinkKind
    other: Annotated[ComplaintId, Doc("The other complaint's id.")]
    reason: Text | None = None

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Linked, ...]:
        """Link it, open or ended: a relation is often found out later.

        Whether the other complaint exists is known to the log alone: the command handler asks it.
        """
        return (Linked(kind=self.kind, other=self.other, reason=self.reason),)
