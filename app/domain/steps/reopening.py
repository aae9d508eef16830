"""Reopening: an ended complaint is taken up again (PC-34)."""

from dataclasses import dataclass
from typing import ClassVar

from app.domain.changing import replace
from app.domain.command import Command
from app.domain.complaint import Complaint, Event
from app.domain.complaint.act import Act
from app.domain.complaint.ending import Reopening
from app.domain.complaint.form import Form
from app.domain.custody import ISSUED, belongs
from app.domain.fields import Text
from app.domain.guards import require_ended
from app.domain.policy import Policy
from app.domain.values import Actor, Capability, Copy, ReopenCause


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened(Event):
    """An ended complaint was taken up again (PC-34)."""

    key: ClassVar[str] = "complaint.reopened"
    gives: ClassVar[tuple[str, ...]] = ("reopened",)
    cause: ReopenCause
    reason: str

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        reopening = Reopening(act=act, cause=self.cause, reason=self.reason)
        ending = complaint.ending
        opened = replace(
            complaint,
            ending=replace(ending, reopenings=(*ending.reopenings, reopening)),
            clocks=complaint.clocks.counted(act.at),
        )
        return replace(opened, form=_reissued(opened, act))


def _reissued(complaint: Complaint, act: Act) -> Form:
    form = complaint.form.voided(act)
    places = {**ISSUED, Copy.AUDIT: belongs(complaint.affairs)}
    for copy, place in places.items():
        trail = form.trail(copy).moved(place, act)
        form = form.with_trail(copy, replace(trail, destruction=None))
    return form


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopen(Command):
    """Take an ended complaint up again.

    Rules: PC-34
    """

    key: ClassVar[str] = "reopen"
    after_end: ClassVar[bool] = True
    needs: ClassVar[Capability] = Capability.HANDLE
    cause: ReopenCause
    reason: Text

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Reopened, ...]:
        """Reopen what is closed, withdrawn or dismissed."""
        require_ended(complaint)
        return (Reopened(cause=self.cause, reason=self.reason),)
