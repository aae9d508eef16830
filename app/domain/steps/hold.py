"""Legal holds: while one is on, no copy of the form is destroyed, whatever its age (SC-46)."""

from dataclasses import dataclass
from typing import ClassVar

from app.domain.changing import replace
from app.domain.command import Command
from app.domain.complaint import Complaint, Event, Signal
from app.domain.complaint.act import Act
from app.domain.complaint.form import Hold
from app.domain.complaint.numbered import change_numbered, next_number
from app.domain.fields import Line, Ordinal, Text
from app.domain.guards import require_unfinished
from app.domain.policy import Policy
from app.domain.values import Actor, Capability


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldPlaced(Event):
    """Something is pending for which nothing of it may be destroyed (SC-46)."""

    key: ClassVar[str] = "complaint.hold-placed"
    gives: ClassVar[tuple[str, ...]] = ("hold-placed",)
    hold: int
    """1, 2, 3 ... within the complaint."""
    reason: str
    reference: str | None = None
    """The file number of the court, the lawyers, the auditors."""

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"hold:{self.hold}")

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        hold = Hold(number=self.hold, act=act, reason=self.reason, reference=self.reference)
        form = replace(complaint.form, holds=(*complaint.form.holds, hold))
        return replace(complaint, form=form)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceHold(Command):
    """Keep every copy for a matter that is pending: a law suit, an audit, a regulator's inquiry.

    Rules: SC-46
    """

    key: ClassVar[str] = "place-hold"
    after_end: ClassVar[bool] = True
    keeps_free: ClassVar[int] = 0
    needs: ClassVar[Capability] = Capability.AUDIT
    reason: Text
    reference: Line | None = None

    def decide(self, complaint: Complaint, _policy: Policy) -> tuple[HoldPlaced, ...]:
        """Place it, before or after the end, beside those that are on: every matter has its own."""
        number = next_number(complaint.form.holds)
        return (HoldPlaced(hold=number, reason=self.reason, reference=self.reference),)


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldLifted(Event):
    """It is no longer pending."""

    key: ClassVar[str] = "complaint.hold-lifted"
    gives: ClassVar[tuple[str, ...]] = ("hold-lifted",)
    hold: int
    reason: str

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"hold:{self.hold}")

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        holds = change_numbered(
            complaint.form.holds,
            self.hold,
            lambda one: replace(one, lifted=act, lifted_because=self.reason),
        )
        return replace(complaint, form=replace(complaint.form, holds=holds))


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftHold(Command):
    """Say that the matter is no longer pending; other holds stay.

    Rules: SC-46
    """

    key: ClassVar[str] = "lift-hold"
    after_end: ClassVar[bool] = True
    needs: ClassVar[Capability] = Capability.AUDIT
    hold: Ordinal
    reason: Text

    def decide(self, complaint: Complaint, _policy: Policy) -> tuple[HoldLifted, ...]:
        """Lift one that is on; the others stay."""
        require_unfinished(complaint.form.holds, self.hold, field="hold")
        return (HoldLifted(hold=self.hold, reason=self.reason),)
