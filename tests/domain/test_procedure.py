"""The gate that every command passes: reserved steps, and nobody in a case of his own."""

from dataclasses import replace

import pytest

from app.domain.events import Apologised, AssistanceAsked, Assisted, Noted, Reported
from app.domain.policy import RESERVABLE
from app.domain.procedure import Command, step_of
from app.domain.refusals import ConflictOfInterest, NotPermitted
from app.domain.steps.apology import Apologise
from app.domain.steps.assistance import GiveAssistance
from app.domain.steps.classification import Classify
from app.domain.steps.escalation import Instruct
from app.domain.steps.expense import ReviewExpense
from app.domain.steps.hand_over import HandOver
from app.domain.steps.improvement import PlanImprovement
from app.domain.steps.receipt import AddMemo, ConfirmRecord
from app.domain.steps.reporting import ReportUp
from app.domain.steps.sign_off import SignOff
from app.domain.values import Actor, ApologyKind, Verdict
from tests.domain.commands import ALL_ROLES, STRATEGIES
from tests.support.people import CLASSIFIED, LIN, MEI, MONDAY, RECEIVED, TUESDAY, policy
from tests.support.spec import given

WU = Actor("wu", ALL_ROLES)
ABOUT_WU = replace(RECEIVED, about=("wu",))
CLASSIFY = Classify(at=MONDAY, by=LIN, category="product-quality")


def test_every_command_that_somebody_gives_can_be_reserved_but_two() -> None:
    # A box of the form names its own roles, and who holds a copy hands it on; the clock's command
    # is nobody's.
    given_by_people = {step_of(kind) for kind in STRATEGIES if getattr(kind, "needs", None)}
    assert sorted(RESERVABLE) == sorted(given_by_people - {step_of(SignOff), step_of(HandOver)})


def test_a_step_is_named_as_policies_name_it() -> None:
    assert step_of(ReportUp) == "report-up"
    assert step_of(Classify) == "classify"


def test_a_policy_reserves_a_step_to_some_roles_ws_41() -> None:
    strict = policy(reserved={"classify": frozenset({"supervisor", "manager"})})
    reserved = given(RECEIVED, policy=strict)
    reserved.when(CLASSIFY).refused(NotPermitted, says="manager, supervisor")
    reserved.when(replace(CLASSIFY, by=Actor("zhou", ("supervisor",)))).then(CLASSIFIED)


def test_a_reserved_step_still_needs_its_capability() -> None:
    odd = policy(reserved={"classify": frozenset({"front-desk"})})
    given(RECEIVED, policy=odd).when(replace(CLASSIFY, by=MEI)).refused(
        NotPermitted, says="capability"
    )


@pytest.mark.parametrize(
    "command",
    [
        ConfirmRecord(at=MONDAY, by=WU),
        replace(CLASSIFY, by=WU),
        Instruct(at=MONDAY, by=WU, text="Leave it"),
        ReviewExpense(at=MONDAY, by=WU, expense=1, verdict=Verdict.APPROVE),
        PlanImprovement(at=MONDAY, by=WU, what="Nothing", owner="x", unit="studio", due=TUESDAY),
    ],
    ids=lambda command: type(command).__name__,
)
def test_nobody_handles_a_complaint_about_himself_ws_06(command: Command) -> None:
    given(ABOUT_WU).when(command).refused(ConflictOfInterest)
    later = (RECEIVED, Noted(text="It was Wu", about=("wu",)))
    given(*later).when(command).refused(ConflictOfInterest)


def test_the_employee_concerned_apologises_at_once_and_reports_ws_18_ws_25() -> None:
    about_wu = given(ABOUT_WU)
    apology = Apologise(at=MONDAY, by=WU, kind=ApologyKind.COURTESY, words="很抱歉")
    about_wu.when(apology).then(Apologised(kind=ApologyKind.COURTESY, words="很抱歉"))
    report = ReportUp(at=MONDAY, by=WU, to_roles=("supervisor",), reason="About me")
    about_wu.when(report).then(Reported(to_roles=("supervisor",), reason="About me"))
    about_wu.when(AddMemo(at=MONDAY, by=WU, text="My side")).then(Noted(text="My side"))


def test_the_employee_concerned_helps_when_asked() -> None:
    asked = AssistanceAsked(assistance=1, unit="studio", what="Your notes")
    command = GiveAssistance(at=MONDAY, by=WU, assistance=1, result="My notes")
    given(ABOUT_WU, asked).when(command).then(Assisted(assistance=1, result="My notes"))


def test_somebody_else_handles_it() -> None:
    given(ABOUT_WU).when(CLASSIFY).then(CLASSIFIED)
