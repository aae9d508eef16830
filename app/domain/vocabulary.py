"""The one list of commands and the one of events, and the words that follow from them."""

from collections.abc import Iterable, Mapping
from typing import Final

from app.domain.command import Command, Opening
from app.domain.complaint import Event
from app.domain.steps import (
    apology,
    assignment,
    assistance,
    case_study,
    classification,
    closing,
    compensation,
    concerned,
    confirmation,
    consent,
    deadline,
    dismissal,
    escalation,
    expense,
    expense_query,
    expense_review,
    explanation,
    follow_up,
    hand_over,
    hold,
    improvement,
    inquiry,
    linking,
    memo,
    plan,
    plan_review,
    progress,
    promise,
    receipt,
    referral,
    reopening,
    reply,
    reporting,
    responsibility,
    reversal,
    rework,
    sign_off,
    visit,
    waiting,
    withdrawal,
)
from app.domain.values import Capability

COMMANDS: Final[tuple[type[Opening | Command], ...]] = (
    receipt.ReceiveComplaint,
    memo.AddMemo,
    concerned.CorrectConcerned,
    confirmation.ConfirmRecord,
    classification.Classify,
    dismissal.Dismiss,
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
    reply.Reply,
    progress.TellProgress,
    explanation.Explain,
    visit.ArrangeVisit,
    visit.RecordVisit,
    inquiry.RecordFindings,
    plan.ProposePlan,
    plan_review.ReviewPlan,
    consent.RecordConsent,
    rework.OrderRework,
    rework.FinishRework,
    expense.RequestExpense,
    expense_review.ReviewExpense,
    expense_query.QueryExpense,
    expense_query.AnswerQuery,
    expense.ChangeExpense,
    compensation.Compensate,
    reversal.ReverseCompensation,
    sign_off.SignOff,
    closing.Close,
    withdrawal.Withdraw,
    reopening.Reopen,
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

EVENTS: Final[tuple[type[Event], ...]] = (
    receipt.Received,
    memo.Noted,
    concerned.ConcernedCorrected,
    confirmation.Confirmed,
    classification.Classified,
    dismissal.Dismissed,
    apology.Apologised,
    assignment.Assigned,
    reporting.Reported,
    escalation.Escalated,
    escalation.Instructed,
    promise.Promised,
    reply.Replied,
    progress.ProgressTold,
    explanation.Explained,
    linking.Linked,
    referral.Referred,
    assistance.AssistanceAsked,
    assistance.Assisted,
    assistance.AssistanceTakenBack,
    visit.VisitArranged,
    visit.Visited,
    inquiry.Investigated,
    plan.Proposed,
    plan_review.PlanApproved,
    plan_review.PlanRefused,
    consent.Agreed,
    consent.Declined,
    rework.ReworkOrdered,
    rework.Reworked,
    expense.ExpenseRequested,
    expense_review.ExpenseConfirmed,
    expense_review.ExpenseRefused,
    expense_query.ExpenseQueried,
    expense_query.QueryAnswered,
    expense.ExpenseChanged,
    compensation.Compensated,
    reversal.CompensationReversed,
    hand_over.HandedOver,
    waiting.Paused,
    waiting.Resumed,
    sign_off.Signed,
    closing.Closed,
    withdrawal.Withdrawn,
    reopening.Reopened,
    follow_up.FollowedUp,
    responsibility.Attributed,
    improvement.ImprovementPlanned,
    improvement.ImprovementMade,
    case_study.CaseWritten,
    case_study.PublicationApproved,
    case_study.Published,
    hold.HoldPlaced,
    hold.HoldLifted,
    deadline.Rescheduled,
    deadline.DeadlineMissed,
)
"""Every event that the log of a complaint can hold."""

SCHEMA_VERSION: Final = 1
"""Of the stored state. Raise it for another event, another field of a node, another `apply`.

A state of an older version is folded from the log; one of a newer version waits for the program
that wrote it.
"""


def _signals(kinds: Iterable[type[Event]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for kind in kinds for word in kind.gives))


SIGNALS: Final = _signals(EVENTS)
"""What a policy's clocks can start and stop on."""

TIMED_SIGNALS: Final = _signals(kind for kind in EVENTS if kind.timed)
"""Those that bring the time themselves: a clock that they start may go without a length."""
