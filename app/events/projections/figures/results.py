"""What became of it: its kind, what was given, how the customer was found, how it ended."""

from app.domain.complaint import Fact, Status
from app.domain.steps.assignment import Assigned
from app.domain.steps.classification import Classified
from app.domain.steps.closing import Closed
from app.domain.steps.compensation import Compensated
from app.domain.steps.dismissal import Dismissed
from app.domain.steps.escalation import Escalated
from app.domain.steps.follow_up import FollowedUp
from app.domain.steps.reopening import Reopened
from app.domain.steps.reversal import CompensationReversed
from app.domain.steps.withdrawal import Withdrawn
from app.events.outline import assign, classify, escalate
from app.events.projection import money
from app.events.projections.figures.beginning import project, touch
from app.events.projections.figures.document import Contact, Figures, RemedyGiven, Turn

project.on(Classified)(classify)
project.on(Assigned)(assign)
project.on(Escalated)(escalate)


@project.on(Compensated)
def _compensated(figures: Figures, event: Compensated, fact: Fact) -> None:
    given: RemedyGiven = {
        "at": touch(figures, fact),
        "remedy": event.remedy,
        "cost": money(event.amount),
        "times": 1,
    }
    figures["remedies"] = [*figures["remedies"], given]


@project.on(CompensationReversed)
def _compensation_reversed(figures: Figures, event: CompensationReversed, fact: Fact) -> None:
    """Take it back in the period in which it came back: one that is over does not change."""
    given = [one for one in figures["remedies"] if one["times"] > 0]
    if not 0 < event.compensation <= len(given):
        return
    amount = money(event.amount)
    back: RemedyGiven = {
        "at": touch(figures, fact),
        "remedy": given[event.compensation - 1]["remedy"],
        "cost": {**amount, "amount": -amount["amount"]},
        "times": -1,
    }
    figures["remedies"] = [*figures["remedies"], back]


@project.on(FollowedUp)
def _followed_up(figures: Figures, event: FollowedUp, fact: Fact) -> None:
    contact: Contact = {
        "at": touch(figures, fact),
        "occasion": event.occasion,
        "reached": event.reached,
        "with_outcome": event.satisfied_with_outcome,
        "with_handling": event.satisfied_with_handling,
    }
    figures["contacts"] = [*figures["contacts"], contact]


def _turn(figures: Figures, status: Status, fact: Fact, outcome: str | None = None) -> None:
    turn: Turn = {"at": touch(figures, fact), "status": status.value, "outcome": outcome}
    figures["turns"] = [*figures["turns"], turn]


@project.on(Closed)
def _closed(figures: Figures, event: Closed, fact: Fact) -> None:
    _turn(figures, Status.CLOSED, fact, event.outcome)


@project.on(Withdrawn)
def _withdrawn(figures: Figures, _event: Withdrawn, fact: Fact) -> None:
    _turn(figures, Status.WITHDRAWN, fact)


@project.on(Dismissed)
def _dismissed(figures: Figures, _event: Dismissed, fact: Fact) -> None:
    _turn(figures, Status.DISMISSED, fact)


@project.on(Reopened)
def _reopened(figures: Figures, _event: Reopened, fact: Fact) -> None:
    _turn(figures, Status.OPEN, fact)
