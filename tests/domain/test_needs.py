"""Advice and refusal go by one list: what is advised is not refused, and closing is neither."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.advice import NextStep, next_steps
from app.domain.command import Command
from app.domain.complaint import Complaint, Status
from app.domain.needs import missing, needs
from app.domain.policy import CLOSING_NEEDS, Policy, ReportDuty
from app.domain.procedure import decide
from app.domain.refusals import Refusal
from app.domain.steps.apology import Apologise
from app.domain.steps.assignment import Assign
from app.domain.steps.assistance import GiveAssistance
from app.domain.steps.case_study import ApprovePublication, PublishCase, WriteCase
from app.domain.steps.classification import Classify
from app.domain.steps.closing import Close
from app.domain.steps.compensation import Compensate
from app.domain.steps.confirmation import ConfirmRecord
from app.domain.steps.consent import RecordConsent
from app.domain.steps.expense import RequestExpense
from app.domain.steps.expense_query import AnswerQuery
from app.domain.steps.expense_review import ReviewExpense
from app.domain.steps.explanation import Explain
from app.domain.steps.follow_up import FollowUp
from app.domain.steps.improvement import FinishImprovement, PlanImprovement
from app.domain.steps.inquiry import RecordFindings
from app.domain.steps.memo import AddMemo
from app.domain.steps.plan_review import ReviewPlan
from app.domain.steps.referral import Refer
from app.domain.steps.reply import Reply
from app.domain.steps.reporting import ReportUp
from app.domain.steps.responsibility import AttributeResponsibility
from app.domain.steps.rework import FinishRework, OrderRework
from app.domain.steps.sign_off import SignOff
from app.domain.steps.visit import RecordVisit
from app.domain.steps.waiting import Resume
from app.domain.values import (
    Actor,
    ApologyKind,
    CauseClass,
    Fault,
    Money,
    ReferralTarget,
    ResponsibilityKind,
    Severity,
    Share,
    Verdict,
)
from tests.domain.test_lives import BEGINNINGS, LOOSE, STEPS, followed
from tests.support.people import MONDAY, POLICY, SIGNATURE, policy

LATER = MONDAY + timedelta(days=60)
STRICT = policy(closing_needs=frozenset(CLOSING_NEEDS))
REFERRED = replace(
    STRICT,
    remedies=LOOSE.remedies,
    boxes=(),
    handover_facts=frozenset(),
    consent_before_compensation=False,
    publication_from=Severity.ORDINARY,
    report_duties=(ReportDuty(to=("manager",), rule="WS-20"),),
    categories={
        key: replace(category, refer_to=ReferralTarget.POLICE)
        for key, category in POLICY.categories.items()
    },
)
CARRIED_OUT = replace(LOOSE, closing_needs=frozenset({"execution"}))
POLICIES = st.sampled_from([POLICY, LOOSE, STRICT, REFERRED, CARRIED_OUT])
# Nobody is advised between two events of one step.
STATES = st.builds(followed, BEGINNINGS, st.lists(STEPS, min_size=15, max_size=30)).map(
    lambda steps: [complaint for complaint, _ in steps]
)

CENT = Money(1, POLICY.currency)
SHARES = (Share(kind=ResponsibilityKind.DIRECT, unit="studio", percent=100),)
FINDINGS: dict[str, Any] = {
    "findings": "x",
    "cause": "x",
    "cause_class": CauseClass.SYSTEMIC,
    "fault": Fault.OURS,
    "established": True,
}
TAKEN: dict[str, Callable[[NextStep], tuple[type[Command], dict[str, Any]]]] = {
    "resume": lambda _: (Resume, {"reason": "x"}),
    "apologise": lambda _: (Apologise, {"kind": ApologyKind.COURTESY, "words": "x"}),
    "add-memo": lambda _: (AddMemo, {"text": "x"}),
    "report-up": lambda one: (
        ReportUp,
        {"to_roles": (one.about or "manager",), "reason": "x", "skip_level": True},
    ),
    "confirm-record": lambda _: (ConfirmRecord, {}),
    "classify": lambda _: (Classify, {"category": "billing", "reason": "x"}),
    "assign": lambda _: (Assign, {"handler": "somebody", "unit": "studio"}),
    "refer": lambda one: (Refer, {"to": ReferralTarget(one.about or ""), "reason": "x"}),
    "record-findings": lambda _: (RecordFindings, FINDINGS),
    "give-assistance": lambda one: (GiveAssistance, {"assistance": number(one), "result": "x"}),
    "record-visit": lambda one: (RecordVisit, {"visit": number(one), "met": True, "result": "x"}),
    "finish-rework": lambda one: (
        FinishRework,
        {"rework": number(one), "result": "x", "accepted": True},
    ),
    "explain": lambda _: (Explain, {"words": "x", "understood": True}),
    "reply": lambda one: (Reply, {"text": "x", "promise": number(one) if one.about else None}),
    "review-plan": lambda one: (
        ReviewPlan,
        {"plan": number(one), "verdict": Verdict.REFUSE, "reason": "x"},
    ),
    "record-consent": lambda one: (RecordConsent, {"plan": number(one), "agreed": True}),
    "order-rework": lambda _: (
        OrderRework,
        {"remedy": "redo", "unit": "studio", "cause": "x", "instructions": "x"},
    ),
    "request-expense": lambda one: (
        RequestExpense,
        {"plan": number(one), "amount": CENT, "purpose": "x"},
    ),
    "review-expense": lambda one: (
        ReviewExpense,
        {"expense": number(one), "verdict": Verdict.REFUSE, "reason": "x"},
    ),
    "answer-query": lambda one: (AnswerQuery, {"expense": number(one), "answer": "x"}),
    "compensate": lambda one: (
        Compensate,
        {
            "expense": number(one) if one.about else None,
            "remedy": "redo",
            "amount": CENT if one.about else Money(0, POLICY.currency),
            "signature": SIGNATURE,
        },
    ),
    "attribute-responsibility": lambda _: (
        AttributeResponsibility,
        {"shares": SHARES, "reason": "x"},
    ),
    "follow-up": lambda one: (FollowUp, {"occasion": one.about, "reached": True}),
    "plan-improvement": lambda _: (
        PlanImprovement,
        {"what": "x", "owner": "x", "unit": "studio", "due": LATER + timedelta(days=1)},
    ),
    "finish-improvement": lambda one: (
        FinishImprovement,
        {"improvement": number(one), "result": "x"},
    ),
    "sign-off": lambda one: (SignOff, {"box": one.about}),
    "write-case": lambda _: (WriteCase, {"title": "x", "text": "x"}),
    "approve-publication": lambda _: (ApprovePublication, {}),
    "publish-case": lambda _: (PublishCase, {"where": "x"}),
    "close": lambda _: (Close, {"outcome": "explained", "result": "x"}),
}


def number(one: NextStep) -> int:
    """The number in `2` and in `promise:2`."""
    return int((one.about or "").rpartition(":")[2])


def refusal(
    complaint: Complaint, rules: Policy, kind: type[Command], fields: dict[str, Any]
) -> str | None:
    """Why nobody may do it: neither the owner nor others, who have every role."""
    said = None
    for name in (complaint.owner, "person-1", "person-2", "person-3"):
        command = kind(at=LATER, by=Actor(name, tuple(rules.roles)), **fields)
        try:
            decide(complaint, command, rules)
        except Refusal as refused:
            said = f"{kind.key}: {refused}"
        else:
            return None
    return said


@settings(max_examples=30)
@given(STATES, POLICIES)
def test_nothing_is_advised_that_would_be_refused(states: list[Complaint], rules: Policy) -> None:
    for complaint in states:
        for one in next_steps(complaint, rules):
            assert refusal(complaint, rules, *TAKEN[one.step](one)) is None


@settings(max_examples=30)
@given(STATES, POLICIES)
def test_closing_is_refused_exactly_while_advice_names_something_missing_lc_08(
    states: list[Complaint], rules: Policy
) -> None:
    close = (Close, {"outcome": "explained", "result": "x"})
    for complaint in states:
        if complaint.status is Status.OPEN:
            refused = refusal(complaint, rules, *close) is not None
            assert refused == bool(missing(needs(complaint, rules)))
