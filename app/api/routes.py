"""Routes of all commands: noun, command, name of its body in the contract, and summary.

The body and the description come from the command itself: its fields and its docstring.
"""

from typing import Final

from app.api.commands import CommandRoute, OpeningRoute
from app.api.parameters import PATH
from app.api.routing import PostsByNoun
from app.domain.steps.apology import Apologise
from app.domain.steps.assignment import Assign
from app.domain.steps.assistance import AskAssistance, GiveAssistance, TakeBackAssistance
from app.domain.steps.case_study import ApprovePublication, PublishCase, WriteCase
from app.domain.steps.classification import Classify
from app.domain.steps.closing import Close
from app.domain.steps.compensation import Compensate
from app.domain.steps.concerned import CorrectConcerned
from app.domain.steps.confirmation import ConfirmRecord
from app.domain.steps.consent import RecordConsent
from app.domain.steps.dismissal import Dismiss
from app.domain.steps.escalation import Escalate, Instruct
from app.domain.steps.expense import ChangeExpense, RequestExpense
from app.domain.steps.expense_query import AnswerQuery, QueryExpense
from app.domain.steps.expense_review import ReviewExpense
from app.domain.steps.explanation import Explain
from app.domain.steps.follow_up import FollowUp
from app.domain.steps.hand_over import HandOver
from app.domain.steps.hold import LiftHold, PlaceHold
from app.domain.steps.improvement import FinishImprovement, PlanImprovement
from app.domain.steps.inquiry import RecordFindings
from app.domain.steps.linking import Link
from app.domain.steps.memo import AddMemo
from app.domain.steps.plan import ProposePlan
from app.domain.steps.plan_review import ReviewPlan
from app.domain.steps.progress import TellProgress
from app.domain.steps.promise import MakePromise
from app.domain.steps.receipt import ReceiveComplaint
from app.domain.steps.referral import Refer
from app.domain.steps.reopening import Reopen
from app.domain.steps.reply import Reply
from app.domain.steps.reporting import ReportUp
from app.domain.steps.responsibility import AttributeResponsibility
from app.domain.steps.reversal import ReverseCompensation
from app.domain.steps.rework import FinishRework, OrderRework
from app.domain.steps.sign_off import SignOff
from app.domain.steps.visit import ArrangeVisit, RecordVisit
from app.domain.steps.waiting import Pause, Resume
from app.domain.steps.withdrawal import Withdraw

BEGIN: Final = OpeningRoute(ReceiveComplaint, "receive", "ReceiptBody", "Receive a complaint")

STEPS: Final = (
    CommandRoute("memos", AddMemo, "MemoBody", "Take a memo"),
    CommandRoute(
        "concerned-corrections",
        CorrectConcerned,
        "ConcernedCorrectionBody",
        "Correct whom it is about",
    ),
    CommandRoute("confirmations", ConfirmRecord, "ConfirmationBody", "Confirm the record"),
    CommandRoute("classifications", Classify, "ClassificationBody", "Classify"),
    CommandRoute("dismissals", Dismiss, "DismissalBody", "Dismiss: not a complaint"),
    CommandRoute("links", Link, "LinkBody", "Link to another complaint"),
    CommandRoute("apologies", Apologise, "ApologyBody", "Apologise"),
    CommandRoute("assignments", Assign, "AssignmentBody", "Assign"),
    CommandRoute("reports", ReportUp, "ReportBody", "Report upward"),
    CommandRoute("escalations", Escalate, "EscalationBody", "Escalate"),
    CommandRoute("instructions", Instruct, "InstructionBody", "Instruct"),
    CommandRoute("assistance", AskAssistance, "AssistanceBody", "Ask for assistance"),
    CommandRoute(
        "assistance-answers",
        GiveAssistance,
        "AssistanceAnswerBody",
        "Answer a request for assistance",
    ),
    CommandRoute(
        "assistance-withdrawals",
        TakeBackAssistance,
        "AssistanceWithdrawalBody",
        "Take a request for assistance back",
    ),
    CommandRoute("referrals", Refer, "ReferralBody", "Refer"),
    CommandRoute("promises", MakePromise, "PromiseBody", "Promise"),
    CommandRoute("replies", Reply, "ReplyBody", "Reply"),
    CommandRoute("progress-notices", TellProgress, "ProgressBody", "Tell progress"),
    CommandRoute("explanations", Explain, "ExplanationBody", "Explain"),
    CommandRoute("visits", ArrangeVisit, "VisitBody", "Arrange a visit"),
    CommandRoute("visit-reports", RecordVisit, "VisitReportBody", "Record a visit"),
    CommandRoute("pauses", Pause, "PauseBody", "Pause"),
    CommandRoute("resumptions", Resume, "ResumptionBody", "Resume"),
    CommandRoute("findings", RecordFindings, "FindingsBody", "Record findings"),
    CommandRoute("plans", ProposePlan, "PlanBody", "Propose a plan"),
    CommandRoute("plan-reviews", ReviewPlan, "PlanReviewBody", "Review a plan"),
    CommandRoute("consents", RecordConsent, "ConsentBody", "Record consent"),
    CommandRoute("reworks", OrderRework, "ReworkBody", "Order rework"),
    CommandRoute("rework-results", FinishRework, "ReworkResultBody", "Finish rework"),
    CommandRoute("expenses", RequestExpense, "ExpenseBody", "Request an expense"),
    CommandRoute("expense-reviews", ReviewExpense, "ExpenseReviewBody", "Review an expense"),
    CommandRoute("expense-queries", QueryExpense, "ExpenseQueryBody", "Ask about an expense"),
    CommandRoute("expense-answers", AnswerQuery, "ExpenseAnswerBody", "Answer finance"),
    CommandRoute("expense-changes", ChangeExpense, "ExpenseChangeBody", "Change an expense"),
    CommandRoute("compensations", Compensate, "CompensationBody", "Compensate"),
    CommandRoute("reversals", ReverseCompensation, "ReversalBody", "Reverse a compensation"),
    CommandRoute("hand-overs", HandOver, "HandOverBody", "Hand a copy on"),
    CommandRoute("legal-holds", PlaceHold, "HoldBody", "Place a legal hold"),
    CommandRoute("legal-hold-releases", LiftHold, "HoldReleaseBody", "Lift a legal hold"),
    CommandRoute("signatures", SignOff, "SignatureOfBoxBody", "Sign a box"),
    CommandRoute("closures", Close, "ClosureBody", "Close"),
    CommandRoute("withdrawals", Withdraw, "WithdrawalBody", "Withdraw"),
    CommandRoute("reopenings", Reopen, "ReopeningBody", "Reopen"),
    CommandRoute("follow-ups", FollowUp, "FollowUpBody", "Follow up"),
    CommandRoute(
        "responsibilities",
        AttributeResponsibility,
        "ResponsibilityBody",
        "Attribute responsibility",
    ),
    CommandRoute("improvements", PlanImprovement, "ImprovementBody", "Plan an improvement"),
    CommandRoute(
        "improvement-results", FinishImprovement, "ImprovementResultBody", "Finish an improvement"
    ),
    CommandRoute("case-studies", WriteCase, "CaseStudyBody", "Write a case"),
    CommandRoute(
        "publication-approvals",
        ApprovePublication,
        "PublicationApprovalBody",
        "Approve a publication",
    ),
    CommandRoute("publications", PublishCase, "PublicationBody", "Publish a case"),
)
"""Commands on a complaint, in the order of the procedure."""

ROUTES: Final = (
    PostsByNoun(PATH, "complaint_id", {step.noun: step for step in STEPS}),
    BEGIN,
    *STEPS,
)
