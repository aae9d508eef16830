"""Memos: they complete the facts (WS-15, WS-16, WS-28, WS-30)."""

from dataclasses import dataclass
from typing import ClassVar

from app.domain.changing import replace
from app.domain.command import Command
from app.domain.complaint import Complaint, Event
from app.domain.complaint.act import Act
from app.domain.complaint.content import Memo
from app.domain.fields import Text
from app.domain.guards import require_call_hours, require_open
from app.domain.policy import Policy
from app.domain.values import Actor, Capability, Complainant, Employees


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted(Event):
    """A memo was taken; it may complete the facts (WS-15, WS-16, WS-28, WS-30)."""

    key: ClassVar[str] = "complaint.noted"
    gives: ClassVar[tuple[str, ...]] = ("noted",)
    text: str
    reason: str | None = None
    subject: str | None = None
    demand: str | None = None
    complainant: Complainant | None = None
    about: tuple[str, ...] = ()
    """Employees it turned out to be about."""

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        content = complaint.content
        memo = Memo(
            act=act,
            text=self.text,
            reason=self.reason,
            subject=self.subject,
            demand=self.demand,
            complainant=self.complainant,
            about=self.about,
        )
        about = tuple(dict.fromkeys((*content.about, *self.about)))
        content = replace(content, about=about, memos=(*content.memos, memo))
        return replace(complaint, content=content)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddMemo(Command):
    """Take a memo; it may complete the facts.

    Rules: WS-15, WS-28, WS-30
    """

    key: ClassVar[str] = "add-memo"
    open_to_concerned: ClassVar[bool] = True
    needs: ClassVar[Capability] = Capability.RECEIVE
    text: Text
    reason: Text | None = None
    subject: Text | None = None
    demand: Text | None = None
    complainant: Complainant | None = None
    about: Employees = ()
    """Added to those it was about."""

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Noted, ...]:
        """Note it while the complaint is open; facts that were missing count from then (WS-16)."""
        require_open(complaint)
        if self.complainant is not None:
            require_call_hours(self.complainant)
        noted = Noted(
            text=self.text,
            reason=self.reason,
            subject=self.subject,
            demand=self.demand,
            complainant=self.complainant,
            about=self.about,
        )
        return (noted,)
