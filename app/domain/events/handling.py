"""Who has it in hand, who else is drawn in, and whose turn it is."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, TypeAlias

from app.domain.changing import change_numbered, replace
from app.domain.complaint.act import Act
from app.domain.complaint.event import SUPERIORS_TOLD, Event, Signal
from app.domain.complaint.handling import (
    Assignment,
    Assistance,
    Escalation,
    Instruction,
    Referral,
    Report,
    Wait,
)
from app.domain.complaint.state import Complaint
from app.domain.values import Actor, ReferralTarget, WaitingFor


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned(Event):
    """A person of a unit now owns it (AS-01, SC-51, LC-26, PC-59)."""

    key: ClassVar[str] = "complaint.assigned"
    gives: ClassVar[tuple[str, ...]] = ("assigned",)
    handler: str
    unit: str
    reason: str | None = None
    contact: str | None = None
    """How both sides reach each other (SC-51)."""

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        handling = complaint.handling
        assignment = Assignment(
            act=act,
            handler=self.handler,
            unit=self.unit,
            reason=self.reason,
            contact=self.contact,
        )
        handling = replace(
            handling,
            owner=self.handler,
            unit=self.unit,
            assignments=(*handling.assignments, assignment),
        )
        return replace(complaint, handling=handling)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported(Event):
    """It was reported upward; ownership stays (WS-20, WS-21, WS-24, WS-28, LC-39, LC-40)."""

    key: ClassVar[str] = "complaint.reported"
    gives: ClassVar[tuple[str, ...]] = ("reported", SUPERIORS_TOLD, "instruction-asked")
    to_roles: tuple[str, ...]
    reason: str
    skip_level: bool = False
    asks_instruction: bool = False
    """Not only told: somebody of them is to say what is done (WS-27, WS-32, 请示)."""

    def signals(self) -> tuple[Signal, ...]:
        asked = (Signal("instruction-asked"),) if self.asks_instruction else ()
        return (Signal("reported"), *asked)

    def apply(self, complaint: Complaint, act: Act, by: Actor) -> Complaint:
        handling = complaint.handling
        report = Report(
            act=act,
            to_roles=self.to_roles,
            reason=self.reason,
            skip_level=self.skip_level,
            asks_instruction=self.asks_instruction,
            by_somebody=by.is_somebody,
        )
        return replace(complaint, handling=replace(handling, reports=(*handling.reports, report)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalated(Event):
    """A higher tier now decides (SC-21..28, LC-40, LC-43, LC-44)."""

    key: ClassVar[str] = "complaint.escalated"
    gives: ClassVar[tuple[str, ...]] = ("escalated",)
    tier: str
    to_role: str
    reason: str
    to_unit: str | None = None
    skip_level: bool = False

    def apply(self, complaint: Complaint, act: Act, by: Actor) -> Complaint:
        handling = complaint.handling
        unit = self.to_unit or handling.unit
        escalation = Escalation(
            act=act,
            tier=self.tier,
            to_role=self.to_role,
            to_unit=self.to_unit,
            reason=self.reason,
            skip_level=self.skip_level,
            by_somebody=by.is_somebody,
            moved=unit != handling.unit,
        )
        escalations = (*handling.escalations, escalation)
        return replace(complaint, handling=replace(handling, unit=unit, escalations=escalations))


@dataclass(frozen=True, slots=True, kw_only=True)
class Instructed(Event):
    """A superior said what is to be done (WS-27, WS-29, WS-32)."""

    key: ClassVar[str] = "complaint.instructed"
    gives: ClassVar[tuple[str, ...]] = ("instructed",)
    text: str
    to: str | None = None

    def apply(self, complaint: Complaint, act: Act, by: Actor) -> Complaint:
        handling = complaint.handling
        instruction = Instruction(act=act, text=self.text, to=self.to, roles=by.roles)
        handling = replace(handling, instructions=(*handling.instructions, instruction))
        return replace(complaint, handling=handling)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssistanceAsked(Event):
    """Another unit was asked to help (SC-24, SC-44, LC-25, LC-42)."""

    key: ClassVar[str] = "complaint.assistance-asked"
    gives: ClassVar[tuple[str, ...]] = ("assistance-asked",)
    timed: ClassVar[bool] = True
    assistance: int
    """1, 2, 3 ... within the complaint."""
    unit: str
    what: str
    due: datetime | None = None

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"assistance:{self.assistance}", self.due)

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        handling = complaint.handling
        asked = Assistance(
            number=self.assistance, act=act, unit=self.unit, what=self.what, due=self.due
        )
        handling = replace(handling, assistance=(*handling.assistance, asked))
        return replace(complaint, handling=handling)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assisted(Event):
    """The other unit gave its answer (LC-25)."""

    key: ClassVar[str] = "complaint.assisted"
    gives: ClassVar[tuple[str, ...]] = ("assisted",)
    assistance: int
    result: str

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"assistance:{self.assistance}")

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        handling = complaint.handling
        assistance = change_numbered(
            handling.assistance,
            self.assistance,
            lambda one: replace(one, answered=act, result=self.result),
        )
        return replace(complaint, handling=replace(handling, assistance=assistance))


@dataclass(frozen=True, slots=True, kw_only=True)
class AssistanceTakenBack(Event):
    """The help is not needed any more, or was asked of the wrong unit (SC-44, LC-25)."""

    key: ClassVar[str] = "complaint.assistance-taken-back"
    gives: ClassVar[tuple[str, ...]] = ("assistance-taken-back",)
    assistance: int
    reason: str

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"assistance:{self.assistance}")

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        handling = complaint.handling
        assistance = change_numbered(
            handling.assistance,
            self.assistance,
            lambda one: replace(one, lapsed=act, taken_back_because=self.reason),
        )
        return replace(complaint, handling=replace(handling, assistance=assistance))


@dataclass(frozen=True, slots=True, kw_only=True)
class Referred(Event):
    """Police, supplier, lawyers or a regulator were called in (LC-23, SC-28, AS-12)."""

    key: ClassVar[str] = "complaint.referred"
    gives: ClassVar[tuple[str, ...]] = ("referred",)
    to: ReferralTarget
    reason: str
    reference: str | None = None
    """Their file number."""
    contact: str | None = None

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        handling = complaint.handling
        referral = Referral(
            act=act,
            to=self.to,
            reason=self.reason,
            reference=self.reference,
            contact=self.contact,
        )
        handling = replace(handling, referrals=(*handling.referrals, referral))
        return replace(complaint, handling=handling)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused(Event):
    """It waits for the customer or a third party; some clocks stand still."""

    key: ClassVar[str] = "complaint.paused"
    gives: ClassVar[tuple[str, ...]] = ("paused",)
    waiting_for: WaitingFor
    reason: str

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        handling = complaint.handling
        wait = Wait(act=act, waiting_for=self.waiting_for, reason=self.reason)
        return replace(complaint, handling=replace(handling, waits=(*handling.waits, wait)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed(Event):
    """It is our turn again."""

    key: ClassVar[str] = "complaint.resumed"
    gives: ClassVar[tuple[str, ...]] = ("resumed",)
    reason: str

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        return replace(
            complaint,
            handling=complaint.handling.with_wait_over(act, because=self.reason),
            clocks=complaint.clocks.counted(act.at),
        )


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
