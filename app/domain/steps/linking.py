"""Links: one complaint belongs to another, and both stay as they are (PC-34)."""

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from app.domain.changing import replace
from app.domain.command import Command
from app.domain.complaint import Complaint, Event, content
from app.domain.complaint.act import Act
from app.domain.fields import Doc, Text
from app.domain.policy import Policy
from app.domain.values import Actor, Capability, ComplaintId, LinkKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked(Event):
    """It belongs to another complaint (PC-34)."""

    key: ClassVar[str] = "complaint.linked"
    gives: ClassVar[tuple[str, ...]] = ("linked",)
    kind: LinkKind
    other: UUID
    """The other complaint's id."""
    reason: str | None = None

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        known = complaint.content
        link = content.Link(act=act, kind=self.kind, other=self.other, reason=self.reason)
        return replace(complaint, content=replace(known, links=(*known.links, link)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(Command):
    """Say that it repeats, follows or was split from another complaint that you can see.

    Rules: PC-34
    """

    key: ClassVar[str] = "link"
    after_end: ClassVar[bool] = True
    needs: ClassVar[Capability] = Capability.HANDLE
    kind: LinkKind
    other: Annotated[ComplaintId, Doc("The other complaint's id.")]
    reason: Text | None = None

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Linked, ...]:
        """Link it, open or ended: a relation is often found out later.

        Whether the other complaint exists is known to the log alone: the command handler asks it.
        """
        return (Linked(kind=self.kind, other=self.other, reason=self.reason),)
