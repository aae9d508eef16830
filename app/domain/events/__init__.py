"""Events of a complaint, by the chapters of its life; `vocabulary.EVENTS` lists them.

An event is a fact in the past, worded as the past participle of the complaint, and never changes.
Who and when stand beside it (`Fact`), so that no event repeats them.
"""

from app.domain.events.answering import (
    Apologised,
    Explained,
    ProgressTold,
    Promised,
    Replied,
    VisitArranged,
    Visited,
)
from app.domain.events.deadlines import DeadlineMissed, Rescheduled
from app.domain.events.ending import Closed, Dismissed, FollowedUp, Reopened, Withdrawn
from app.domain.events.event import SUPERIORS_TOLD, Event, Signal
from app.domain.events.expense import (
    Compensated,
    CompensationReversed,
    ExpenseChanged,
    ExpenseConfirmed,
    ExpenseQueried,
    ExpenseRefused,
    ExpenseRequested,
    QueryAnswered,
)
from app.domain.events.fact import Fact
from app.domain.events.form import HandedOver, HoldLifted, HoldPlaced, Signed
from app.domain.events.handling import (
    Assigned,
    AssistanceAsked,
    AssistanceTakenBack,
    Assisted,
    Escalated,
    Instructed,
    Paused,
    Referred,
    Reported,
    Resumed,
)
from app.domain.events.intake import (
    Classified,
    ConcernedCorrected,
    Confirmed,
    Linked,
    Noted,
    Received,
)
from app.domain.events.learning import (
    Attributed,
    CaseWritten,
    ImprovementMade,
    ImprovementPlanned,
    PublicationApproved,
    Published,
)
from app.domain.events.remedy import (
    Agreed,
    Declined,
    Investigated,
    PlanApproved,
    PlanRefused,
    Proposed,
    Reworked,
    ReworkOrdered,
)

__all__ = [
    "SUPERIORS_TOLD",
    "Agreed",
    "Apologised",
    "Assigned",
    "AssistanceAsked",
    "AssistanceTakenBack",
    "Assisted",
    "Attributed",
    "CaseWritten",
    "Classified",
    "Closed",
    "Compensated",
    "CompensationReversed",
    "ConcernedCorrected",
    "Confirmed",
    "DeadlineMissed",
    "Declined",
    "Dismissed",
    "Escalated",
    "Event",
    "ExpenseChanged",
    "ExpenseConfirmed",
    "ExpenseQueried",
    "ExpenseRefused",
    "ExpenseRequested",
    "Explained",
    "Fact",
    "FollowedUp",
    "HandedOver",
    "HoldLifted",
    "HoldPlaced",
    "ImprovementMade",
    "ImprovementPlanned",
    "Instructed",
    "Investigated",
    "Linked",
    "Noted",
    "Paused",
    "PlanApproved",
    "PlanRefused",
    "ProgressTold",
    "Promised",
    "Proposed",
    "PublicationApproved",
    "Published",
    "QueryAnswered",
    "Received",
    "Referred",
    "Reopened",
    "Replied",
    "Reported",
    "Rescheduled",
    "Resumed",
    "ReworkOrdered",
    "Reworked",
    "Signal",
    "Signed",
    "VisitArranged",
    "Visited",
    "Withdrawn",
]
