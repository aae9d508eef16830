"""Follow-up (PC-34, PC-41, AS-16, AS-22, BE-07)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.domain.complaint import Event, Fact
from app.domain.refusals import Implausible, NotEnded, UnknownTerm, WrongState
from app.domain.steps.deadline import Rescheduled
from app.domain.steps.follow_up import FollowedUp, FollowUp
from app.domain.steps.reopening import Reopened
from app.domain.values import ContactMethod, Deadline, Lifted, LiftReason, ReopenCause
from tests.support.people import CLOSED, DISMISSED, MEI, MONDAY, RECEIVED, WITHDRAWN, policy
from tests.support.spec import given

CALL = FollowUp(
    at=MONDAY,
    by=MEI,
    occasion="one-week",
    reached=True,
    satisfied_with_outcome=4,
    satisfied_with_handling=5,
    words="谢谢",
)
CALLED = FollowedUp(
    occasion="one-week",
    reached=True,
    satisfied_with_outcome=4,
    satisfied_with_handling=5,
    words="谢谢",
)
PROBLEM = replace(CALL, new_problem="The frame came apart")
TOLD = replace(CALLED, new_problem="The frame came apart")


@pytest.mark.parametrize("past", [CLOSED, WITHDRAWN])
def test_the_customer_is_asked_afterwards_as_16_be_07_as_22(past: tuple[Event | Fact, ...]) -> None:
    given(*past).when(CALL).then(CALLED)


@pytest.mark.parametrize("method", ContactMethod)
def test_the_way_of_the_contact_is_kept_be_15_pc_57(method: ContactMethod) -> None:
    given(*CLOSED).when(replace(CALL, method=method)).then(replace(CALLED, method=method))


def test_a_vain_call_is_recorded_too() -> None:
    vain = FollowUp(at=MONDAY, by=MEI, occasion="one-month", reached=False, words="Rang out")
    given(*CLOSED).when(vain).then(
        FollowedUp(occasion="one-month", reached=False, words="Rang out")
    )


def test_a_new_problem_reopens_the_complaint_pc_34() -> None:
    reopened = Reopened(cause=ReopenCause.NEW_PROBLEM, reason="The frame came apart")
    given(*CLOSED).when(PROBLEM).then(TOLD, reopened)


def test_a_policy_may_take_a_new_problem_as_a_new_complaint_pc_34() -> None:
    given(*CLOSED, policy=policy(new_problem_reopens=False)).when(PROBLEM).then(TOLD)


def test_what_is_open_is_handled_not_followed_up() -> None:
    given(RECEIVED).when(CALL).refused(NotEnded)


def test_what_was_no_complaint_is_not_followed_up_sc_48() -> None:
    given(*DISMISSED).when(CALL).refused(WrongState)


def test_the_occasion_is_one_of_the_rhythm_pc_41() -> None:
    given(*CLOSED).when(replace(CALL, occasion="at-easter")).refused(UnknownTerm, field="occasion")


@pytest.mark.parametrize("field", ["satisfied_with_outcome", "satisfied_with_handling"])
@pytest.mark.parametrize("mark", [0, 6, -1])
def test_satisfaction_goes_from_one_to_five(field: str, mark: int) -> None:
    marked: dict[str, Any] = {field: mark}
    given(*CLOSED).when(replace(CALL, **marked)).refused(Implausible, field=field)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("satisfied_with_outcome", 3),
        ("satisfied_with_handling", 3),
        ("new_problem", "The frame came apart"),
    ],
)
def test_who_was_not_reached_said_nothing(field: str, value: object) -> None:
    said: dict[str, Any] = {field: value}
    vain = FollowUp(at=MONDAY, by=MEI, occasion="one-week", reached=False, **said)
    given(*CLOSED).when(vain).refused(Implausible, field=field)


WEEK_LATER = MONDAY + timedelta(days=7)
DUE = Deadline(
    number=1,
    clock="one-week",
    since=MONDAY,
    opens=WEEK_LATER,
    due=WEEK_LATER + timedelta(days=1),
)
STANDS = Rescheduled(deadlines=(DUE,))
DONE = Rescheduled(lifted=(Lifted(number=1, because=LiftReason.MET),))


def test_a_contact_before_its_day_does_not_stand_for_the_one_due_then_pc_41() -> None:
    due = given(*CLOSED, STANDS)
    early = due.when(replace(CALL, at=WEEK_LATER - timedelta(days=1)))
    early.then(CALLED)
    assert [type(fact.event) for fact in early.decided()] == [FollowedUp]
    assert due.when(replace(CALL, at=WEEK_LATER)).then_due() == DONE


def test_what_is_due_while_the_complaint_is_open_is_made_pc_83() -> None:
    open_still = given(RECEIVED, STANDS)
    open_still.when(replace(CALL, at=WEEK_LATER)).then(CALLED)
    assert open_still.when(replace(CALL, at=WEEK_LATER)).then_due() == DONE
    open_still.when(replace(PROBLEM, at=WEEK_LATER)).then(TOLD)


def test_what_a_newer_policy_dropped_is_made_as_long_as_it_is_due() -> None:
    call = replace(CALL, at=WEEK_LATER)
    dropped = given(*CLOSED, STANDS, policy=policy(occasions={}))
    dropped.when(call).then(CALLED)
    assert dropped.when(call).then_due() == DONE
    given(*CLOSED, policy=policy(occasions={})).when(call).refused(UnknownTerm, field="occasion")
