"""Receipt to triage: what was said, of whom, what kind of complaint it is, to which it belongs."""

from dataclasses import dataclass
from typing import ClassVar, TypeAlias
from uuid import UUID

from app.domain.events.event import Event
from app.domain.values import (
    FLAGS,
    Channel,
    Complainant,
    Directness,
    Emotion,
    LinkKind,
    Mindset,
    Severity,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Received(Event):
    """A complaint was received (WS-01..17, SC-39..42, LC-18, BE-01, AS-02)."""

    key: ClassVar[str] = "complaint.received"
    gives: ClassVar[tuple[str, ...]] = ("received",)
    channel: Channel
    unit: str
    complainant: Complainant
    statement: str
    """What was said, in the complainant's words (SC-42)."""
    directness: Directness = Directness.DIRECT
    place: str | None = None
    stage: str | None = None
    reason: str | None = None
    """Why it arose (WS-14, 因何而起)."""
    subject: str | None = None
    """What it is about (WS-14, 所怨何事)."""
    demand: str | None = None
    """What is demanded (WS-14, 有何要求)."""
    emotion: Emotion | None = None
    order_reference: str | None = None
    confidential: bool = False
    high_value: bool = False
    paper_number: str | None = None
    """The number of a preprinted paper form."""
    about: tuple[str, ...] = ()
    """The employees it is about (WS-06, 当事员工), as tokens name them."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernedCorrected(Event):
    """Whom it is about was put right (WS-06)."""

    key: ClassVar[str] = "complaint.concerned-corrected"
    gives: ClassVar[tuple[str, ...]] = ("concerned-corrected",)
    about: tuple[str, ...]
    """All of them, in place of those named before."""
    roles: tuple[str, ...] = ()
    """Positions that nobody holds who is not concerned."""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed(Event):
    """The unit head confirmed the record (SC-40)."""

    key: ClassVar[str] = "complaint.confirmed"
    gives: ClassVar[tuple[str, ...]] = ("confirmed",)
    unit: str
    remark: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Classified(Event):
    """Category, tier, severity and flags were settled (SC-16..30, LC-37, LC-45, BE-02)."""

    key: ClassVar[str] = "complaint.classified"
    gives: ClassVar[tuple[str, ...]] = ("classified",)
    category: str
    tier: str
    severity: Severity
    mindset: Mindset | None = None
    legal: bool = False
    supplier: bool = False
    uniform_explanation: bool = False
    technical_dispute: bool = False
    unprofessional_demand: bool = False
    """What is asked goes against professional common sense (WS-22..24, LC-45)."""
    reason: str | None = None
    """Why it is taken less seriously than before, or than its category is."""

    @property
    def flags(self) -> tuple[str, ...]:
        """The flags that are raised, of `FLAGS` and in that order."""
        return tuple(flag for flag in FLAGS if getattr(self, flag))


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked(Event):
    """It belongs to another complaint (PC-34)."""

    key: ClassVar[str] = "complaint.linked"
    gives: ClassVar[tuple[str, ...]] = ("linked",)
    kind: LinkKind
    other: UUID
    """The other complaint's id."""
    reason: str | None = None


IntakeEvent: TypeAlias = Received | Noted | ConcernedCorrected | Confirmed | Classified | Linked
