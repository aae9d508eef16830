"""Any command on a complaint, sensible or not, for the specifications that hold for all of them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, get_args, get_type_hints
from uuid import UUID

from hypothesis import strategies as st

from app.domain.command import Command
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
from app.domain.steps.deadline import MissDeadline
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
from app.domain.values import (
    Actor,
    ApologyKind,
    CauseClass,
    ComplaintId,
    ContactMethod,
    Copy,
    Fault,
    LinkKind,
    Mindset,
    Money,
    Offer,
    Place,
    PromiseKind,
    ReferralTarget,
    ReopenCause,
    ResponsibilityKind,
    Severity,
    Share,
    Signature,
    SignatureKind,
    Verdict,
    WaitingFor,
)
from tests.support.people import MEI, MONDAY, MRS_TANG, POLICY, SIGNATURE, yuan

# Four who may do everything, so that lives go far, and one who may not.
ALL_ROLES = tuple(POLICY.roles)
ABLE = [Actor(name, ALL_ROLES) for name in ("ann", "bo", "cai", "dai")]
ACTORS = st.sampled_from([*ABLE, MEI])
TIMES = st.sampled_from([MONDAY, MONDAY + timedelta(hours=1), MONDAY + timedelta(days=30)])
NUMBERS = st.sampled_from([1, 1, 1, 2, 3])
WORDS = st.sampled_from([None, "", "words"])
AMOUNTS = st.builds(
    Money,
    st.sampled_from([100, 100, 100, 0, 60_000, -1]),
    st.sampled_from(["CNY", "CNY", "CNY", "CNY", "EUR"]),
)
REMEDIES = st.sampled_from(["redo", "redo", "redo", "coupon", "palace"])
OFFERS = st.builds(Offer, remedy=REMEDIES, description=st.just(""), cost=AMOUNTS, value=AMOUNTS)
UNITS = st.sampled_from(["studio", "cellar"])
MARKS = st.sampled_from([None, 0, 1, 5])
PEOPLE = st.sampled_from(["ann", "lin", "wu"])
ABOUT = st.sampled_from([(), (), (), ("wu",), ("dai",)])
SHARES = st.builds(
    Share,
    kind=st.sampled_from(ResponsibilityKind),
    unit=UNITS,
    percent=st.sampled_from([100, 100, 50, 50, 0]),
    person=st.one_of(st.none(), PEOPLE),
)
FIELDS: dict[str, Any] = {"at": TIMES, "by": ACTORS}


def any_of(kind: type, /, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(kind, **FIELDS, **fields)


STRATEGIES: dict[type[Command], st.SearchStrategy[Any]] = {
    AddMemo: any_of(
        AddMemo,
        text=st.just("memo"),
        reason=WORDS,
        subject=WORDS,
        demand=WORDS,
        complainant=st.sampled_from([None, MRS_TANG, replace(MRS_TANG, contact_from="18:00")]),
        about=ABOUT,
    ),
    CorrectConcerned: any_of(
        CorrectConcerned,
        about=ABOUT,
        roles=st.sampled_from([(), ("manager",), ("emperor",)]),
        reason=st.just("He was away"),
    ),
    ConfirmRecord: any_of(ConfirmRecord),
    Classify: any_of(
        Classify,
        category=st.sampled_from(["billing", "lost-property", "weather"]),
        severity=st.sampled_from([None, *Severity]),
        tier=st.sampled_from([None, "basic", "second", "third"]),
        mindset=st.sampled_from([None, *Mindset]),
        legal=st.booleans(),
        supplier=st.booleans(),
        uniform_explanation=st.booleans(),
    ),
    Dismiss: any_of(Dismiss, reason=st.just("No complaint"), customer_informed=st.booleans()),
    Apologise: any_of(Apologise, kind=st.sampled_from(ApologyKind), words=st.just("抱歉")),
    Link: any_of(Link, kind=st.sampled_from(LinkKind), other=st.just(ComplaintId(UUID(int=7)))),
    Assign: any_of(Assign, handler=PEOPLE, unit=UNITS),
    ReportUp: any_of(
        ReportUp,
        to_roles=st.sampled_from([(), ("manager",), ("emperor",)]),
        reason=st.just("Rule"),
    ),
    Escalate: any_of(
        Escalate,
        tier=st.sampled_from(["basic", "first", "second", "third"]),
        to_role=st.sampled_from(["manager", "emperor"]),
        reason=st.just("Too much for me"),
        to_unit=st.one_of(st.none(), UNITS),
        skip_level=st.booleans(),
    ),
    Instruct: any_of(Instruct, text=st.just("Do it")),
    AskAssistance: any_of(
        AskAssistance, unit=UNITS, what=st.just("Look it up"), due=st.one_of(st.none(), TIMES)
    ),
    GiveAssistance: any_of(GiveAssistance, assistance=NUMBERS, result=st.just("Looked up")),
    TakeBackAssistance: any_of(
        TakeBackAssistance, assistance=NUMBERS, reason=st.just("Not needed")
    ),
    Refer: any_of(Refer, to=st.sampled_from(ReferralTarget), reason=st.just("Unclear")),
    TellProgress: any_of(TellProgress, text=st.just("Soon")),
    Explain: any_of(
        Explain, words=st.just("Rain"), understood=st.booleans(), explainer=st.none() | PEOPLE
    ),
    ArrangeVisit: any_of(
        ArrangeVisit, person=PEOPLE, due=TIMES, where=st.just("Home"), purpose=st.just("Look")
    ),
    RecordVisit: any_of(RecordVisit, visit=NUMBERS, met=st.booleans(), result=st.just("Tea")),
    Pause: any_of(Pause, waiting_for=st.sampled_from(WaitingFor), reason=st.just("A day")),
    Resume: any_of(Resume, reason=st.just("Saturday")),
    MakePromise: any_of(
        MakePromise, kind=st.sampled_from(PromiseKind), what=st.just("Call"), due=TIMES
    ),
    Reply: any_of(
        Reply,
        text=st.just("Reply"),
        promise=st.one_of(st.none(), NUMBERS),
        deferred_because=WORDS,
        apology=WORDS,
        new_due=st.one_of(st.none(), TIMES),
    ),
    RecordFindings: any_of(
        RecordFindings,
        findings=st.just("Found"),
        cause=st.just("Cause"),
        cause_class=st.sampled_from(CauseClass),
        fault=st.sampled_from(Fault),
        established=st.booleans(),
        loss=st.one_of(st.none(), AMOUNTS),
        price=st.one_of(st.none(), AMOUNTS),
    ),
    ProposePlan: any_of(
        ProposePlan,
        explanation=st.just("Plan"),
        offers=st.lists(OFFERS, max_size=2).map(tuple),
        beyond_order_terms=st.booleans(),
    ),
    ReviewPlan: any_of(ReviewPlan, plan=NUMBERS, verdict=st.sampled_from(Verdict), reason=WORDS),
    RecordConsent: any_of(RecordConsent, plan=NUMBERS, agreed=st.booleans(), words=WORDS),
    OrderRework: any_of(
        OrderRework,
        remedy=REMEDIES,
        unit=UNITS,
        cause=st.just("Lights"),
        instructions=st.just("At dusk"),
        due=st.one_of(st.none(), TIMES),
    ),
    FinishRework: any_of(
        FinishRework, rework=NUMBERS, result=st.just("Anew"), accepted=st.booleans()
    ),
    RequestExpense: any_of(
        RequestExpense,
        amount=AMOUNTS,
        purpose=st.just("Album"),
        plan=st.one_of(st.none(), NUMBERS),
    ),
    ReviewExpense: any_of(
        ReviewExpense,
        expense=NUMBERS,
        verdict=st.sampled_from(Verdict),
        voucher=WORDS,
        reason=WORDS,
    ),
    QueryExpense: any_of(QueryExpense, expense=NUMBERS, question=st.just("Which album?")),
    AnswerQuery: any_of(AnswerQuery, expense=NUMBERS, answer=st.just("The large one")),
    ChangeExpense: any_of(
        ChangeExpense, expense=NUMBERS, amount=AMOUNTS, reason=st.just("A smaller one")
    ),
    ReverseCompensation: any_of(
        ReverseCompensation, compensation=NUMBERS, reason=st.just("The account was closed")
    ),
    HandOver: any_of(
        HandOver,
        copy=st.sampled_from(Copy),
        origin=st.sampled_from(Place),
        to=st.sampled_from(Place),
    ),
    PlaceHold: any_of(PlaceHold, reason=st.just("Sued"), reference=WORDS),
    LiftHold: any_of(LiftHold, hold=NUMBERS, reason=st.just("Settled")),
    Compensate: any_of(
        Compensate,
        remedy=REMEDIES,
        amount=AMOUNTS,
        signature=st.builds(
            Signature,
            kind=st.sampled_from(SignatureKind),
            signatory=st.sampled_from(["Tang", "Tang", "Tang", ""]),
            reference=WORDS,
        ),
        expense=st.one_of(st.none(), NUMBERS),
    ),
    SignOff: any_of(SignOff, box=st.sampled_from([*(box.key for box in POLICY.boxes), "emperor"])),
    Close: any_of(Close, outcome=st.sampled_from(["explained", "forgotten"]), result=st.just("")),
    Withdraw: any_of(Withdraw, reason=st.just("Mistake")),
    Reopen: any_of(Reopen, cause=st.sampled_from(ReopenCause), reason=st.just("Again")),
    FollowUp: any_of(
        FollowUp,
        occasion=st.sampled_from(["one-week", "at-easter"]),
        reached=st.booleans(),
        satisfied_with_outcome=MARKS,
        satisfied_with_handling=MARKS,
        new_problem=WORDS,
        method=st.sampled_from([None, *ContactMethod]),
    ),
    AttributeResponsibility: any_of(
        AttributeResponsibility,
        shares=st.lists(SHARES, max_size=2).map(tuple),
        reason=st.just("Lights"),
    ),
    PlanImprovement: any_of(
        PlanImprovement, what=st.just("Check"), owner=PEOPLE, unit=UNITS, due=TIMES
    ),
    FinishImprovement: any_of(FinishImprovement, improvement=NUMBERS, result=st.just("Done")),
    WriteCase: any_of(WriteCase, title=st.just("Lights"), text=st.just("What we learn")),
    ApprovePublication: any_of(ApprovePublication, remark=WORDS),
    PublishCase: any_of(PublishCase, where=st.just("March meeting")),
    MissDeadline: any_of(MissDeadline, deadline=NUMBERS),
}
ANY_COMMAND = st.one_of(*STRATEGIES.values())


def commands_by(who: Actor) -> st.SearchStrategy[Any]:
    return ANY_COMMAND.map(lambda command: replace(command, by=who))


def events_of(command: type[Any]) -> list[Any]:
    """The classes of the events that it may return, as its `decide` is annotated."""
    return _classes(get_type_hints(command.decide)["return"])


def _classes(hint: Any) -> list[Any]:
    """The classes in `tuple[A | B, ...]`."""
    parts = [part for part in get_args(hint) if part is not Ellipsis]
    return [kind for part in parts for kind in _classes(part)] or [hint]


# Chance alone seldom asks for the right things in a row: these lead from receipt to payment,
# to the end and back.
ALBUM = Offer(remedy="redo", description="", cost=yuan(100), value=yuan(200))
NOW: dict[str, Any] = {"at": MONDAY, "by": MEI}
LATER = MONDAY + timedelta(days=32 * 366)
RIGHT = (
    ConfirmRecord(**NOW),
    Classify(**NOW, category="billing"),
    Apologise(**NOW, kind=ApologyKind.COURTESY, words="抱歉"),
    ProposePlan(**NOW, explanation="Anew", offers=(ALBUM,)),
    ReviewPlan(**NOW, plan=1, verdict=Verdict.APPROVE),
    RecordConsent(**NOW, plan=1, agreed=True),
    RequestExpense(**NOW, amount=yuan(50), purpose="Album", plan=1),
    ReviewExpense(**NOW, expense=1, verdict=Verdict.APPROVE),
    ReviewExpense(**NOW, expense=2, verdict=Verdict.APPROVE),
    Compensate(**NOW, remedy="redo", amount=yuan(50), signature=SIGNATURE, expense=1),
    Compensate(**NOW, remedy="redo", amount=yuan(50), signature=SIGNATURE, expense=2),
    QueryExpense(**NOW, expense=1, question="Which album?"),
    AnswerQuery(**NOW, expense=1, answer="The large one"),
    ChangeExpense(**NOW, expense=1, amount=yuan(40), reason="A smaller one"),
    ReverseCompensation(**NOW, compensation=1, reason="The account was closed"),
    HandOver(**NOW, copy=Copy.AUDIT, origin=Place.WITH_AUDIT, to=Place.RETAINED),
    HandOver(at=LATER, by=MEI, copy=Copy.AUDIT, origin=Place.RETAINED, to=Place.DESTROYED),
    PlaceHold(**NOW, reason="Sued"),
    LiftHold(**NOW, hold=1, reason="Settled"),
    *(SignOff(**NOW, box=box.key) for box in POLICY.boxes),
    Close(**NOW, outcome="explained", result="Done"),
    FollowUp(**NOW, occasion="one-week", reached=True, new_problem="The frame came apart"),
)
RIGHT_COMMANDS = st.builds(
    lambda command, who: replace(command, by=who), st.sampled_from(RIGHT), ACTORS
)
