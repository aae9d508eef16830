"""What was complained about, by whom, about whom, and what kind of complaint it is."""

from dataclasses import dataclass
from uuid import UUID

from app.domain.complaint.act import Act
from app.domain.values import Complainant, Emotion, LinkKind, Mindset, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What was said at the receipt (SC-42); memos complete it."""

    text: str
    """In the complainant's words."""
    reason: str | None
    subject: str | None
    demand: str | None
    emotion: Emotion | None
    order_reference: str | None
    complainant: Complainant


@dataclass(frozen=True, slots=True, kw_only=True)
class Memo:
    """What was noted later, with the facts that it brought (WS-15, WS-16)."""

    act: Act
    text: str
    reason: str | None
    subject: str | None
    demand: str | None
    complainant: Complainant | None
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """The employees concerned, put right (WS-06)."""

    act: Act
    about: tuple[str, ...]
    roles: tuple[str, ...]
    """Positions held only by people the complaint is about."""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """Category, tier, severity and flags (SC-16..30)."""

    act: Act
    category: str
    tier: str
    severity: Severity
    mindset: Mindset | None
    flags: tuple[str, ...]
    """In the order of `FLAGS`."""
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A tie to another complaint (PC-34)."""

    act: Act
    kind: LinkKind
    other: UUID
    """The other complaint's id."""
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Everything said about the matter; properties give what is known now."""

    statement: Statement
    about: tuple[str, ...]
    """The employees concerned, spelt as recorded."""
    memos: tuple[Memo, ...] = ()
    corrections: tuple[Correction, ...] = ()
    classifications: tuple[Classification, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def reason(self) -> str | None:
        """Why it arose (WS-14); a memo that says nothing of it leaves it."""
        told = (memo.reason for memo in reversed(self.memos) if memo.reason)
        return next(told, self.statement.reason)

    @property
    def subject(self) -> str | None:
        """What it is about (WS-14)."""
        told = (memo.subject for memo in reversed(self.memos) if memo.subject)
        return next(told, self.statement.subject)

    @property
    def demand(self) -> str | None:
        """What is demanded (WS-14)."""
        told = (memo.demand for memo in reversed(self.memos) if memo.demand)
        return next(told, self.statement.demand)

    @property
    def complainant(self) -> Complainant:
        """Who complains: memos add particulars and take none away."""
        who = self.statement.complainant
        for memo in self.memos:
            if memo.complainant is not None:
                who = _completed(who, memo.complainant)
        return who

    @property
    def classification(self) -> Classification | None:
        """The last one, whatever problem it was of."""
        return self.classifications[-1] if self.classifications else None


def _completed(known: Complainant, more: Complainant) -> Complainant:
    return Complainant(
        name=more.name or known.name,
        kind=more.kind,
        telephone=more.telephone or known.telephone,
        email=more.email or known.email,
        address=more.address or known.address,
        reference=more.reference or known.reference,
        contact_from=more.contact_from or known.contact_from,
        contact_until=more.contact_until or known.contact_until,
    )
