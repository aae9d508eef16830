"""Fills the record of a complaint with any mixture of steps, and brings it to its end again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from app.domain.command import Command
from app.domain.complaint import Complaint, Fact, Status, replay
from app.domain.complaint.numbered import open_ones
from app.domain.policy import Policy
from app.domain.procedure import decide
from app.domain.refusals import NotOpenItem, RecordFull, Refusal, StepsMissing
from app.domain.reserve import require_room
from app.domain.steps.apology import Apologise
from app.domain.steps.assignment import Assign
from app.domain.steps.assistance import AskAssistance, GiveAssistance, TakeBackAssistance
from app.domain.steps.case_study import ApprovePublication, PublishCase, WriteCase
from app.domain.steps.classification import Classify
from app.domain.steps.closing import Close
from app.domain.steps.compensation import Compensate
from app.domain.steps.confirmation import ConfirmRecord
from app.domain.steps.consent import RecordConsent
from app.domain.steps.deadline import MissDeadline
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
from app.domain.steps.receipt import Received
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
    Channel,
    Complainant,
    ComplaintId,
    Copy,
    Fault,
    LinkKind,
    Money,
    Offer,
    Place,
    PromiseKind,
    ReferralTarget,
    ReopenCause,
    ResponsibilityKind,
    Severity,
    Share,
    Verdict,
    WaitingFor,
)
from tests.support.people import MONDAY, MRS_TANG, POLICY, SIGNATURE

CLOCK = Actor("clock")
TRIES = 60
"""Steps in a row that come to nothing, after which the record counts as full."""


@dataclass
class Record:
    """The complaint of a policy, and everything that is asked of it passes the gate."""

    policy: Policy
    chance: Random
    now: datetime = MONDAY
    facts: list[Fact] = field(default_factory=list)
    persons: int = 0

    def __post_init__(self) -> None:
        received = Received(
            channel=min(self.policy.channels, default=Channel.TELEPHONE),
            unit=min(self.policy.units),
            complainant=Complainant(),
            statement="x",
        )
        self.facts.append(Fact(received, self.now, self.anybody))
        complaint = replay(self.facts)
        assert complaint is not None
        self.complaint: Complaint = complaint

    @property
    def anybody(self) -> Actor:
        """Somebody who may do everything."""
        return Actor(self.chance.choice(["ann", "bo", "cai"]), tuple(self.policy.roles))

    @property
    def another(self) -> Actor:
        """Somebody who has done nothing yet."""
        self.persons += 1
        return Actor(f"person-{self.persons}", tuple(self.policy.roles))

    def ask(self, command: Command) -> None:
        """Let it happen, or let it be refused."""
        happened = decide(self.complaint, command, self.policy)
        require_room(len(self.facts), self.complaint, command, happened, self.policy)
        self.facts += happened.facts
        self.complaint = happened.complaint

    def do(self, kind: Callable[..., Command], by: Actor | None = None, /, **what: Any) -> None:
        """Do what must be possible."""
        self.ask(kind(at=self.now, by=by or self.another, **what))


def fill(record: Record, kinds: frozenset[type] = frozenset()) -> None:
    """Ask for anything that comes to mind, or for some kinds only, until nothing more goes in."""
    tries = 0
    while tries < TRIES:
        record.now += timedelta(minutes=record.chance.randint(0, 90))
        command = record.chance.choice(list(_ideas(record, kinds)))
        try:
            record.ask(command)
        except Refusal as refusal:
            tries += isinstance(refusal, RecordFull) or record.chance.random() < 0.1
        else:
            tries = 0


def _ideas(record: Record, kinds: frozenset[type]) -> Iterator[Command]:
    """Think of one of each kind, that fits what is there."""
    for kind, what in _thoughts(record):
        if not kinds or kind in kinds:
            yield kind(at=record.now, by=record.anybody, **what)
    for standing in record.complaint.clocks.deadlines:
        if standing.deadline.due <= record.now and not standing.missed:
            number = standing.deadline.number
            yield MissDeadline(at=record.now, by=CLOCK, deadline=number)


def _thoughts(  # noqa: PLR0915 - one for each kind
    record: Record,
) -> Iterator[tuple[type[Any], dict[str, Any]]]:
    c, policy, chance = record.complaint, record.policy, record.chance
    one = chance.choice
    later = record.now + timedelta(hours=chance.randint(1, 100))
    unit, role = one(list(policy.units)), one(list(policy.roles))
    maybe = chance.random() < 0.5
    money = Money(100 * chance.randint(1, 40), policy.currency)

    def number(items: Any) -> int:
        known: list[int] = [item.number for item in items]
        return one(known or [1])

    def offers() -> tuple[Offer, ...]:
        remedies = [one(list(policy.remedies)) for _ in range(chance.randint(1, 20))]
        return tuple(Offer(remedy=key, description="", cost=money, value=money) for key in remedies)

    yield AddMemo, {"text": "x", "reason": one([None, "x"])}
    yield ConfirmRecord, {}
    yield ReportUp, {"to_roles": (role,), "reason": "x", "skip_level": maybe}
    yield TellProgress, {"text": "x"}
    yield MakePromise, {"kind": one(list(PromiseKind)), "what": "x", "due": later}
    yield Reply, {"text": "x", "promise": one([None, number(c.promises)])}
    yield Reply, {"text": "x", "deferred_because": "x", "apology": "x", "new_due": later}
    yield Apologise, {"kind": one(list(ApologyKind)), "words": "x"}
    yield Classify, {"category": one(list(policy.categories)), "legal": maybe, "reason": "x"}
    yield (
        Classify,
        {
            "category": one(list(policy.categories)),
            "severity": one(list(Severity)),
            "tier": one(list(policy.tiers)),
            "supplier": maybe,
            "reason": "x",
        },
    )
    yield Assign, {"handler": one(["ann", "bo", "cai"]), "unit": unit, "contact": "x"}
    yield Escalate, {"tier": one(list(policy.tiers)), "to_role": role, "reason": "x"}
    yield Instruct, {"text": "x"}
    yield AskAssistance, {"unit": unit, "what": "x", "due": one([None, later])}
    yield GiveAssistance, {"assistance": number(open_ones(c.handling.assistance)), "result": "x"}
    yield (
        TakeBackAssistance,
        {"assistance": number(open_ones(c.handling.assistance)), "reason": "x"},
    )
    yield Refer, {"to": one(list(ReferralTarget)), "reason": "x"}
    yield Explain, {"words": "x", "understood": maybe}
    yield ArrangeVisit, {"person": "ann", "due": later, "where": "x", "purpose": "x"}
    yield (
        RecordVisit,
        {"visit": number(open_ones(c.communication.visits)), "met": maybe, "result": "x"},
    )
    yield Pause, {"waiting_for": one(list(WaitingFor)), "reason": "x"}
    yield Resume, {"reason": "x"}
    yield (
        RecordFindings,
        {
            "findings": "x",
            "cause": "x",
            "cause_class": one(list(CauseClass)),
            "fault": one(list(Fault)),
            "established": maybe,
            "loss": one([None, money]),
        },
    )
    yield ProposePlan, {"explanation": "x", "offers": offers()}
    yield ProposePlan, {"explanation": "x", "offers": offers(), "override_reason": "x"}
    open_plans = [
        plan for plan in c.remedy.plans if plan.stands or plan.number == len(c.remedy.plans)
    ]
    verdict = {"verdict": one(list(Verdict)), "reason": "x"}
    yield ReviewPlan, {"plan": number(open_plans), **verdict}
    yield RecordConsent, {"plan": number(open_plans), "agreed": True}
    yield RecordConsent, {"plan": number(open_plans), "agreed": maybe, "words": "x"}
    remedy = one([offer.remedy for plan in open_plans for offer in plan.offers] or ["x"])
    yield OrderRework, {"remedy": remedy, "unit": unit, "cause": "x", "instructions": "x"}
    yield (
        FinishRework,
        {"rework": number(open_ones(c.remedy.reworks)), "result": "x", "accepted": maybe},
    )
    yield RequestExpense, {"amount": money, "purpose": "x", "plan": number(open_plans)}
    yield RequestExpense, {"amount": money, "purpose": "x"}
    yield ChangeExpense, {"expense": number(c.money.expenses), "amount": money, "reason": "x"}
    yield ReviewExpense, {"expense": number(c.money.expenses), **verdict}
    yield QueryExpense, {"expense": number(c.money.expenses), "question": "x"}
    yield AnswerQuery, {"expense": number(c.money.expenses), "answer": "x"}
    expense = one([None, number(c.money.expenses)])
    amount = Money(100 if expense else 0, policy.currency)
    given = {"remedy": remedy, "amount": amount, "signature": SIGNATURE, "expense": expense}
    yield Compensate, given
    yield ReverseCompensation, {"compensation": number(c.money.payments), "reason": "x"}
    places = {"origin": one(list(Place)), "to": one(list(Place))}
    yield HandOver, {"copy": one(list(Copy)), **places}
    yield PlaceHold, {"reason": "x"}
    yield LiftHold, {"hold": number(open_ones(c.form.holds)), "reason": "x"}
    yield SignOff, {"box": one([box.key for box in policy.boxes])}
    yield Close, {"outcome": one(list(policy.outcomes)), "result": "x"}
    yield Withdraw, {"reason": "x"}
    yield Reopen, {"cause": one(list(ReopenCause)), "reason": "x"}
    problem = {"reached": True, "new_problem": one([None, "x"])}
    yield FollowUp, {"occasion": one(list(policy.occasions) or ["x"]), **problem}
    share = Share(kind=ResponsibilityKind.DIRECT, unit=unit, percent=100)
    yield AttributeResponsibility, {"shares": (share,), "reason": "x"}
    yield PlanImprovement, {"what": "x", "owner": "ann", "unit": unit, "due": later}
    yield (
        FinishImprovement,
        {"improvement": number(open_ones(c.learning.improvements)), "result": "x"},
    )
    yield WriteCase, {"title": "x", "text": "x"}
    yield ApprovePublication, {}
    yield PublishCase, {"where": "x"}
    yield Link, {"kind": one(list(LinkKind)), "other": ComplaintId(UUID(int=7))}


def bring_to_its_end(record: Record) -> None:
    """Do what closing asks for, in the words of its own refusal, and close it."""
    boss = record.another
    _prepare(record, boss)
    outcome = min(record.policy.outcomes)
    while True:
        try:
            record.do(Close, boss, outcome=outcome, result="x")
        except StepsMissing as refusal:
            _do_what_is_missing(record, boss, refusal.missing[0])
        else:
            return


def _prepare(record: Record, boss: Actor) -> None:
    policy = record.policy
    if policy.confirmed_before and not record.complaint.form.confirmation:
        record.do(ConfirmRecord)
    if policy.handover_facts - record.complaint.facts:
        words = {"reason": "x", "subject": "x", "demand": "x", "complainant": MRS_TANG}
        record.do(AddMemo, text="x", **words)
    if not record.complaint.classified:
        gravest = max(policy.categories.values(), key=lambda one: policy.tier_rank(one.tier))
        record.do(Classify, category=gravest.key, severity=Severity.SERIOUS, legal=True)
    if policy.in_person_from is not None:
        unit = min(policy.units)
        record.do(Assign, boss, handler=boss.subject, unit=unit, contact="x")


def _do_what_is_missing(record: Record, boss: Actor, missing: str) -> None:
    step, _, about = missing.partition(":")
    n = int(about) if about.isdigit() else 0
    share = Share(kind=ResponsibilityKind.DIRECT, unit=min(record.policy.units), percent=100)
    found = {"findings": "x", "cause": "x", "cause_class": CauseClass.SYSTEMIC}
    roles = (about or min(record.policy.roles),)
    known: dict[str, tuple[type[Any], dict[str, Any]]] = {
        "apology": (Apologise, {"kind": ApologyKind.COURTESY, "words": "x"}),
        "findings": (RecordFindings, {**found, "fault": Fault.OURS, "established": True}),
        "reply": (Reply, {"text": "x"}),
        "report": (ReportUp, {"to_roles": roles, "reason": "x", "skip_level": True}),
        "responsibility": (AttributeResponsibility, {"shares": (share,), "reason": "x"}),
        "explanation": (Explain, {"words": "x", "understood": True}),
        "referral": (Refer, {"to": about, "reason": "x"}),
        "promise": (Reply, {"text": "x", "promise": n}),
        "assistance": (GiveAssistance, {"assistance": n, "result": "x"}),
        "rework": (FinishRework, {"rework": n, "result": "x", "accepted": True}),
        "visit": (RecordVisit, {"visit": n, "met": True, "result": "x"}),
        "box": (SignOff, {"box": about}),
    }
    if step == "expense":
        refused = {"verdict": Verdict.REFUSE, "reason": "x"}
        record.do(ReviewExpense, expense=n, **refused)
    elif step == "plan":
        _end_plan(record, boss, n)
    else:
        kind, what = known[step]
        in_person = kind in {Reply, Explain}
        record.do(kind, boss if in_person else None, **what)


def _end_plan(record: Record, boss: Actor, number: int) -> None:
    """The customer declines; what was paid for already is given in full instead."""
    plan = record.complaint.remedy.plan(number)
    assert plan is not None
    try:
        record.do(RecordConsent, boss, plan=number, agreed=False, words="x")
    except NotOpenItem:
        nothing = Money(0, record.policy.currency)
        remedy = record.complaint.outstanding(plan, record.policy)[0]
        record.do(Compensate, boss, remedy=remedy, amount=nothing, signature=SIGNATURE)


def put_away(record: Record) -> None:
    """Do all that follows the end, to the destruction of the copies."""
    policy = record.policy
    assert record.complaint.status is not Status.OPEN
    for standing in record.complaint.clocks.deadlines:
        if standing.deadline.clock in policy.occasions:
            record.now = max(record.now, standing.deadline.opens or record.now)
            record.do(FollowUp, occasion=standing.deadline.clock, reached=True)
    for box in record.complaint.applicable_boxes(policy):
        unsigned = box.key not in record.complaint.form.signed
        if unsigned and not box.before_closing and record.complaint.status is Status.CLOSED:
            record.do(SignOff, box=box.key)
    for item in open_ones(record.complaint.learning.improvements):
        record.do(FinishImprovement, improvement=item.number, result="x")
    for hold in open_ones(record.complaint.form.holds):
        record.do(LiftHold, hold=hold.number, reason="x")
    record.now += timedelta(days=32 * 366)
    for copy in Copy:
        for _ in range(2):
            lies = record.complaint.form.custody.of(copy)
            onward = policy.routes[copy].get(lies, frozenset())
            to = Place.DESTROYED if Place.DESTROYED in onward else Place.RETAINED
            if to in onward:
                record.do(HandOver, copy=copy, origin=lies, to=to)
        assert record.complaint.form.custody.of(copy) is Place.DESTROYED


KINDS = tuple({kind for kind, _ in _thoughts(Record(POLICY, Random(0)))})
"""The kinds of steps that people think of; the clock comes with all of them."""
