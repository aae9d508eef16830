"""The form: where its copies lie, what keeps them, and which boxes are signed."""

from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from app.domain.values import Copy, Place, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """A copy of the form was handed on (SC-35..38, SC-46)."""

    NAME: ClassVar[str] = "complaint.handed-over"
    copy: Copy
    origin: Place
    """Where it lay until then."""
    to: Place
    remark: str | None = None
    term: Term | None = None
    """Of a copy that was destroyed: the term that was over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldPlaced:
    """Something is pending for which nothing of it may be destroyed (SC-46)."""

    NAME: ClassVar[str] = "complaint.hold-placed"
    hold: int
    """1, 2, 3 ... within the complaint."""
    reason: str
    reference: str | None = None
    """The file number of the court, the lawyers, the auditors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldLifted:
    """It is no longer pending."""

    NAME: ClassVar[str] = "complaint.hold-lifted"
    hold: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A box of the form was signed (SC-39, SC-40, SC-45)."""

    NAME: ClassVar[str] = "complaint.signed"
    box: str
    remark: str | None = None


FormEvent: TypeAlias = HandedOver | HoldPlaced | HoldLifted | Signed
