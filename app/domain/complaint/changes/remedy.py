"""What was found, how plans fare, and work done again."""

from typing import assert_never

from app.domain.changing import replace
from app.domain.complaint.act import Act
from app.domain.complaint.remedy import (
    Finding,
    Plan,
    PlanDecision,
    PlanStatus,
    Remedy,
    Rework,
)
from app.domain.complaint.state import Complaint
from app.domain.events.remedy import (
    Agreed,
    Declined,
    Investigated,
    PlanApproved,
    PlanRefused,
    Proposed,
    RemedyEvent,
    Reworked,
    ReworkOrdered,
)


def change(complaint: Complaint, event: RemedyEvent, act: Act, roles: tuple[str, ...]) -> Complaint:
    """Apply one of these events."""
    remedy = complaint.remedy
    match event:
        case Investigated():
            after = replace(remedy, findings=(*remedy.findings, _finding(event, act)))
        case Proposed():
            after = replace(remedy, plans=(*remedy.plans, _plan(event, act)))
        case PlanApproved() | PlanRefused() | Agreed() | Declined():
            decision = _decision(event, act, roles)
            after = _with_decision(complaint, event.plan, decision)
        case ReworkOrdered():
            after = replace(remedy, reworks=(*remedy.reworks, _rework(event, act)))
        case Reworked():
            reworks = tuple(
                replace(one, done=act, result=event.result, accepted=event.accepted)
                if one.number == event.rework
                else one
                for one in remedy.reworks
            )
            after = replace(remedy, reworks=reworks)
        case _:
            assert_never(event)
    return replace(complaint, remedy=after)


def _finding(event: Investigated, act: Act) -> Finding:
    return Finding(
        act=act,
        findings=event.findings,
        cause=event.cause,
        cause_class=event.cause_class,
        fault=event.fault,
        established=event.established,
        loss=event.loss,
        price=event.price,
    )


def _plan(event: Proposed, act: Act) -> Plan:
    return Plan(
        number=event.plan,
        act=act,
        explanation=event.explanation,
        offers=event.offers,
        alternatives=event.alternatives,
        beyond_order_terms=event.beyond_order_terms,
        breaches=event.breaches,
        override_reason=event.override_reason,
    )


def _rework(event: ReworkOrdered, act: Act) -> Rework:
    return Rework(
        number=event.rework,
        act=act,
        remedy=event.remedy,
        unit=event.unit,
        cause=event.cause,
        instructions=event.instructions,
        sheet=event.sheet,
        due=event.due,
    )


def _decision(
    event: PlanApproved | PlanRefused | Agreed | Declined, act: Act, roles: tuple[str, ...]
) -> PlanDecision:
    match event:
        case PlanApproved():
            status, words = PlanStatus.APPROVED, event.remark
        case PlanRefused():
            status, words = PlanStatus.REFUSED, event.reason
        case Agreed():
            status, words = PlanStatus.AGREED, event.words
        case Declined():
            status, words = PlanStatus.DECLINED, event.words
        case _:
            assert_never(event)
    return PlanDecision(act=act, status=status, words=words, roles=roles)


def _with_decision(complaint: Complaint, number: int, decision: PlanDecision) -> Remedy:
    plans = tuple(
        _decided(plan, complaint, decision) if plan.number == number else plan
        for plan in complaint.plans
    )
    return replace(complaint.remedy, plans=plans)


def _decided(plan: Plan, complaint: Complaint, decision: PlanDecision) -> Plan:
    """A plan that is approved again stays agreed: the customer was asked about this very plan."""
    basis, status = plan.basis, decision.status
    if status is PlanStatus.APPROVED:
        basis = complaint.basis(decision.roles, tier=complaint.tier)
        status = plan.status if plan.stands else status
    return replace(plan, basis=basis, status=status, decisions=(*plan.decisions, decision))
