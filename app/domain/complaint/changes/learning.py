"""What is learnt from it."""

from typing import assert_never

from app.domain.changing import replace
from app.domain.complaint.act import Act
from app.domain.complaint.learning import Attribution, CaseStudy, Improvement, Learning
from app.domain.complaint.state import Complaint
from app.domain.events.learning import (
    Attributed,
    CaseWritten,
    ImprovementMade,
    ImprovementPlanned,
    LearningEvent,
    PublicationApproved,
    Published,
)


def change(complaint: Complaint, event: LearningEvent, act: Act) -> Complaint:
    """Apply one of these events."""
    return replace(complaint, learning=_change(complaint.learning, event, act))


def _change(learning: Learning, event: LearningEvent, act: Act) -> Learning:
    match event:
        case Attributed():
            attribution = Attribution(act=act, shares=event.shares, reason=event.reason)
            return replace(learning, attributions=(*learning.attributions, attribution))
        case ImprovementPlanned():
            improvement = _improvement(event, act)
            return replace(learning, improvements=(*learning.improvements, improvement))
        case ImprovementMade():
            improvements = tuple(
                replace(one, made=act, result=event.result)
                if one.number == event.improvement
                else one
                for one in learning.improvements
            )
            return replace(learning, improvements=improvements)
        case CaseWritten():
            # What was approved was the text before.
            study = CaseStudy(act=act, title=event.title, text=event.text)
            return replace(learning, case_studies=(*learning.case_studies, study))
        case PublicationApproved() | Published():
            return _publish(learning, event, act)
        case _:
            assert_never(event)


def _improvement(event: ImprovementPlanned, act: Act) -> Improvement:
    return Improvement(
        number=event.improvement,
        act=act,
        what=event.what,
        owner=event.owner,
        unit=event.unit,
        due=event.due,
    )


def _publish(learning: Learning, event: PublicationApproved | Published, act: Act) -> Learning:
    """Approve or publish the text that was written last; without one there is nothing to."""
    if not learning.case_studies:
        return learning
    *others, last = learning.case_studies
    if isinstance(event, Published):
        last = replace(last, published=act, where=event.where)
    else:
        last = replace(last, approved=act, remark=event.remark)
    return replace(learning, case_studies=(*others, last))
