"""What every event says to the clocks, and whether two of them speak of the same thing."""

from datetime import datetime
from typing import NamedTuple, assert_never

from app.domain.events import (
    Agreed,
    Apologised,
    Assigned,
    AssistanceAsked,
    AssistanceTakenBack,
    Assisted,
    Attributed,
    CaseWritten,
    Classified,
    Closed,
    Compensated,
    CompensationReversed,
    ConcernedCorrected,
    Confirmed,
    DeadlineMissed,
    Declined,
    Dismissed,
    Escalated,
    Event,
    ExpenseChanged,
    ExpenseConfirmed,
    ExpenseQueried,
    ExpenseRefused,
    ExpenseRequested,
    Explained,
    FollowedUp,
    HandedOver,
    HoldLifted,
    HoldPlaced,
    ImprovementMade,
    ImprovementPlanned,
    Instructed,
    Investigated,
    Linked,
    Noted,
    Paused,
    PlanApproved,
    PlanRefused,
    ProgressTold,
    Promised,
    Proposed,
    PublicationApproved,
    Published,
    QueryAnswered,
    Received,
    Referred,
    Reopened,
    Replied,
    Reported,
    Rescheduled,
    Resumed,
    Reworked,
    ReworkOrdered,
    Signed,
    VisitArranged,
    Visited,
    Withdrawn,
)

SUPERIORS_TOLD = "superiors-told"
"""The one signal that no event gives by itself: the last of those was told who must be."""


class Signal(NamedTuple):
    """What an event says to the clocks; the words are those of `policy.SIGNALS`."""

    word: str
    about: str | None = None
    """Which of several: `promise:1`, `plan:2`, `visit:1` ..., or an occasion's key."""
    due: datetime | None = None
    """The time that the event itself brings."""


def signals(event: Event) -> tuple[Signal, ...]:  # noqa: C901, PLR0911, PLR0912 - one per event
    """Tell what an event says to the clocks. Exhaustive: a new event must be given its place."""
    match event:
        case Promised():
            return (Signal(f"promised-{event.kind}", f"promise:{event.promise}", event.due),)
        case Replied():
            replied = Signal("replied")
            if event.promise is None:
                return (replied,)
            return (replied, Signal("promise-answered", f"promise:{event.promise}"))
        case Reported():
            reported = Signal("reported")
            return (
                (reported, Signal("instruction-asked")) if event.asks_instruction else (reported,)
            )
        case AssistanceAsked():
            return (Signal("assistance-asked", f"assistance:{event.assistance}", event.due),)
        case Assisted():
            return (Signal("assisted", f"assistance:{event.assistance}"),)
        case AssistanceTakenBack():
            return (Signal("assistance-taken-back", f"assistance:{event.assistance}"),)
        case VisitArranged():
            return (Signal("visit-arranged", f"visit:{event.visit}", event.due),)
        case Visited():
            return (Signal("visited", f"visit:{event.visit}"),)
        case ReworkOrdered():
            return (Signal("rework-ordered", f"rework:{event.rework}", event.due),)
        case Reworked():
            return (Signal("reworked", f"rework:{event.rework}"),)
        case ImprovementPlanned():
            return (Signal("improvement-planned", f"improvement:{event.improvement}", event.due),)
        case ImprovementMade():
            return (Signal("improvement-made", f"improvement:{event.improvement}"),)
        case Proposed():
            return (Signal("proposed", f"plan:{event.plan}"),)
        case PlanApproved():
            plan = f"plan:{event.plan}"
            return (Signal("plan-reviewed", plan), Signal("plan-approved", plan))
        case PlanRefused():
            return (Signal("plan-reviewed", f"plan:{event.plan}"),)
        case Agreed():
            return (Signal("agreed", f"plan:{event.plan}"),)
        case Declined():
            return (Signal("declined", f"plan:{event.plan}"),)
        case ExpenseRequested() | ExpenseQueried() | QueryAnswered() | ExpenseChanged():
            word = event.NAME.removeprefix("complaint.")
            return (Signal(word, f"expense:{event.expense}"),)
        case ExpenseConfirmed() | ExpenseRefused():
            return (Signal("expense-reviewed", f"expense:{event.expense}"),)
        case HandedOver():
            return (Signal("handed-over", f"copy:{event.copy}"),)
        case HoldPlaced() | HoldLifted():
            return (Signal(event.NAME.removeprefix("complaint."), f"hold:{event.hold}"),)
        case Closed():
            return (Signal("closed"), Signal("ended"))
        case Dismissed():
            return (Signal("dismissed"), Signal("ended"))
        case Withdrawn():
            return (Signal("ended"),)
        case FollowedUp():
            # Who was not reached is called again.
            return (Signal("followed-up", event.occasion),) if event.reached else ()
        case (
            Received()
            | Noted()
            | ConcernedCorrected()
            | Confirmed()
            | Classified()
            | Apologised()
            | Assigned()
            | Escalated()
            | Instructed()
            | ProgressTold()
            | Explained()
            | Linked()
            | Referred()
            | Investigated()
            | Compensated()
            | CompensationReversed()
            | Signed()
            | Reopened()
            | Attributed()
            | CaseWritten()
            | PublicationApproved()
            | Published()
            | Paused()
            | Resumed()
        ):
            return (Signal(event.NAME.removeprefix("complaint.")),)
        case Rescheduled() | DeadlineMissed():
            return ()
        case _:
            assert_never(event)


def concerns(one: str | None, other: str | None) -> bool:
    """Tell whether it is about the same thing; what is of another kind cannot be compared."""
    if one is None or other is None:
        return True
    return one == other or one.partition(":")[0] != other.partition(":")[0]
