"""How it changes hands, who else is drawn in, and whose turn it is."""

from typing import assert_never

from app.domain.changing import replace
from app.domain.complaint.act import Act
from app.domain.complaint.handling import (
    Assignment,
    Assistance,
    Escalation,
    Handling,
    Instruction,
    Referral,
    Report,
    Wait,
)
from app.domain.complaint.state import Complaint
from app.domain.events import Fact
from app.domain.events.handling import (
    Assigned,
    AssistanceAsked,
    AssistanceTakenBack,
    Assisted,
    Escalated,
    HandlingEvent,
    Instructed,
    Paused,
    Referred,
    Reported,
    Resumed,
)


def change(complaint: Complaint, event: HandlingEvent, act: Act, fact: Fact) -> Complaint:
    """Apply one of these events."""
    handling = complaint.handling
    match event:
        case Assigned() | Reported() | Escalated() | Instructed() | Referred():
            return replace(complaint, handling=_take_over(handling, event, act, fact))
        case AssistanceAsked() | Assisted() | AssistanceTakenBack():
            return replace(complaint, handling=_assist(handling, event, act))
        case Paused():
            wait = Wait(act=act, waiting_for=event.waiting_for, reason=event.reason)
            return replace(complaint, handling=replace(handling, waits=(*handling.waits, wait)))
        case Resumed():
            resumed = handling.with_wait_over(act, because=event.reason)
            clocks = complaint.clocks.counted(act.at)
            return replace(complaint, handling=resumed, clocks=clocks)
        case _:
            assert_never(event)


def _take_over(
    handling: Handling,
    event: Assigned | Reported | Escalated | Instructed | Referred,
    act: Act,
    fact: Fact,
) -> Handling:
    match event:
        case Assigned():
            assignments = (*handling.assignments, _assignment(event, act))
            return replace(handling, owner=event.handler, unit=event.unit, assignments=assignments)
        case Reported():
            report = _report(event, act, by_somebody=fact.by_somebody)
            return replace(handling, reports=(*handling.reports, report))
        case Escalated():
            unit = event.to_unit or handling.unit
            moved = unit != handling.unit
            escalation = _escalation(event, act, by_somebody=fact.by_somebody, moved=moved)
            return replace(handling, unit=unit, escalations=(*handling.escalations, escalation))
        case Instructed():
            word = Instruction(act=act, text=event.text, to=event.to, roles=fact.by.roles)
            return replace(handling, instructions=(*handling.instructions, word))
        case Referred():
            return replace(handling, referrals=(*handling.referrals, _referral(event, act)))
        case _:
            assert_never(event)


def _assignment(event: Assigned, act: Act) -> Assignment:
    return Assignment(
        act=act,
        handler=event.handler,
        unit=event.unit,
        reason=event.reason,
        contact=event.contact,
    )


def _report(event: Reported, act: Act, *, by_somebody: bool) -> Report:
    return Report(
        act=act,
        to_roles=event.to_roles,
        reason=event.reason,
        skip_level=event.skip_level,
        asks_instruction=event.asks_instruction,
        by_somebody=by_somebody,
    )


def _escalation(event: Escalated, act: Act, *, by_somebody: bool, moved: bool) -> Escalation:
    return Escalation(
        act=act,
        tier=event.tier,
        to_role=event.to_role,
        to_unit=event.to_unit,
        reason=event.reason,
        skip_level=event.skip_level,
        by_somebody=by_somebody,
        moved=moved,
    )


def _referral(event: Referred, act: Act) -> Referral:
    return Referral(
        act=act,
        to=event.to,
        reason=event.reason,
        reference=event.reference,
        contact=event.contact,
    )


def _assist(
    handling: Handling, event: AssistanceAsked | Assisted | AssistanceTakenBack, act: Act
) -> Handling:
    match event:
        case AssistanceAsked():
            asked = Assistance(
                number=event.assistance, act=act, unit=event.unit, what=event.what, due=event.due
            )
            return replace(handling, assistance=(*handling.assistance, asked))
        case Assisted():
            assistance = tuple(
                replace(one, answered=act, result=event.result)
                if one.number == event.assistance
                else one
                for one in handling.assistance
            )
            return replace(handling, assistance=assistance)
        case AssistanceTakenBack():
            assistance = tuple(
                replace(one, lapsed=act, taken_back_because=event.reason)
                if one.number == event.assistance
                else one
                for one in handling.assistance
            )
            return replace(handling, assistance=assistance)
        case _:
            assert_never(event)
