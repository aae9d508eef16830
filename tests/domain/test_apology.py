"""Apology (WS-11, LC-20, LC-24, AS-24)."""

import pytest

from app.domain.complaint import Fact
from app.domain.refusals import AdmissionBeforeFacts, AlreadyEnded, NotPermitted
from app.domain.steps.apology import Apologise, Apologised
from app.domain.steps.closing import Closed
from app.domain.steps.inquiry import Investigated
from app.domain.steps.reopening import Reopened
from app.domain.values import Actor, ApologyKind, CauseClass, Fault, ReopenCause
from tests.support.people import CHEN, ENDED, MEI, MONDAY, RECEIVED, policy
from tests.support.spec import Given, given

COURTESY = Apologise(at=MONDAY, by=MEI, kind=ApologyKind.COURTESY, words="很抱歉")
ADMISSION = Apologise(at=MONDAY, by=MEI, kind=ApologyKind.ADMISSION, words="是我们的失误")


def findings(*, established: bool) -> Investigated:
    return Investigated(
        findings="Printer profile",
        cause="Colour profile",
        cause_class=CauseClass.SYSTEMIC,
        fault=Fault.OURS,
        established=established,
    )


@pytest.mark.parametrize("kind", [ApologyKind.COURTESY, ApologyKind.CONDITIONAL])
def test_whoever_receives_apologises_at_once_ws_11_lc_20_lc_24(kind: ApologyKind) -> None:
    apology = Apologise(at=MONDAY, by=MEI, kind=kind, words="很抱歉")
    given(RECEIVED).when(apology).then(Apologised(kind=kind, words="很抱歉"))


@pytest.mark.parametrize("past", [(), (findings(established=False),)])
def test_an_admission_before_the_cause_is_established_is_refused_as_24(
    past: tuple[Investigated, ...],
) -> None:
    given(RECEIVED, *past).when(ADMISSION).refused(AdmissionBeforeFacts, field="kind")


def test_an_admission_follows_established_findings_as_24_pc_27() -> None:
    admitted = Apologised(kind=ApologyKind.ADMISSION, words="是我们的失误")
    given(RECEIVED, findings(established=True)).when(ADMISSION).then(admitted)


def test_later_open_questions_do_not_take_the_established_cause_back() -> None:
    past = (findings(established=True), findings(established=False))
    admitted = Apologised(kind=ApologyKind.ADMISSION, words="是我们的失误")
    given(RECEIVED, *past).when(ADMISSION).then(admitted)


def test_a_new_problem_has_a_cause_of_its_own_pc_34() -> None:
    def again(cause: ReopenCause) -> Given:
        closed = Closed(outcome="remedied", result="Printed anew")
        reopened = Reopened(cause=cause, reason="The frame came apart")
        return given(RECEIVED, findings(established=True), closed, reopened)

    again(ReopenCause.NEW_PROBLEM).when(ADMISSION).refused(AdmissionBeforeFacts, field="kind")
    admitted = Apologised(kind=ApologyKind.ADMISSION, words="是我们的失误")
    again(ReopenCause.NOT_SATISFIED).when(ADMISSION).then(admitted)


def test_a_policy_may_let_everybody_admit_early_ws_11() -> None:
    early = policy(admission_needs_cause=False)
    admitted = Apologised(kind=ApologyKind.ADMISSION, words="是我们的失误")
    given(RECEIVED, policy=early).when(ADMISSION).then(admitted)


@pytest.mark.parametrize("past", ENDED)
def test_no_apology_after_the_end(past: tuple[Fact, ...]) -> None:
    given(*past).when(COURTESY).refused(AlreadyEnded)


@pytest.mark.parametrize("roles", [("finance",), ("unknown-role",), ()])
def test_roles_that_cannot_receive_do_not_apologise(roles: tuple[str, ...]) -> None:
    command = Apologise(at=MONDAY, by=Actor("x", roles), kind=ApologyKind.COURTESY, words="抱歉")
    given(RECEIVED).when(command).refused(NotPermitted, says="front-desk")


def test_a_refusal_says_so_when_no_role_could() -> None:
    bare = policy(roles={"finance": policy().roles["finance"]})
    command = Apologise(at=MONDAY, by=CHEN, kind=ApologyKind.COURTESY, words="抱歉")
    given(RECEIVED, policy=bare).when(command).refused(NotPermitted, says="nobody")
