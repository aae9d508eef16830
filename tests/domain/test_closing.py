"""Closing, withdrawing, reopening (LC-08, SC-36, PC-34)."""

from dataclasses import replace

import pytest

from app.domain.events import (
    Closed,
    Compensated,
    Event,
    ExpenseRefused,
    Fact,
    Investigated,
    Promised,
    Reopened,
    Replied,
    Signed,
    Withdrawn,
)
from app.domain.policy import CLOSING_NEEDS
from app.domain.refusals import NotEnded, NotOpenItem, StepsMissing, UnknownTerm
from app.domain.steps.closing import Close, Reopen, Withdraw
from app.domain.steps.promise import Reply
from app.domain.values import CauseClass, Fault, PromiseKind, ReopenCause
from tests.support.people import (
    APOLOGISED,
    CLASSIFIED,
    ENDED,
    LIN,
    MEI,
    MONDAY,
    PAYABLE,
    READY,
    RECEIVED,
    REQUESTED,
    SIGNATURE,
    SIGNED,
    TUESDAY,
    WITH_CONSENT,
    policy,
    yuan,
)
from tests.support.spec import given

CLOSE = Close(at=MONDAY, by=LIN, outcome="explained", result="Explained the print process")
DONE = Closed(outcome="explained", result="Explained the print process")
WITHDRAW = Withdraw(at=MONDAY, by=MEI, reason="Sent by mistake")
REOPEN = Reopen(at=MONDAY, by=LIN, cause=ReopenCause.NOT_SATISFIED, reason="Still too dark")
UNSIGNED = policy(boxes=())

INVESTIGATED = Investigated(
    findings="",
    cause="Printer",
    cause_class=CauseClass.INDIVIDUAL,
    fault=Fault.OURS,
    established=False,
)
PAID = Compensated(remedy="redo", amount=yuan(220), signature=SIGNATURE, expense=1)


def test_handling_ends_with_an_outcome_lc_08() -> None:
    given(*READY).when(CLOSE).then(DONE)
    given(*READY).when(replace(CLOSE, outcome="forgotten")).refused(UnknownTerm, field="outcome")


def test_the_refusal_names_everything_that_is_missing() -> None:
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
        ("reply", Replied(text="Yes")),
    ],
)
def test_a_policy_says_what_must_have_happened(need: str, done: Event) -> None:
    strict = policy(boxes=(), closing_needs=frozenset({need}))
    refusal = given(RECEIVED, policy=strict).when(CLOSE).refused(StepsMissing)
    assert refusal.missing == (need,)
    given(RECEIVED, done, policy=strict).when(CLOSE).then(DONE)


def test_every_need_that_a_policy_can_name_is_asked_for() -> None:
    strict = policy(boxes=(), closing_needs=frozenset(CLOSING_NEEDS))
    assert given(RECEIVED, policy=strict).when(CLOSE).refused(StepsMissing).missing == CLOSING_NEEDS


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


def test_the_complainant_takes_it_back() -> None:
    given(RECEIVED).when(WITHDRAW).then(Withdrawn(reason="Sent by mistake"))


@pytest.mark.parametrize("past", ENDED)
def test_whatever_ended_can_be_taken_up_again_pc_34(past: tuple[Event | Fact, ...]) -> None:
    reopened = Reopened(cause=ReopenCause.NOT_SATISFIED, reason="Still too dark")
    given(*past).when(REOPEN).then(reopened)
    assert given(*past, reopened).when(WITHDRAW).decided()


EVERY_NEED = policy(boxes=(), closing_needs=frozenset(CLOSING_NEEDS))
FIRST_ROUND = (RECEIVED, APOLOGISED, CLASSIFIED, INVESTIGATED, Replied(text="Yes"), DONE)


def test_a_new_problem_is_handled_from_the_start_pc_34() -> None:
    reopened = Reopened(cause=ReopenCause.NEW_PROBLEM, reason="The frame came apart")
    again = given(*FIRST_ROUND, reopened, policy=EVERY_NEED)
    assert again.when(CLOSE).refused(StepsMissing).missing == CLOSING_NEEDS
    given(*FIRST_ROUND, reopened, *FIRST_ROUND[1:-1], policy=EVERY_NEED).when(CLOSE).then(DONE)


@pytest.mark.parametrize("cause", [ReopenCause.NOT_SATISFIED, ReopenCause.OUR_ERROR])
def test_for_the_same_problem_the_first_round_counts_pc_34(cause: ReopenCause) -> None:
    reopened = Reopened(cause=cause, reason="Still too dark")
    given(*FIRST_ROUND, reopened, policy=EVERY_NEED).when(CLOSE).then(DONE)


def test_what_is_open_is_not_reopened() -> None:
    given(RECEIVED).when(REOPEN).refused(NotEnded)


def test_the_end_settles_promises() -> None:
    promised = Promised(promise=1, kind=PromiseKind.REPLY, what="Call", due=TUESDAY)
    reopened = Reopened(cause=ReopenCause.OUR_ERROR, reason="Wrong file")
    reply = Reply(at=MONDAY, by=LIN, text="Here", promise=1)
    past = (RECEIVED, promised, Withdrawn(reason="Sent by mistake"), reopened)
    given(*past).when(reply).refused(NotOpenItem, field="promise")
