"""Assistance: another unit is asked to help, and answers soon (SC-44, LC-25, LC-42)."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from app.domain.changing import replace
from app.domain.command import Command
from app.domain.complaint import Complaint, Event, Signal
from app.domain.complaint.act import Act
from app.domain.complaint.handling import Assistance
from app.domain.complaint.numbered import change_numbered, next_number
from app.domain.fields import Key, Ordinal, Text
from app.domain.guards import require_confirmed, require_later, require_open, require_unfinished
from app.domain.policy import Policy, require_term
from app.domain.refusals import NotPermitted
from app.domain.values import Actor, Capability


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
class AskAssistance(Command):
    """Ask another unit for help; from then on it sees the complaint until it has answered.

    Rules: SC-44, LC-25, LC-42
    """

    key: ClassVar[str] = "ask-assistance"
    awaits_confirmation: ClassVar[bool] = True
    needs: ClassVar[Capability] = Capability.HANDLE
    unit: Key
    what: Text
    due: datetime | None = None

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[AssistanceAsked, ...]:
        """Ask a unit that the policy has, for a time that lies ahead if one is given."""
        require_open(complaint)
        require_confirmed(complaint, policy, self.key)
        require_term(self.unit, policy.units, field="unit")
        if self.due is not None:
            require_later(self.due, self.at, field="due")
        number = next_number(complaint.handling.assistance)
        asked = AssistanceAsked(assistance=number, unit=self.unit, what=self.what, due=self.due)
        return (asked,)


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
class GiveAssistance(Command):
    """Answer as the unit that was asked.

    Rules: LC-25
    """

    key: ClassVar[str] = "give-assistance"
    open_to_concerned: ClassVar[bool] = True
    needs: ClassVar[Capability] = Capability.ASSIST
    assistance: Ordinal
    result: Text

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Assisted, ...]:
        """Answer once, as somebody of that unit; who is bound to no unit is of every one."""
        require_open(complaint)
        asked = require_unfinished(
            complaint.handling.assistance, self.assistance, field="assistance"
        )
        # A unit that a newer policy no longer has cannot answer: who handles it then may.
        gone = asked.unit not in policy.units
        if gone and Capability.HANDLE in policy.capabilities(self.by.roles):
            return (Assisted(assistance=self.assistance, result=self.result),)
        if self.by.units and asked.unit not in self.by.units:
            message = f"the unit '{asked.unit}' was asked: somebody of it answers"
            raise NotPermitted(message)
        return (Assisted(assistance=self.assistance, result=self.result),)


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
class TakeBackAssistance(Command):
    """Take a request back that nobody has answered.

    Rules: SC-44, LC-25
    """

    key: ClassVar[str] = "take-back-assistance"
    needs: ClassVar[Capability] = Capability.HANDLE
    assistance: Ordinal
    reason: Text

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[AssistanceTakenBack, ...]:
        """Take back what is not answered; the unit no longer sees the complaint."""
        require_open(complaint)
        require_unfinished(complaint.handling.assistance, self.assistance, field="assistance")
        return (AssistanceTakenBack(assistance=self.assistance, reason=self.reason),)
