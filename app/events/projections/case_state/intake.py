"""Receipt to triage: what was said, what kind of complaint it is, to which others it belongs."""

from app.domain.complaint import Fact
from app.domain.steps.apology import Apologised
from app.domain.steps.classification import Classified
from app.domain.steps.concerned import ConcernedCorrected
from app.domain.steps.confirmation import Confirmed
from app.domain.steps.linking import Linked
from app.domain.steps.memo import Noted
from app.events.outline import act, classify, completed
from app.events.projections.case_state.beginning import project
from app.events.projections.case_state.document import Apology, CaseState, LinkJson


@project.on(Noted)
def _noted(case: CaseState, event: Noted, fact: Fact) -> None:
    case["memos"] = [*case["memos"], {**act(fact), "text": event.text}]
    case["reason"] = event.reason or case["reason"]
    case["subject"] = event.subject or case["subject"]
    case["demand"] = event.demand or case["demand"]
    case["about"] = list(dict.fromkeys((*case["about"], *event.about)))
    if event.complainant is not None:
        case["complainant"] = completed(case["complainant"], event.complainant)


@project.on(ConcernedCorrected)
def _concerned_corrected(case: CaseState, event: ConcernedCorrected, _fact: Fact) -> None:
    case["about"] = list(event.about)


@project.on(Confirmed)
def _confirmed(case: CaseState, event: Confirmed, fact: Fact) -> None:
    case["confirmed"] = True
    case["confirmation"] = {**act(fact), "unit": event.unit, "remark": event.remark}


@project.on(Classified)
def _classified(case: CaseState, event: Classified, fact: Fact) -> None:
    classify(case, event, fact)
    case["mindset"] = None if event.mindset is None else event.mindset.value
    case["flags"] = list(event.flags)
    case["taken_up"] = True


@project.on(Linked)
def _linked(case: CaseState, event: Linked, fact: Fact) -> None:
    link: LinkJson = {
        **act(fact),
        "kind": event.kind.value,
        "other": str(event.other),
        "reason": event.reason,
    }
    case["links"] = [*case["links"], link]


@project.on(Apologised)
def _apologised(case: CaseState, event: Apologised, fact: Fact) -> None:
    apology: Apology = {**act(fact), "kind": event.kind.value, "words": event.words}
    case["apologies"] = [*case["apologies"], apology]
