"""Reporting upward (WS-20, WS-24, LC-39, LC-40)."""

from dataclasses import replace

from app.domain.complaint import replay
from app.domain.events import Reported
from app.domain.refusals import Implausible, UnknownTerm
from app.domain.steps.reporting import ReportUp
from tests.support.people import MEI, MONDAY, RECEIVED
from tests.support.spec import facts, given

REPORT = ReportUp(at=MONDAY, by=MEI, to_roles=("supervisor", "manager"), reason="Against our craft")
REPORTED = Reported(to_roles=("supervisor", "manager"), reason="Against our craft")


def test_it_is_reported_at_once_even_if_not_yet_understood_lc_39() -> None:
    given(RECEIVED).when(REPORT).then(REPORTED)


def test_an_emergency_skips_a_level_lc_40() -> None:
    given(RECEIVED).when(replace(REPORT, skip_level=True)).then(replace(REPORTED, skip_level=True))


def test_reporting_does_not_pass_ownership_on_as_05() -> None:
    assert replay(facts(RECEIVED, REPORTED)) == replay(facts(RECEIVED))


def test_a_report_goes_to_somebody() -> None:
    given(RECEIVED).when(replace(REPORT, to_roles=())).refused(Implausible, field="to_roles")


def test_a_report_goes_to_roles_of_the_policy() -> None:
    stranger = replace(REPORT, to_roles=("manager", "emperor"))
    given(RECEIVED).when(stranger).refused(UnknownTerm, field="to_roles")
