"""Improvements (WS-44, WS-46, PC-79)."""

from dataclasses import replace

import pytest

from app.domain.complaint import Event, Fact
from app.domain.refusals import Implausible, NotOpenItem, NotPermitted, UnknownTerm
from app.domain.steps.improvement import (
    FinishImprovement,
    ImprovementMade,
    ImprovementPlanned,
    PlanImprovement,
)
from app.domain.steps.withdrawal import Withdrawn
from tests.support.people import CLOSED, LIN, MONDAY, RECEIVED, TUESDAY, WANG
from tests.support.spec import given

PLAN = PlanImprovement(
    at=MONDAY, by=WANG, what="Check the lights first", owner="wu", unit="studio", due=TUESDAY
)
PLANNED = ImprovementPlanned(
    improvement=1, what="Check the lights first", owner="wu", unit="studio", due=TUESDAY
)
FINISH = FinishImprovement(at=TUESDAY, by=WANG, improvement=1, result="A list hangs in the studio")
MADE = ImprovementMade(improvement=1, result="A list hangs in the studio")


@pytest.mark.parametrize("past", [(RECEIVED,), CLOSED])
def test_an_improvement_is_planned_before_or_after_the_end_ws_44_sc_07_be_10(
    past: tuple[Event | Fact, ...],
) -> None:
    given(*past).when(PLAN).then(PLANNED)
    given(*past, PLANNED).when(PLAN).then(replace(PLANNED, improvement=2))


def test_it_has_a_unit_of_the_policy_and_a_time_ahead_pc_79() -> None:
    given(RECEIVED).when(replace(PLAN, unit="cellar")).refused(UnknownTerm, field="unit")
    given(RECEIVED).when(replace(PLAN, due=MONDAY)).refused(Implausible, field="due")


def test_an_improvement_outlives_the_complaint_and_is_made_once_pc_79() -> None:
    withdrawn = Withdrawn(reason="Sent by mistake")
    given(RECEIVED, PLANNED, withdrawn).when(FINISH).then(MADE)
    for past in ((RECEIVED,), (RECEIVED, PLANNED, MADE)):
        given(*past).when(FINISH).refused(NotOpenItem, field="improvement")


def test_it_takes_somebody_who_plans() -> None:
    given(RECEIVED).when(replace(PLAN, by=LIN)).refused(NotPermitted)
    given(RECEIVED, PLANNED).when(replace(FINISH, by=LIN)).refused(NotPermitted)
