"""Improvement: something is done so that it does not happen again (WS-44, WS-46, PC-79)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from app.domain.changing import replace
from app.domain.command import Command
from app.domain.complaint import Complaint, Event, Signal
from app.domain.complaint.act import Act
from app.domain.complaint.learning import Improvement
from app.domain.complaint.numbered import change_numbered, next_number
from app.domain.fields import Doc, Key, Ordinal, Person, Text
from app.domain.guards import require_later, require_unfinished
from app.domain.policy import Policy, require_term
from app.domain.values import Actor, Capability


@dataclass(frozen=True, slots=True, kw_only=True)
class ImprovementPlanned(Event):
    """Something will be done so that it does not happen again (WS-44, WS-46, PC-79)."""

    key: ClassVar[str] = "complaint.improvement-planned"
    gives: ClassVar[tuple[str, ...]] = ("improvement-planned",)
    timed: ClassVar[bool] = True
    improvement: int
    """1, 2, 3 ... within the complaint."""
    what: str
    owner: str
    unit: str
    due: datetime

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"improvement:{self.improvement}", self.due)

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        learning = complaint.learning
        improvement = Improvement(
            number=self.improvement,
            act=act,
            what=self.what,
            owner=self.owner,
            unit=self.unit,
            due=self.due,
        )
        learning = replace(learning, improvements=(*learning.improvements, improvement))
        return replace(complaint, learning=learning)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanImprovement(Command):
    """Plan what will be done so that it does not happen again.

    Rules: WS-44, WS-46, PC-79
    """

    key: ClassVar[str] = "plan-improvement"
    after_end: ClassVar[bool] = True
    needs: ClassVar[Capability] = Capability.PLAN
    what: Text
    owner: Annotated[Person, Doc("Who sees to it.")]
    unit: Key
    due: datetime

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[ImprovementPlanned, ...]:
        """Plan it for a time that lies ahead; the customer does not wait, so after the end too."""
        require_term(self.unit, policy.units, field="unit")
        require_later(self.due, self.at, field="due")
        planned = ImprovementPlanned(
            improvement=next_number(complaint.learning.improvements),
            what=self.what,
            owner=self.owner,
            unit=self.unit,
            due=self.due,
        )
        return (planned,)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImprovementMade(Event):
    """It was done (WS-44, PC-79)."""

    key: ClassVar[str] = "complaint.improvement-made"
    gives: ClassVar[tuple[str, ...]] = ("improvement-made",)
    improvement: int
    result: str

    def signals(self) -> tuple[Signal, ...]:
        return self._signals(f"improvement:{self.improvement}")

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        learning = complaint.learning
        improvements = change_numbered(
            learning.improvements,
            self.improvement,
            lambda one: replace(one, made=act, result=self.result),
        )
        return replace(complaint, learning=replace(learning, improvements=improvements))


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishImprovement(Command):
    """Record that it was done.

    Rules: WS-44, PC-79
    """

    key: ClassVar[str] = "finish-improvement"
    after_end: ClassVar[bool] = True
    needs: ClassVar[Capability] = Capability.PLAN
    improvement: Ordinal
    result: Text

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[ImprovementMade, ...]:
        """Finish it once, before or after the end."""
        require_unfinished(complaint.learning.improvements, self.improvement, field="improvement")
        return (ImprovementMade(improvement=self.improvement, result=self.result),)
