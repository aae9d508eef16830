"""Waiting for the customer or a third party."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.domain.complaint import Fact, replay
from app.domain.refusals import AlreadyEnded, Implausible, NotOpenItem
from app.domain.steps.deadline import DeadlineMissed
from app.domain.steps.memo import Noted
from app.domain.steps.reply import Replied
from app.domain.steps.waiting import Pause, Paused, Resume, Resumed
from app.domain.values import WaitingFor
from tests.support.people import CLOSED, ENDED, LIN, MONDAY, RECEIVED, TUESDAY
from tests.support.spec import facts, given

PAUSE = Pause(at=MONDAY, by=LIN, waiting_for=WaitingFor.CUSTOMER, reason="She picks a day")
PAUSED = Paused(waiting_for=WaitingFor.CUSTOMER, reason="She picks a day")
RESUME = Resume(at=TUESDAY, by=LIN, reason="Saturday it is")
RESUMED = Resumed(reason="Saturday it is")


@pytest.mark.parametrize("whom", WaitingFor)
def test_it_waits_and_goes_on(whom: WaitingFor) -> None:
    given(RECEIVED).when(replace(PAUSE, waiting_for=whom)).then(replace(PAUSED, waiting_for=whom))
    given(RECEIVED, PAUSED).when(RESUME).then(RESUMED)
    given(RECEIVED, PAUSED, RESUMED).when(replace(PAUSE, at=TUESDAY)).then(PAUSED)


def test_it_waits_for_one_at_a_time() -> None:
    other = replace(PAUSE, waiting_for=WaitingFor.THIRD_PARTY)
    given(RECEIVED, PAUSED).when(other).refused(NotOpenItem, says="customer")


def test_what_does_not_wait_is_not_resumed() -> None:
    for past in ((RECEIVED,), (RECEIVED, PAUSED, RESUMED)):
        given(*past).when(RESUME).refused(NotOpenItem)


def test_only_a_resumption_ends_a_wait_or_the_end_does() -> None:
    answered = replay(facts(RECEIVED, PAUSED, Noted(text="She called"), Replied(text="Thanks")))
    assert answered is not None
    assert answered.handling.wait is not None
    assert answered.handling.wait.since == MONDAY
    ended = replay(facts(RECEIVED, PAUSED, *CLOSED[1:]))
    assert ended is not None
    assert ended.handling.wait is None


@pytest.mark.parametrize("past", ENDED)
def test_nothing_waits_after_the_end(past: tuple[Fact, ...]) -> None:
    given(*past).when(PAUSE).refused(AlreadyEnded)
    given(*past).when(RESUME).refused(AlreadyEnded)


def test_it_is_not_resumed_before_it_waited() -> None:
    early = replace(RESUME, at=MONDAY - timedelta(minutes=1))
    given(RECEIVED, PAUSED).when(early).refused(Implausible, field="occurred_at")


MISSED = Fact(DeadlineMissed(deadline=1, clock="limit", due=MONDAY), TUESDAY, LIN)


@pytest.mark.parametrize("past", [(MISSED,), (PAUSED, Fact(RESUMED, TUESDAY, LIN))])
def test_time_that_was_counted_is_not_waited_for_afterwards(past: tuple[Any, ...]) -> None:
    late = given(RECEIVED, *past)
    late.when(replace(PAUSE, at=TUESDAY - timedelta(minutes=1))).refused(
        Implausible, field="occurred_at", says="2026-03-03 09:30"
    )
    late.when(replace(PAUSE, at=TUESDAY)).then(PAUSED)
