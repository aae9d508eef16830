"""Assistance by another unit (SC-44, LC-25, LC-42)."""

from dataclasses import replace
from datetime import datetime

import pytest

from app.domain.complaint import Fact, replay
from app.domain.policy import Clock
from app.domain.refusals import (
    AlreadyEnded,
    Implausible,
    NotOpenItem,
    NotPermitted,
    StepsMissing,
    UnknownTerm,
)
from app.domain.steps.assistance import (
    AskAssistance,
    AssistanceAsked,
    AssistanceTakenBack,
    Assisted,
    GiveAssistance,
    TakeBackAssistance,
)
from app.domain.steps.closing import Closed
from app.domain.steps.deadline import Rescheduled
from app.domain.steps.reopening import Reopened
from app.domain.values import Actor, Deadline, Lifted, LiftReason, ReopenCause
from tests.support.people import (
    CONFIRMED,
    ENDED,
    LIN,
    MONDAY,
    POLICY,
    RECEIVED,
    SUNDAY_BEFORE,
    TUESDAY,
    ZHOU,
    policy,
)
from tests.support.spec import facts, given

WU = Actor("wu", ("front-desk",), ("studio",))
ASK = AskAssistance(at=MONDAY, by=LIN, unit="studio", what="Look up the lights", due=TUESDAY)
ASKED = AssistanceAsked(assistance=1, unit="studio", what="Look up the lights", due=TUESDAY)
GIVE = GiveAssistance(at=TUESDAY, by=WU, assistance=1, result="They were set wrong")
GIVEN = Assisted(assistance=1, result="They were set wrong")


def test_another_unit_is_asked_by_when_to_help_sc_44() -> None:
    given(RECEIVED).when(ASK).then(ASKED)


def test_requests_are_numbered_within_the_complaint() -> None:
    second = replace(ASKED, assistance=2, due=None)
    given(RECEIVED, ASKED, GIVEN).when(replace(ASK, due=None)).then(second)


def test_the_unit_sees_the_complaint_until_it_has_answered_lc_42() -> None:
    asked, answered = replay(facts(RECEIVED, ASKED)), replay(facts(RECEIVED, ASKED, GIVEN))
    assert asked is not None
    assert answered is not None
    assert "studio" in asked.units
    assert "studio" not in answered.units
    assert asked.handling.unit == "front-hall"


def test_the_unit_is_one_of_the_policys() -> None:
    given(RECEIVED).when(replace(ASK, unit="cellar")).refused(UnknownTerm, field="unit")


@pytest.mark.parametrize("due", [MONDAY, SUNDAY_BEFORE])
def test_the_time_for_it_lies_ahead(due: datetime) -> None:
    given(RECEIVED).when(replace(ASK, due=due)).refused(Implausible, field="due")


def test_the_unit_answers_lc_25() -> None:
    given(RECEIVED, ASKED).when(GIVE).then(GIVEN)


def test_whoever_is_bound_to_no_unit_answers_for_any() -> None:
    anybody = replace(GIVE, by=Actor("xu", ("handler",)))
    given(RECEIVED, ASKED).when(anybody).then(GIVEN)


def test_for_a_unit_that_a_newer_policy_dropped_whoever_handles_it_answers() -> None:
    gone = {unit: title for unit, title in POLICY.units.items() if unit != "studio"}
    dropped = given(RECEIVED, ASKED, policy=policy(units=gone))
    dropped.when(replace(GIVE, by=LIN)).then(GIVEN)
    by_the_desk = replace(GIVE, by=Actor("hu", ("front-desk",), ("front-hall",)))
    dropped.when(by_the_desk).refused(NotPermitted, says="studio")


def test_another_unit_does_not_answer_for_it() -> None:
    given(RECEIVED, ASKED).when(replace(GIVE, by=ZHOU)).refused(NotPermitted, says="studio")


def test_a_request_is_answered_once() -> None:
    given(RECEIVED).when(GIVE).refused(NotOpenItem, field="assistance")
    given(RECEIVED, ASKED, GIVEN).when(GIVE).refused(NotOpenItem, field="assistance")


def test_what_is_asked_lapses_with_the_end() -> None:
    closed = Closed(outcome="explained", result="Without it")
    again = Reopened(cause=ReopenCause.NOT_SATISFIED, reason="Still no light")
    given(RECEIVED, ASKED, closed, again).when(GIVE).refused(NotOpenItem, field="assistance")


@pytest.mark.parametrize("past", ENDED)
def test_nobody_is_asked_after_the_end(past: tuple[Fact, ...]) -> None:
    given(*past).when(ASK).refused(AlreadyEnded)


def test_joint_handling_waits_for_the_confirmed_record_where_the_policy_says_so_sc_40() -> None:
    joint = policy(confirmed_before=frozenset({"ask-assistance"}))
    refusal = given(RECEIVED, policy=joint).when(ASK).refused(StepsMissing)
    assert refusal.missing == ("confirmation",)
    given(RECEIVED, CONFIRMED, policy=joint).when(ASK).then(ASKED)


TAKE_BACK = TakeBackAssistance(at=TUESDAY, by=LIN, assistance=1, reason="The wrong unit")
TAKEN_BACK = AssistanceTakenBack(assistance=1, reason="The wrong unit")


def test_help_that_is_not_needed_is_taken_back_sc_44() -> None:
    given(RECEIVED, ASKED).when(TAKE_BACK).then(TAKEN_BACK)
    after = replay(facts(RECEIVED, ASKED, TAKEN_BACK))
    assert after is not None
    assert "studio" not in after.units
    given(RECEIVED, ASKED, TAKEN_BACK).when(replace(ASK, unit="front-hall")).then(
        replace(ASKED, assistance=2, unit="front-hall")
    )


def test_only_what_is_not_answered_is_taken_back() -> None:
    for past in ((RECEIVED,), (RECEIVED, ASKED, GIVEN), (RECEIVED, ASKED, TAKEN_BACK)):
        given(*past).when(TAKE_BACK).refused(NotOpenItem, field="assistance")
    given(RECEIVED, ASKED, TAKEN_BACK).when(GIVE).refused(NotOpenItem, field="assistance")
    for ended in ENDED:
        given(*ended).when(TAKE_BACK).refused(AlreadyEnded)


def test_what_was_due_of_the_unit_is_not_due_any_more_lc_25() -> None:
    title = {"en": "Answer", "zh-Hans": "答复", "zh-Hant": "答覆"}
    start, stop = frozenset({"assistance-asked"}), frozenset({"assisted"})
    answer = Clock(key="answer", title=title, start=start, stop=stop, length=None)
    due = Deadline(number=1, clock="answer", since=MONDAY, due=TUESDAY, about="assistance:1")
    other = replace(due, number=2, about="assistance:2")
    standing = (ASKED, replace(ASKED, assistance=2), Rescheduled(deadlines=(due, other)))
    rules = policy(clocks={"answer": answer})
    change = given(RECEIVED, *standing, policy=rules).when(TAKE_BACK).then_due()
    assert change == Rescheduled(lifted=(Lifted(number=1, because=LiftReason.SETTLED_ANEW),))
