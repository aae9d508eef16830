"""Receipt to triage: what was said, of whom, what kind of complaint it is, to which it belongs."""

from dataclasses import dataclass
from datetime import UTC
from typing import ClassVar, TypeAlias
from uuid import UUID

from app.domain.changing import replace
from app.domain.complaint import content
from app.domain.complaint.act import Act
from app.domain.complaint.clocks import Clocks
from app.domain.complaint.communication import Communication
from app.domain.complaint.content import Classification, Content, Correction, Memo, Statement
from app.domain.complaint.ending import Ending
from app.domain.complaint.event import Event, NotAStream
from app.domain.complaint.form import Confirmation, issued
from app.domain.complaint.handling import Handling
from app.domain.complaint.learning import Learning
from app.domain.complaint.money import Finances
from app.domain.complaint.receipt import Receipt
from app.domain.complaint.remedy import Remedy
from app.domain.complaint.state import Complaint
from app.domain.values import (
    FLAGS,
    Actor,
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

    def begin(self, act: Act, by: Actor) -> Complaint:
        return Complaint(
            version=act.version,
            receipt=self._receipt(act, by),
            content=Content(statement=self._statement(), about=self.about),
            handling=Handling(owner=act.by, unit=self.unit, acted_on=act.at.astimezone(UTC).date()),
            communication=Communication(),
            remedy=Remedy(),
            money=Finances(),
            form=issued(act),
            ending=Ending(),
            learning=Learning(),
            clocks=Clocks(),
        )

    def apply(self, _complaint: Complaint, _act: Act, _by: Actor) -> Complaint:
        message = "a complaint is received once"
        raise NotAStream(message)

    def _receipt(self, act: Act, by: Actor) -> Receipt:
        return Receipt(
            act=act,
            roles=by.roles,
            unit=self.unit,
            channel=self.channel,
            directness=self.directness,
            place=self.place,
            stage=self.stage,
            confidential=self.confidential,
            high_value=self.high_value,
            paper_number=self.paper_number,
        )

    def _statement(self) -> Statement:
        return Statement(
            text=self.statement,
            reason=self.reason,
            subject=self.subject,
            demand=self.demand,
            emotion=self.emotion,
            order_reference=self.order_reference,
            complainant=self.complainant,
        )


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
class ConcernedCorrected(Event):
    """Whom it is about was put right (WS-06)."""

    key: ClassVar[str] = "complaint.concerned-corrected"
    gives: ClassVar[tuple[str, ...]] = ("concerned-corrected",)
    about: tuple[str, ...]
    """All of them, in place of those named before."""
    roles: tuple[str, ...] = ()
    """Positions that nobody holds who is not concerned."""
    reason: str

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        content = complaint.content
        correction = Correction(act=act, about=self.about, roles=self.roles, reason=self.reason)
        corrections = (*content.corrections, correction)
        content = replace(content, about=self.about, corrections=corrections)
        return replace(complaint, content=content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed(Event):
    """The unit head confirmed the record (SC-40)."""

    key: ClassVar[str] = "complaint.confirmed"
    gives: ClassVar[tuple[str, ...]] = ("confirmed",)
    unit: str
    remark: str | None = None

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        confirmation = Confirmation(act=act, unit=self.unit, remark=self.remark)
        return replace(complaint, form=replace(complaint.form, confirmation=confirmation))


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

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        content = complaint.content
        classification = Classification(
            act=act,
            category=self.category,
            tier=self.tier,
            severity=self.severity,
            mindset=self.mindset,
            flags=self.flags,
            reason=self.reason,
        )
        content = replace(content, classifications=(*content.classifications, classification))
        return replace(complaint, content=content)


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


IntakeEvent: TypeAlias = Received | Noted | ConcernedCorrected | Confirmed | Classified | Linked
