"""Rework: work is done again on an investigation sheet, and checked (PC-54, PC-55, BE-04)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from app.domain.changing import replace
from app.domain.command import Command
from app.domain.complaint import Complaint, Event, Signal
from app.domain.complaint.act import Act
from app.domain.complaint.numbered import change_numbered, next_number
from app.domain.complaint.remedy import Rework
from app.domain.fields import Doc, Key, Line, Ordinal, Text
from app.domain.guards import require_agreed, require_later, require_open, require_unfinished
from app.domain.policy import Policy, require_term
from app.domain.values import Actor, Capability


@dataclass(frozen=True, slots=True, kw_only=True)
class ReworkOrdered(Event):
    """Work is done again, on an investigation sheet (PC-54, PC-55, BE-04)."""

    key: ClassVar[str] = "complaint.rework-ordered"
    gives: ClassVar[tuple[str, ...]] = ("rework-ordered",)
    timed: ClassVar[bool] = True
    rework: int
    """1, 2, 3 ... within the complaint."""
    remedy: str
    """Of the policy's remedies: reshoot, re-make-up, remake, redo."""
    unit: str
    cause: str
    """Why it must be done again, for the sheet (PC-55)."""
    instructions: str
    sheet: str | None = None
    """The number of a paper sheet."""
    due: datetime | None = None

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"rework:{self.rework}", self.due)

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        remedy = complaint.remedy
        rework = Rework(
            number=self.rework,
            act=act,
            remedy=self.remedy,
            unit=self.unit,
            cause=self.cause,
            instructions=self.instructions,
            sheet=self.sheet,
            due=self.due,
        )
        return replace(complaint, remedy=replace(remedy, reworks=(*remedy.reworks, rework)))


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRework(Command):
    """Have work done again, on an investigation sheet.

    Rules: PC-54, PC-55, BE-04, BE-06
    """

    key: ClassVar[str] = "order-rework"
    needs: ClassVar[Capability] = Capability.HANDLE
    remedy: Annotated[Key, Doc("One that the policy counts as work done again.")]
    unit: Key
    cause: Annotated[Text, Doc("Why it must be done again.")]
    instructions: Text
    sheet: Annotated[Line | None, Doc("The number of a paper sheet.")] = None
    due: datetime | None = None

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[ReworkOrdered, ...]:
        """Order it; only what the customer agreed to, where the policy asks that (BE-06)."""
        require_open(complaint)
        reworks = [key for key, remedy in policy.remedies.items() if remedy.rework]
        # Of a dropped one only who orders it knows that it is work.
        known = (*reworks, *complaint.dropped_remedies(policy))
        require_term(self.remedy, known, field="remedy")
        require_term(self.unit, policy.units, field="unit")
        if self.due is not None:
            require_later(self.due, self.at, field="due")
        if policy.consent_before_compensation:
            require_agreed(complaint, self.remedy)
        ordered = ReworkOrdered(
            rework=next_number(complaint.remedy.reworks),
            remedy=self.remedy,
            unit=self.unit,
            cause=self.cause,
            instructions=self.instructions,
            sheet=self.sheet,
            due=self.due,
        )
        return (ordered,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reworked(Event):
    """The work was done again, and checked (PC-54, PC-65)."""

    key: ClassVar[str] = "complaint.reworked"
    gives: ClassVar[tuple[str, ...]] = ("reworked",)
    rework: int
    result: str
    accepted: bool
    """Whether the customer was content with it."""

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"rework:{self.rework}")

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        remedy = complaint.remedy
        reworks = change_numbered(
            remedy.reworks,
            self.rework,
            lambda one: replace(one, done=act, result=self.result, accepted=self.accepted),
        )
        return replace(complaint, remedy=replace(remedy, reworks=reworks))


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishRework(Command):
    """Record that the work was done again; what was not accepted is ordered anew.

    Rules: PC-54
    """

    key: ClassVar[str] = "finish-rework"
    needs: ClassVar[Capability] = Capability.HANDLE
    rework: Ordinal
    result: Text
    accepted: Annotated[bool, Doc("Whether the customer was content with it.")]

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Reworked, ...]:
        """Finish it once; what was not accepted is ordered anew."""
        require_open(complaint)
        require_unfinished(complaint.remedy.reworks, self.rework, field="rework")
        return (Reworked(rework=self.rework, result=self.result, accepted=self.accepted),)
