"""The nouns that commands, events and policies share."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import Annotated, NewType
from uuid import UUID

from app.domain.fields import (
    Currency,
    Doc,
    Drawing,
    Key,
    Length,
    Line,
    MinorUnits,
    Person,
    Range,
    Text,
    TimeOfDay,
)
from app.domain.spelling import person_of

OrganisationId = NewType("OrganisationId", str)
"""A tenant: one log, one policy. Lower-case letters, digits and hyphens."""

ComplaintId = NewType("ComplaintId", UUID)
"""A complaint, and the stream of its events."""


FLAGS = ("legal", "supplier", "uniform_explanation", "technical_dispute", "unprofessional_demand")
"""What a classification can flag beside the category (SC-22..28, WS-24, WS-42).

Spelt so everywhere: in commands, events, policies, and in what the copies show.
"""


class Capability(StrEnum):
    """What a role can do at all; each organisation maps its own role names on these (rules, 8)."""

    RECEIVE = "receive"
    CONFIRM = "confirm"
    HANDLE = "handle"
    ASSIST = "assist"
    APPROVE = "approve"
    PAY = "pay"
    AUDIT = "audit"
    PLAN = "plan"
    ADMINISTER = "administer"


class Channel(StrEnum):
    """How a complaint reached the organisation (WS-06, WS-30, SC-47, BE-14, AS-07)."""

    FACE_TO_FACE = "face-to-face"
    TELEPHONE = "telephone"
    INTERNET = "internet"
    E_MAIL = "e-mail"
    SOCIAL_MEDIA = "social-media"
    FAX = "fax"
    FEEDBACK_CARD = "feedback-card"
    OPINION_BOOK = "opinion-book"
    FOLLOW_UP = "follow-up"
    REPORT_BACK = "report-back"
    SUPPLIER = "supplier"


class ComplainantKind(StrEnum):
    """Who complains (SC-02)."""

    CUSTOMER = "customer"
    MEMBER = "member"
    SUPPLIER = "supplier"


class Directness(StrEnum):
    """Whether the complaint was voiced to us or reached us by a detour (WS-01)."""

    DIRECT = "direct"
    INDIRECT = "indirect"


class Emotion(StrEnum):
    """The demeanour met (WS-07, BE-01)."""

    CALM = "calm"
    UPSET = "upset"
    HEATED = "heated"
    OUT_OF_CONTROL = "out-of-control"
    VIOLENT = "violent"
    BARGAINING = "bargaining"


class Mindset(StrEnum):
    """What the complainant is after besides the demand (LC-10)."""

    VENTING = "venting"
    RESPECT = "respect"
    COMPENSATION = "compensation"


class Severity(IntEnum):
    """How serious: one to three stars (LC-37). A different axis from the tier (SC-16..28)."""

    ORDINARY = 1
    FAIRLY_SERIOUS = 2
    SERIOUS = 3


class ApologyKind(StrEnum):
    """What an apology says of our part (WS-11, LC-20, LC-24, AS-24)."""

    COURTESY = "courtesy"
    CONDITIONAL = "conditional"
    ADMISSION = "admission"


class PromiseKind(StrEnum):
    """What was promised by when (WS-31, WS-34, PC-21)."""

    REPLY = "reply"
    RESOLUTION = "resolution"


class CauseClass(StrEnum):
    """One person's slip, or a defect of the system (WS-45, WS-46)."""

    INDIVIDUAL = "individual"
    SYSTEMIC = "systemic"


class Fault(StrEnum):
    """On whose side the cause lies (PC-27, PC-28, AS-12)."""

    OURS = "ours"
    CUSTOMER = "customer"
    THIRD_PARTY = "third-party"
    MISUNDERSTANDING = "misunderstanding"
    UNCLEAR = "unclear"


class Verdict(StrEnum):
    """How a reviewer decides (BE-05, SC-36)."""

    APPROVE = "approve"
    REFUSE = "refuse"


class SignatureKind(StrEnum):
    """How the recipient of a compensation signed (SC-43)."""

    NAME = "name"
    REFERENCE = "reference"
    IMAGE = "image"
    """Drawn, as pixels."""
    PATH = "path"
    """Drawn, as lines."""


class Copy(StrEnum):
    """The three copies of the form (一式三联, SC-35..38)."""

    HANDLER = "handler"
    AUDIT = "audit"
    PLANNING = "planning"


class Place(StrEnum):
    """Where a copy of the form can lie (SC-35..38, SC-46)."""

    WITH_HANDLING_UNIT = "with-handling-unit"
    WITH_FINANCE = "with-finance"
    QUERIED = "queried"
    """With the handling unit, which finance has asked something."""
    CONFIRMED = "confirmed"
    """With finance still, which has confirmed and is to pay."""
    WITH_AUDIT = "with-audit"
    WITH_PLANNING = "with-planning"
    RETAINED = "retained"
    """In the archive of whoever held it last."""
    DESTROYED = "destroyed"


class KeptAs(StrEnum):
    """What a copy of an ended complaint is kept as (SC-46)."""

    RECORD = "record"
    """Of how a complaint was handled."""
    VOUCHER = "voucher"
    """Of money that was paid, and stayed paid."""


class ReopenCause(StrEnum):
    """Why an ended complaint is taken up again (PC-34)."""

    NEW_PROBLEM = "new-problem"
    NOT_SATISFIED = "not-satisfied"
    OUR_ERROR = "our-error"


class LinkKind(StrEnum):
    """How one complaint belongs to another (PC-34)."""

    DUPLICATE_OF = "duplicate-of"
    FOLLOWS = "follows"
    SPLIT_FROM = "split-from"


class ReferralTarget(StrEnum):
    """Who outside the house, or beside its line, is called in (LC-23, SC-28, AS-12)."""

    POLICE = "police"
    SUPPLIER = "supplier"
    LEGAL = "legal"
    REGULATOR = "regulator"


class ResponsibilityKind(StrEnum):
    """How somebody is answerable for the cause (LC-35, LC-36)."""

    DIRECT = "direct"
    INDIRECT = "indirect"


class WaitingFor(StrEnum):
    """Whose turn it is while our clocks stand still."""

    CUSTOMER = "customer"
    THIRD_PARTY = "third-party"


class ContactMethod(StrEnum):
    """How the customer is contacted afterwards (BE-15, PC-44)."""

    TELEPHONE = "telephone"
    QUESTIONNAIRE = "questionnaire"
    MESSAGE = "message"
    VISIT = "visit"


class LiftReason(StrEnum):
    """Why a deadline no longer stands."""

    MET = "met"
    """What it was for has happened."""
    ENDED = "ended"
    """The complaint ended first."""
    SETTLED_ANEW = "settled-anew"
    """It no longer applies: reopened, or classified otherwise."""


class Breach(StrEnum):
    """What is unusual about a plan, so that it needs a reason and a higher authority."""

    INADEQUATE = "inadequate"
    """It is worth less than the established loss or the legal floor."""
    NOT_CHEAPEST = "not-cheapest"
    """Another adequate option costs less (LC-06, LC-32)."""
    UNDERSTATED = "understated"
    """It is said to cost us less than the remedy usually does."""
    BEYOND_LADDER = "beyond-ladder"
    """A remedy meant for more serious complaints, or for lost property (LC-30, LC-31)."""
    CASH_CEILING = "cash-ceiling"
    """Cash, from the ceiling up (LC-33)."""


class TimeUnit(StrEnum):
    """What a span is counted in."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time as people say it: a month is a month, however many days it has."""

    count: int
    unit: TimeUnit


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """How long a copy of an ended complaint is kept, under which rule (SC-46)."""

    kept_as: KeptAs
    kept_until: date
    """The first day on which it may be destroyed."""
    must_go_by: date | None = None
    """The day by which it must be; None sets no bound."""
    rule: str


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """Whole minor units: 12.34 yuan is 1234."""

    amount: MinorUnits
    currency: Currency

    def __add__(self, other: "Money") -> "Money":
        """Add an amount of the same currency.

        Raises:
            ValueError: the currencies differ.

        """
        if self.currency != other.currency:
            message = f"cannot add {other.currency} to {self.currency}"
            raise ValueError(message)
        return Money(self.amount + other.amount, self.currency)

    def __str__(self) -> str:
        """Show the amount as people write it, two decimals."""
        return f"{in_decimals(self.amount)} {self.currency}"


def in_decimals(minor_units: int) -> Decimal:
    """Convert minor units exactly, with two decimals: 903 is `9.03`, and 900 is `9.00`."""
    return Decimal(minor_units).scaleb(-2)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: always taken from the credential, never from a request body."""

    subject: str
    roles: tuple[str, ...] = ()
    units: tuple[str, ...] = ()

    @property
    def person(self) -> str:
        """The subject as people are compared; an old event may have it in another spelling."""
        return person_of(self.subject)

    @property
    def is_somebody(self) -> bool:
        """Whether it is a person: people have roles, and the clock has none (WS-37)."""
        return bool(self.roles)


Employees = Annotated[tuple[Person, ...], Length(0, 20)]
"""The employees a complaint is about (WS-06)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Complainant:
    """The complainant's particulars.

    Rules: WS-16, SC-41, LC-18, PC-33, AS-02
    """

    name: Line | None = None
    kind: ComplainantKind = ComplainantKind.CUSTOMER
    telephone: Line | None = None
    email: Line | None = None
    address: Line | None = None
    reference: Annotated[Line | None, Doc("Membership, wristband or locker number.")] = None
    contact_from: Annotated[
        TimeOfDay | None, Doc("From when in the day a call is welcome, with `contact_until`.")
    ] = None
    contact_until: TimeOfDay | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A remedy of the catalogue, with what it costs us and what it is worth to the customer."""

    remedy: Key
    description: Text
    cost: Money
    value: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """The recipient's signature.

    Rules: SC-43
    """

    kind: SignatureKind
    signatory: Annotated[Line, Doc("The name of the person who received it.")]
    reference: Annotated[Line | None, Doc("Where the signature itself lies.")] = None
    image: Annotated[
        Drawing | None,
        Doc(
            "For the kind `image`: a PNG of 8 bits in grey or colours, at most 1000 by 500 "
            "pixels, in Base64. Only the pixels are kept."
        ),
    ] = None
    path: Annotated[
        Drawing | None,
        Doc("For the kind `path`: the commands of an SVG path, such as `M10 20L30 40`."),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A unit, team or person that answers for a part of the cause.

    Rules: LC-27, LC-35, LC-36, AS-09, AS-28
    """

    kind: ResponsibilityKind
    unit: Key
    percent: Annotated[int, Range(1, 100)]
    """Of the whole; all shares together make 100."""
    team: Line | None = None
    person: Person | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """By when something is due; computed once, when its clock starts."""

    number: int
    """1, 2, 3 ... within the complaint; one that is moved keeps its number."""
    clock: str
    """Of the policy's clocks or, for a contact afterwards, of its occasions."""
    since: datetime
    """When the clock started, or started anew."""
    due: datetime
    about: str | None = None
    """Which of several: `promise:1`, `plan:2`, `expense:1`, `visit:1` ..."""
    opens: datetime | None = None
    """Not to be done before; None is at once."""
    provisional: bool = False
    """It runs into a year whose holidays are not published yet."""
    held: bool = False
    """It stands still while somebody else's turn lasts."""
    reminder: bool = False
    """A date to look at, which nobody can miss."""
    working: bool | None = None
    """Its clock counts opening hours only, also after a wait; None: the record does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifted:
    """A deadline that no longer stands."""

    number: int
    because: LiftReason
