"""What the customer was promised, told and shown."""

from app.domain.complaint import Fact
from app.domain.steps.explanation import Explained
from app.domain.steps.progress import ProgressTold
from app.domain.steps.promise import Promised
from app.domain.steps.reply import Replied
from app.domain.steps.visit import VisitArranged, Visited
from app.events.codec import iso
from app.events.outline import act, changed
from app.events.projections.case_state.beginning import project
from app.events.projections.case_state.document import (
    CaseState,
    ExplanationJson,
    PromiseJson,
    ReplyJson,
    VisitJson,
)


@project.on(Promised)
def _promised(case: CaseState, event: Promised, fact: Fact) -> None:
    promise: PromiseJson = {
        **act(fact),
        "number": event.promise,
        "kind": event.kind.value,
        "what": event.what,
        "due": iso(event.due),
        "kept_at": None,
        "deferred_at": None,
        "lapsed_at": None,
    }
    case["promises"] = [*case["promises"], promise]


def is_open(promise: PromiseJson) -> bool:
    """Tell whether a promise is still to be kept."""
    ends = (promise["kept_at"], promise["deferred_at"], promise["lapsed_at"])
    return all(end is None for end in ends)


@project.on(Replied)
def _replied(case: CaseState, event: Replied, fact: Fact) -> None:
    case["taken_up"] = case["acted"] = True
    reply: ReplyJson = {
        **act(fact),
        "text": event.text,
        "promise": event.promise,
        "deferred_because": event.deferred_because,
    }
    case["replies"] = [*case["replies"], reply]
    case["promises"] = [
        _answered(promise, event, fact)
        if promise["number"] == event.promise and is_open(promise)
        else promise
        for promise in case["promises"]
    ]


def _answered(promise: PromiseJson, event: Replied, fact: Fact) -> PromiseJson:
    """A reply that puts off does not keep the promise it names (WS-39)."""
    if event.deferred_because:
        return {**promise, "deferred_at": iso(fact.at)}
    return {**promise, "kept_at": iso(fact.at)}


@project.on(ProgressTold)
def _progress_told(case: CaseState, event: ProgressTold, fact: Fact) -> None:
    case["progress_notices"] = [*case["progress_notices"], {**act(fact), "text": event.text}]


@project.on(Explained)
def _explained(case: CaseState, event: Explained, fact: Fact) -> None:
    case["acted"] = True
    explanation: ExplanationJson = {
        **act(fact),
        "words": event.words,
        "explainer": event.explainer,
        "understood": event.understood,
    }
    case["explanations"] = [*case["explanations"], explanation]


@project.on(VisitArranged)
def _visit_arranged(case: CaseState, event: VisitArranged, fact: Fact) -> None:
    visit: VisitJson = {
        **act(fact),
        "number": event.visit,
        "person": event.person,
        "due": iso(event.due),
        "where": event.where,
        "purpose": event.purpose,
        "visited_at": None,
        "met": None,
        "result": None,
        "lapsed_at": None,
    }
    case["visits"] = [*case["visits"], visit]


@project.on(Visited)
def _visited(case: CaseState, event: Visited, fact: Fact) -> None:
    def take_place(visit: VisitJson) -> VisitJson:
        return {**visit, "visited_at": iso(fact.at), "met": event.met, "result": event.result}

    case["visits"] = changed(case["visits"], event.visit, take_place)
