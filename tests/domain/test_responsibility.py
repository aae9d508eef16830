"""Responsibility for a cause (LC-27, LC-35, LC-36, AS-09, AS-28)."""

from dataclasses import replace

import pytest

from app.domain.complaint import Event, Fact, replay
from app.domain.refusals import ConflictOfInterest, Implausible, NotPermitted, UnknownTerm
from app.domain.steps.reopening import Reopened
from app.domain.steps.responsibility import Attributed, AttributeResponsibility
from app.domain.values import ReopenCause, ResponsibilityKind, Share
from tests.support.people import CLOSED, LIN, MONDAY, RECEIVED, WITHDRAWN, ZHOU
from tests.support.spec import facts, given

TEAM = Share(
    kind=ResponsibilityKind.DIRECT, unit="studio", percent=70, team="Outdoors", person="wu"
)
HOUSE = Share(kind=ResponsibilityKind.INDIRECT, unit="operations", percent=30)
ATTRIBUTE = AttributeResponsibility(
    at=MONDAY, by=ZHOU, shares=(TEAM, HOUSE), reason="Lights were not checked"
)
ATTRIBUTED = Attributed(shares=(TEAM, HOUSE), reason="Lights were not checked")


@pytest.mark.parametrize("past", [(RECEIVED,), CLOSED, WITHDRAWN])
def test_it_goes_down_to_team_and_person_before_or_after_the_end_as_28_as_27(
    past: tuple[Event | Fact, ...],
) -> None:
    given(*past).when(ATTRIBUTE).then(ATTRIBUTED)


def test_it_can_be_attributed_anew_lc_36() -> None:
    whole = replace(ATTRIBUTE, shares=(replace(TEAM, percent=100),))
    given(RECEIVED, ATTRIBUTED).when(whole).then(
        replace(ATTRIBUTED, shares=(replace(TEAM, percent=100),))
    )


@pytest.mark.parametrize(
    "shares",
    [
        (),
        (TEAM,),
        (TEAM, replace(HOUSE, percent=31)),
        (replace(TEAM, percent=110), replace(HOUSE, percent=-10)),
        (replace(TEAM, percent=100), replace(HOUSE, percent=0)),
        (replace(HOUSE, percent=100),),
        (*[replace(TEAM, percent=5)] * 19, *[replace(TEAM, percent=1)] * 5),
    ],
    ids=["none", "less", "more", "negative", "nothing", "nobody direct", "too many"],
)
def test_shares_make_a_whole_and_one_is_direct_lc_35(shares: tuple[Share, ...]) -> None:
    given(RECEIVED).when(replace(ATTRIBUTE, shares=shares)).refused(Implausible, field="shares")


def test_there_are_at_most_twenty_shares() -> None:
    shares = (replace(TEAM, percent=81), *[replace(HOUSE, percent=1)] * 19)
    attributed = replace(ATTRIBUTED, shares=shares)
    given(RECEIVED).when(replace(ATTRIBUTE, shares=shares)).then(attributed)


def test_units_are_words_of_the_policy_as_09() -> None:
    stranger = replace(ATTRIBUTE, shares=(replace(TEAM, percent=100, unit="cellar"),))
    given(RECEIVED).when(stranger).refused(UnknownTerm, field="shares")


def test_nobody_says_what_he_himself_answers_for() -> None:
    own = replace(ATTRIBUTE, shares=(TEAM, replace(HOUSE, person="zhou")))
    given(RECEIVED).when(own).refused(ConflictOfInterest, field="shares")


def test_it_takes_somebody_who_approves_lc_27() -> None:
    given(RECEIVED).when(replace(ATTRIBUTE, by=LIN)).refused(NotPermitted)


def test_a_new_problem_has_a_responsibility_of_its_own_pc_34() -> None:
    def attributed(cause: ReopenCause) -> bool:
        complaint = replay(facts(*CLOSED, ATTRIBUTED, Reopened(cause=cause, reason="Again")))
        assert complaint is not None
        return complaint.attributed

    assert attributed(ReopenCause.NOT_SATISFIED)
    assert not attributed(ReopenCause.NEW_PROBLEM)
