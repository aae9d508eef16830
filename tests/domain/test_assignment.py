"""Assignment (AS-01, AS-05, SC-51)."""

from dataclasses import replace

from app.domain.complaint import replay
from app.domain.refusals import (
    ConflictOfInterest,
    FactsMissing,
    Implausible,
    StepsMissing,
    UnknownTerm,
)
from app.domain.steps.assignment import Assign, Assigned
from tests.support.people import CONFIRMED, LIN, MONDAY, RECEIVED, UNDERSTOOD, policy
from tests.support.spec import facts, given

ASSIGN = Assign(
    at=MONDAY,
    by=LIN,
    handler="zhou",
    unit="studio",
    reason="Knows the printer",
    contact="ext. 12",
)
ASSIGNED = Assigned(handler="zhou", unit="studio", reason="Knows the printer", contact="ext. 12")


def test_the_first_person_to_take_it_owns_it_as_01_pc_59() -> None:
    complaint = replay(facts(RECEIVED))
    assert complaint is not None
    assert complaint.owner == "mei"


def test_what_is_understood_is_handed_to_a_person_of_a_unit_sc_51() -> None:
    given(RECEIVED, UNDERSTOOD).when(ASSIGN).then(ASSIGNED)
    complaint = replay(facts(RECEIVED, UNDERSTOOD, ASSIGNED))
    assert complaint is not None
    assert (complaint.owner, complaint.handling.unit) == ("zhou", "studio")


def test_what_is_not_understood_is_not_passed_on_as_05() -> None:
    given(RECEIVED).when(ASSIGN).refused(FactsMissing, says="handing over")


def test_the_unit_is_one_of_the_policys() -> None:
    given(RECEIVED, UNDERSTOOD).when(replace(ASSIGN, unit="cellar")).refused(
        UnknownTerm, field="unit"
    )


def test_a_policy_may_ask_for_the_confirmed_record_first_sc_40() -> None:
    strict = policy(confirmed_before=frozenset({"assign"}))
    refusal = given(RECEIVED, UNDERSTOOD, policy=strict).when(ASSIGN).refused(StepsMissing)
    assert refusal.missing == ("confirmation",)
    given(RECEIVED, UNDERSTOOD, CONFIRMED, policy=strict).when(ASSIGN).then(ASSIGNED)


def test_nobody_is_given_a_complaint_about_himself_ws_06() -> None:
    about = replace(RECEIVED, about=("zhou", "wu"))
    given(about, UNDERSTOOD).when(ASSIGN).refused(ConflictOfInterest, field="handler")
    somebody_else = replace(ASSIGN, handler="wang")
    given(about, UNDERSTOOD).when(somebody_else).then(replace(ASSIGNED, handler="wang"))


def test_both_sides_may_have_to_leave_their_particulars_sc_51() -> None:
    strict = policy(contact_at_handover=True)
    silent = replace(ASSIGN, contact=None)
    given(RECEIVED, UNDERSTOOD, policy=strict).when(silent).refused(Implausible, field="contact")
    given(RECEIVED, UNDERSTOOD, policy=strict).when(ASSIGN).then(ASSIGNED)
    loose = policy(contact_at_handover=False)
    given(RECEIVED, UNDERSTOOD, policy=loose).when(silent).then(replace(ASSIGNED, contact=None))
