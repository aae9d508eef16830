"""Routes of all commands: noun, command, name of its body in the contract, tag and summary.

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

BEGIN: Final = OpeningRoute(
    ReceiveComplaint, "receive_complaint", "ReceiptBody", "receipt", "Receive a complaint"
)

STEPS: Final = (
    CommandRoute("memos", AddMemo, "MemoBody", "receipt", "Add a memo"),
    CommandRoute(
        "concerned-corrections",
        CorrectConcerned,
        "ConcernedCorrectionBody",
        "receipt",
        "Correct the employees concerned",
    ),
    CommandRoute(
        "confirmations", ConfirmRecord, "ConfirmationBody", "receipt", "Confirm the record"
    ),
    CommandRoute(
        "classifications", Classify, "ClassificationBody", "receipt", "Classify a complaint"
    ),
    CommandRoute(
        "dismissals", Dismiss, "DismissalBody", "closing", "Dismiss what is not a complaint"
    ),
    CommandRoute("links", Link, "LinkBody", "receipt", "Link a complaint to another"),
    CommandRoute("apologies", Apologise, "ApologyBody", "handling", "Apologise to the customer"),
    CommandRoute("assignments", Assign, "AssignmentBody", "handling", "Assign a complaint"),
    CommandRoute("reports", ReportUp, "ReportBody", "handling", "Report a complaint upward"),
    CommandRoute("escalations", Escalate, "EscalationBody", "handling", "Escalate a complaint"),
    CommandRoute(
        "instructions",
        Instruct,
        "InstructionBody",
        "handling",
        "Instruct those who handle a complaint",
    ),
    CommandRoute(
        "assistance", AskAssistance, "AssistanceBody", "handling", "Ask another unit for assistance"
    ),
    CommandRoute(
        "assistance-answers",
        GiveAssistance,
        "AssistanceAnswerBody",
        "handling",
        "Answer a request for assistance",
    ),
    CommandRoute(
        "assistance-withdrawals",
        TakeBackAssistance,
        "AssistanceWithdrawalBody",
        "handling",
        "Withdraw a request for assistance",
    ),
    CommandRoute("referrals", Refer, "ReferralBody", "handling", "Refer a complaint to others"),
    CommandRoute("promises", MakePromise, "PromiseBody", "handling", "Make a promise"),
    CommandRoute("replies", Reply, "ReplyBody", "handling", "Reply to the customer"),
    CommandRoute(
        "progress-notices",
        TellProgress,
        "ProgressBody",
        "handling",
        "Tell the customer the progress",
    ),
    CommandRoute("explanations", Explain, "ExplanationBody", "handling", "Explain to the customer"),
    CommandRoute("visits", ArrangeVisit, "VisitBody", "handling", "Arrange a visit"),
    CommandRoute("visit-reports", RecordVisit, "VisitReportBody", "handling", "Record a visit"),
    CommandRoute("pauses", Pause, "PauseBody", "handling", "Pause a complaint"),
    CommandRoute("resumptions", Resume, "ResumptionBody", "handling", "Resume a complaint"),
    CommandRoute("findings", RecordFindings, "FindingsBody", "handling", "Record findings"),
    CommandRoute("plans", ProposePlan, "PlanBody", "remedy", "Propose a plan"),
    CommandRoute("plan-reviews", ReviewPlan, "PlanReviewBody", "remedy", "Review a plan"),
    CommandRoute(
        "consents",
        RecordConsent,
        "ConsentBody",
        "remedy",
        "Record the customer's consent to a plan",
    ),
    CommandRoute("reworks", OrderRework, "ReworkBody", "remedy", "Order rework"),
    CommandRoute("rework-results", FinishRework, "ReworkResultBody", "remedy", "Finish rework"),
    CommandRoute("expenses", RequestExpense, "ExpenseBody", "money", "Request an expense"),
    CommandRoute(
        "expense-reviews", ReviewExpense, "ExpenseReviewBody", "money", "Review an expense"
    ),
    CommandRoute("expense-queries", QueryExpense, "ExpenseQueryBody", "money", "Query an expense"),
    CommandRoute(
        "expense-answers", AnswerQuery, "ExpenseAnswerBody", "money", "Answer a query of finance"
    ),
    CommandRoute(
        "expense-changes", ChangeExpense, "ExpenseChangeBody", "money", "Change an expense"
    ),
    CommandRoute(
        "compensations", Compensate, "CompensationBody", "money", "Compensate the customer"
    ),
    CommandRoute(
        "reversals", ReverseCompensation, "ReversalBody", "money", "Reverse a compensation"
    ),
    CommandRoute("hand-overs", HandOver, "HandOverBody", "copies", "Hand over a copy"),
    CommandRoute("legal-holds", PlaceHold, "HoldBody", "copies", "Place a legal hold"),
    CommandRoute("legal-hold-releases", LiftHold, "HoldReleaseBody", "copies", "Lift a legal hold"),
    CommandRoute("signatures", SignOff, "SignatureOfBoxBody", "closing", "Sign a box"),
    CommandRoute("closures", Close, "ClosureBody", "closing", "Close a complaint"),
    CommandRoute("withdrawals", Withdraw, "WithdrawalBody", "closing", "Withdraw a complaint"),
    CommandRoute("reopenings", Reopen, "ReopeningBody", "closing", "Reopen a complaint"),
    CommandRoute("follow-ups", FollowUp, "FollowUpBody", "after", "Follow up a complaint"),
    CommandRoute(
        "responsibilities",
        AttributeResponsibility,
        "ResponsibilityBody",
        "after",
        "Attribute responsibility",
    ),
    CommandRoute(
        "improvements", PlanImprovement, "ImprovementBody", "after", "Plan an improvement"
    ),
    CommandRoute(
        "improvement-results",
        FinishImprovement,
        "ImprovementResultBody",
        "after",
        "Finish an improvement",
    ),
    CommandRoute("case-studies", WriteCase, "CaseStudyBody", "after", "Write a case study"),
    CommandRoute(
        "publication-approvals",
        ApprovePublication,
        "PublicationApprovalBody",
        "after",
        "Approve the publication of a case study",
    ),
    CommandRoute("publications", PublishCase, "PublicationBody", "after", "Publish a case study"),
)
"""Commands on a complaint, in the order of the procedure."""

ROUTES: Final = (
    PostsByNoun(PATH, "complaint_id", {step.noun: step for step in STEPS}),
    BEGIN,
    *STEPS,
)
