"""Visits to the customer (WS-41, PC-44)."""

from dataclasses import replace

import pytest

from app.domain.complaint import Fact, replay
from app.domain.complaint.numbered import open_ones
from app.domain.refusals import AlreadyEnded, Implausible, NotOpenItem
from app.domain.steps.visit import ArrangeVisit, RecordVisit, VisitArranged, Visited
from app.domain.steps.withdrawal import Withdrawn
from tests.support.people import ENDED, LIN, MONDAY, RECEIVED, TUESDAY
from tests.support.spec import facts, given

ARRANGE = ArrangeVisit(
    at=MONDAY,
    by=LIN,
    person="zhao",
    due=TUESDAY,
    where="1 Zhongshan Road",
    purpose="Look at the prints together",
)
ARRANGED = VisitArranged(
    visit=1,
    person="zhao",
    due=TUESDAY,
    where="1 Zhongshan Road",
    purpose="Look at the prints together",
)
RECORD = RecordVisit(at=TUESDAY, by=LIN, visit=1, met=True, result="A reshoot is agreed")
VISITED = Visited(visit=1, met=True, result="A reshoot is agreed")


def test_a_named_person_calls_at_an_agreed_time_ws_41() -> None:
    given(RECEIVED).when(ARRANGE).then(ARRANGED)
    given(RECEIVED, ARRANGED).when(ARRANGE).then(replace(ARRANGED, visit=2))


def test_the_time_agreed_lies_ahead() -> None:
    given(RECEIVED).when(replace(ARRANGE, due=MONDAY)).refused(Implausible, field="due")


@pytest.mark.parametrize("met", [True, False])
def test_what_came_of_a_visit_is_recorded_once_ws_41(met: bool) -> None:
    visited = replace(VISITED, met=met)
    given(RECEIVED, ARRANGED).when(replace(RECORD, met=met)).then(visited)
    given(RECEIVED, ARRANGED, visited).when(RECORD).refused(NotOpenItem, field="visit")


def test_a_visit_that_nobody_arranged_cannot_be_recorded() -> None:
    given(RECEIVED).when(RECORD).refused(NotOpenItem, field="visit")


def test_visits_are_off_when_the_complaint_ends() -> None:
    complaint = replay(facts(RECEIVED, ARRANGED, Withdrawn(reason="Settled at home")))
    assert complaint is not None
    assert open_ones(complaint.communication.visits) == ()


@pytest.mark.parametrize("past", ENDED)
def test_nobody_is_sent_after_the_end(past: tuple[Fact, ...]) -> None:
    given(*past).when(ARRANGE).refused(AlreadyEnded)
