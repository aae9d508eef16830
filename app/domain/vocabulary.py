"""The public words of a complaint: its events and the signals that they give to clocks."""

from collections.abc import Iterable
from typing import Final

from app.domain import events

EVENTS: Final[tuple[type[events.Event], ...]] = (
    events.Received,
    events.Noted,
    events.ConcernedCorrected,
    events.Confirmed,
    events.Classified,
    events.Dismissed,
    events.Apologised,
    events.Assigned,
    events.Reported,
    events.Escalated,
    events.Instructed,
    events.Promised,
    events.Replied,
    events.ProgressTold,
    events.Explained,
    events.Linked,
    events.Referred,
    events.AssistanceAsked,
    events.Assisted,
    events.AssistanceTakenBack,
    events.VisitArranged,
    events.Visited,
    events.Investigated,
    events.Proposed,
    events.PlanApproved,
    events.PlanRefused,
    events.Agreed,
    events.Declined,
    events.ReworkOrdered,
    events.Reworked,
    events.ExpenseRequested,
    events.ExpenseConfirmed,
    events.ExpenseRefused,
    events.ExpenseQueried,
    events.QueryAnswered,
    events.ExpenseChanged,
    events.Compensated,
    events.CompensationReversed,
    events.HandedOver,
    events.Paused,
    events.Resumed,
    events.Signed,
    events.Closed,
    events.Withdrawn,
    events.Reopened,
    events.FollowedUp,
    events.Attributed,
    events.ImprovementPlanned,
    events.ImprovementMade,
    events.CaseWritten,
    events.PublicationApproved,
    events.Published,
    events.HoldPlaced,
    events.HoldLifted,
    events.Rescheduled,
    events.DeadlineMissed,
)
"""Every event that the log of a complaint can hold."""


def _signals(kinds: Iterable[type[events.Event]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for kind in kinds for word in kind.gives))


SIGNALS: Final = _signals(EVENTS)
"""What a policy's clocks can start and stop on."""

TIMED_SIGNALS: Final = _signals(kind for kind in EVENTS if kind.timed)
"""Those that bring the time themselves: a clock that they start may go without a length."""
