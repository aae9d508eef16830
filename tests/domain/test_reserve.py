"""A record that is full of whatever was asked can still be brought to its end (LC-08, SC-46)."""

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from app.domain.complaint import Status
from app.domain.policy import Policy
from app.domain.procedure import decide
from app.domain.refusals import RecordFull
from app.domain.reserve import EACH, MOST_EVENTS
from app.domain.steps.apology import Apologise
from app.domain.steps.assistance import AskAssistance
from app.domain.steps.closing import Close
from app.domain.steps.confirmation import ConfirmRecord
from app.domain.steps.deadline import DeadlineMissed
from app.domain.steps.follow_up import FollowUp
from app.domain.steps.hold import LiftHold, PlaceHold
from app.domain.steps.linking import Link
from app.domain.steps.memo import AddMemo
from app.domain.steps.promise import MakePromise
from app.domain.steps.reopening import Reopen
from app.domain.steps.reporting import ReportUp
from app.domain.steps.reversal import ReverseCompensation
from app.domain.steps.sign_off import SignOff
from app.domain.steps.withdrawal import Withdraw
from app.domain.values import ReopenCause
from app.policies import load, shipped
from tests.domain.filling import KINDS, Record, bring_to_its_end, fill, put_away
from tests.support.people import POLICY

pytestmark = pytest.mark.slow

POLICIES = [load(name) for name in shipped()]
ENDS = {Close, Withdraw}
EVERYTHING_BUT_THE_END = frozenset(KINDS) - ENDS
OFTEN = (Link, AskAssistance, MakePromise)
"""Steps that leave nothing to do, or one thing each."""

under_each_policy = pytest.mark.parametrize("policy", POLICIES, ids=lambda one: str(one.name))


def full(policy: Policy, kinds: frozenset[type] = frozenset(), seed: int = 1) -> Record:
    record = Record(policy, Random(seed))
    fill(record, kinds)
    return record


def ended(record: Record) -> Record:
    if record.complaint.status is Status.OPEN:
        bring_to_its_end(record)
    return record


@pytest.mark.slow
@under_each_policy
@pytest.mark.parametrize("kinds", [frozenset(KINDS), EVERYTHING_BUT_THE_END], ids=["all", "open"])
def test_whatever_fills_a_record_it_can_be_closed_and_put_away_lc_08_sc_46(
    policy: Policy, kinds: frozenset[type]
) -> None:
    record = full(policy, kinds)
    put_away(ended(record))
    assert MOST_EVENTS * 0.8 < len(record.facts) <= MOST_EVENTS


@under_each_policy
@pytest.mark.parametrize("kind", OFTEN)
def test_one_kind_of_step_repeated_leaves_room_for_the_end_lc_08(
    policy: Policy, kind: type[Any]
) -> None:
    record = full(policy, frozenset({kind, ConfirmRecord}))
    assert record.complaint.status is Status.OPEN
    assert len(record.facts) > MOST_EVENTS / 4
    put_away(ended(record))
    assert len(record.facts) <= MOST_EVENTS


@under_each_policy
def test_what_the_clock_records_leaves_room_for_the_end_lc_08(policy: Policy) -> None:
    record = full(policy, frozenset({MakePromise}))
    record.now += timedelta(days=400)
    fill(record, frozenset({MakePromise}))
    assert any(isinstance(fact.event, DeadlineMissed) for fact in record.facts)
    put_away(ended(record))
    assert len(record.facts) <= MOST_EVENTS


@under_each_policy
def test_a_full_record_can_be_withdrawn_when_who_must_know_was_told(policy: Policy) -> None:
    record = full(policy, frozenset({AddMemo}))
    roles = tuple({role for duty in policy.report_duties for role in duty.to})
    if roles:
        record.do(ReportUp, to_roles=roles, reason="x", skip_level=True)
    record.do(Withdraw, reason="x")
    put_away(record)


def test_the_refusal_names_what_can_still_be_done() -> None:
    record = full(POLICY, frozenset({AddMemo}))
    with pytest.raises(RecordFull) as caught:
        record.do(AddMemo, text="x")
    for step in ("apologise", "classify", "close", "sign-off", "withdraw"):
        assert step in str(caught.value)
    assert "link" in str(caught.value), "where to go with the rest"


def test_what_does_not_wait_for_room_has_some_sc_46() -> None:
    record = full(POLICY, frozenset({AddMemo}))
    record.do(PlaceHold, reason="x")
    record.do(LiftHold, hold=1, reason="x")
    fill(record, frozenset({PlaceHold, ReverseCompensation}))
    put_away(ended(record))
    assert len(record.facts) <= MOST_EVENTS


def test_what_was_done_once_is_not_done_again_in_the_room_for_the_end() -> None:
    record = full(POLICY, frozenset({AddMemo}))
    filled = len(record.facts)
    fill(record, frozenset({Apologise}))
    assert filled < len(record.facts) <= filled + 2 * EACH


def test_a_full_record_that_has_ended_is_not_opened_again() -> None:
    record = ended(full(POLICY, frozenset({AddMemo})))
    with pytest.raises(RecordFull):
        record.do(Reopen, cause=ReopenCause.NOT_SATISFIED, reason="x")
    with pytest.raises(RecordFull):
        record.do(FollowUp, occasion="one-week", reached=True, new_problem="x")
    put_away(record)


@pytest.mark.parametrize("version", [MOST_EVENTS, MOST_EVENTS + 100])
def test_a_record_that_was_filled_before_there_was_such_room_is_closed_too(version: int) -> None:
    record = Record(POLICY, Random(1))
    while len(record.facts) < version:
        memo = AddMemo(at=record.now, by=record.anybody, text="x")
        happened = decide(record.complaint, memo, POLICY)
        record.facts += happened.facts
        record.complaint = happened.complaint
    put_away(ended(record))


def test_signing_leads_to_the_end_whatever_box_it_is() -> None:
    many = replace(
        POLICY,
        boxes=tuple(replace(POLICY.boxes[0], key=f"box-{nth}") for nth in range(150)),
    )
    record = full(many, frozenset({AddMemo, SignOff}))
    put_away(ended(record))
    assert len(record.complaint.form.signed) == 150
