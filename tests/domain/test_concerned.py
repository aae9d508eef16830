"""Whom a complaint is about is put right by somebody who is not concerned (WS-06)."""

from dataclasses import replace

import pytest

from app.domain.authority import deciders
from app.domain.complaint import Fact, replay
from app.domain.refusals import (
    AlreadyEnded,
    BeyondAuthority,
    ConflictOfInterest,
    Implausible,
    NotPermitted,
    UnknownTerm,
)
from app.domain.steps.classification import Classified
from app.domain.steps.closing import Close, Closed
from app.domain.steps.concerned import ConcernedCorrected, CorrectConcerned
from app.domain.steps.memo import Noted
from app.domain.values import Severity
from tests.support.people import ENDED, LIN, MONDAY, POLICY, RECEIVED, WANG, ZHOU, policy
from tests.support.spec import facts, given

LOCKED = replace(RECEIVED, about=("lin", "zhou"))
CORRECT = CorrectConcerned(at=MONDAY, by=WANG, about=("wu",), reason="It was Wu")
CORRECTED = ConcernedCorrected(about=("wu",), reason="It was Wu")
CLOSE = Close(at=MONDAY, by=LIN, outcome="explained", result="Explained")
FREE = policy(boxes=(), closing_needs=frozenset())


def test_whoever_was_named_wrongly_handles_it_again_ws_06() -> None:
    given(LOCKED, policy=FREE).when(CLOSE).refused(ConflictOfInterest)
    given(LOCKED).when(CORRECT).then(CORRECTED)
    done = Closed(outcome="explained", result="Explained")
    given(LOCKED, CORRECTED, policy=FREE).when(CLOSE).then(done)


def test_the_new_list_takes_the_place_of_all_before() -> None:
    complaint = replay(facts(LOCKED, Noted(text="", about=("mei",)), CORRECTED))
    assert complaint is not None
    assert complaint.about == {"wu"}


def test_nobody_corrects_it_who_is_named_before_or_after() -> None:
    given(LOCKED).when(replace(CORRECT, by=ZHOU)).refused(ConflictOfInterest)
    given(RECEIVED).when(replace(CORRECT, about=("wang",))).refused(
        ConflictOfInterest, field="about"
    )


def test_it_is_corrected_by_those_who_approve() -> None:
    given(RECEIVED).when(replace(CORRECT, by=LIN)).refused(NotPermitted, says="approve")


def test_a_correction_changes_something_and_names_roles_of_the_policy() -> None:
    given(RECEIVED, CORRECTED).when(CORRECT).refused(Implausible, field="about")
    given(RECEIVED).when(replace(CORRECT, roles=("emperor",))).refused(UnknownTerm, field="roles")


@pytest.mark.parametrize("past", ENDED)
def test_nothing_is_corrected_after_the_end(past: tuple[Fact, ...]) -> None:
    given(*past).when(CORRECT).refused(AlreadyEnded)


def test_where_everybody_who_may_decide_is_concerned_whoever_approves_decides() -> None:
    top = tuple(grant for grant in POLICY.grants if grant.role == "general-manager")
    rules = replace(FREE, grants=top)
    second = Classified(category="product-quality", tier="second", severity=Severity.ORDINARY)
    by_zhou = replace(CLOSE, by=ZHOU)
    given(RECEIVED, second, policy=rules).when(by_zhou).refused(BeyondAuthority)
    all_of_them = replace(CORRECTED, about=("gm",), roles=("general-manager",))
    done = Closed(outcome="explained", result="Explained")
    given(RECEIVED, second, all_of_them, policy=rules).when(by_zhou).then(done)
    # Where others are left, it stays with them.
    complaint = replay(facts(RECEIVED, second, all_of_them))
    assert complaint is not None
    assert deciders(complaint, POLICY) == POLICY.deciders("second")
