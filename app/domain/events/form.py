"""The form: where its copies lie, what keeps them, and which boxes are signed."""

from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from app.domain.events.event import Event, Signal
from app.domain.values import Copy, Place, Term


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


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldLifted(Event):
    """It is no longer pending."""

    key: ClassVar[str] = "complaint.hold-lifted"
    gives: ClassVar[tuple[str, ...]] = ("hold-lifted",)
    hold: int
    reason: str

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"hold:{self.hold}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed(Event):
    """A box of the form was signed (SC-39, SC-40, SC-45)."""

    key: ClassVar[str] = "complaint.signed"
    gives: ClassVar[tuple[str, ...]] = ("signed",)
    box: str
    remark: str | None = None


FormEvent: TypeAlias = HandedOver | HoldPlaced | HoldLifted | Signed
