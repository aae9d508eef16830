"""Who has it in hand, who else is drawn in, and whose turn it is."""

from app.domain.complaint import Fact
from app.domain.steps.assignment import Assigned
from app.domain.steps.assistance import AssistanceAsked, AssistanceTakenBack, Assisted
from app.domain.steps.escalation import Escalated, Instructed
from app.domain.steps.referral import Referred
from app.domain.steps.reporting import Reported
from app.domain.steps.waiting import Paused, Resumed
from app.events.codec import iso
from app.events.outline import act, changed
from app.events.projections.case_state.beginning import project
from app.events.projections.case_state.document import (
    Assignment,
    AssistanceJson,
    CaseState,
    Escalation,
    Instruction,
    ReferralJson,
    Report,
)


@project.on(Assigned)
def _assigned(case: CaseState, event: Assigned, fact: Fact) -> None:
    case["owner"] = event.handler
    case["handling_unit"] = event.unit
    case["taken_up"] = case["acted"] = True
    assignment: Assignment = {
        **act(fact),
        "handler": event.handler,
        "unit": event.unit,
        "reason": event.reason,
        "contact": event.contact,
    }
    case["assignments"] = [*case["assignments"], assignment]


@project.on(Reported)
def _reported(case: CaseState, event: Reported, fact: Fact) -> None:
    case["acted"] = case["acted"] or fact.by_somebody
    report: Report = {
        **act(fact),
        "to_roles": list(event.to_roles),
        "reason": event.reason,
        "skip_level": event.skip_level,
        "asks_instruction": event.asks_instruction,
    }
    case["reports"] = [*case["reports"], report]


@project.on(Escalated)
def _escalated(case: CaseState, event: Escalated, fact: Fact) -> None:
    unit = event.to_unit or case["handling_unit"]
    if unit != case["handling_unit"]:
        # Nobody over there has it in hand yet.
        case["taken_up"] = False
    case["tier"] = event.tier
    case["handling_unit"] = unit
    case["acted"] = case["acted"] or fact.by_somebody
    escalation: Escalation = {
        **act(fact),
        "tier": event.tier,
        "to_role": event.to_role,
        "to_unit": event.to_unit,
        "reason": event.reason,
        "skip_level": event.skip_level,
    }
    case["escalations"] = [*case["escalations"], escalation]


def _is_a_person(fact: Fact) -> bool:
    """Tell a person from the clock, whose own reports are no answer (WS-37); it has no role."""
    return bool(fact.by.roles)


@project.on(Instructed)
def _instructed(case: CaseState, event: Instructed, fact: Fact) -> None:
    case["taken_up"] = case["acted"] = True
    instruction: Instruction = {**act(fact), "text": event.text, "to": event.to}
    case["instructions"] = [*case["instructions"], instruction]


@project.on(AssistanceAsked)
def _assistance_asked(case: CaseState, event: AssistanceAsked, fact: Fact) -> None:
    asked: AssistanceJson = {
        **act(fact),
        "number": event.assistance,
        "unit": event.unit,
        "what": event.what,
        "due": None if event.due is None else iso(event.due),
        "assisted_at": None,
        "assisted_by": None,
        "result": None,
        "lapsed_at": None,
        "taken_back_because": None,
    }
    case["assistance"] = [*case["assistance"], asked]


@project.on(Assisted)
def _assisted(case: CaseState, event: Assisted, fact: Fact) -> None:
    def answer(asked: AssistanceJson) -> AssistanceJson:
        return {
            **asked,
            "assisted_at": iso(fact.at),
            "assisted_by": fact.by.subject,
            "result": event.result,
        }

    case["assistance"] = changed(case["assistance"], event.assistance, answer)


@project.on(AssistanceTakenBack)
def _assistance_taken_back(case: CaseState, event: AssistanceTakenBack, fact: Fact) -> None:
    def lapse(asked: AssistanceJson) -> AssistanceJson:
        return {**asked, "lapsed_at": iso(fact.at), "taken_back_because": event.reason}

    case["assistance"] = changed(case["assistance"], event.assistance, lapse)


@project.on(Referred)
def _referred(case: CaseState, event: Referred, fact: Fact) -> None:
    referral: ReferralJson = {
        **act(fact),
        "to": event.to.value,
        "reason": event.reason,
        "reference": event.reference,
        "contact": event.contact,
    }
    case["referrals"] = [*case["referrals"], referral]


@project.on(Paused)
def _paused(case: CaseState, event: Paused, fact: Fact) -> None:
    case["waiting"] = {
        **act(fact),
        "waiting_for": event.waiting_for.value,
        "reason": event.reason,
    }


@project.on(Resumed)
def _resumed(case: CaseState, _event: Resumed, _fact: Fact) -> None:
    case["waiting"] = None
