"""Closing, withdrawing, reopening (LC-08, SC-36, PC-34)."""

from dataclasses import replace

import pytest

from app.domain.complaint import Event, Fact
from app.domain.policy import CLOSING_NEEDS, Grant, Policy, ReportDuty
from app.domain.refusals import (
    BeyondAuthority,
    NotEnded,
    NotInPerson,
    NotOpenItem,
    NotPermitted,
    StepsMissing,
    UnknownTerm,
)
from app.domain.steps.assignment import Assigned
from app.domain.steps.assistance import AssistanceAsked, Assisted
from app.domain.steps.classification import Classified
from app.domain.steps.closing import Close, Closed
from app.domain.steps.compensation import Compensated
from app.domain.steps.consent import Declined
from app.domain.steps.escalation import Escalated, Instructed
from app.domain.steps.expense_review import ExpenseRefused
from app.domain.steps.explanation import Explained
from app.domain.steps.inquiry import Investigated
from app.domain.steps.plan_review import PlanRefused
from app.domain.steps.promise import Promised
from app.domain.steps.referral import Referred
from app.domain.steps.reopening import Reopen, Reopened
from app.domain.steps.reply import Replied, Reply
from app.domain.steps.reporting import Reported
from app.domain.steps.responsibility import Attributed
from app.domain.steps.rework import Reworked, ReworkOrdered
from app.domain.steps.sign_off import Signed
from app.domain.steps.visit import VisitArranged, Visited
from app.domain.steps.withdrawal import Withdraw, Withdrawn
from app.domain.values import (
    CauseClass,
    Channel,
    Fault,
    PromiseKind,
    ReferralTarget,
    ReopenCause,
    ResponsibilityKind,
    Severity,
    Share,
)
from tests.support.people import (
    APOLOGISED,
    CLASSIFIED,
    ENDED,
    LIN,
    MEI,
    MONDAY,
    PAYABLE,
    POLICY,
    PROPOSED,
    READY,
    RECEIVED,
    REQUESTED,
    SIGNATURE,
    SIGNED,
    TUESDAY,
    WANG,
    WITH_CONSENT,
    ZHOU,
    by,
    policy,
    yuan,
)
from tests.support.spec import given

CLOSE = Close(at=MONDAY, by=LIN, outcome="explained", result="Explained the print process")
DONE = Closed(outcome="explained", result="Explained the print process")
WITHDRAW = Withdraw(at=MONDAY, by=MEI, reason="Sent by mistake")
REOPEN = Reopen(at=MONDAY, by=LIN, cause=ReopenCause.NOT_SATISFIED, reason="Still too dark")
UNSIGNED = policy(boxes=())
ALL_NEEDS = tuple(need for need in CLOSING_NEEDS if need != "execution")
"""Where nothing was agreed to there is nothing to carry out."""

INVESTIGATED = Investigated(
    findings="",
    cause="Printer",
    cause_class=CauseClass.INDIVIDUAL,
    fault=Fault.OURS,
    established=False,
)
REPLIED = Replied(text="Yes")
REPORTED = Reported(to_roles=("supervisor",), reason="Ended")
ATTRIBUTED = Attributed(
    shares=(Share(kind=ResponsibilityKind.DIRECT, unit="studio", percent=100),), reason="Printer"
)
EXPLAINED = Explained(words="How it is printed", explainer="lin", understood=False)
PAID = Compensated(remedy="redo", amount=yuan(220), signature=SIGNATURE, expense=1)


def test_handling_ends_with_an_outcome_lc_08() -> None:
    given(*READY).when(CLOSE).then(DONE)
    given(*READY).when(replace(CLOSE, outcome="forgotten")).refused(UnknownTerm, field="outcome")


def test_the_refusal_names_everything_that_is_missing_lc_04() -> None:
    refusal = given(*WITH_CONSENT, REQUESTED).when(CLOSE).refused(StepsMissing)
    assert refusal.missing == (
        "apology",
        "classification",
        "expense:1",
        "box:filler",
        "box:recording-unit",
        "box:handling-unit",
        "box:finance",
    )


@pytest.mark.parametrize(
    ("need", "done"),
    [
        ("apology", APOLOGISED),
        ("classification", CLASSIFIED),
        ("findings", INVESTIGATED),
        ("reply", REPLIED),
        ("report", REPORTED),
        ("responsibility", ATTRIBUTED),
        ("explanation", EXPLAINED),
    ],
)
def test_a_policy_says_what_must_have_happened(need: str, done: Event) -> None:
    strict = policy(boxes=(), closing_needs=frozenset({need}))
    refusal = given(RECEIVED, policy=strict).when(CLOSE).refused(StepsMissing)
    assert refusal.missing == (need,)
    given(RECEIVED, done, policy=strict).when(CLOSE).then(DONE)


def test_every_need_that_a_policy_can_name_is_asked_for() -> None:
    strict = policy(boxes=(), closing_needs=frozenset(CLOSING_NEEDS))
    assert given(RECEIVED, policy=strict).when(CLOSE).refused(StepsMissing).missing == ALL_NEEDS


def test_what_was_agreed_is_given_in_full_before_the_end_as_21_be_06() -> None:
    strict = policy(boxes=(), closing_needs=frozenset({"execution"}))
    told = given(*WITH_CONSENT, APOLOGISED, CLASSIFIED, policy=strict)
    assert told.when(CLOSE).refused(StepsMissing).missing == ("plan:1",)
    album = Compensated(remedy="redo", amount=yuan(220), signature=SIGNATURE, expense=1)
    half = (*WITH_CONSENT, APOLOGISED, CLASSIFIED, REQUESTED, PAYABLE, album)
    assert given(*half, policy=strict).when(CLOSE).refused(StepsMissing).missing == ("plan:1",)
    coupon = Compensated(remedy="coupon", amount=yuan(0), signature=SIGNATURE)
    given(*half, coupon, policy=strict).when(CLOSE).then(DONE)


def test_a_customer_who_goes_back_on_it_leaves_nothing_to_carry_out_as_17() -> None:
    strict = policy(boxes=(), closing_needs=frozenset({"execution"}))
    gone = (*WITH_CONSENT, Declined(plan=1, words="不要了"))
    given(*gone, APOLOGISED, CLASSIFIED, policy=strict).when(CLOSE).then(DONE)


@pytest.mark.parametrize("money", [(REQUESTED,), (REQUESTED, PAYABLE)])
def test_money_asked_for_is_settled_before_the_end_sc_36(money: tuple[Fact, ...]) -> None:
    open_money = given(*WITH_CONSENT, APOLOGISED, CLASSIFIED, *money, policy=UNSIGNED)
    for command in (CLOSE, WITHDRAW):
        assert open_money.when(command).refused(StepsMissing).missing == ("expense:1",)


@pytest.mark.parametrize("settled", [PAID, ExpenseRefused(expense=1, reason="No budget")])
def test_paid_or_refused_money_is_settled(settled: Event) -> None:
    past = (*WITH_CONSENT, APOLOGISED, CLASSIFIED, REQUESTED, PAYABLE, settled)
    given(*past, policy=UNSIGNED).when(CLOSE).then(DONE)
    given(*past, policy=UNSIGNED).when(WITHDRAW).then(Withdrawn(reason="Sent by mistake"))


def test_finance_signs_before_the_end_if_there_was_a_cost_sc_45() -> None:
    past = (*READY[:3], *WITH_CONSENT[1:], REQUESTED, PAYABLE, PAID, *SIGNED)
    assert given(*past).when(CLOSE).refused(StepsMissing).missing == ("box:finance",)
    given(*past, Signed(box="finance")).when(CLOSE).then(DONE)


def test_what_was_signed_before_money_was_asked_for_is_signed_anew_sc_45() -> None:
    past = (*READY, *WITH_CONSENT[1:], REQUESTED, PAYABLE, PAID)
    refusal = given(*past).when(CLOSE).refused(StepsMissing)
    assert refusal.missing == ("box:recording-unit", "box:handling-unit", "box:finance")


def test_what_was_paid_is_signed_before_it_is_taken_back_sc_45() -> None:
    past = (*WITH_CONSENT, REQUESTED, PAYABLE, PAID)
    assert given(*past).when(WITHDRAW).refused(StepsMissing).missing == ("box:finance",)
    signed = (*past, *SIGNED, Signed(box="finance"))
    given(*signed).when(WITHDRAW).then(Withdrawn(reason="Sent by mistake"))


NEEDS_NOTHING = policy(boxes=(), closing_needs=frozenset())


def duties(*duty: ReportDuty) -> Policy:
    return replace(NEEDS_NOTHING, report_duties=duty)


ALWAYS = ReportDuty(to=("supervisor", "manager"))


def test_who_must_be_told_was_told_ws_20() -> None:
    refusal = given(RECEIVED, policy=duties(ALWAYS)).when(CLOSE).refused(StepsMissing)
    assert refusal.missing == ("report:supervisor", "report:manager")
    told_one = given(RECEIVED, REPORTED, policy=duties(ALWAYS)).when(CLOSE)
    assert told_one.refused(StepsMissing).missing == ("report:manager",)
    told = replace(REPORTED, to_roles=("supervisor", "manager"))
    given(RECEIVED, told, policy=duties(ALWAYS)).when(CLOSE).then(DONE)


def test_who_has_decided_was_told_by_that_ws_29() -> None:
    decided = by(WANG, Instructed(text="Explain it"))
    given(RECEIVED, REPORTED, decided, policy=duties(ALWAYS)).when(CLOSE).then(DONE)


def test_who_refused_a_plan_was_told_by_that_and_has_decided_nothing_ws_29() -> None:
    refused = (RECEIVED, REPORTED, PROPOSED, by(WANG, PlanRefused(plan=1, reason="Too dear")))
    given(*refused, policy=duties(ALWAYS)).when(replace(CLOSE, by=WANG)).then(DONE)
    again = (*refused, DONE, Reopened(cause=ReopenCause.NEW_PROBLEM, reason="Another"))
    missing = given(*again, policy=duties(ALWAYS)).when(replace(CLOSE, by=WANG))
    assert missing.refused(StepsMissing).missing == ("report:supervisor", "report:manager")
    higher = replace(CLASSIFIED, tier="second")
    tiered = given(*refused, higher, policy=replace(NEEDS_NOTHING, grants=POLICY.grants))
    tiered.when(CLOSE).refused(BeyondAuthority)


def test_a_role_is_named_once_whoever_wants_it_told() -> None:
    twice = duties(ALWAYS, ReportDuty(to=("manager", "general-manager")))
    assert given(RECEIVED, policy=twice).when(CLOSE).refused(StepsMissing).missing == (
        "report:supervisor",
        "report:manager",
        "report:general-manager",
    )


STAGED = replace(RECEIVED, stage="shooting", place="studio-1")
DISPUTED = replace(CLASSIFIED, severity=Severity.SERIOUS, unprofessional_demand=True)


@pytest.mark.parametrize(
    ("applies", "does_not"),
    [
        (
            ReportDuty(to=("manager",), stages=frozenset({"shooting", "styling"})),
            ReportDuty(to=("manager",), stages=frozenset({"styling"})),
        ),
        (
            ReportDuty(to=("manager",), places=frozenset({"studio-1"})),
            ReportDuty(to=("manager",), places=frozenset({"studio-2"})),
        ),
        (
            ReportDuty(to=("manager",), channels=frozenset({Channel.TELEPHONE})),
            ReportDuty(to=("manager",), channels=frozenset({Channel.FAX})),
        ),
        (
            ReportDuty(to=("manager",), severities=frozenset({Severity.SERIOUS})),
            ReportDuty(to=("manager",), severities=frozenset({Severity.ORDINARY})),
        ),
        (
            ReportDuty(to=("manager",), flags=frozenset({"unprofessional_demand", "legal"})),
            ReportDuty(to=("manager",), flags=frozenset({"legal"})),
        ),
        (
            ReportDuty(to=("manager",), stages=frozenset({"shooting"}), flags=frozenset()),
            ReportDuty(to=("manager",), stages=frozenset({"shooting"}), flags=frozenset({"legal"})),
        ),
    ],
)
def test_a_duty_to_report_is_for_some_complaints_only_ws_24(
    applies: ReportDuty, does_not: ReportDuty
) -> None:
    refusal = given(STAGED, DISPUTED, policy=duties(applies)).when(CLOSE).refused(StepsMissing)
    assert refusal.missing == ("report:manager",)
    given(STAGED, DISPUTED, policy=duties(does_not)).when(CLOSE).then(DONE)


def test_what_is_not_classified_is_reported_as_ordinary() -> None:
    for severity, missing in ((Severity.ORDINARY, True), (Severity.SERIOUS, False)):
        duty = ReportDuty(to=("manager",), severities=frozenset({severity}))
        command = given(RECEIVED, policy=duties(duty)).when(CLOSE)
        if missing:
            command.refused(StepsMissing)
        else:
            command.then(DONE)


LOST = Classified(category="lost-property", tier="basic", severity=Severity.FAIRLY_SERIOUS)
TO_THE_POLICE = replace(NEEDS_NOTHING.categories["lost-property"], refer_to=ReferralTarget.POLICE)
POLICED = replace(
    NEEDS_NOTHING, categories={**NEEDS_NOTHING.categories, "lost-property": TO_THE_POLICE}
)


@pytest.mark.parametrize("findings", [(), (replace(INVESTIGATED, fault=Fault.UNCLEAR),)])
def test_while_the_fault_is_unclear_the_police_is_called_in_lc_23(
    findings: tuple[Event, ...],
) -> None:
    unclear = (RECEIVED, LOST, *findings)
    refusal = given(*unclear, policy=POLICED).when(CLOSE).refused(StepsMissing)
    assert refusal.missing == ("referral:police",)
    called = Referred(to=ReferralTarget.POLICE, reason="A ring is gone")
    given(*unclear, called, policy=POLICED).when(CLOSE).then(DONE)
    elsewhere = replace(called, to=ReferralTarget.SUPPLIER)
    given(*unclear, elsewhere, policy=POLICED).when(CLOSE).refused(StepsMissing)


def test_once_the_fault_is_clear_nobody_need_be_called_in_lc_23() -> None:
    given(RECEIVED, LOST, INVESTIGATED, policy=POLICED).when(CLOSE).then(DONE)
    given(RECEIVED, CLASSIFIED, policy=POLICED).when(CLOSE).then(DONE)
    older = replace(CLASSIFIED, category="weather")
    given(RECEIVED, older, policy=POLICED).when(CLOSE).then(DONE)


def assistance(number: int) -> Event:
    return AssistanceAsked(assistance=number, unit="studio", what="The files")


def rework(number: int) -> Event:
    return ReworkOrdered(
        rework=number, remedy="redo", unit="studio", cause="Colours", instructions="Print anew"
    )


VISIT = VisitArranged(visit=1, person="lin", due=TUESDAY, where="Home", purpose="Album")


@pytest.mark.parametrize(
    ("begun", "finished", "missing"),
    [
        (
            (assistance(1), assistance(2)),
            (Assisted(assistance=1, result="Here"), Assisted(assistance=2, result="Here")),
            ("assistance:1", "assistance:2"),
        ),
        (
            (rework(1), Reworked(rework=1, result="Too dark", accepted=False), rework(2)),
            (Reworked(rework=2, result="Good", accepted=True),),
            ("rework:2",),
        ),
        ((VISIT,), (Visited(visit=1, met=True, result="Given"),), ("visit:1",)),
    ],
)
def test_what_others_were_asked_for_is_finished_before_the_end_lc_25(
    begun: tuple[Event, ...], finished: tuple[Event, ...], missing: tuple[str, ...]
) -> None:
    refusal = given(RECEIVED, *begun, policy=NEEDS_NOTHING).when(CLOSE).refused(StepsMissing)
    assert refusal.missing == missing
    given(RECEIVED, *begun, *finished, policy=NEEDS_NOTHING).when(CLOSE).then(DONE)


def test_the_complainant_may_take_it_back_whatever_is_unfinished() -> None:
    past = (RECEIVED, assistance(1), rework(1), VISIT)
    given(*past).when(WITHDRAW).then(Withdrawn(reason="Sent by mistake"))


TIERED = replace(
    NEEDS_NOTHING,
    grants=(
        Grant(role="handler", remedies=frozenset(), limit=None, tier="basic"),
        Grant(role="manager", remedies=frozenset(), limit=None),
    ),
)
SECOND_TIER = replace(CLASSIFIED, tier="second")


def test_it_is_ended_where_it_may_be_decided_sc_26() -> None:
    given(RECEIVED, CLASSIFIED, policy=TIERED).when(CLOSE).then(DONE)
    high = given(RECEIVED, SECOND_TIER, policy=TIERED)
    assert high.when(CLOSE).refused(BeyondAuthority).could == ("manager",)
    high.when(replace(CLOSE, by=WANG)).then(DONE)


def test_the_handler_ends_what_his_superior_has_decided_sc_49() -> None:
    decided = by(WANG, Instructed(text="Explain it"))
    given(RECEIVED, SECOND_TIER, decided, policy=TIERED).when(CLOSE).then(DONE)
    by_another = by(ZHOU, Instructed(text="Explain it"))
    past = given(RECEIVED, SECOND_TIER, by_another, policy=TIERED)
    past.when(CLOSE).refused(BeyondAuthority)


def test_the_complainant_takes_it_back() -> None:
    given(RECEIVED).when(WITHDRAW).then(Withdrawn(reason="Sent by mistake"))


@pytest.mark.parametrize("past", ENDED)
def test_whatever_ended_can_be_taken_up_again_pc_34(past: tuple[Event | Fact, ...]) -> None:
    reopened = Reopened(cause=ReopenCause.NOT_SATISFIED, reason="Still too dark")
    given(*past).when(REOPEN).then(reopened)
    assert given(*past, reopened).when(WITHDRAW).decided()


EVERY_NEED = policy(boxes=(), closing_needs=frozenset(CLOSING_NEEDS))
FIRST_ROUND = (
    RECEIVED,
    APOLOGISED,
    CLASSIFIED,
    INVESTIGATED,
    REPLIED,
    REPORTED,
    ATTRIBUTED,
    EXPLAINED,
    DONE,
)


def test_a_new_problem_is_handled_from_the_start_pc_34() -> None:
    reopened = Reopened(cause=ReopenCause.NEW_PROBLEM, reason="The frame came apart")
    again = given(*FIRST_ROUND, reopened, policy=EVERY_NEED)
    assert again.when(CLOSE).refused(StepsMissing).missing == ALL_NEEDS
    given(*FIRST_ROUND, reopened, *FIRST_ROUND[1:-1], policy=EVERY_NEED).when(CLOSE).then(DONE)


@pytest.mark.parametrize("cause", [ReopenCause.NOT_SATISFIED, ReopenCause.OUR_ERROR])
def test_for_the_same_problem_the_first_round_counts_pc_34(cause: ReopenCause) -> None:
    reopened = Reopened(cause=cause, reason="Still too dark")
    given(*FIRST_ROUND, reopened, policy=EVERY_NEED).when(CLOSE).then(DONE)


def test_whoever_decided_the_first_round_does_not_answer_for_the_second_pc_34() -> None:
    again = Reopened(cause=ReopenCause.NOT_SATISFIED, reason="Still too dark")
    first = (RECEIVED, SECOND_TIER, Fact(Instructed(text="Explain it"), MONDAY, WANG), DONE)
    given(*first, again, policy=TIERED).when(CLOSE).refused(BeyondAuthority)
    given(*first[:-1], policy=TIERED).when(CLOSE).then(DONE)


def test_a_new_problem_stands_where_it_was_escalated_to_pc_34() -> None:
    again = Reopened(cause=ReopenCause.NEW_PROBLEM, reason="The frame")
    given(RECEIVED, SECOND_TIER, DONE, again, policy=TIERED).when(CLOSE).then(DONE)
    escalated = Escalated(tier="second", to_role="manager", reason="Lawyer's letter")
    past = (RECEIVED, escalated, DONE, again)
    given(*past, policy=TIERED).when(CLOSE).refused(BeyondAuthority)


PROMISED_REPLY = Promised(promise=1, kind=PromiseKind.REPLY, what="Call back", due=TUESDAY)


def test_a_reply_that_was_promised_is_given_before_the_end_ws_33() -> None:
    promised = given(RECEIVED, PROMISED_REPLY, policy=NEEDS_NOTHING)
    assert promised.when(CLOSE).refused(StepsMissing).missing == ("promise:1",)
    kept = Replied(text="It is printed anew", promise=1)
    given(RECEIVED, PROMISED_REPLY, kept, policy=NEEDS_NOTHING).when(CLOSE).then(DONE)


def test_a_solution_that_was_promised_is_kept_by_the_end_ws_34() -> None:
    solution = replace(PROMISED_REPLY, kind=PromiseKind.RESOLUTION)
    given(RECEIVED, solution, policy=NEEDS_NOTHING).when(CLOSE).then(DONE)


def test_to_put_it_off_is_no_reply_lc_28() -> None:
    reply = policy(boxes=(), closing_needs=frozenset({"reply"}))
    put_off = Replied(text="On Friday", deferred_because="The printer is broken")
    refusal = given(RECEIVED, put_off, policy=reply).when(CLOSE).refused(StepsMissing)
    assert refusal.missing == ("reply",)


@pytest.mark.parametrize(
    "classified",
    [SECOND_TIER, replace(CLASSIFIED, severity=Severity.SERIOUS)],
)
def test_what_is_beyond_the_ordinary_is_taken_back_before_a_handler_lc_43(
    classified: Classified,
) -> None:
    past = given(RECEIVED, classified)
    past.when(WITHDRAW).refused(NotPermitted, says="handle")
    past.when(replace(WITHDRAW, by=LIN)).then(Withdrawn(reason=WITHDRAW.reason))


def test_a_serious_complaint_is_taken_back_before_its_owner_lc_26() -> None:
    strict = policy(in_person_from=Severity.SERIOUS)
    past = (RECEIVED, replace(CLASSIFIED, severity=Severity.SERIOUS))
    by_lin = replace(WITHDRAW, by=LIN)
    given(*past, policy=strict).when(by_lin).refused(NotInPerson)
    assigned = Assigned(handler="lin", unit="customer-service")
    given(*past, assigned, policy=strict).when(by_lin).then(Withdrawn(reason=WITHDRAW.reason))


def test_whoever_must_be_told_is_told_before_it_is_taken_back_ws_20() -> None:
    told = policy(report_duties=(replace(ALWAYS, to=("supervisor",)),))
    refusal = given(RECEIVED, policy=told).when(WITHDRAW).refused(StepsMissing)
    assert refusal.missing == ("report:supervisor",)
    given(RECEIVED, REPORTED, policy=told).when(WITHDRAW).then(Withdrawn(reason=WITHDRAW.reason))


def test_what_is_open_is_not_reopened() -> None:
    given(RECEIVED).when(REOPEN).refused(NotEnded)


def test_the_end_settles_promises() -> None:
    promised = Promised(promise=1, kind=PromiseKind.REPLY, what="Call", due=TUESDAY)
    reopened = Reopened(cause=ReopenCause.OUR_ERROR, reason="Wrong file")
    reply = Reply(at=MONDAY, by=LIN, text="Here", promise=1)
    past = (RECEIVED, promised, Withdrawn(reason="Sent by mistake"), reopened)
    given(*past).when(reply).refused(NotOpenItem, field="promise")
