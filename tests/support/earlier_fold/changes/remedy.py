"""What was found, how plans fare, and work done again."""

from collections.abc import Iterable
from typing import assert_never

from app.domain.changing import replace
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
from app.domain.values import Actor
from tests.support.earlier_fold.parts import Plan, PlanStatus
from tests.support.earlier_fold.state import Complaint


def change(complaint: Complaint, event: RemedyEvent, by: Actor) -> Complaint:
    """Apply one of these events."""
    match event:
        case Investigated():
            established = complaint.cause_established or event.established
            return replace(
                complaint,
                investigated=True,
                cause_established=established,
                fault=event.fault,
                loss=event.loss or complaint.loss,
                price=event.price or complaint.price,
            )
        case Proposed():
            plan = Plan(
                number=event.plan,
                offers=event.offers,
                beyond_order_terms=event.beyond_order_terms,
                proposed_by=by.person,
                breaches=event.breaches,
            )
            return replace(complaint, plans=(*complaint.plans, plan))
        case PlanApproved():
            decided = replace(complaint, decided_by=complaint.decided_by | set(by.roles))
            return _approve(decided, event.plan, by.roles)
        case PlanRefused():
            knowing = replace(complaint, refused_by=complaint.refused_by | set(by.roles))
            return _with_plan(knowing, event.plan, PlanStatus.REFUSED)
        case Agreed():
            return _with_plan(complaint, event.plan, PlanStatus.AGREED)
        case Declined():
            return _with_plan(complaint, event.plan, PlanStatus.DECLINED)
        case ReworkOrdered():
            return replace(complaint, reworks=complaint.reworks.begin(event.rework, event.remedy))
        case Reworked():
            done = complaint.reworks.find(event.rework)
            redone = {done.what} if done and event.accepted else set()
            return replace(
                complaint,
                reworks=complaint.reworks.finish(event.rework),
                redone=complaint.redone | redone,
            )
        case _:
            assert_never(event)


def _approve(complaint: Complaint, number: int, roles: Iterable[str]) -> Complaint:
    """A plan that is approved anew stays agreed: the customer was asked about this very plan."""
    basis = complaint.basis(roles, tier=complaint.tier)
    plans = tuple(
        replace(plan, basis=basis, status=plan.status if plan.stands else PlanStatus.APPROVED)
        if plan.number == number
        else plan
        for plan in complaint.plans
    )
    return replace(complaint, plans=plans)


def _with_plan(complaint: Complaint, number: int, status: PlanStatus) -> Complaint:
    plans = tuple(
        replace(plan, status=status) if plan.number == number else plan for plan in complaint.plans
    )
    return replace(complaint, plans=plans)
