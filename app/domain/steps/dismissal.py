"""Dismissal: it was judged not to be a complaint (SC-48)."""

from dataclasses import dataclass
from typing import ClassVar

from app.domain.authority import require_decider
from app.domain.command import Command
from app.domain.complaint import Complaint, Event, Status
from app.domain.complaint.act import Act
from app.domain.complaint.ending import End
from app.domain.complaint.lapsing import conclude
from app.domain.fields import Text
from app.domain.guards import beyond_the_ordinary, require_end_after_acts, require_open
from app.domain.policy import Policy
from app.domain.refusals import WrongState
from app.domain.values import Actor, Capability


@dataclass(frozen=True, slots=True, kw_only=True)
class Dismissed(Event):
    """It was judged not to be a complaint (SC-48)."""

    key: ClassVar[str] = "complaint.dismissed"
    gives: ClassVar[tuple[str, ...]] = ("dismissed", "ended")
    reason: str
    customer_informed: bool

    def apply(self, complaint: Complaint, act: Act, _by: Actor) -> Complaint:
        end = End(
            act=act,
            status=Status.DISMISSED,
            outcome=None,
            result=self.reason,
            customer_informed=self.customer_informed,
        )
        return conclude(complaint, end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dismiss(Command):
    """Judge that it is not a complaint.

    Rules: SC-48
    """

    key: ClassVar[str] = "dismiss"
    needs: ClassVar[Capability] = Capability.HANDLE
    reason: Text
    customer_informed: bool

    def decide(self, complaint: Complaint, policy: Policy) -> tuple[Dismissed, ...]:
        """Dismiss it, unless remedies were planned, paid for or given, or others decide."""
        require_open(complaint)
        require_end_after_acts(complaint, self.at)
        if complaint.remedy.plans or complaint.money.expenses or complaint.money.compensations:
            message = "remedies were planned, paid for or given: close it with an outcome instead"
            raise WrongState(message)
        if beyond_the_ordinary(complaint, policy):
            require_decider(complaint, policy, self.by)
        return (Dismissed(reason=self.reason, customer_informed=self.customer_informed),)
