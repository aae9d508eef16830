"""Reporting upward (WS-20, WS-24, LC-39, LC-40)."""

from dataclasses import replace

from app.domain.complaint import Complaint, Fact, replay
from app.domain.refusals import AgainstPolicy, Implausible, UnknownTerm
from app.domain.steps.reporting import Reported, ReportUp
from app.domain.values import Actor
from tests.support.people import MEI, MONDAY, POLICY, RECEIVED, policy
from tests.support.spec import facts, given

REPORT = ReportUp(at=MONDAY, by=MEI, to_roles=("supervisor", "manager"), reason="Against our craft")
REPORTED = Reported(to_roles=("supervisor", "manager"), reason="Against our craft")


def test_it_is_reported_at_once_even_if_not_yet_understood_lc_39() -> None:
    given(RECEIVED).when(REPORT).then(REPORTED)


def test_an_emergency_skips_a_level_lc_40() -> None:
    given(RECEIVED).when(replace(REPORT, skip_level=True)).then(replace(REPORTED, skip_level=True))


def test_a_report_can_ask_what_is_to_be_done_ws_27_ws_32() -> None:
    asked = replace(REPORTED, asks_instruction=True)
    given(RECEIVED).when(replace(REPORT, asks_instruction=True)).then(asked)


def without_reports(complaint: Complaint) -> Complaint:
    handling = replace(complaint.handling, reports=())
    return replace(complaint, handling=handling, version=1)


def test_reporting_does_not_pass_ownership_on_as_05() -> None:
    before, after = replay(facts(RECEIVED)), replay(facts(RECEIVED, REPORTED))
    assert before is not None
    assert after is not None
    told = frozenset(REPORTED.to_roles)
    assert (after.reported_to, after.reported_since_opening) == (told, told)
    assert without_reports(after) == before


def test_a_report_goes_to_somebody() -> None:
    given(RECEIVED).when(replace(REPORT, to_roles=())).refused(Implausible, field="to_roles")


def test_a_report_goes_to_roles_of_the_policy() -> None:
    stranger = replace(REPORT, to_roles=("manager", "emperor"))
    given(RECEIVED).when(stranger).refused(UnknownTerm, field="to_roles")


# The front desk reports to the supervisor or the handler; nobody says to whom the others do.
FRONT_DESK = replace(POLICY.roles["front-desk"], reports_to=("supervisor", "handler"))
LINE = policy(roles={**POLICY.roles, "front-desk": FRONT_DESK})


def test_the_direct_superior_is_told_whoever_else_is_lc_39() -> None:
    given(RECEIVED, policy=LINE).when(REPORT).then(REPORTED)
    past_him = replace(REPORT, to_roles=("manager",))
    given(RECEIVED, policy=LINE).when(past_him).refused(
        AgainstPolicy, field="to_roles", says="handler, supervisor"
    )


def test_others_are_told_once_the_direct_superior_knows_ws_21() -> None:
    manager = replace(REPORT, to_roles=("manager",))
    told = replace(REPORTED, to_roles=("supervisor",))
    expected = replace(REPORTED, to_roles=("manager",))
    given(RECEIVED, told, policy=LINE).when(manager).then(expected)


def test_only_an_emergency_goes_past_the_direct_superior_lc_40() -> None:
    emergency = replace(REPORT, to_roles=("manager",), skip_level=True)
    expected = replace(REPORTED, to_roles=("manager",), skip_level=True)
    given(RECEIVED, policy=LINE).when(emergency).then(expected)


def test_a_superior_of_any_of_ones_roles_will_do_lc_39() -> None:
    both = replace(MEI, roles=("front-desk", "handler", "emperor"))
    of_the_handler = replace(POLICY.roles["handler"], reports_to=("manager",))
    line = replace(LINE, roles={**LINE.roles, "handler": of_the_handler})
    report = replace(REPORT, by=both, to_roles=("manager",))
    given(RECEIVED, policy=line).when(report).then(replace(REPORTED, to_roles=("manager",)))


def test_where_no_superior_is_named_reports_are_free() -> None:
    handler = replace(REPORT, by=replace(MEI, roles=("handler",)), to_roles=("manager",))
    given(RECEIVED, policy=LINE).when(handler).then(replace(REPORTED, to_roles=("manager",)))


def test_what_the_clock_reports_is_nobodys_report_lc_39() -> None:
    by_clock = Fact(REPORTED, MONDAY, Actor("clock"))
    before, after = replay(facts(RECEIVED)), replay(facts(RECEIVED, by_clock))
    assert after is not None
    assert after.reported_to == after.reported_since_opening == frozenset()
    assert without_reports(after) == before
    by_a_namesake = Fact(REPORTED, MONDAY, Actor("clock", ("front-desk",)))
    told = replay(facts(RECEIVED, by_a_namesake))
    assert told is not None
    assert told.reported_to == frozenset(REPORTED.to_roles)
