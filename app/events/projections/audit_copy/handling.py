"""Who complains, what was found, and who decided and answers for it."""

from app.domain.complaint import Fact
from app.domain.steps.assignment import Assigned
from app.domain.steps.classification import Classified
from app.domain.steps.confirmation import Confirmed
from app.domain.steps.deadline import DeadlineMissed, Rescheduled
from app.domain.steps.escalation import Escalated
from app.domain.steps.inquiry import Investigated
from app.domain.steps.memo import Noted
from app.domain.steps.plan import Proposed
from app.domain.steps.plan_review import PlanApproved
from app.domain.steps.responsibility import Attributed
from app.events.codec import iso
from app.events.lateness import follow
from app.events.outline import act, assign, classify, escalate
from app.events.projection import money
from app.events.projections.audit_copy.beginning import project
from app.events.projections.audit_copy.document import AuditCopy, MissedDeadline, UnusualPlan

project.on(Classified)(classify)
project.on(Assigned)(assign)
project.on(Escalated)(escalate)


@project.on(Noted)
def _noted(copy: AuditCopy, event: Noted, _fact: Fact) -> None:
    if event.complainant is not None:
        copy["complainant_name"] = event.complainant.name or copy["complainant_name"]


@project.on(Confirmed)
def _confirmed(copy: AuditCopy, _event: Confirmed, fact: Fact) -> None:
    copy["confirmation"] = act(fact)


@project.on(Investigated)
def _investigated(copy: AuditCopy, event: Investigated, _fact: Fact) -> None:
    copy["cause"] = event.cause
    copy["cause_class"] = event.cause_class.value
    copy["fault"] = event.fault.value
    copy["loss"] = None if event.loss is None else money(event.loss)


@project.on(Proposed)
def _proposed(copy: AuditCopy, event: Proposed, fact: Fact) -> None:
    if not event.breaches and event.override_reason is None:
        return
    plan: UnusualPlan = {
        "plan": event.plan,
        "breaches": [breach.value for breach in event.breaches],
        "reason": event.override_reason,
        "proposed": act(fact),
        "approved": None,
        "cost": [money(offer.cost) for offer in event.offers],
    }
    copy["unusual_plans"] = [*copy["unusual_plans"], plan]


@project.on(PlanApproved)
def _plan_approved(copy: AuditCopy, event: PlanApproved, fact: Fact) -> None:
    copy["unusual_plans"] = [
        {**plan, "approved": act(fact)} if plan["plan"] == event.plan else plan
        for plan in copy["unusual_plans"]
    ]


@project.on(Attributed)
def _attributed(copy: AuditCopy, event: Attributed, _fact: Fact) -> None:
    copy["responsibility"] = [
        {
            "kind": share.kind.value,
            "unit": share.unit,
            "team": share.team,
            "person": share.person,
            "percent": share.percent,
        }
        for share in event.shares
    ]


def _missed(copy: AuditCopy, event: DeadlineMissed | Rescheduled, fact: Fact) -> None:
    missed: list[MissedDeadline] = [
        {
            "clock": one["clock"],
            "about": one["about"],
            "due": one["due"],
            "missed_at": iso(fact.at),
        }
        for one in follow(copy, event, fact)
    ]
    copy["deadlines_missed"] = [*copy["deadlines_missed"], *missed]


project.on(DeadlineMissed)(_missed)
project.on(Rescheduled)(_missed)
