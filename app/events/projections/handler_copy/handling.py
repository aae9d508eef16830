"""The boxes of those who handle it: who was drawn in, and the work that was arranged."""

from app.domain.complaint import Fact
from app.domain.steps.assistance import AssistanceAsked
from app.domain.steps.escalation import Escalated
from app.domain.steps.improvement import ImprovementMade, ImprovementPlanned
from app.domain.steps.referral import Referred
from app.domain.steps.reporting import Reported
from app.domain.steps.rework import Reworked, ReworkOrdered
from app.domain.steps.visit import VisitArranged, Visited
from app.events.codec import iso
from app.events.outline import act, changed, escalate
from app.events.projections.handler_copy.beginning import project
from app.events.projections.handler_copy.document import (
    Assistance,
    HandlerCopy,
    Improvement,
    ReworkSheet,
    Visit,
)


@project.on(Reported)
def _reported(form: HandlerCopy, event: Reported, fact: Fact) -> None:
    report: Assistance = {**act(fact), "who": list(event.to_roles), "why": event.reason}
    form["assisting"] = [*form["assisting"], report]


@project.on(Escalated)
def _escalated(form: HandlerCopy, event: Escalated, fact: Fact) -> None:
    escalate(form, event, fact)
    who = [event.to_role] if event.to_unit is None else [event.to_role, event.to_unit]
    escalation: Assistance = {**act(fact), "who": who, "why": event.reason}
    form["assisting"] = [*form["assisting"], escalation]


@project.on(AssistanceAsked)
def _assistance_asked(form: HandlerCopy, event: AssistanceAsked, fact: Fact) -> None:
    asked: Assistance = {**act(fact), "who": [event.unit], "why": event.what}
    form["assisting"] = [*form["assisting"], asked]


@project.on(Referred)
def _referred(form: HandlerCopy, event: Referred, fact: Fact) -> None:
    referral: Assistance = {**act(fact), "who": [event.to.value], "why": event.reason}
    form["assisting"] = [*form["assisting"], referral]


@project.on(VisitArranged)
def _visit_arranged(form: HandlerCopy, event: VisitArranged, _fact: Fact) -> None:
    visit: Visit = {
        "number": event.visit,
        "person": event.person,
        "due": iso(event.due),
        "where": event.where,
        "purpose": event.purpose,
        "met": None,
        "result": None,
    }
    form["visits"] = [*form["visits"], visit]


@project.on(Visited)
def _visited(form: HandlerCopy, event: Visited, _fact: Fact) -> None:
    def take_place(visit: Visit) -> Visit:
        return {**visit, "met": event.met, "result": event.result}

    form["visits"] = changed(form["visits"], event.visit, take_place)


@project.on(ReworkOrdered)
def _rework_ordered(form: HandlerCopy, event: ReworkOrdered, _fact: Fact) -> None:
    sheet: ReworkSheet = {
        "number": event.rework,
        "remedy": event.remedy,
        "unit": event.unit,
        "cause": event.cause,
        "instructions": event.instructions,
        "sheet": event.sheet,
        "due": None if event.due is None else iso(event.due),
        "result": None,
        "accepted": None,
    }
    form["reworks"] = [*form["reworks"], sheet]


@project.on(Reworked)
def _reworked(form: HandlerCopy, event: Reworked, _fact: Fact) -> None:
    def finish(sheet: ReworkSheet) -> ReworkSheet:
        return {**sheet, "result": event.result, "accepted": event.accepted}

    form["reworks"] = changed(form["reworks"], event.rework, finish)


@project.on(ImprovementPlanned)
def _improvement_planned(form: HandlerCopy, event: ImprovementPlanned, _fact: Fact) -> None:
    improvement: Improvement = {
        "number": event.improvement,
        "what": event.what,
        "owner": event.owner,
        "unit": event.unit,
        "due": iso(event.due),
    }
    form["improvements"] = [*form["improvements"], improvement]


@project.on(ImprovementMade)
def _improvement_made(form: HandlerCopy, event: ImprovementMade, _fact: Fact) -> None:
    left = [item for item in form["improvements"] if item["number"] != event.improvement]
    form["improvements"] = left
