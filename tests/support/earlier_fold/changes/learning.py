"""What is learnt from it."""

from typing import assert_never

from app.domain.changing import replace
from app.domain.events.learning import (
    Attributed,
    CaseWritten,
    ImprovementMade,
    ImprovementPlanned,
    LearningEvent,
    PublicationApproved,
    Published,
)
from app.domain.values import Actor
from tests.support.earlier_fold.state import Complaint


def change(complaint: Complaint, event: LearningEvent, by: Actor) -> Complaint:
    """Apply one of these events."""
    match event:
        case Attributed():
            return replace(complaint, attributed=True)
        case ImprovementPlanned():
            begun = complaint.improvements.begin(event.improvement, event.owner)
            return replace(complaint, improvements=begun)
        case ImprovementMade():
            made = complaint.improvements.finish(event.improvement)
            return replace(complaint, improvements=made)
        case CaseWritten():
            # What was approved was the text before.
            return replace(complaint, case_writer=by.person, publication_approved=False)
        case PublicationApproved():
            return replace(complaint, publication_approved=True)
        case Published():
            return replace(complaint, published=True)
        case _:
            assert_never(event)
