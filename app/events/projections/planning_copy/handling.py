"""What kind it was, what was done about it, and how the customer found it."""

from app.domain.complaint import Fact
from app.domain.steps.assignment import Assigned
from app.domain.steps.classification import Classified
from app.domain.steps.compensation import Compensated
from app.domain.steps.escalation import Escalated
from app.domain.steps.explanation import Explained
from app.domain.steps.follow_up import FollowedUp
from app.domain.steps.inquiry import Investigated
from app.domain.steps.linking import Linked
from app.domain.steps.referral import Referred
from app.domain.steps.responsibility import Attributed
from app.domain.steps.reversal import CompensationReversed
from app.domain.steps.rework import ReworkOrdered
from app.events.outline import assign, classify, escalate
from app.events.projection import money
from app.events.projections.planning_copy.beginning import project
from app.events.projections.planning_copy.document import (
    Link,
    PlanningCopy,
    RemedyGiven,
    Satisfaction,
)

project.on(Assigned)(assign)


@project.on(Classified)
def _classified(copy: PlanningCopy, event: Classified, fact: Fact) -> None:
    classify(copy, event, fact)
    copy["mindset"] = None if event.mindset is None else event.mindset.value
    copy["flags"] = list(event.flags)


@project.on(Escalated)
def _escalated(copy: PlanningCopy, event: Escalated, fact: Fact) -> None:
    escalate(copy, event, fact)
    copy["escalations"] += 1


@project.on(Investigated)
def _investigated(copy: PlanningCopy, event: Investigated, _fact: Fact) -> None:
    copy["cause_class"] = event.cause_class.value
    copy["fault"] = event.fault.value


@project.on(Compensated)
def _compensated(copy: PlanningCopy, event: Compensated, _fact: Fact) -> None:
    given: RemedyGiven = {
        "remedy": event.remedy,
        "cost": money(event.amount),
        "reversed": False,
    }
    copy["remedies"] = [*copy["remedies"], given]


@project.on(CompensationReversed)
def _compensation_reversed(copy: PlanningCopy, event: CompensationReversed, _fact: Fact) -> None:
    copy["remedies"] = [
        {**given, "reversed": True} if number == event.compensation else given
        for number, given in enumerate(copy["remedies"], 1)
    ]


@project.on(ReworkOrdered)
def _rework_ordered(copy: PlanningCopy, event: ReworkOrdered, _fact: Fact) -> None:
    copy["reworks"] = [*copy["reworks"], event.remedy]


@project.on(Referred)
def _referred(copy: PlanningCopy, event: Referred, _fact: Fact) -> None:
    copy["referrals"] = [*copy["referrals"], event.to.value]


@project.on(Linked)
def _linked(copy: PlanningCopy, event: Linked, _fact: Fact) -> None:
    link: Link = {"kind": event.kind.value, "other": str(event.other)}
    copy["links"] = [*copy["links"], link]


@project.on(Explained)
def _explained(copy: PlanningCopy, event: Explained, _fact: Fact) -> None:
    copy["explained"] = bool(copy["explained"]) or event.understood


@project.on(Attributed)
def _attributed(copy: PlanningCopy, event: Attributed, _fact: Fact) -> None:
    copy["responsibility"] = [
        {"kind": share.kind.value, "unit": share.unit, "percent": share.percent}
        for share in event.shares
    ]


@project.on(FollowedUp)
def _followed_up(copy: PlanningCopy, event: FollowedUp, _fact: Fact) -> None:
    figures: Satisfaction = {
        "occasion": event.occasion,
        "reached": event.reached,
        "with_outcome": event.satisfied_with_outcome,
        "with_handling": event.satisfied_with_handling,
        "new_problem": event.new_problem is not None,
    }
    copy["satisfaction"] = [*copy["satisfaction"], figures]
