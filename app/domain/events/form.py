"""The form: where its copies lie, what keeps them, and which boxes are signed."""

from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from app.domain.changing import change_numbered, replace
from app.domain.complaint import form
from app.domain.complaint.act import Act
from app.domain.complaint.event import Event, Signal
from app.domain.complaint.form import Destruction, Hold
from app.domain.complaint.state import Complaint
from app.domain.values import Actor, Copy, Place, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver(Event):
    """A copy of the form was handed on (SC-35..38, SC-46)."""

    key: ClassVar[str] = "complaint.handed-over"
    gives: ClassVar[tuple[str, ...]] = ("handed-over",)
    copy: Copy
    origin: Place
    """Where it lay until then."""
    to: Place
    remark: str | None = None
    term: Term | None = None
    """Of a copy that was destroyed: the term that was over."""

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"copy:{self.copy}")

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        destroyed = self.to is Place.DESTROYED
        destruction = Destruction(act=act, term=self.term) if destroyed else None
        trail = complaint.form.trail(self.copy).moved(self.to, act)
        trail = replace(trail, destruction=destruction)
        return replace(complaint, form=complaint.form.with_trail(self.copy, trail))


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
class Signed(Event):
    """A box of the form was signed (SC-39, SC-40, SC-45)."""

    key: ClassVar[str] = "complaint.signed"
    gives: ClassVar[tuple[str, ...]] = ("signed",)
    box: str
    remark: str | None = None

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        signature = form.SignOff(act=act, box=self.box, remark=self.remark)
        signed = replace(complaint.form, sign_offs=(*complaint.form.sign_offs, signature))
        return replace(complaint, form=signed)


FormEvent: TypeAlias = HandedOver | HoldPlaced | HoldLifted | Signed
