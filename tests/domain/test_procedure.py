"""The gate that every command passes: reserved steps, and nobody in a case of his own."""

from dataclasses import replace
from typing import Any

import pytest

from app.domain.command import Command
from app.domain.refusals import ConflictOfInterest, NotPermitted
from app.domain.steps.apology import Apologise, Apologised
from app.domain.steps.assistance import AssistanceAsked, Assisted, GiveAssistance
from app.domain.steps.classification import Classify
from app.domain.steps.confirmation import ConfirmRecord
from app.domain.steps.deadline import DeadlineMissed, MissDeadline, Rescheduled
from app.domain.steps.escalation import Instruct
from app.domain.steps.expense_review import ReviewExpense
from app.domain.steps.hand_over import HandOver
from app.domain.steps.improvement import PlanImprovement
from app.domain.steps.memo import AddMemo, Noted
from app.domain.steps.promise import MakePromise, Promised
from app.domain.steps.reporting import Reported, ReportUp
from app.domain.steps.sign_off import Signed, SignOff
from app.domain.steps.withdrawal import Withdraw
from app.domain.values import Actor, ApologyKind, Copy, Deadline, Place, PromiseKind, Verdict
from app.domain.vocabulary import RESERVABLE
from tests.domain.commands import ALL_ROLES, STRATEGIES
from tests.support.people import CLASSIFIED, LIN, MEI, MONDAY, RECEIVED, TUESDAY, policy
from tests.support.spec import given

WU = Actor("wu", ALL_ROLES)
HERE = Place.WITH_HANDLING_UNIT
ABOUT_WU = replace(RECEIVED, about=("wu",))
CLASSIFY = Classify(at=MONDAY, by=LIN, category="product-quality")


def test_every_command_that_somebody_gives_can_be_reserved_but_two() -> None:
    # A box of the form names its own roles, and who holds a copy hands it on; the clock's command
    # is nobody's.
    assert {kind for kind in STRATEGIES if kind.key not in RESERVABLE} == {
        SignOff,
        HandOver,
        MissDeadline,
    }


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
        Withdraw(at=MONDAY, by=WU, reason="He said so"),
        HandOver(at=MONDAY, by=WU, copy=Copy.HANDLER, origin=HERE, to=Place.RETAINED),
        MakePromise(at=MONDAY, by=WU, kind=PromiseKind.RESOLUTION, what="Peace", due=TUESDAY),
        SignOff(at=MONDAY, by=WU, box="recording-unit"),
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


def test_the_employee_concerned_promises_a_reply_and_signs_what_he_filled_in_ws_31_sc_40() -> None:
    call: Any = {"kind": PromiseKind.REPLY, "what": "Call", "due": TUESDAY}
    given(ABOUT_WU).when(MakePromise(at=MONDAY, by=WU, **call)).then(Promised(promise=1, **call))
    given(ABOUT_WU).when(SignOff(at=MONDAY, by=WU, box="filler")).then(Signed(box="filler"))


def test_the_clock_is_never_concerned() -> None:
    due = Deadline(number=1, clock="settled", since=MONDAY, due=TUESDAY)
    clock = MissDeadline(at=TUESDAY, by=Actor("clock"), deadline=1)
    about_the_clock = replace(RECEIVED, about=("clock",))
    missed = given(about_the_clock, Rescheduled(deadlines=(due,))).when(clock).decided()
    assert any(isinstance(fact.event, DeadlineMissed) for fact in missed)


def test_somebody_else_handles_it() -> None:
    given(ABOUT_WU).when(CLASSIFY).then(CLASSIFIED)
