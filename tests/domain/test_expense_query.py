"""Finance asks back, the amount changes, a payment comes back (SC-36)."""

from dataclasses import replace
from typing import TypeAlias

import pytest

from app.domain.complaint import Complaint, Event, ExpenseStatus, Fact, replay
from app.domain.refusals import (
    AgainstPolicy,
    AlreadyEnded,
    BeyondAuthority,
    DutiesNotSeparate,
    Implausible,
    NotOpenItem,
    StepsMissing,
)
from app.domain.steps.closing import Close, Closed
from app.domain.steps.compensation import Compensate, Compensated
from app.domain.steps.consent import Declined
from app.domain.steps.expense import ChangeExpense, ExpenseChanged, ExpenseRequested
from app.domain.steps.expense_query import AnswerQuery, ExpenseQueried, QueryAnswered, QueryExpense
from app.domain.steps.expense_review import ExpenseConfirmed, ExpenseRefused, ReviewExpense
from app.domain.steps.reversal import CompensationReversed, ReverseCompensation
from app.domain.steps.withdrawal import Withdraw
from app.domain.values import Actor, Copy, Money, Place, Verdict
from tests.support.people import (
    CHEN,
    CONFIRMED,
    LIN,
    MONDAY,
    PAYABLE,
    RECEIVED,
    REQUESTED,
    SIGNATURE,
    SIGNED,
    TUESDAY,
    WITH_CONSENT,
    ZHOU,
    by,
    policy,
    yuan,
)
from tests.support.spec import facts, given

ASKED = (*WITH_CONSENT, REQUESTED)
TO_PAY = (*ASKED, PAYABLE)
QUERY = QueryExpense(at=MONDAY, by=CHEN, expense=1, question="Which album?")
QUERIED = ExpenseQueried(expense=1, question="Which album?")
ANSWER = AnswerQuery(at=MONDAY, by=LIN, expense=1, answer="The large one")
ANSWERED = QueryAnswered(expense=1, answer="The large one")
CHANGE = ChangeExpense(at=MONDAY, by=LIN, expense=1, amount=yuan(180), reason="A smaller album")
CHANGED = ExpenseChanged(expense=1, amount=yuan(180), reason="A smaller album")
CONFIRM = ReviewExpense(at=MONDAY, by=CHEN, expense=1, verdict=Verdict.APPROVE)
REFUSE = ReviewExpense(at=MONDAY, by=CHEN, expense=1, verdict=Verdict.REFUSE, reason="No answer")
PAID = Compensated(remedy="redo", amount=yuan(200), signature=SIGNATURE, expense=1)
GIVE = Compensate(
    at=MONDAY, by=LIN, remedy="redo", amount=yuan(200), signature=SIGNATURE, expense=1
)
REVERSE = ReverseCompensation(at=MONDAY, by=CHEN, compensation=1, reason="Account closed")
REVERSED = CompensationReversed(
    compensation=1, expense=1, amount=yuan(200), reason="Account closed"
)


def after(*happened: Event | Fact) -> Complaint:
    found = replay(facts(*happened))
    assert found is not None
    return found


def audit_copy(*happened: Event | Fact) -> Place:
    return after(*happened).form.custody.of(Copy.AUDIT)


def test_finance_asks_back_and_the_copy_returns_with_the_question_sc_36() -> None:
    given(*ASKED).when(QUERY).then(QUERIED)
    assert audit_copy(*ASKED, QUERIED) is Place.QUERIED
    given(*ASKED, QUERIED).when(ANSWER).then(ANSWERED)
    assert audit_copy(*ASKED, QUERIED, ANSWERED) is Place.WITH_FINANCE


@pytest.mark.parametrize("past", [WITH_CONSENT, TO_PAY, (*ASKED, QUERIED)])
def test_only_what_waits_for_finance_is_asked_about(past: tuple[Event | Fact, ...]) -> None:
    given(*past).when(QUERY).refused(NotOpenItem, field="expense")


def test_nobody_asks_about_money_they_asked_for() -> None:
    own = (*WITH_CONSENT, replace(REQUESTED, by=CHEN))
    given(*own).when(QUERY).refused(DutiesNotSeparate)
    given(*own, policy=policy(separate_duties=False)).when(QUERY).then(QUERIED)


def test_a_question_is_answered_once() -> None:
    given(*ASKED).when(ANSWER).refused(NotOpenItem, field="expense")
    given(*ASKED, QUERIED, ANSWERED).when(ANSWER).refused(NotOpenItem, field="expense")


def test_finance_decides_with_the_answer_or_refuses_without_sc_36() -> None:
    given(*ASKED, QUERIED).when(CONFIRM).refused(NotOpenItem, field="expense", says="answers next")
    given(*ASKED, QUERIED, ANSWERED).when(CONFIRM).then(ExpenseConfirmed(expense=1))
    given(*ASKED, QUERIED).when(REFUSE).then(ExpenseRefused(expense=1, reason="No answer"))


@pytest.mark.parametrize(
    "command",
    [
        Withdraw(at=MONDAY, by=LIN, reason="Settled"),
        Close(at=MONDAY, by=ZHOU, outcome="remedied", result="Done"),
    ],
)
def test_a_complaint_does_not_end_with_a_question_open_sc_36(command: Close | Withdraw) -> None:
    refusal = given(*ASKED, QUERIED).when(command).refused(StepsMissing)
    assert "expense:1" in refusal.missing


@pytest.mark.parametrize("past", [ASKED, (*ASKED, QUERIED), TO_PAY])
def test_another_amount_is_decided_anew_sc_36(past: tuple[Event | Fact, ...]) -> None:
    given(*past).when(CHANGE).then(CHANGED)
    assert audit_copy(*past, CHANGED) is Place.WITH_FINANCE
    expense = after(*past, CHANGED).money.expense(1)
    assert expense is not None
    assert (expense.amount, expense.status) == (yuan(180), ExpenseStatus.REQUESTED)
    given(*past, CHANGED).when(CONFIRM).then(ExpenseConfirmed(expense=1))


def test_another_amount_is_signed_anew_but_by_the_filler_sc_45() -> None:
    assert after(*TO_PAY, *SIGNED).form.signed == ("filler", "recording-unit", "handling-unit")
    assert after(*TO_PAY, *SIGNED, by(LIN, CHANGED)).form.signed == ("filler",)


def test_whoever_asked_for_it_or_changed_it_does_not_confirm_it() -> None:
    given(*TO_PAY, by(CHEN, CHANGED)).when(CONFIRM).refused(DutiesNotSeparate)
    asked = (*WITH_CONSENT, by(CHEN, REQUESTED.event), PAYABLE)
    given(*asked, by(LIN, CHANGED)).when(CONFIRM).refused(DutiesNotSeparate)
    given(*asked, by(LIN, CHANGED)).when(replace(CONFIRM, by=replace(CHEN, subject="wu"))).decided()


def test_another_amount_stays_within_the_plan_lc_06() -> None:
    given(*TO_PAY).when(replace(CHANGE, amount=yuan(300))).then(replace(CHANGED, amount=yuan(300)))
    given(*TO_PAY).when(replace(CHANGE, amount=yuan(301))).refused(
        AgainstPolicy, field="amount", says="300.00 CNY"
    )


def test_another_amount_without_a_plan_stays_within_ones_authority_lc_22() -> None:
    rules = policy(expense_needs_plan=False)
    asked = by(ZHOU, ExpenseRequested(expense=1, amount=yuan(300), purpose="Album"))
    past = given(RECEIVED, CONFIRMED, asked, policy=rules)
    past.when(replace(CHANGE, by=ZHOU, amount=yuan(500))).then(replace(CHANGED, amount=yuan(500)))
    past.when(replace(CHANGE, by=ZHOU, amount=yuan(501))).refused(BeyondAuthority)


def test_another_amount_is_an_amount_and_another() -> None:
    for amount in (yuan(220), yuan(0), yuan(-1)):
        given(*TO_PAY).when(replace(CHANGE, amount=amount)).refused(Implausible, field="amount")
    euros = replace(CHANGE, amount=Money(1, "EUR"))
    given(*TO_PAY).when(euros).refused(AgainstPolicy, field="amount")


def test_what_is_paid_or_refused_is_not_changed_sc_36() -> None:
    for past in ((*TO_PAY, PAID), (*ASKED, ExpenseRefused(expense=1, reason="No budget"))):
        given(*past).when(CHANGE).refused(NotOpenItem, field="expense")


def test_for_a_plan_that_the_customer_declined_no_other_amount_is_asked_be_06() -> None:
    past = (*TO_PAY, Declined(plan=1, words="不接受"))
    given(*past).when(CHANGE).refused(NotOpenItem, field="plan")


def test_money_that_came_back_is_to_be_paid_again_sc_36() -> None:
    given(*TO_PAY, PAID).when(REVERSE).then(REVERSED)
    again = after(*TO_PAY, PAID, REVERSED)
    assert again.form.custody.of(Copy.AUDIT) is Place.CONFIRMED
    assert again.money.payments == ()
    given(*TO_PAY, PAID, REVERSED).when(REFUSE).then(ExpenseRefused(expense=1, reason="No answer"))
    assert audit_copy(*TO_PAY, PAID, REVERSED, replace(PAID, amount=yuan(190))) is Place.WITH_AUDIT
    refused = ExpenseRefused(expense=1, reason="No answer")
    assert audit_copy(*TO_PAY, PAID, REVERSED, refused) is Place.WITH_HANDLING_UNIT


def test_a_payment_is_reversed_once() -> None:
    given(*TO_PAY).when(REVERSE).refused(NotOpenItem, field="compensation")
    given(*TO_PAY, PAID, REVERSED).when(REVERSE).refused(NotOpenItem, field="compensation")
    second = (*TO_PAY, PAID, REVERSED, PAID)
    given(*second).when(replace(REVERSE, compensation=2)).then(replace(REVERSED, compensation=2))


BOTH = Actor("sun", ("handler", "finance"))


@pytest.mark.parametrize(
    "past",
    [
        (*TO_PAY, by(BOTH, PAID)),
        (*WITH_CONSENT, replace(REQUESTED, by=BOTH), PAYABLE, by(LIN, PAID)),
    ],
)
def test_who_gave_the_money_or_asked_for_it_does_not_say_that_it_came_back_sc_45(
    past: tuple[Event | Fact, ...],
) -> None:
    command = replace(REVERSE, by=BOTH)
    given(*past).when(command).refused(DutiesNotSeparate)
    given(*past).when(REVERSE).then(REVERSED)
    given(*past, policy=policy(separate_duties=False)).when(command).then(REVERSED)


AboutExpense: TypeAlias = (
    QueryExpense | AnswerQuery | ReviewExpense | ChangeExpense | Compensate | ReverseCompensation
)


@pytest.mark.parametrize(
    ("past", "command"),
    [
        (ASKED, QUERY),
        ((*ASKED, QUERIED), ANSWER),
        (ASKED, CONFIRM),
        (TO_PAY, REFUSE),
        (TO_PAY, CHANGE),
        (TO_PAY, GIVE),
        ((*TO_PAY, by(LIN, PAID)), REVERSE),
    ],
)
def test_what_becomes_of_an_expense_is_not_before_what_became_of_it_sc_36(
    past: tuple[Event | Fact, ...], command: AboutExpense
) -> None:
    *before, last = facts(*past)
    later = replace(last, at=TUESDAY)
    given(*before, later).when(command).refused(Implausible, field="occurred_at")
    assert given(*before, later).when(replace(command, at=TUESDAY)).decided()


def test_what_cost_nothing_is_not_reversed() -> None:
    free = replace(PAID, amount=yuan(0), expense=None)
    given(*WITH_CONSENT, free).when(REVERSE).refused(NotOpenItem, field="compensation")


def test_a_reversal_is_signed_anew_and_only_while_it_is_open_sc_45() -> None:
    assert after(*TO_PAY, PAID, *SIGNED, REVERSED).form.signed == ("filler",)
    closed = (*TO_PAY, PAID, Closed(outcome="remedied", result="Done"))
    given(*closed).when(REVERSE).refused(AlreadyEnded)
