"""Who has it in hand, who else is drawn in, and whose turn it is."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, TypeAlias

from app.domain.values import ReferralTarget, WaitingFor


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """A person of a unit now owns it (AS-01, SC-51, LC-26, PC-59)."""

    NAME: ClassVar[str] = "complaint.assigned"
    handler: str
    unit: str
    reason: str | None = None
    contact: str | None = None
    """How both sides reach each other (SC-51)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """It was reported upward; ownership stays (WS-20, WS-21, WS-24, WS-28, LC-39, LC-40)."""

    NAME: ClassVar[str] = "complaint.reported"
    to_roles: tuple[str, ...]
    reason: str
    skip_level: bool = False
    asks_instruction: bool = False
    """Not only told: somebody of them is to say what is done (WS-27, WS-32, 请示)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalated:
    """A higher tier now decides (SC-21..28, LC-40, LC-43, LC-44)."""

    NAME: ClassVar[str] = "complaint.escalated"
    tier: str
    to_role: str
    reason: str
    to_unit: str | None = None
    skip_level: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Instructed:
    """A superior said what is to be done (WS-27, WS-29, WS-32)."""

    NAME: ClassVar[str] = "complaint.instructed"
    text: str
    to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssistanceAsked:
    """Another unit was asked to help (SC-24, SC-44, LC-25, LC-42)."""

    NAME: ClassVar[str] = "complaint.assistance-asked"
    assistance: int
    """1, 2, 3 ... within the complaint."""
    unit: str
    what: str
    due: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assisted:
    """The other unit gave its answer (LC-25)."""

    NAME: ClassVar[str] = "complaint.assisted"
    assistance: int
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssistanceTakenBack:
    """The help is not needed any more, or was asked of the wrong unit (SC-44, LC-25)."""

    NAME: ClassVar[str] = "complaint.assistance-taken-back"
    assistance: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Referred:
    """Police, supplier, lawyers or a regulator were called in (LC-23, SC-28, AS-12)."""

    NAME: ClassVar[str] = "complaint.referred"
    to: ReferralTarget
    reason: str
    reference: str | None = None
    """Their file number."""
    contact: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused:
    """It waits for the customer or a third party; some clocks stand still."""

    NAME: ClassVar[str] = "complaint.paused"
    waiting_for: WaitingFor
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed:
    """It is our turn again."""

    NAME: ClassVar[str] = "complaint.resumed"
    reason: str


HandlingEvent: TypeAlias = (
    Assigned
    | Reported
    | Escalated
    | Instructed
    | AssistanceAsked
    | Assisted
    | AssistanceTakenBack
    | Referred
    | Paused
    | Resumed
)
