"""Serious complaints as cases to learn from (AS-29, AS-30)."""

from dataclasses import replace

import pytest

from app.domain.complaint import Event, Fact
from app.domain.refusals import (
    AgainstPolicy,
    DutiesNotSeparate,
    NotEnded,
    NotOpenItem,
    NotPermitted,
    StepsMissing,
)
from app.domain.steps.case_study import (
    ApprovePublication,
    CaseWritten,
    PublicationApproved,
    PublishCase,
    Published,
    WriteCase,
)
from app.domain.steps.classification import Classified
from app.domain.steps.closing import Closed
from app.domain.steps.reopening import Reopened
from app.domain.values import Actor, ReopenCause, Severity
from tests.support.people import LIN, MONDAY, RECEIVED, WANG, by, policy
from tests.support.spec import Given, given

HOUSE = policy(publication_from=Severity.FAIRLY_SERIOUS, separate_duties=True)
QIAN = Actor("qian", ("planning",))
GENERAL_MANAGER = Actor("sun", ("general-manager",))
SERIOUS = Classified(category="safety-injury", tier="second", severity=Severity.SERIOUS)
END = Closed(outcome="remedied", result="Paid and mended")

WRITE = WriteCase(at=MONDAY, by=QIAN, title="A wet floor", text="What happened, what we learn")
WRITTEN = CaseWritten(title="A wet floor", text="What happened, what we learn")
APPROVE = ApprovePublication(at=MONDAY, by=GENERAL_MANAGER, remark="For the March meeting")
APPROVED = PublicationApproved(remark="For the March meeting")
PUBLISH = PublishCase(at=MONDAY, by=QIAN, where="March meeting")
PUBLISHED = Published(where="March meeting")


def ended(*after: Event | Fact) -> Given:
    return given(RECEIVED, SERIOUS, END, *after, policy=HOUSE)


def test_a_serious_complaint_is_written_approved_and_published_as_29_as_30() -> None:
    ended().when(WRITE).then(WRITTEN)
    ended(by(QIAN, WRITTEN)).when(APPROVE).then(APPROVED)
    ended(by(QIAN, WRITTEN), APPROVED).when(PUBLISH).then(PUBLISHED)
    ended(by(QIAN, WRITTEN), APPROVED, PUBLISHED).when(PUBLISH).then(PUBLISHED)


@pytest.mark.parametrize("severity", [Severity.ORDINARY, Severity.FAIRLY_SERIOUS])
def test_from_which_severity_up_the_policy_says_as_29(severity: Severity) -> None:
    judged = given(RECEIVED, replace(SERIOUS, severity=severity), END, policy=HOUSE)
    if severity is Severity.ORDINARY:
        judged.when(WRITE).refused(AgainstPolicy, says="severity 2")
    else:
        judged.when(WRITE).then(WRITTEN)


def test_what_was_never_classified_is_ordinary_pc_34() -> None:
    again = Reopened(cause=ReopenCause.NEW_PROBLEM, reason="The frame came apart")
    given(RECEIVED, END, policy=HOUSE).when(WRITE).refused(AgainstPolicy)
    ended(again, END).when(WRITE).refused(AgainstPolicy)
    everything = replace(HOUSE, publication_from=Severity.ORDINARY)
    given(RECEIVED, END, policy=everything).when(WRITE).then(WRITTEN)


def test_a_policy_may_publish_nothing() -> None:
    quiet = policy(publication_from=None)
    given(RECEIVED, SERIOUS, END, policy=quiet).when(WRITE).refused(AgainstPolicy, says="no cases")


def test_nothing_is_published_while_it_is_open() -> None:
    again = Reopened(cause=ReopenCause.NOT_SATISFIED, reason="Still hurts")
    open_again = ended(by(QIAN, WRITTEN), APPROVED, again)
    for command in (WRITE, APPROVE, PUBLISH):
        open_again.when(command).refused(NotEnded)


def test_there_is_a_text_before_an_approval_and_an_approval_before_publishing() -> None:
    assert ended().when(APPROVE).refused(StepsMissing).missing == ("case",)
    unapproved = ended(by(QIAN, WRITTEN)).when(PUBLISH).refused(StepsMissing)
    assert unapproved.missing == ("publication-approval",)


def test_a_new_text_is_approved_anew() -> None:
    rewritten = ended(by(QIAN, WRITTEN), APPROVED, by(QIAN, WRITTEN))
    rewritten.when(PUBLISH).refused(StepsMissing)
    rewritten.when(APPROVE).then(APPROVED)


def test_a_text_is_approved_once() -> None:
    ended(by(QIAN, WRITTEN), APPROVED).when(APPROVE).refused(NotOpenItem)


def test_nobody_approves_their_own_text_where_duties_are_separate() -> None:
    own = replace(APPROVE, by=WANG)
    ended(by(WANG, WRITTEN)).when(own).refused(DutiesNotSeparate)
    small = replace(HOUSE, separate_duties=False)
    given(RECEIVED, SERIOUS, END, by(WANG, WRITTEN), policy=small).when(own).then(APPROVED)


def test_those_who_plan_write_and_those_who_approve_approve_as_29() -> None:
    written = ended(by(QIAN, WRITTEN))
    ended().when(replace(WRITE, by=LIN)).refused(NotPermitted)
    written.when(replace(APPROVE, by=QIAN)).refused(NotPermitted)
    ended(by(QIAN, WRITTEN), APPROVED).when(replace(PUBLISH, by=LIN)).refused(NotPermitted)
