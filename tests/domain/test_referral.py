"""Referral to somebody outside the house (LC-23, SC-28, AS-12)."""

from dataclasses import replace

import pytest

from app.domain.complaint import Fact, replay
from app.domain.refusals import AlreadyEnded
from app.domain.steps.closing import Closed
from app.domain.steps.referral import Refer, Referred
from app.domain.steps.reopening import Reopened
from app.domain.values import ReferralTarget, ReopenCause
from tests.support.people import ENDED, LIN, MONDAY, RECEIVED
from tests.support.spec import facts, given

REFER = Refer(
    at=MONDAY,
    by=LIN,
    to=ReferralTarget.POLICE,
    reason="A ring is gone, nobody knows how",
    reference="0309",
    contact="Station by the gate",
)
REFERRED = Referred(
    to=ReferralTarget.POLICE,
    reason="A ring is gone, nobody knows how",
    reference="0309",
    contact="Station by the gate",
)


def test_the_police_are_called_in_lc_23() -> None:
    given(RECEIVED).when(REFER).then(REFERRED)


@pytest.mark.parametrize("target", ReferralTarget)
def test_more_than_one_can_be_called_in_as_12(target: ReferralTarget) -> None:
    then = replace(REFERRED, to=target)
    given(RECEIVED, REFERRED).when(replace(REFER, to=target)).then(then)
    complaint = replay(facts(RECEIVED, REFERRED, then))
    assert complaint is not None
    assert complaint.referred_to == {ReferralTarget.POLICE, target}


def test_a_new_problem_is_referred_anew_pc_34() -> None:
    closed = Closed(outcome="handed-to-police", result="Handed over")
    again = Reopened(cause=ReopenCause.NEW_PROBLEM, reason="The album too")
    complaint = replay(facts(RECEIVED, REFERRED, closed, again))
    assert complaint is not None
    assert complaint.referred_to == frozenset()


@pytest.mark.parametrize("past", ENDED)
def test_nobody_is_called_in_after_the_end(past: tuple[Fact, ...]) -> None:
    given(*past).when(REFER).refused(AlreadyEnded)
