"""What is learnt from it: responsibility, improvements, and the case written up."""

from app.domain.complaint import Fact
from app.domain.steps.case_study import CaseWritten, PublicationApproved, Published
from app.domain.steps.improvement import ImprovementMade, ImprovementPlanned
from app.domain.steps.responsibility import Attributed
from app.domain.values import Share
from app.events.codec import iso
from app.events.outline import act, changed
from app.events.projections.case_state.beginning import project
from app.events.projections.case_state.document import (
    CaseState,
    ImprovementJson,
    Responsibility,
    ShareJson,
)


@project.on(Attributed)
def _attributed(case: CaseState, event: Attributed, fact: Fact) -> None:
    responsibility: Responsibility = {
        **act(fact),
        "shares": [_share(share) for share in event.shares],
        "reason": event.reason,
    }
    case["responsibilities"] = [*case["responsibilities"], responsibility]


def _share(share: Share) -> ShareJson:
    return {
        "kind": share.kind.value,
        "unit": share.unit,
        "percent": share.percent,
        "team": share.team,
        "person": share.person,
    }


@project.on(ImprovementPlanned)
def _improvement_planned(case: CaseState, event: ImprovementPlanned, fact: Fact) -> None:
    improvement: ImprovementJson = {
        **act(fact),
        "number": event.improvement,
        "what": event.what,
        "owner": event.owner,
        "unit": event.unit,
        "due": iso(event.due),
        "made_at": None,
        "result": None,
    }
    case["improvements"] = [*case["improvements"], improvement]


@project.on(ImprovementMade)
def _improvement_made(case: CaseState, event: ImprovementMade, fact: Fact) -> None:
    def make(improvement: ImprovementJson) -> ImprovementJson:
        return {**improvement, "made_at": iso(fact.at), "result": event.result}

    case["improvements"] = changed(case["improvements"], event.improvement, make)


@project.on(CaseWritten)
def _case_written(case: CaseState, event: CaseWritten, fact: Fact) -> None:
    """What was approved and published was the text before."""
    case["case_study"] = {
        **act(fact),
        "title": event.title,
        "text": event.text,
        "approved": None,
        "published": None,
        "where": None,
    }


@project.on(PublicationApproved)
def _publication_approved(case: CaseState, _event: PublicationApproved, fact: Fact) -> None:
    if case["case_study"] is not None:
        case["case_study"] = {**case["case_study"], "approved": act(fact)}


@project.on(Published)
def _published(case: CaseState, event: Published, fact: Fact) -> None:
    if case["case_study"] is not None:
        published = act(fact)
        case["case_study"] = {**case["case_study"], "published": published, "where": event.where}
