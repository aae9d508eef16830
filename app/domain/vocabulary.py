"""The one list of commands and the one of events, and the words that follow from them."""

from collections.abc import Iterable, Mapping
from typing import Final

from app.domain import events
from app.domain.command import Command, Opening
from app.domain.steps import (
    apology,
    assignment,
    assistance,
    case_study,
    classification,
    closing,
    compensation,
    deadline,
    escalation,
    expense,
    expense_query,
    explanation,
    follow_up,
    hand_over,
    hold,
    improvement,
    inquiry,
    linking,
    plan,
    progress,
    promise,
    receipt,
    referral,
    reporting,
    responsibility,
    rework,
    sign_off,
    visit,
    waiting,
)
from app.domain.values import Capability

COMMANDS: Final[tuple[type[Opening | Command], ...]] = (
    receipt.ReceiveComplaint,
    receipt.AddMemo,
    receipt.CorrectConcerned,
    receipt.ConfirmRecord,
    classification.Classify,
    classification.Dismiss,
    linking.Link,
    apology.Apologise,
    assignment.Assign,
    reporting.ReportUp,
    escalation.Escalate,
    escalation.Instruct,
    assistance.AskAssistance,
    assistance.GiveAssistance,
    assistance.TakeBackAssistance,
    referral.Refer,
    promise.MakePromise,
    promise.Reply,
    progress.TellProgress,
    explanation.Explain,
    visit.ArrangeVisit,
    visit.RecordVisit,
    inquiry.RecordFindings,
    plan.ProposePlan,
    plan.ReviewPlan,
    plan.RecordConsent,
    rework.OrderRework,
    rework.FinishRework,
    expense.RequestExpense,
    expense.ReviewExpense,
    expense_query.QueryExpense,
    expense_query.AnswerQuery,
    expense.ChangeExpense,
    compensation.Compensate,
    compensation.ReverseCompensation,
    sign_off.SignOff,
    closing.Close,
    closing.Withdraw,
    closing.Reopen,
    waiting.Pause,
    waiting.Resume,
    follow_up.FollowUp,
    responsibility.AttributeResponsibility,
    improvement.PlanImprovement,
    improvement.FinishImprovement,
    case_study.WriteCase,
    case_study.ApprovePublication,
    case_study.PublishCase,
    hold.PlaceHold,
    hold.LiftHold,
    hand_over.HandOver,
    deadline.MissDeadline,
)
"""Every command, in the order in which policies and their schema list them."""

NEEDS: Final[Mapping[str, Capability]] = {
    kind.key: kind.needs for kind in COMMANDS if kind.needs is not None
}
"""Capability that each command needs, by its key; some need another for every copy, or none."""

CONFIRMED_BEFORE: Final = tuple(kind.key for kind in COMMANDS if kind.awaits_confirmation)
"""The commands that a policy can hold back until the record is confirmed (SC-40)."""

AFTER_END: Final = frozenset(kind.key for kind in COMMANDS if kind.after_end)
"""The commands that are given when the complaint has ended, too."""

RESERVABLE: Final = tuple(kind.key for kind in COMMANDS if kind.reservable)
"""The commands that a policy can reserve to some roles beyond their capability."""

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
