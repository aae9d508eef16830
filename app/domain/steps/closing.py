"""Closing: with an outcome, once everything due before has happened (LC-08, LC-27)."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from app.domain import needs
from app.domain.authority import require_decider
from app.domain.command import Command
from app.domain.complaint import Complaint, Event, Status
from app.domain.complaint.act import Act
from app.domain.complaint.ending import End
from app.domain.complaint.lapsing import conclude
from app.domain.fields import Doc, Key, Text
from app.domain.guards import require_end_after_acts, require_in_person, require_open
from app.domain.policy import Policy, require_term
from app.domain.refusals import StepsMissing
from app.domain.values import Actor, Capability


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed(Event):
    """Handling ended with an outcome (LC-08, LC-27)."""

    key: ClassVar[str] = "complaint.closed"
    gives: ClassVar[tuple[str, ...]] = ("closed", "ended")
    outcome: str
    result: str
    """What was done, for the result box (SC-43)."""

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        end = End(
            act=act,
            status=Status.CLOSED,
            outcome=self.outcome,
            result=self.result,
            customer_informed=None,
        )
        return conclude(complaint, end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Close(Command):
    """Close with an outcome; there is no closing without one.

    Rules: LC-08, LC-27
    """

    key: ClassVar[str] = "close"
    needs: ClassVar[Capability] = Capability.HANDLE
    outcome: Key
    result: Annotated[Text, Doc("What was done, for the result box.")]

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Closed, ...]:
        """Close it when everything due before has happened; the refusal names all that has not."""
        require_open(complaint)
        require_end_after_acts(complaint, self.at)
        require_term(self.outcome, policy.outcomes, field="outcome")
        require_in_person(complaint, policy, self.by)
        require_decider(complaint, policy, self.by)
        missing = needs.missing(needs.needs(complaint, policy))
        if missing:
            message = "before closing there must be: " + ", ".join(missing)
            raise StepsMissing(message, missing=missing)
        return (Closed(outcome=self.outcome, result=self.result),)
